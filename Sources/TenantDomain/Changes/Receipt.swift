/// What was done: proof, and the way back.
package struct Receipt: Sendable, Equatable, Codable {
    /// Stands in the audit rows and in the journal.
    package let changeID: String
    package let change: Change
    package let title: String
    /// Of the tenant concerned, nil where there is none or there are several.
    package let tenant: ChangeTarget?
    /// Microseconds since 1970.
    package let time: Int64
    package let operatorName: String
    package let persona: String
    package let reason: String
    package let leaseID: String
    package let tables: [TableCount]
    /// Audit rows that hold the change's id; empty where the trail has no place for it.
    package let entries: [AuditReference]
    package let undo: ChangeUndo
    package let planDigest: String
    /// PostgreSQL's transaction id; nil on SQLite, where the change id is looked for.
    package let transactionID: String?
    /// A secret made by the change: shown once, never written anywhere.
    package var secret: String?
    /// Of rows that were put back: columns that hold something else than they did, `users.updated_at`.
    package let differing: [String]?

    package init(
        changeID: String, change: Change, title: String, tenant: ChangeTarget?, time: Int64, operatorName: String,
        persona: String, reason: String, leaseID: String, tables: [TableCount], entries: [AuditReference],
        undo: ChangeUndo, planDigest: String, transactionID: String?, secret: String? = nil, differing: [String] = []
    ) {
        self.changeID = changeID
        self.change = change
        self.title = title
        self.tenant = tenant
        self.time = time
        self.operatorName = operatorName
        self.persona = persona
        self.reason = reason
        self.leaseID = leaseID
        self.tables = tables
        self.entries = entries
        self.undo = undo
        self.planDigest = planDigest
        self.transactionID = transactionID
        self.secret = secret
        self.differing = differing.isEmpty ? nil : differing
    }

    private enum CodingKeys: String, CodingKey {
        case changeID, change, title, tenant, time, operatorName, persona, reason, leaseID, tables, entries, undo
        case planDigest, transactionID, differing
    }

    package var rowCount: Int { tables.reduce(0) { $0 + $1.rows } }

    /// The change that takes this one back; nil where nothing does.
    package func inverse(at instant: Int64) -> Change? {
        guard case .until = undo else { return nil }
        return Change(.undo(change: changeID), instant: instant)
    }
}

/// An audit row by its table and id.
package struct AuditReference: Sendable, Equatable, Codable {
    package let table: String
    package let id: String

    package init(table: String, id: String) {
        self.table = table
        self.id = id
    }
}
