import TenantDomain

/// What a verb comes to in rows, before any guard has looked at it.
struct ChangeDraft: Sendable {
    var title: String
    /// Rows that are written, in the order in which they are.
    var edits: [RowEdit] = []
    /// Rows that the database's own foreign keys change along with them.
    var followers: [RowEdit] = []
    var bulk: BulkEdit?
    var bulkUndo: BulkUndo?
    /// The first rows of `bulkUndo`, for a look at them.
    var bulkUndoSample: [RowEdit] = []
    var effects: [ChangeEffect] = []
    var notDone: [String] = []
    var warnings: [String] = []
    var severity = ChangeSeverity.routine
    /// Why the change cannot be taken back.
    var irreversible: String?
    /// A hard limit may be broken by it: asked for and said.
    var acceptsOverLimit = false
    /// Takes rows back to what they were; what stood there before is not judged again.
    var isReversal = false

    init(title: String) { self.title = title }

    mutating func raise(to severity: ChangeSeverity) { self.severity = max(self.severity, severity) }
}

/// One column of every row that a predicate selects.
struct BulkEdit: Sendable {
    let relation: Relation
    let column: String
    let predicate: Predicate
    let value: Value
    let rows: Int
    let groups: [ValueCount]
    /// Over keys and values of all rows, in key order: tells whether the plan still meets the same ones.
    let fingerprint: String
    /// The first rows, for a look at them.
    let sample: [RowEdit]
}
