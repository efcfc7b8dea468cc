import TenantDomain

/// Whether a filter on the trail can be read and answered, before anything is made of it.
package struct TrailCheck: Sendable {
    private let session: ConsoleSession

    package init(session: ConsoleSession) { self.session = session }

    /// - Throws: what is wrong with the filter, with its place in the text as typed.
    package func read(_ filter: String, tenant: TenantMatch?) async throws(ConsoleError) {
        if !filter.isEmpty { _ = try await TimelineReader(session).filter(filter, tenant: tenant) }
    }
}
