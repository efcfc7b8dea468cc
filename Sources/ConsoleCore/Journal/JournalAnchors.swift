import TenantDomain
import TenantStore

/// What the database knows of the journal: the heads in its audit rows, and how a write that broke off ended.
package struct JournalAnchors: Sendable {
    /// The newest audit rows that are looked at.
    package static let limit = 50_000

    private let session: ConsoleSession

    package init(session: ConsoleSession) { self.session = session }

    /// The journal held to its chain and to the audit rows.
    package func report(_ storage: any JournalStorage) async throws(ConsoleError) -> JournalReport {
        guard let anchors = try await load() else {
            var report = try JournalService(storage: storage).report()
            report.anchoring = .noColumn
            return report
        }
        return try JournalService(storage: storage).report(anchors: anchors, operatorName: session.operatorName)
    }

    /// What the audit rows say; nil where they have no room for it.
    private func load() async throws(ConsoleError) -> [JournalAnchor]? {
        guard let table = AnchoredTable(session.registry) else { return nil }
        let query = RowQuery(
            relation: table.relation.name,
            columns: [table.session, table.number, table.head, table.actor ?? table.session].map(table.projection),
            predicate: .compare(
                Operand(ColumnPath(table.session), type: table.type(table.session)), .isNotNull),
            page: PageRequest(limit: Self.limit))
        let rows = try await session.pages([query])[0].rows
        return (0..<rows.rowCount).compactMap { row in
            guard let id = rows.text(row: row, column: 0),
                let number = rows.text(row: row, column: 1).flatMap(Int64.init),
                let head = rows.text(row: row, column: 2)
            else { return nil }
            return JournalAnchor(
                position: JournalPlace(session: id, number: number, head: head),
                operatorName: table.actor == nil ? nil : rows.text(row: row, column: 3))
        }
    }
}

/// The audit table that has room for the journal's head, by the profile.
struct AnchoredTable: Sendable {
    let relation: Relation
    let session: String
    let number: String
    let head: String
    let change: String?
    /// The column that names the operator.
    let actor: String?

    init?(_ registry: ResourceRegistry) {
        guard let context = registry.profile.writing.context, let session = context.journalSession,
            let number = context.journalNumber, let head = context.journalHead
        else { return nil }
        let found = registry.profile.audit.lazy.compactMap { registry.catalog.relation(named: $0.table) }
            .first { relation in [session, number, head].allSatisfy { relation.column($0) != nil } }
        guard let relation = found else { return nil }
        self.relation = relation
        self.session = session
        self.number = number
        self.head = head
        change = context.change.flatMap { relation.column($0) == nil ? nil : $0 }
        actor = context.actorName.flatMap { relation.column($0) == nil ? nil : $0 }
    }

    func type(_ column: String) -> ColumnType { relation.column(column)?.type ?? .text }

    func projection(_ column: String) -> Projection { Projection(ColumnPath(column), type: type(column)) }
}
