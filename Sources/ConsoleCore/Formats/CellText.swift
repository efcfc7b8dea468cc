import TenantDomain

/// A cell as people read it in tables and Markdown: controls visible, booleans and cents in words, cut ends marked.
package enum CellText {
    package static let null = "∅"
    package static let emptyText = "\"\""

    /// - Parameter visible: makes control characters visible.
    package static func text(
        _ block: RowBlock, row: Int, column index: Int, _ column: OutputColumn, visible: (String) -> String
    ) -> String {
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
            return ByteScan.isPlain(bytes, except: 0x7F, 0x7F) ? text : visible(text)
        }
        return block.isCut(row: row, column: index) ? text + "…" : text
    }
}
