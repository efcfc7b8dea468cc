import ConsoleCore
import TenantDomain
import TerminalCore

/// A cell as people read it in tables and Markdown: controls visible, booleans and cents in words, cut ends marked.
enum CellText {
    static let null = "∅"
    static let emptyText = "\"\""

    static func text(_ block: RowBlock, row: Int, column index: Int, _ column: OutputColumn) -> String {
        let kind = block.kind(row: row, column: index)
        if kind == .null { return null }
        let text = block.withBytes(row: row, column: index) { bytes -> String in
            if kind == .bytes {
                var hex: [UInt8] = []
                CellBytes.appendHex(bytes, into: &hex)
                return String(decoding: hex, as: UTF8.self)
            }
            if bytes.isEmpty { return column.isBlankWhenEmpty ? "" : emptyText }
            if column.type == .boolean, let flag = CellBytes.boolean(bytes) { return flag ? "true" : "false" }
            let text = String(decoding: bytes, as: UTF8.self)
            if column.isCents, let cents = Int64(text) { return NumberText.cents(cents) }
            return ByteScan.isPlain(bytes, except: 0x7F, 0x7F) ? text : TextWidth.visible(text)
        }
        return block.fullSize(row: row, column: index) == nil ? text : text + "…"
    }
}
