import TenantDomain

/// Receipts, and before-values of changes that the database's own trail does not keep.
package protocol ChangeArchive: Sendable {
    /// Called before COMMIT: a change whose way back cannot be kept is not made.
    func keep(_ record: ChangeRecord) async throws(ConsoleError)
    /// Takes back what was kept of a change that was not made.
    func drop(_ changeID: String) async
    /// - Parameter id: a receipt's id or the start of it; nil is the newest of the database.
    func find(_ id: String?, database: String) async throws(ConsoleError) -> ChangeRecord?
    /// Newest first.
    func list(database: String, limit: Int) async throws(ConsoleError) -> [ChangeRecord]
}

/// A receipt with what its undo needs.
package struct ChangeRecord: Sendable, Equatable, Codable {
    package let receipt: Receipt
    /// The store's key.
    package let database: String
    /// Rows to take back; nil where the audit rows of the change tell. Never a secret.
    package let edits: [RowEdit]?
    package let bulk: BulkUndo?

    package init(receipt: Receipt, database: String, edits: [RowEdit]?, bulk: BulkUndo?) {
        self.receipt = receipt
        self.database = database
        self.edits = edits
        self.bulk = bulk
    }
}

/// What a change by filter overwrote: keys by the values that stood there and that stand there since.
package struct BulkUndo: Sendable, Equatable, Codable {
    package struct Part: Sendable, Equatable {
        package let before: Value
        package let after: Value
        package var keys: [Value]

        package init(before: Value, after: Value, keys: [Value]) {
            self.before = before
            self.after = after
            self.keys = keys
        }
    }

    package let table: String
    package let column: String
    package let parts: [Part]

    package init(table: String, column: String, parts: [Part]) {
        self.table = table
        self.column = column
        self.parts = parts
    }

    /// The values that stand there since, and how many rows hold each.
    var groups: [ValueCount] {
        let counts = parts.reduce(into: [Value: Int]()) { $0[$1.after, default: 0] += $1.keys.count }
        return counts.map { ValueCount($0.key, rows: $0.value) }.sorted {
            ($0.value.text ?? "") < ($1.value.text ?? "")
        }
    }

    /// What takes the way back itself back.
    var inverse: BulkUndo {
        BulkUndo(
            table: table, column: column,
            parts: parts.map { Part(before: $0.after, after: $0.before, keys: $0.keys) })
    }
}
