import TenantDomain

/// One audit row by its parts, masked.
struct TimelineCells {
    let source: TimelineSource
    let rows: RowBlock
    let row: Int
    private let policy: MaskPolicy
    private let isWhole: Bool

    init(source: TimelineSource, rows: RowBlock, row: Int, policy: MaskPolicy, whole: Bool = false) {
        self.source = source
        self.rows = rows
        self.row = row
        self.policy = policy
        isWhole = whole
    }

    private func place(_ part: TimelineSource.Part) -> Int? { source.place(part, whole: isWhole) }

    func text(_ part: TimelineSource.Part) -> String? {
        guard let column = place(part), let text = rows.text(row: row, column: column) else { return nil }
        let mask = policy.applied(source.mask(part))
        return mask == .none ? text : ValueMask.masked(text, mask)
    }

    /// The value as stored: only for keys.
    func value(_ part: TimelineSource.Part) -> Value {
        place(part).map { rows.exactValue(row: row, column: $0) } ?? .null
    }

    /// A document's bytes, unmasked: differences are found on real values and masked afterwards.
    func bytes(_ part: TimelineSource.Part) -> [UInt8]? {
        guard let column = place(part), !rows.isNull(row: row, column: column),
            source.mask(part) != .secret
        else { return nil }
        return Array(rows.bytes(row: row, column: column))
    }

    /// Calls `body` with the bytes of the documents before and after, in place and unmasked; nil where there is none.
    func withDocuments<Result>(
        _ body: (_ before: UnsafeRawBufferPointer?, _ after: UnsafeRawBufferPointer?) -> Result
    ) -> Result {
        withDocument(.before) { before in withDocument(.after) { body(before, $0) } }
    }

    private func withDocument<Result>(
        _ part: TimelineSource.Part, _ body: (UnsafeRawBufferPointer?) -> Result
    ) -> Result {
        guard let column = place(part), !rows.isNull(row: row, column: column), source.mask(part) != .secret else {
            return body(nil)
        }
        return rows.withBytes(row: row, column: column, body)
    }

    func isCut(_ part: TimelineSource.Part) -> Bool {
        place(part).map { rows.isCut(row: row, column: $0) } ?? false
    }

    var time: Int64? { place(.time).flatMap { rows.time(row: row, column: $0) } }
}
