import TenantDomain
import TenantStore

/// The open database as the header names it, so that screens need to know no store.
package struct DatabaseLabel: Sendable, Equatable {
    /// `sqlite 3.40`.
    package let engine: String
    package let location: String
    /// `snapshot`, `NO TLS`: what a person must not overlook.
    package let warnings: [String]
}

extension ConsoleSession {
    package var database: DatabaseLabel {
        let identity = store.identity
        let version = identity.engine.version.split(separator: ".").prefix(2).joined(separator: ".")
        return DatabaseLabel(
            engine: "\(identity.engine.kind.rawValue) \(version)", location: identity.location,
            warnings: identity.warnings + roleWarnings(identity.warnings))
    }

    /// A pooler does not say who is a superuser, and no server who owns its tables: the catalog does.
    private func roleWarnings(_ said: [String]) -> [String] {
        // Of the member's role nothing of the kind is to be said.
        if view != nil { return [] }
        let catalog = registry.catalog
        guard let role = catalog.role else { return [] }
        if role.isSuperuser { return said.contains("superuser") ? [] : ["superuser"] }
        return catalog.relations.contains { $0.rights?.isOwner == true } ? ["owner"] : []
    }

    /// The same session with the rows alone that row-level security lets through; nil where the engine has none.
    package func acceptingLimitedRows() -> ConsoleSession? {
        guard let limited = store.acceptingLimitedRows() else { return nil }
        var session = self
        session.store = limited
        return session
    }

    /// Whether the database answers.
    package func ping() async throws(ConsoleError) {
        _ = try await blocks([StatementPlanner.ping])
    }

    /// Ends the session's connections; nothing can be read through it after that.
    package func close() async {
        await viewing?.close()
        await store.close()
    }

    /// A value that differs after any commit by anybody; nil where the engine has none.
    package func changeToken() async throws(ConsoleError) -> Int64? {
        do {
            return try await store.changeToken()
        } catch {
            throw ConsoleError(error)
        }
    }
}
