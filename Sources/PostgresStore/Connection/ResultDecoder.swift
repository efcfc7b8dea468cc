import CLibPQ
import TenantDomain
import TenantStore

/// Copies results in the server's text form into blocks, without a Swift value for each cell.
struct ResultDecoder {
    private enum Form { case text, integer, real, boolean, bytes, numeric }

    let library: LibPQ
    let shape: Statement

    func append(_ result: OpaquePointer, to block: inout RowBlock) {
        let functions = library.functions
        let rows = functions.PQntuples(result)
        let fields = functions.PQnfields(result)
        let forms = (0..<shape.columnCount).map {
            CInt($0) < fields ? Self.form(functions.PQftype(result, CInt($0))) : .text
        }
        for row in 0..<rows {
            for column in 0..<shape.columnCount {
                let place = CInt(column)
                guard place < fields, functions.PQgetisnull(result, row, place) == 0 else {
                    block.appendNull()
                    continue
                }
                let bytes = UnsafeRawBufferPointer(
                    start: functions.PQgetvalue(result, row, place),
                    count: Int(functions.PQgetlength(result, row, place)))
                append(bytes, forms[column], cut: shape.cuts[column], to: &block) { sizeColumn in
                    guard CInt(sizeColumn) < fields, functions.PQgetisnull(result, row, CInt(sizeColumn)) == 0 else {
                        return nil
                    }
                    return functions.PQgetvalue(result, row, CInt(sizeColumn)).flatMap { Int(String(cString: $0)) }
                }
            }
        }
    }

    private func append(
        _ bytes: UnsafeRawBufferPointer, _ form: Form, cut: CellCut?, to block: inout RowBlock,
        size: (Int) -> Int?
    ) {
        var length = bytes.count
        switch form {
        case .integer: block.append(.integer, bytes)
        case .real: block.append(.real, bytes)
        case .boolean: block.append(integer: bytes.first == UInt8(ascii: "t") ? 1 : 0)
        case .numeric: block.append(Self.isInteger(bytes) ? .integer : .text, bytes)
        case .bytes:
            let decoded = Self.unescaped(bytes)
            length = decoded.count
            block.append(.bytes, decoded)
        case .text:
            if let characters = cut?.characters, let end = Self.end(of: characters, in: bytes) {
                block.append(.text, UnsafeRawBufferPointer(rebasing: bytes[..<end]))
                block.markLastCellCut(fullSize: cut?.sizeColumn.flatMap(size))
                return
            }
            block.append(.text, bytes)
        }
        if let full = cut?.sizeColumn.flatMap(size), full > length { block.markLastCellCut(fullSize: full) }
    }

    /// By the type's number, which no server changes.
    private static func form(_ type: Oid) -> Form {
        switch type {
        case 16: .boolean
        case 17: .bytes
        case 20, 21, 23, 26: .integer
        case 700, 701: .real
        case 1700: .numeric
        default: .text
        }
    }

    /// Sums of integers come as numeric.
    private static func isInteger(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var digits = bytes[...]
        if digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
        return (1...18).contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// `\x6162`; the seal sets this form.
    private static func unescaped(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        guard bytes.count >= 2, bytes[0] == UInt8(ascii: "\\"), bytes[1] == UInt8(ascii: "x") else {
            return Array(bytes)
        }
        func digit(_ byte: UInt8) -> UInt8 { byte >= 0x61 ? byte - 0x57 : byte &- 0x30 }
        return stride(from: 2, to: bytes.count - 1, by: 2).map { digit(bytes[$0]) << 4 | digit(bytes[$0 + 1]) }
    }

    /// Where the character after `limit` begins; nil where there are no more than `limit`.
    private static func end(of limit: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes.count > limit else { return nil }
        var characters = 0
        for (place, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
            if characters == limit { return place }
            characters += 1
        }
        return nil
    }
}
