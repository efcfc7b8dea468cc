import GRDBSQLite
import TenantDomain
import TenantStore

/// Heads of values read from the file piece by piece, for rows that hold a value too large to load.
struct LargeValueReader {
    private let handle: OpaquePointer
    private let cells: [CInt: LargeValueStatement.Cell]

    init(handle: OpaquePointer, cells: [LargeValueStatement.Cell]) {
        self.handle = handle
        self.cells = Dictionary(cells.map { (CInt($0.column), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Appends the cell where its value stands elsewhere; false where the row has it.
    func append(_ column: CInt, of statement: OpaquePointer, to block: inout RowBlock) -> Bool {
        guard let cell = cells[column], sqlite3_column_type(statement, CInt(cell.locator)) == SQLITE_INTEGER else {
            return false
        }
        let isText = sqlite3_column_type(statement, column) == SQLITE_NULL
        var blob: OpaquePointer?
        let row = sqlite3_column_int64(statement, CInt(cell.locator))
        let code = sqlite3_blob_open(handle, cell.schema, cell.table, cell.name, row, 0, &blob)
        defer { sqlite3_blob_close(blob) }
        guard code == SQLITE_OK, let blob else {
            // A generated column has no bytes of its own in the file.
            block.append(.text, [])
            block.markLastCellCut(fullSize: nil)
            return true
        }
        let size = Int(sqlite3_blob_bytes(blob))
        let wanted = min(size, isText ? (cell.characters + 1) * 4 : 16)
        var head = [UInt8](repeating: 0, count: wanted)
        if wanted > 0, sqlite3_blob_read(blob, &head, CInt(wanted), 0) != SQLITE_OK { head = [] }
        head.withUnsafeBytes { bytes in
            let end = isText ? CharacterCut.end(of: cell.characters, in: bytes) ?? bytes.count : bytes.count
            block.append(isText ? .text : .bytes, UnsafeRawBufferPointer(rebasing: bytes[..<end]))
            if end < size { block.markLastCellCut(fullSize: size) }
        }
        return true
    }
}
