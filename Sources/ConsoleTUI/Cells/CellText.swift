import ConsoleCore
import TenantDomain
import TerminalCore

/// A stored value as a person reads it in a list or a record.
package struct CellText: Sendable {
    let zone: ZoneClock
    let now: Int64

    /// What a list's cell shows, over the bytes in place where they need no change.
    func withCell(
        _ rows: RowBlock, row: Int, at place: Int, column: ResourceColumn, _ body: (TableCell) -> Void
    ) {
        let kind = rows.kind(row: row, column: place)
        if kind == .null { return body(TableCell(.null)) }
        if column.mask == .secret { return body(TableCell(.text("••••••••"), role: .masked)) }
        let isCut = rows.isCut(row: row, column: place)
        switch column.display {
        case .time:
            if let text = relative(rows.bytes(row: row, column: place)) { return body(TableCell(.text(text))) }
        case .identifier:
            return rows.withBytes(row: row, column: place) { bytes in
                let head = bytes.count > 12 ? UnsafeRawBufferPointer(rebasing: bytes[..<8]) : bytes
                body(TableCell(.bytes(head), role: .secondary, continues: bytes.count > 12))
            }
        case .boolean:
            return body(TableCell(.text(Self.boolean(rows.bytes(row: row, column: place)))))
        case .cents:
            if case .integer(let cents) = rows.value(row: row, column: place) {
                return body(TableCell(.text(NumberText.cents(cents)), role: .number))
            }
        case .number:
            if case .integer(let number) = rows.value(row: row, column: place), number.magnitude >= 10_000 {
                return body(TableCell(.text(NumberText.grouped(number)), role: .number))
            }
        case .array:
            let text = ArrayText.elements(rows.text(row: row, column: place) ?? "")
            return body(TableCell(.text(text), role: column.mask == .none ? nil : .masked, continues: isCut))
        case .vector(let dimensions):
            let text = ArrayText.vector(
                rows.text(row: row, column: place) ?? "", dimensions: dimensions, isCut: isCut)
            return body(TableCell(.text(text), role: .secondary))
        case .bytes:
            return body(TableCell(.text(Self.bytesText(rows, row: row, at: place)), role: .secondary))
        case .plain, .date, .json, .usage: break
        }
        if kind == .bytes {
            return body(TableCell(.text(Self.bytesText(rows, row: row, at: place)), role: .secondary))
        }
        let role: ThemeRole? = column.mask == .none ? nil : .masked
        rows.withBytes(row: row, column: place) { body(.value($0, role: role, continues: isCut)) }
    }

    /// The whole value on one line, for records, copies of one cell and cards.
    func full(_ value: Value, column: ResourceColumn) -> String {
        if column.mask == .secret, value != .null { return "••••••••" }
        switch (column.display, value) {
        case (_, .null): return "∅"
        case (.time, .text(let text)):
            guard let instant = TimeText.parse(text.utf8) else { return text }
            // A time that names no zone is shown as it stands; only its distance needs one, and UTC is what is usual.
            guard TimeText.namesZone(text) else { return "\(text) no zone  (\(TimeText.relative(instant, now: now)))" }
            return "\(TimeText.full(instant, zone: zone))  (\(TimeText.relative(instant, now: now)))"
        case (.array, .text(let text)): return ArrayText.elements(text)
        case (.vector(let dimensions), .text(let text)):
            return ArrayText.vector(text, dimensions: dimensions, isCut: false)
        case (.cents, .integer(let cents)): return NumberText.cents(cents)
        case (.boolean, let value): return Self.boolean(Array((value.text ?? "").utf8)[...])
        case (_, .bytes(let bytes)): return "\(NumberText.bytes(bytes.count)) · \(Hexadecimal.encode(bytes.prefix(16)))"
        case (_, .text("")): return "\"\""
        default: return value.text ?? "∅"
        }
    }

    private func relative(_ bytes: ArraySlice<UInt8>) -> String? {
        TimeText.parse(bytes).map { TimeText.relative($0, now: now) }
    }

    private static func boolean(_ bytes: ArraySlice<UInt8>) -> String {
        switch String(decoding: bytes, as: UTF8.self) {
        case "1", "t", "true": "yes"
        case "0", "f", "false": "no"
        case let other: other
        }
    }

    private static func bytesText(_ rows: RowBlock, row: Int, at place: Int) -> String {
        let bytes = rows.bytes(row: row, column: place)
        let size = rows.fullSize(row: row, column: place) ?? bytes.count
        return "\(NumberText.bytes(size)) · \(Hexadecimal.encode(bytes.prefix(8)))"
    }
}
