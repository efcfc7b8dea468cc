import ConsoleCore
import TenantDomain

/// The rows of a list that are in memory: a stretch of an order that may be ten million rows long. It grows at the end
/// it is read at and lets go of the other, so that memory stays bounded however far one pages.
struct RowWindow: Sendable {
    private(set) var reply: ListReply
    private(set) var rows: RowBlock
    private(set) var hasBefore: Bool
    private(set) var hasAfter: Bool
    /// How many rows lie before the window; nil once one came from the end.
    private(set) var offset: Int?
    static let longest = 1500

    init(first reply: ListReply, offset: Int?) {
        self.reply = reply
        rows = reply.page.rows
        hasBefore = reply.page.hasBefore
        hasAfter = reply.page.hasAfter
        self.offset = reply.page.hasBefore ? offset : 0
    }

    var count: Int { rows.rowCount }

    func cursor(row: Int) -> Cursor? {
        guard rows.columnCount > reply.page.columnCount, row >= 0, row < rows.rowCount else { return nil }
        return Cursor((reply.page.columnCount..<rows.columnCount).map { rows.value(row: row, column: $0) })
    }

    func identity(row: Int) -> RowIdentity? {
        guard row < rows.rowCount, row >= 0, !reply.identityColumns.isEmpty else { return nil }
        return RowIdentity(reply.identityColumns.map { rows.value(row: row, column: $0) })
    }

    func label(row: Int) -> String {
        guard row < rows.rowCount, row >= 0 else { return "" }
        return rows.text(row: row, column: reply.labelColumn) ?? ""
    }

    func row(of identity: RowIdentity) -> Int? {
        (0..<count).first { self.identity(row: $0) == identity }
    }

    /// - Returns: how many rows were dropped at the beginning.
    mutating func append(_ page: ListReply) -> Int {
        rows.append(contentsOf: page.page.rows)
        hasAfter = page.page.hasAfter
        guard count > Self.longest else { return 0 }
        let dropped = count - Self.longest
        rows = slice(dropped..<count)
        hasBefore = true
        offset = offset.map { $0 + dropped }
        return dropped
    }

    /// - Returns: how many rows were put before the old first one.
    mutating func prepend(_ page: ListReply) -> Int {
        let added = page.page.rows.rowCount
        var joined = page.page.rows
        joined.append(contentsOf: rows)
        rows = joined
        hasBefore = page.page.hasBefore
        offset = hasBefore ? offset.map { max(0, $0 - added) } : 0
        if count > Self.longest {
            rows = slice(0..<Self.longest)
            hasAfter = true
        }
        return added
    }

    private func slice(_ range: Range<Int>) -> RowBlock {
        var result = RowBlock(columnCount: rows.columnCount)
        for row in range { result.appendRow(from: rows, row: row) }
        return result
    }
}
