import TenantDomain

/// Names, as this persona may see them, for the people and tenants that a stretch of the trail speaks of.
package struct InvolvedNames: Sendable {
    package struct Part: Sendable {
        package let id: String
        package let count: Int
        package let first: String
        package let last: String

        package init(id: String, count: Int, first: String, last: String) {
            self.id = id
            self.count = count
            self.first = first
            self.last = last
        }
    }

    /// Names that are looked up in one statement.
    private static let chunk = 500

    private let session: ConsoleSession

    package init(session: ConsoleSession) { self.session = session }

    /// Rows of id, name, entries, first and last.
    package func people(_ parts: [Part]) async throws(ConsoleError) -> [[String]] {
        try await rows(parts, isActor: true)
    }

    package func tenants(_ parts: [Part]) async throws(ConsoleError) -> [[String]] {
        try await rows(parts, isActor: false)
    }

    private func rows(_ parts: [Part], isActor: Bool) async throws(ConsoleError) -> [[String]] {
        var result: [[String]] = []
        var start = 0
        while start < parts.count {
            let some = parts[start..<min(start + Self.chunk, parts.count)]
            start += Self.chunk
            let labels = try await labels(some.map(\.id), isActor: isActor)
            for (part, label) in zip(some, labels) {
                result.append([part.id, label ?? "", String(part.count), part.first, part.last])
            }
        }
        return result
    }

    /// The name of each key; nil where no row answers to it.
    func labels(_ ids: [String], isActor: Bool) async throws(ConsoleError) -> [String?] {
        let tenants = session.registry.profile.tenant?.base.table
        guard isActor || tenants != nil else { return ids.map { _ in nil } }
        let entries = ids.map { id in
            TimelineEntry(
                source: "", id: .null, time: nil, timeText: "", actorID: isActor ? id : nil, actor: nil,
                actorRole: nil, action: "", targetTable: isActor ? nil : tenants, targetID: isActor ? nil : id,
                target: nil, changes: [], address: nil, tenantID: nil, reason: nil)
        }
        let names = try TimelineNames(of: entries, session, policy: session.masks)
        let named = names.applied(to: entries, try await session.blocks(names.statements))
        return named.map { isActor ? $0.actor : $0.target }
    }
}
