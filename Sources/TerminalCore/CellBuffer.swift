/// A screen, or a part of one, as flat arrays of cells.
///
/// Whatever is written passes `GlyphScanner`, so a buffer never holds a control character, a bidi control or an
/// invisible one. A wide glyph lies in its first cell and a `continuation` behind it; writing over either half blanks
/// the other.
package struct CellBuffer: Sendable {
    package let size: Size
    /// The width rules that the buffer's text is laid out by.
    package let policy: WidthPolicy

    /// Row by row: a scalar, `clusterFlag` and a place in `clusters`, or `continuation`.
    package private(set) var glyphs: [UInt32]
    package private(set) var styles: [Style]
    package private(set) var clusters: [String] = []
    private var clusterPlaces: [String: UInt32] = [:]

    package static let clusterFlag: UInt32 = 0x8000_0000
    /// The second cell of a wide glyph.
    package static let continuation: UInt32 = 0xFFFF_FFFF
    private static let blank: UInt32 = 0x20

    package init(size: Size, style: Style = .plain, policy: WidthPolicy = .standard) {
        self.size = Size(width: max(0, size.width), height: max(0, size.height))
        self.policy = policy
        let count = self.size.width * self.size.height
        glyphs = Array(repeating: Self.blank, count: count)
        styles = Array(repeating: style, count: count)
    }

    package var bounds: Rect { Rect(size) }

    /// Blanks every cell and keeps the memory, for the next frame of the same size.
    package mutating func clear(style: Style = .plain) {
        for place in glyphs.indices {
            glyphs[place] = Self.blank
            styles[place] = style
        }
        clusters.removeAll(keepingCapacity: true)
        clusterPlaces.removeAll(keepingCapacity: true)
    }

    /// Moves rows as a terminal does: what comes in from beyond is unknown, and unlike anything that can be drawn.
    package mutating func apply(_ shift: FrameShift) {
        let width = size.width
        let from = self
        for row in shift.rows {
            let source = row + shift.by
            for x in 0..<width {
                let isKnown = shift.rows.contains(source)
                glyphs[row * width + x] = isKnown ? from.glyphs[source * width + x] : 0
                styles[row * width + x] = isKnown ? from.styles[source * width + x] : .plain
            }
        }
    }

    /// Writes text from a cell to the right, over at most `limit` columns and never beyond the buffer. A wide glyph
    /// that does not fit any more becomes a blank; text left of the buffer is skipped.
    /// - Returns: the columns the text took, so that the next one can follow it.
    @discardableResult
    package mutating func write(
        _ text: some StringProtocol, at point: Point, style: Style = .plain, limit: Int = .max
    ) -> Int {
        write(bytes: text.utf8, at: point, style: style, limit: limit)
    }

    /// The same for UTF-8 as it comes from a database; invalid bytes show as `U+FFFD`.
    @discardableResult
    package mutating func write(
        bytes: some Collection<UInt8>, at point: Point, style: Style = .plain, limit: Int = .max
    ) -> Int {
        guard point.y >= 0, point.y < size.height, point.x < size.width, limit > 0 else { return 0 }
        let end = limit < size.width - point.x ? point.x + limit : size.width
        return TextWidth.scan(bytes, policy) { scanner in
            var x = point.x
            while x < end, let glyph = scanner.next() {
                if x < 0 || x + glyph.width > end {
                    let next = x + glyph.width
                    for each in max(0, x)..<max(0, min(next, end)) { place(Self.blank, 1, style, x: each, y: point.y) }
                    x = min(next, end)
                    continue
                }
                place(code(of: glyph), glyph.width, style, x: x, y: point.y)
                x += glyph.width
            }
            return x - point.x
        }
    }

    /// Fills an area with one character. Where the character is two columns wide an odd last column stays blank.
    package mutating func fill(_ rect: Rect, glyph: Character = " ", style: Style = .plain) {
        let area = rect.intersection(bounds)
        guard !area.isEmpty else { return }
        let text = String(glyph)
        let drawn = TextWidth.scan(text.utf8, policy) { scanner in scanner.next() } ?? Glyph(scalar: 0x20, width: 1)
        let code = code(of: drawn)
        for y in area.y..<area.maxY {
            var x = area.x
            while x < area.maxX {
                let fits = x + drawn.width <= area.maxX
                place(fits ? code : Self.blank, fits ? drawn.width : 1, style, x: x, y: y)
                x += fits ? drawn.width : 1
            }
        }
    }

    /// Lays a style over what stands in an area: where it says nothing, the cells keep their own. A wide glyph at the
    /// edge goes with its first column.
    package mutating func restyle(_ rect: Rect, over style: Style) {
        restyle(rect) { style.over($0) }
    }

    /// Puts cells that stand on one ground onto another: roles name the view's own ground, which would show as patches
    /// in an overlay.
    package mutating func restyle(_ rect: Rect, onGroundOf new: Style, insteadOf old: Style) {
        guard new.background != old.background else { return }
        restyle(rect) { cell in cell.background == old.background ? cell.on(new) : cell }
    }

    /// Shows an area as selected. A style that reverses takes the place of the cells' colours, which would come out as
    /// patches of ground; any other is laid over them.
    package mutating func select(_ rect: Rect, style: Style) {
        guard style.attributes.contains(.reverse) || style.foreground != .standard else {
            return restyle(rect, over: style)
        }
        restyle(rect) { cell in style.adding(cell.attributes.subtracting([.dim, .reverse])) }
    }

    package mutating func restyle(_ rect: Rect, _ transform: (Style) -> Style) {
        let area = rect.intersection(bounds)
        guard !area.isEmpty else { return }
        for y in area.y..<area.maxY {
            let end = y * size.width + area.maxX
            for place in (y * size.width + area.x)..<end where glyphs[place] != Self.continuation {
                styles[place] = transform(styles[place])
                if columns(at: place, row: y) == 2 { styles[place + 1] = styles[place] }
            }
        }
    }

    /// Copies an area of another buffer to a point of this one, clipped to both.
    package mutating func copy(_ other: CellBuffer, area: Rect? = nil, to point: Point) {
        let area = (area ?? other.bounds).intersection(other.bounds)
        guard !area.isEmpty else { return }
        for y in area.y..<area.maxY {
            let target = point.y + y - area.y
            guard target >= 0, target < size.height else { continue }
            var x = area.x
            while x < area.maxX {
                let source = y * other.size.width + x
                let width = other.columns(at: source, row: y)
                let left = point.x + x - area.x
                let isLead = other.glyphs[source] != Self.continuation
                if isLead, left >= 0, left + width <= size.width, x + width <= area.maxX {
                    place(recode(other, source), width, other.styles[source], x: left, y: target)
                } else {
                    for each in max(0, left)..<max(0, min(left + width, size.width, point.x + area.width)) {
                        place(Self.blank, 1, other.styles[source], x: each, y: target)
                    }
                }
                x += width
            }
        }
    }

    // MARK: Reading

    /// What a row shows, its trailing blanks included.
    package func text(row: Int) -> String {
        guard row >= 0, row < size.height else { return "" }
        return text(row: row, columns: 0..<size.width)
    }

    /// What some columns of a row show. Half a wide glyph at either end shows as nothing.
    package func text(row: Int, columns: Range<Int>) -> String {
        guard row >= 0, row < size.height else { return "" }
        var text = ""
        for x in columns.clamped(to: 0..<size.width) { append(row * size.width + x, to: &text) }
        return text
    }

    /// All rows without their trailing blanks: what a snapshot test compares.
    package func lines() -> [String] {
        (0..<size.height).map { row in
            var text = text(row: row)
            while text.last == " " { text.removeLast() }
            return text
        }
    }

    /// Columns of one row that share a style.
    package struct StyleRun: Hashable, Sendable {
        package var columns: Range<Int>
        package var style: Style
        package var text: String

        package init(columns: Range<Int>, style: Style, text: String) {
            self.columns = columns
            self.style = style
            self.text = text
        }
    }

    package func styleRuns(row: Int) -> [StyleRun] {
        guard row >= 0, row < size.height else { return [] }
        var runs: [StyleRun] = []
        for x in 0..<size.width {
            let place = row * size.width + x
            if let last = runs.indices.last, runs[last].style == styles[place] || glyphs[place] == Self.continuation {
                runs[last].columns = runs[last].columns.lowerBound..<(x + 1)
                append(place, to: &runs[last].text)
            } else {
                var text = ""
                append(place, to: &text)
                runs.append(StyleRun(columns: x..<(x + 1), style: styles[place], text: text))
            }
        }
        return runs
    }

    /// The style of a cell; plain outside the buffer.
    package func style(at point: Point) -> Style {
        bounds.contains(point) ? styles[point.y * size.width + point.x] : .plain
    }

    /// The glyph of a cell; empty for the second half of a wide one and outside the buffer.
    package func text(at point: Point) -> String {
        guard bounds.contains(point) else { return "" }
        var text = ""
        append(point.y * size.width + point.x, to: &text)
        return text
    }

    // MARK: Cells

    private func append(_ place: Int, to text: inout String) {
        let code = glyphs[place]
        if code == Self.continuation { return }
        if code & Self.clusterFlag != 0 {
            text += clusters[Int(code & ~Self.clusterFlag)]
        } else if let scalar = Unicode.Scalar(code) {
            text.unicodeScalars.append(scalar)
        }
    }

    /// How many cells the glyph at a place covers.
    func columns(at place: Int, row: Int) -> Int {
        let next = place + 1
        return next < (row + 1) * size.width && glyphs[next] == Self.continuation ? 2 : 1
    }

    private mutating func code(of glyph: Glyph) -> UInt32 {
        guard let cluster = glyph.cluster else { return glyph.scalar }
        return intern(cluster)
    }

    private mutating func recode(_ other: CellBuffer, _ place: Int) -> UInt32 {
        let code = other.glyphs[place]
        return code & Self.clusterFlag == 0 ? code : intern(other.clusters[Int(code & ~Self.clusterFlag)])
    }

    private mutating func intern(_ cluster: String) -> UInt32 {
        if let place = clusterPlaces[cluster] { return place }
        let place = Self.clusterFlag | UInt32(clusters.count)
        clusters.append(cluster)
        clusterPlaces[cluster] = place
        return place
    }

    /// Puts a glyph into its cells, which lie inside the buffer, and blanks the other half of wide ones it cuts.
    @inline(__always)
    private mutating func place(_ code: UInt32, _ width: Int, _ style: Style, x: Int, y: Int) {
        let place = y * size.width + x
        if glyphs[place] == Self.continuation { glyphs[place - 1] = Self.blank }
        let after = place + width
        if x + width < size.width, glyphs[after] == Self.continuation { glyphs[after] = Self.blank }
        glyphs[place] = code
        styles[place] = style
        if width == 2 {
            glyphs[place + 1] = Self.continuation
            styles[place + 1] = style
        }
    }
}
