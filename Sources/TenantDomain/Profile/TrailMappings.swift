/// One audit-like table of the timeline.
package struct AuditMapping: Sendable, Equatable {
    package var table: String
    package var id: String
    package var time: String
    package var tenant: String?
    package var actor: String?
    package var actorName: String?
    package var actorRole: String?
    package var action: String
    /// What happened in the product's own words (`token.rotated`), beside the action.
    package var event: String?
    package var targetTable: String?
    package var targetID: String?
    package var before: String?
    package var after: String?
    package var address: String?
    package var userAgent: String?
    package var reason: String?
    package var lease: String?
    package var change: String?

    package init(table: String, id: String = "id", time: String, action: String) {
        self.table = table
        self.id = id
        self.time = time
        self.action = action
    }
}

/// Where seals over stretches of the trail are kept, one a row.
package struct SealMapping: Sendable, Equatable {
    package var table: String
    package var root: String
    package var previous: String
    package var count: String
    /// The first and the last entry's key.
    package var first: String
    package var last: String
    package var from: String
    package var to: String
    package var algorithm: String
    /// Marks of the sealed rows; a table without such a column tells that a stretch differs, and not where.
    package var rows: String
    /// The row's own key and its time.
    package var id: String
    package var created: String

    package init(
        table: String, root: String = "root_hash", previous: String = "previous_root", count: String = "entry_count",
        first: String = "first_entry_id", last: String = "last_entry_id", from: String = "period_start",
        to: String = "period_end", algorithm: String = "algorithm", rows: String = "entry_marks",
        id: String = "id", created: String = "created_at"
    ) {
        self.table = table
        self.id = id
        self.created = created
        self.root = root
        self.previous = previous
        self.count = count
        self.first = first
        self.last = last
        self.from = from
        self.to = to
        self.algorithm = algorithm
        self.rows = rows
    }
}
