/// A buffer as a file: what the user saw, for tickets and documentation.
package enum ScreenImage {
    /// The colours that a picture stands for `Color.standard` and the first sixteen.
    package struct Colors: Sendable {
        package var foreground: Palette.RGB
        package var background: Palette.RGB

        package init(foreground: Palette.RGB, background: Palette.RGB) {
            self.foreground = foreground
            self.background = background
        }

        package static let dark = Colors(foreground: (0xD8, 0xDC, 0xE2), background: (0x16, 0x1A, 0x20))
        package static let light = Colors(foreground: (0x1E, 0x24, 0x2C), background: (0xFB, 0xFB, 0xF9))

        func rgb(_ color: Color, otherwise standard: Palette.RGB) -> Palette.RGB {
            switch color {
            case .standard: standard
            case .indexed(let index): Palette.rgb(index)
            case .rgb(let red, let green, let blue): (red, green, blue)
            }
        }
    }

    /// The rows without their trailing blanks, each with a newline.
    package static func text(_ buffer: CellBuffer) -> String {
        buffer.lines().map { $0 + "\n" }.joined()
    }

    /// An SVG picture. Everything from the buffer is escaped; there is no script, no link and nothing to load.
    ///
    /// Each stretch of text stands at its column with its length given, and each wide glyph by itself, so that columns
    /// line up whatever font the viewer has. Bars and rules are drawn as shapes: fonts leave gaps between them.
    package static func svg(_ buffer: CellBuffer, title: String = "", colors: Colors = .dark) -> String {
        var picture = SVGPicture(size: buffer.size, colors: colors)
        for row in 0..<buffer.size.height {
            for run in buffer.styleRuns(row: row) { picture.ground(run.columns, row, run.style) }
            for run in buffer.styleRuns(row: row) { picture.draw(run.columns, row, run.style, of: buffer) }
        }
        return picture.finished(title: title)
    }
}

/// Builds the picture. Lengths are in tenths of a pixel.
private struct SVGPicture {
    private static let cell = (width: 84, height: 180)
    private static let margin = 120
    private static let baseline = 135

    private let size: Size
    private let colors: ScreenImage.Colors
    private var body = ""

    init(size: Size, colors: ScreenImage.Colors) {
        self.size = size
        self.colors = colors
    }

    mutating func ground(_ columns: Range<Int>, _ row: Int, _ style: Style) {
        let color = look(style).background
        if color == colors.background { return }
        rect(
            x: Self.x(columns.lowerBound), y: Self.y(row), width: columns.count * Self.cell.width,
            height: Self.cell.height, attributes: " fill=\"\(Self.hex(color))\"")
    }

    mutating func draw(_ columns: Range<Int>, _ row: Int, _ style: Style, of buffer: CellBuffer) {
        var stretch: (start: Int, text: String) = (columns.lowerBound, "")
        let start = row * size.width
        for x in columns {
            let glyph = buffer.glyphs[start + x]
            if glyph == CellBuffer.continuation { continue }
            let isWide = x + 1 < size.width && buffer.glyphs[start + x + 1] == CellBuffer.continuation
            if shape(glyph, x, row, style) {
                text(stretch, row, style)
                stretch = (x + 1, "")
            } else if isWide || glyph & CellBuffer.clusterFlag != 0 || TextWidth.isDisputed(glyph) {
                text(stretch, row, style)
                text((x, buffer.text(at: Point(x: x, y: row))), row, style, columns: isWide ? 2 : 1)
                stretch = (x + (isWide ? 2 : 1), "")
            } else if let scalar = Unicode.Scalar(glyph) {
                stretch.text.unicodeScalars.append(scalar)
            }
        }
        text(stretch, row, style)
    }

