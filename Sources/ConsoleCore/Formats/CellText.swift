import TenantDomain

/// A cell as people read it in tables and Markdown: controls visible, booleans and cents in words, cut ends marked.
package enum CellText {
    package static let null = "∅"
    package static let emptyText = "\"\""
    /// Bytes of a value whose hexadecimal digits are shown.
    private static let bytesShown = 16

    /// - Parameters:
    ///   - zone: where times that name a zone are to be read; nil leaves them as stored.
    ///   - visible: makes control characters visible.
    package static func text(
        _ block: RowBlock, row: Int, column index: Int, _ column: OutputColumn, zone: ZoneClock? = nil,
        visible: (String) -> String
    ) -> String {
        let kind = block.kind(row: row, column: index)
        if kind == .null { return null }
        let isCut = block.isCut(row: row, column: index)
        let text = block.withBytes(row: row, column: index) { bytes -> String in
            if kind == .bytes {
                var hex: [UInt8] = []
                CellBytes.appendHex(UnsafeRawBufferPointer(rebasing: bytes.prefix(bytesShown)), into: &hex)
                let size = block.fullSize(row: row, column: index) ?? bytes.count
                let digits = String(decoding: hex, as: UTF8.self)
                return size > bytesShown ? "\(NumberText.bytes(size)) · \(digits)…" : digits
            }
            if bytes.isEmpty { return column.isBlankWhenEmpty ? "" : emptyText }
            if column.type == .boolean, let flag = CellBytes.boolean(bytes) { return flag ? "true" : "false" }
            let text = String(decoding: bytes, as: UTF8.self)
            switch column.type {
            case .array: return visible(ArrayText.elements(text))
            case .vector: return visible(ArrayText.vector(text, dimensions: column.dimensions, isCut: isCut))
            case .timestamp:
                if let zone, TimeText.namesZone(text), let instant = TimeText.parse(bytes) {
                    return TimeText.full(instant, zone: zone)
                }
            default: break
            }
            if column.isCents, let cents = Int64(text) { return NumberText.cents(cents) }
            return ByteScan.isPlain(bytes, except: 0x7F, 0x7F) ? text : visible(text)
        }
        // What bytes and vectors leave out is marked already.
        return isCut && kind != .bytes && column.type != .vector ? text + "…" : text
    }
}
