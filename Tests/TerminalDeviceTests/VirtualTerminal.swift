import TerminalCore

/// A terminal as small as the encoder's vocabulary: it obeys and keeps the screen. Anything else is an `unknown`.
struct VirtualTerminal {
    let size: Size
    private(set) var glyphs: [[String]]
    private(set) var styles: [[Style]]
    private(set) var cursor = Point.zero
    private(set) var pen = Style.plain
    private(set) var unknown: [String] = []
    private var region: Range<Int>?
    private(set) var modes: Set<Int> = []
    /// How many columns this terminal thinks that a glyph takes.
    var width: (String) -> Int = { TextWidth.width(of: $0) }

    init(size: Size) {
        self.size = size
        glyphs = Array(repeating: Array(repeating: " ", count: size.width), count: size.height)
        styles = Array(repeating: Array(repeating: .plain, count: size.width), count: size.height)
    }

    var lines: [String] {
        glyphs.map { row in
            var text = row.joined()
            while text.last == " " { text.removeLast() }
            return text
        }
    }

    mutating func feed(_ bytes: [UInt8]) {
        let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        var place = 0
        while place < scalars.count {
            let scalar = scalars[place]
            switch scalar {
            case "\u{1B}":
                guard place + 1 < scalars.count else { return }
                if scalars[place + 1] == "[" {
                    var end = place + 2
                    while end < scalars.count, !(0x40...0x7E).contains(scalars[end].value) { end += 1 }
                    guard end < scalars.count else { return }
                    var parameters = String.UnicodeScalarView()
                    parameters.append(contentsOf: scalars[(place + 2)..<end])
                    control(String(parameters), scalars[end])
                    place = end + 1
                } else if scalars[place + 1] == "]" {
                    while place < scalars.count, scalars[place] != "\u{07}" { place += 1 }
                    place += 1
                } else {
                    unknown.append("ESC \(scalars[place + 1])")
                    place += 2
                }
            case "\r": (cursor.x, place) = (0, place + 1)
            case "\n": (cursor.y, place) = (min(size.height - 1, cursor.y + 1), place + 1)
            case "\u{8}": (cursor.x, place) = (max(0, cursor.x - 1), place + 1)
            default:
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) { unknown.append("\(scalar.value)") }
                // The longest run of text up to the next control gives the clusters.
                var end = place
                while end < scalars.count, scalars[end].value >= 0x20, scalars[end].value != 0x7F { end += 1 }
                var text = String.UnicodeScalarView()
                text.append(contentsOf: scalars[place..<max(end, place + 1)])
                for cluster in String(text) { put(String(cluster)) }
                place = max(end, place + 1)
            }
        }
    }

    private mutating func put(_ glyph: String) {
        let columns = width(glyph)
        guard cursor.x + columns <= size.width else { return unknown.append("wrote past the edge: \(glyph)") }
        for x in cursor.x..<(cursor.x + columns) { split(x) }
        glyphs[cursor.y][cursor.x] = glyph
        styles[cursor.y][cursor.x] = pen
        if columns == 2 {
            glyphs[cursor.y][cursor.x + 1] = ""
            styles[cursor.y][cursor.x + 1] = pen
        }
        cursor.x = min(size.width - 1, cursor.x + columns)
    }

    /// Blanks the wide glyph that a column is half of.
    private mutating func split(_ x: Int) {
        if glyphs[cursor.y][x] == "" {
            glyphs[cursor.y][x] = " "
            if x > 0 { glyphs[cursor.y][x - 1] = " " }
        } else if x + 1 < size.width, glyphs[cursor.y][x + 1] == "" {
            glyphs[cursor.y][x + 1] = " "
        }
    }

    private mutating func erase(_ columns: Range<Int>, row: Int) {
        let kept = cursor
        cursor.y = row
        for x in columns.clamped(to: 0..<size.width) {
            split(x)
            glyphs[row][x] = " "
            styles[row][x] = Style(background: pen.background)
        }
        cursor = kept
    }

    private mutating func control(_ text: String, _ final: Unicode.Scalar) {
        if text.hasPrefix("?") {
            for number in text.dropFirst().split(separator: ";").compactMap({ Int($0) }) {
                if final == "h" { modes.insert(number) } else { modes.remove(number) }
            }
            return
        }
        let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let first = max(1, numbers.first ?? 1)
        switch final {
        case "H":
            cursor = Point(x: min(size.width, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1, y: first - 1)
        case "A": cursor.y = max(0, cursor.y - first)
        case "B": cursor.y = min(size.height - 1, cursor.y + first)
        case "C": cursor.x = min(size.width - 1, cursor.x + first)
        case "D": cursor.x = max(0, cursor.x - first)
        case "G": cursor.x = min(size.width, first) - 1
        case "K": erase(cursor.x..<size.width, row: cursor.y)
        case "X": erase(cursor.x..<(cursor.x + first), row: cursor.y)
        case "J" where numbers == [2]: for row in 0..<size.height { erase(0..<size.width, row: row) }
        case "r":
            region = numbers.count > 1 ? (numbers[0] - 1)..<numbers[1] : 0..<size.height
            cursor = .zero
        case "S", "T": scroll(final == "S" ? first : -first)
        case "m": pen = Self.styled(pen, numbers)
        case "t": break
        default: unknown.append("CSI \(text) \(final)")
        }
    }

    private mutating func scroll(_ rows: Int) {
        let (glyphsBefore, stylesBefore) = (glyphs, styles)
        for row in region ?? 0..<size.height {
            let source = row + rows
            let isInside = (region ?? 0..<size.height).contains(source)
            glyphs[row] = isInside ? glyphsBefore[source] : Array(repeating: " ", count: size.width)
            styles[row] =
                isInside
                ? stylesBefore[source] : Array(repeating: Style(background: pen.background), count: size.width)
        }
    }

    private static func styled(_ pen: Style, _ numbers: [Int]) -> Style {
        var pen = pen
        var rest = numbers[...]
        while let number = rest.popFirst() {
            switch number {
            case 0: pen = .plain
            case 1: pen.attributes.insert(.bold)
            case 2: pen.attributes.insert(.dim)
            case 3: pen.attributes.insert(.italic)
            case 4: pen.attributes.insert(.underline)
            case 7: pen.attributes.insert(.reverse)
            case 9: pen.attributes.insert(.strikethrough)
            case 22: pen.attributes.subtract([.bold, .dim])
            case 23: pen.attributes.remove(.italic)
            case 24: pen.attributes.remove(.underline)
            case 27: pen.attributes.remove(.reverse)
            case 29: pen.attributes.remove(.strikethrough)
            case 30...37: pen.foreground = .indexed(UInt8(number - 30))
            case 39: pen.foreground = .standard
            case 40...47: pen.background = .indexed(UInt8(number - 40))
            case 49: pen.background = .standard
            case 90...97: pen.foreground = .indexed(UInt8(number - 82))
            case 100...107: pen.background = .indexed(UInt8(number - 92))
            case 38, 48:
                let kind = rest.popFirst()
                let values = (0..<(kind == 5 ? 1 : 3)).map { _ in UInt8(clamping: rest.popFirst() ?? 0) }
                let color: Color = kind == 5 ? .indexed(values[0]) : .rgb(values[0], values[1], values[2])
                if number == 38 { pen.foreground = color } else { pen.background = color }
            default: break
            }
        }
        return pen
    }

    /// The cells that do not look as the buffer says.
    func differences(from buffer: CellBuffer) -> [String] {
        var found = unknown
        for y in 0..<size.height {
            for x in 0..<size.width {
                let glyph = buffer.text(at: Point(x: x, y: y))
                let wished = Self.look(buffer.style(at: Point(x: x, y: y)), glyph)
                let shown = Self.look(styles[y][x], glyphs[y][x])
                if glyph != glyphs[y][x] || wished != shown {
                    found.append("\(x),\(y): “\(glyphs[y][x])” \(shown), not “\(glyph)” \(wished)")
                }
            }
        }
        return found
    }

    /// What of a style can be seen on a glyph.
    private static func look(_ style: Style, _ glyph: String) -> Style {
        if glyph != " " { return style }
        let lines = style.attributes.intersection([.underline, .reverse, .strikethrough])
        return lines.isEmpty
            ? Style(background: style.background)
            : style
    }
}