    func finished(title: String) -> String {
        let width = Self.pixels(size.width * Self.cell.width + 2 * Self.margin)
        let height = Self.pixels(size.height * Self.cell.height + 2 * Self.margin)
        let name = Self.escaped(TextWidth.visible(title))
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" role="img" xml:space="preserve">
            <title>\(name)</title>
            <rect width="100%" height="100%" rx="6" fill="\(Self.hex(colors.background))"/>
            <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" \
            font-size="14" fill="\(Self.hex(colors.foreground))" style="white-space: pre">
            \(body)</g>
            </svg>

            """
    }

    private mutating func text(_ stretch: (start: Int, text: String), _ row: Int, _ style: Style, columns: Int? = nil) {
        var start = stretch.start
        var text = Substring(stretch.text)
        var length = columns ?? text.unicodeScalars.count
        let shown = style.attributes
        if columns == nil, shown.isDisjoint(with: [.underline, .strikethrough]) {
            while text.first == " " {
                text.removeFirst()
                start += 1
                length -= 1
            }
            while text.last == " " {
                text.removeLast()
                length -= 1
            }
        }
        if text.isEmpty || (columns != nil && text == " ") { return }
        var attributes = fill(style)
        if shown.contains(.bold) { attributes += " font-weight=\"bold\"" }
        if shown.contains(.italic) { attributes += " font-style=\"italic\"" }
        let lines = [
            shown.contains(.underline) ? "underline" : nil, shown.contains(.strikethrough) ? "line-through" : nil,
        ]
        .compactMap { $0 }
        if !lines.isEmpty { attributes += " text-decoration=\"\(lines.joined(separator: " "))\"" }
        let x = Self.pixels(Self.x(start))
        let y = Self.pixels(Self.y(row) + Self.baseline)
        let width = Self.pixels(length * Self.cell.width)
        body += "<text x=\"\(x)\" y=\"\(y)\" textLength=\"\(width)\" lengthAdjust=\"spacingAndGlyphs\"\(attributes)>"
        body += Self.escaped(String(text)) + "</text>\n"
    }

    /// Draws bars, sparklines and rules; false for every other glyph.
    private mutating func shape(_ glyph: UInt32, _ x: Int, _ row: Int, _ style: Style) -> Bool {
        let (width, height) = Self.cell
        let area: (x: Int, y: Int, width: Int, height: Int)
        switch glyph {
        case 0x2581...0x2588:
            let part = height * Int(glyph - 0x2580) / 8
            area = (0, height - part, width, part)
        case 0x2589...0x258F: area = (0, 0, width * Int(0x2590 - glyph) / 8, height)
        case 0x2500: area = (0, height / 2 - 5, width, 10)
        case 0x2502: area = (width / 2 - 5, 0, 10, height)
        default: return false
        }
        rect(
            x: Self.x(x) + area.x, y: Self.y(row) + area.y, width: area.width, height: area.height,
            attributes: fill(style))
        return true
    }

    private mutating func rect(x: Int, y: Int, width: Int, height: Int, attributes: String) {
        body += "<rect x=\"\(Self.pixels(x))\" y=\"\(Self.pixels(y))\" width=\"\(Self.pixels(width))\" "
        body += "height=\"\(Self.pixels(height))\" shape-rendering=\"crispEdges\"\(attributes)/>\n"
    }

    private func fill(_ style: Style) -> String {
        let color = look(style).foreground
        var attributes = color == colors.foreground ? "" : " fill=\"\(Self.hex(color))\""
        if style.attributes.contains(.dim) { attributes += " fill-opacity=\"0.6\"" }
        return attributes
    }

    private func look(_ style: Style) -> (foreground: Palette.RGB, background: Palette.RGB) {
        let foreground = colors.rgb(style.foreground, otherwise: colors.foreground)
        let background = colors.rgb(style.background, otherwise: colors.background)
        return style.attributes.contains(.reverse) ? (background, foreground) : (foreground, background)
    }

    private static func x(_ column: Int) -> Int { margin + column * cell.width }
    private static func y(_ row: Int) -> Int { margin + row * cell.height }

    private static func pixels(_ tenths: Int) -> String {
        tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    private static func hex(_ color: Palette.RGB) -> String {
        "#" + [color.red, color.green, color.blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            // No characters of XML.
            case "\u{FFFE}", "\u{FFFF}": result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
