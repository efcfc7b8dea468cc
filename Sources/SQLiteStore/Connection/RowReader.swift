import GRDBSQLite
import TenantDomain
import TenantStore

/// The current row of a stepping statement, copied into a block without a Swift value for each cell.
struct RowReader: ~Copyable {
    private let statement: OpaquePointer
    private let columnCount: CInt
    private let cuts: [CellCut?]
    private let large: LargeValueReader?

    init(statement: OpaquePointer, shape: Statement, large: LargeValueReader?) {
        self.statement = statement
        columnCount = CInt(shape.columnCount)
        cuts = shape.cuts.isEmpty ? [] : (0..<shape.columnCount).map { shape.cuts[$0] }
        self.large = large
    }

    borrowing func append(to block: inout RowBlock) {
        for column in 0..<columnCount {
            if let large, large.append(column, of: statement, to: &block) { continue }
            append(column, to: &block)
        }
    }

    private borrowing func append(_ column: CInt, to block: inout RowBlock) {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER:
            block.append(integer: sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT:
            // The shortest text that reads back as the same number, which SQLite's fifteen digits may not.
            block.append(.real, "\(sqlite3_column_double(statement, column))".utf8)
        case SQLITE_TEXT:
            // The text has to be asked for before its size: asking converts it.
            let text = sqlite3_column_text(statement, column)
            let count = Int(sqlite3_column_bytes(statement, column))
            append(.text, UnsafeRawBufferPointer(start: text, count: text == nil ? 0 : count), column, to: &block)
        case SQLITE_BLOB:
            let blob = sqlite3_column_blob(statement, column)
            let count = Int(sqlite3_column_bytes(statement, column))
            append(.bytes, UnsafeRawBufferPointer(start: blob, count: blob == nil ? 0 : count), column, to: &block)
        default:
            block.appendNull()
        }
    }

    private borrowing func append(
        _ kind: RowBlock.CellKind, _ bytes: UnsafeRawBufferPointer, _ column: CInt, to block: inout RowBlock
    ) {
        guard !cuts.isEmpty, let cut = cuts[Int(column)] else {
            block.append(kind, bytes)
            return
        }
        var size: Int?
        if let position = cut.sizeColumn, sqlite3_column_type(statement, CInt(position)) != SQLITE_NULL {
            size = Int(sqlite3_column_int64(statement, CInt(position)))
        }
        if kind == .text, let characters = cut.characters, let end = CharacterCut.end(of: characters, in: bytes) {
            block.append(kind, UnsafeRawBufferPointer(rebasing: bytes[..<end]))
            block.markLastCellCut(fullSize: size)
        } else {
            block.append(kind, bytes)
            if let size, size > bytes.count { block.markLastCellCut(fullSize: size) }
        }
    }
}

/// Counts characters as SQLite's `substr` does, in text that need not be valid.
enum CharacterCut {
    /// Where the character after `limit` begins; nil where there are no more than `limit`.
    static func end(of limit: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes.count > limit else { return nil }
        var position = 0
        for _ in 0..<limit {
            guard position < bytes.count else { return nil }
            let first = bytes[position]
            position += 1
            guard first >= 0xC0 else { continue }
            while position < bytes.count, bytes[position] & 0xC0 == 0x80 { position += 1 }
        }
        return position < bytes.count ? position : nil
    }
}
