import TerminalCore

/// Reads a screen that another program wrote down with its colours, as `tmux capture-pane -peN` does: rows by newline,
/// pens by SGR, which last from row to row. Other sequences are passed over.
package enum ANSIScreenParser {
    package static func parse(_ bytes: [UInt8], size: Size, policy: WidthPolicy = .standard) -> CellBuffer {
        var buffer = CellBuffer(size: size, policy: policy)
        var pen = Style.plain
        var point = Point.zero
        var place = 0
        while place < bytes.count {
            switch bytes[place] {
            case 0x0A:
                point = Point(x: 0, y: point.y + 1)
                place += 1
            case 0x0D, 0x0E, 0x0F: place += 1
            case 0x1B where place + 1 < bytes.count && bytes[place + 1] == 0x5B:
                let end = bytes[(place + 2)...].firstIndex { (0x40...0x7E).contains($0) } ?? bytes.count
                if end < bytes.count, bytes[end] == 0x6D {
                    let sequence = ControlSequence(Array(bytes[(place + 2)..<end]), final: 0x6D)
                    if !sequence.isPrivate { SGR.apply(sequence, to: &pen) }
                }
                place = min(end + 1, bytes.count)
            case 0x1B where place + 1 < bytes.count && bytes[place + 1] == 0x5D:
                // A hyperlink or title: up to BEL or ST.
                let end = bytes[(place + 2)...].firstIndex { $0 == 0x07 || $0 == 0x5C } ?? bytes.count
                place = min(end + 1, bytes.count)
            case 0x1B:
                place += 1
                while place < bytes.count, (0x20...0x2F).contains(bytes[place]) { place += 1 }
                place = min(place + 1, bytes.count)
            default:
                let end = bytes[place...].firstIndex { $0 == 0x1B || $0 == 0x0A || $0 == 0x0D } ?? bytes.count
                point.x += buffer.write(bytes: bytes[place..<end], at: point, style: pen)
                place = end
            }
        }
        return buffer
    }
}

extension SGR {
    /// Changes a pen as a terminal would. Colours are read with `;` and with `:`.
    static func apply(_ sequence: ControlSequence, to pen: inout Style) {
        var place = 0
        while place < max(1, sequence.count) {
            let number = sequence.number(place)
            switch number {
            case 0: pen = .plain
            case 22: pen.attributes.subtract([.bold, .dim])
            case 21: pen.attributes.insert(.underline)
            case 30...37: pen.foreground = .indexed(UInt8(number - 30))
            case 39: pen.foreground = .standard
            case 40...47: pen.background = .indexed(UInt8(number - 40))
            case 49: pen.background = .standard
            case 90...97: pen.foreground = .indexed(UInt8(number - 82))
            case 100...107: pen.background = .indexed(UInt8(number - 92))
            case 38, 48:
                if let color = color(sequence, &place) {
                    if number == 38 { pen.foreground = color } else { pen.background = color }
                }
            default:
                for (attribute, on, off) in codes {
                    if number == on { pen.attributes.insert(attribute) }
                    if number == off { pen.attributes.remove(attribute) }
                }
            }
            place += 1
        }
    }

    /// The colour behind a 38 or 48; moves to its last parameter.
    private static func color(_ sequence: ControlSequence, _ place: inout Int) -> Color? {
        func byte(_ value: Int) -> UInt8 { UInt8(clamping: value) }
        let parts = sequence.parts(place)
        if parts > 1 {
            if sequence.number(place, 1) == 5 { return .indexed(byte(sequence.number(place, 2))) }
            guard sequence.number(place, 1) == 2, parts >= 5 else { return nil }
            // With five parts there is no colour space between.
            let red = parts == 5 ? 2 : 3
            return .rgb(
                byte(sequence.number(place, red)), byte(sequence.number(place, red + 1)),
                byte(sequence.number(place, red + 2)))
        }
        switch sequence.number(place + 1) {
        case 5:
            place += 2
            return .indexed(byte(sequence.number(place)))
        case 2:
            place += 4
            return .rgb(
                byte(sequence.number(place - 2)), byte(sequence.number(place - 1)), byte(sequence.number(place)))
        default: return nil
        }
    }
}
