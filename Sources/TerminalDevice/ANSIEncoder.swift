import TerminalCore

/// Turns the difference of two buffers into few bytes.
///
/// It remembers where the terminal's cursor stands and which pen is set. After a glyph whose width terminals dispute
/// (emoji, clusters, ambiguous ones) it takes the column for unknown and places the next glyph absolutely, so that a
/// disagreement never shifts the rest of a row. Automatic wrapping must be off.
package struct ANSIEncoder: Sendable {
    package let depth: ColorDepth
    /// Whether an erase takes the pen's background (not so on `screen`).
    package let erasesWithBackground: Bool

    private var pen: Style?
    private var row: Int?
    private var column: Int?

    package init(depth: ColorDepth, erasesWithBackground: Bool = true) {
        self.depth = depth
        self.erasesWithBackground = erasesWithBackground
    }

    /// Forgets what the terminal's state is, as when another program has drawn on it.
    package mutating func forget() {
        pen = nil
        row = nil
        column = nil
    }

    /// Appends the bytes after which a terminal that shows `old` shows `new`. Without `old`, or where it has another
    /// size, the screen is cleared first.
    package mutating func encode(from old: CellBuffer?, to new: CellBuffer, into out: inout [UInt8]) {
        guard let old, old.size == new.size else {
            setPen(.plain, &out)
            out += [0x1B, 0x5B, 0x32, 0x4A]
            encode(from: CellBuffer(size: new.size, policy: new.policy), to: new, into: &out)
            return
        }
        var shown = old
        if let shift = FrameShift.between(old, new) {
            scroll(shift, &out)
            shown.apply(shift)
        }
        var done = -1
        var tail = (row: -1, column: 0)
        for run in FrameDiff.changes(from: shown, to: new) where run.row != done {
            if tail.row != run.row { tail = (run.row, Self.blankTail(new, row: run.row)) }
            if draw(run, of: new, blankFrom: tail.column, &out) { done = run.row }
        }
    }

    /// Puts the cursor where it is to be seen.
    package mutating func place(_ point: Point, _ out: inout [UInt8]) {
        move(to: point.x, point.y, &out)
    }

    // MARK: Cells

    /// Draws one run; true where it erased to the end of the row and so did the row's other runs.
    private mutating func draw(
        _ run: FrameDiff.Run, of buffer: CellBuffer, blankFrom tail: Int, _ out: inout [UInt8]
    ) -> Bool {
        let width = buffer.size.width
        let start = run.row * width
        var x = run.columns.lowerBound
        bridge(to: x, run.row, of: buffer, &out)
        let ground = commonGround(of: run, in: buffer)
        let reachesEnd = tail <= run.columns.upperBound && ground == buffer.styles[start + width - 1]
        if let ground {
            move(to: x, run.row, &out)
            setBlankPen(ground, &out)
            if reachesEnd {
                out += [0x1B, 0x5B, 0x4B]
            } else {
                control(run.columns.count, 0x58, &out)
            }
        }
        while x < run.columns.upperBound {
            let place = start + x
            let glyph = buffer.glyphs[place]
            let style = buffer.styles[place]
            if glyph == 0x20 {
                if let ground, style.background == ground.background, erases(style) {
                    let blanks = blanks(in: buffer, from: place, to: start + run.columns.upperBound, on: ground)
                    // Where the column is unknown the next glyph is placed anyhow.
                    if blanks > 4 || column == nil || x + blanks == run.columns.upperBound {
                        x += blanks
                        lastWasIdeograph = false
                        continue
                    }
                }
                if x >= tail, run.columns.upperBound - x > 3, erases(style) {
                    move(to: x, run.row, &out)
                    setBlankPen(style, &out)
                    out += [0x1B, 0x5B, 0x4B]
                    return true
                }
                let blanks = blanks(in: buffer, from: place, to: start + run.columns.upperBound)
                if blanks > 8, erases(style) {
                    move(to: x, run.row, &out)
                    setBlankPen(style, &out)
                    control(blanks, 0x58, &out)
                    x += blanks
                    continue
                }
            }
            let isWide = x + 1 < width && buffer.glyphs[place + 1] == CellBuffer.continuation
            // A row of ideographs is one movement: terminals agree on them well enough to place only what follows.
            let isIdeograph = isWide && glyph & CellBuffer.clusterFlag == 0 && !TextWidth.isDisputed(glyph)
            if !(isIdeograph && column == nil && row == run.row && lastWasIdeograph) { move(to: x, run.row, &out) }
            if glyph == 0x20 { setBlankPen(style, &out) } else { setPen(style, &out) }
            if isWide, glyph & CellBuffer.clusterFlag != 0 { clearUnder(x, run.row, of: buffer, &out) }
            if !isWide, x + 1 == width, glyph & CellBuffer.clusterFlag != 0 {
                // Without wrapping the cursor stays on the last column, and tmux puts a mark on the glyph before it.
                out += [0x1B, 0x5B, 0x3F, 0x37, 0x68]
                append(glyph, of: buffer, &out)
                out += [0x1B, 0x5B, 0x3F, 0x37, 0x6C]
            } else {
                append(glyph, of: buffer, &out)
            }
            x += isWide ? 2 : 1
            let isSure =
                glyph < 0x80 || (!isWide && glyph & CellBuffer.clusterFlag == 0 && !TextWidth.isDisputed(glyph))
            column = isSure && x < width ? x : nil
            lastWasIdeograph = isIdeograph && x < width
        }
        return ground != nil && reachesEnd
    }

    /// Blanks both cells of a wide cluster before it is drawn: a terminal that takes it for one column wide (tmux 3.3
    /// does so with U+FE0F) would leave what stood in the second. With blanks, not with an erase: after one that cuts
    /// an older wide glyph tmux takes the glyph's second half for standing, and what comes to stand left of it as cut.
    private mutating func clearUnder(_ x: Int, _ y: Int, of buffer: CellBuffer, _ out: inout [UInt8]) {
        out += [0x20, 0x20]
        column = x + 2 < buffer.size.width ? x + 2 : nil
        move(to: x, y, &out)
    }

    /// The ground that pays to be laid over the whole run first, so that its gaps only have to be jumped over: that of
    /// the widest gap, where another gap has it too.
    private func commonGround(of run: FrameDiff.Run, in buffer: CellBuffer) -> Style? {
        guard run.columns.count > 16 else { return nil }
        let start = run.row * buffer.size.width
        let end = start + run.columns.upperBound
        var widest: (columns: Int, style: Style)?
        var gaps: [Style] = []
        var place = start + run.columns.lowerBound
        while place < end {
            guard buffer.glyphs[place] == 0x20 else {
                place += 1
                continue
            }
            let columns = blanks(in: buffer, from: place, to: end)
            if columns > 4, erases(buffer.styles[place]) {
                gaps.append(buffer.styles[place])
                if columns > widest?.columns ?? 0 { widest = (columns, buffer.styles[place]) }
            }
            place += columns
        }
        guard let ground = widest?.style else { return nil }
        return gaps.count(where: { $0.background == ground.background }) > 1 ? ground : nil
    }

    /// Whether the glyph before the unknown column was an ideograph of this very run.
    private var lastWasIdeograph = false

    /// A short stretch of unchanged plain cells is cheaper drawn again than jumped over.
    private mutating func bridge(to x: Int, _ y: Int, of buffer: CellBuffer, _ out: inout [UInt8]) {
        lastWasIdeograph = false
        guard row == y, let from = column, from < x, x - from <= 3, let pen else { return }
        let start = y * buffer.size.width
        for place in (start + from)..<(start + x) {
            guard buffer.glyphs[place] < 0x80, buffer.styles[place] == pen else { return }
        }
        for place in (start + from)..<(start + x) { out.append(UInt8(truncatingIfNeeded: buffer.glyphs[place])) }
        column = x
    }

    @inline(__always)
    private func append(_ glyph: UInt32, of buffer: CellBuffer, _ out: inout [UInt8]) {
        if glyph < 0x80 {
            out.append(UInt8(truncatingIfNeeded: glyph))
        } else if glyph & CellBuffer.clusterFlag != 0 {
            if glyph != CellBuffer.continuation {
                out.append(contentsOf: buffer.clusters[Int(glyph & ~CellBuffer.clusterFlag)].utf8)
            }
        } else if glyph < 0x800 {
            out.append(UInt8(truncatingIfNeeded: 0xC0 | glyph >> 6))
            out.append(UInt8(truncatingIfNeeded: 0x80 | glyph & 0x3F))
        } else if glyph < 0x10000 {
            out.append(UInt8(truncatingIfNeeded: 0xE0 | glyph >> 12))
            out.append(UInt8(truncatingIfNeeded: 0x80 | glyph >> 6 & 0x3F))
            out.append(UInt8(truncatingIfNeeded: 0x80 | glyph & 0x3F))
        } else {
            out.append(UInt8(truncatingIfNeeded: 0xF0 | glyph >> 18))
            out.append(UInt8(truncatingIfNeeded: 0x80 | glyph >> 12 & 0x3F))
            out.append(UInt8(truncatingIfNeeded: 0x80 | glyph >> 6 & 0x3F))
            out.append(UInt8(truncatingIfNeeded: 0x80 | glyph & 0x3F))
        }
    }

    /// The first column from which a row is blank in one style to its end.
    private static func blankTail(_ buffer: CellBuffer, row: Int) -> Int {
        let start = row * buffer.size.width
        let end = start + buffer.size.width
        guard end > start else { return 0 }
        let style = buffer.styles[end - 1]
        var place = end
        while place > start, buffer.glyphs[place - 1] == 0x20, buffer.styles[place - 1] == style { place -= 1 }
        return place - start
    }

    private func blanks(in buffer: CellBuffer, from place: Int, to end: Int) -> Int {
        let style = buffer.styles[place]
        var next = place
        while next < end, buffer.glyphs[next] == 0x20, buffer.styles[next] == style { next += 1 }
        return next - place
    }

    /// Blanks that look as the ground does, whatever colour a glyph would have there.
    private func blanks(in buffer: CellBuffer, from place: Int, to end: Int, on ground: Style) -> Int {
        var next = place
        while next < end, buffer.glyphs[next] == 0x20, buffer.styles[next].background == ground.background,
            erases(buffer.styles[next])
        {
            next += 1
        }
        return next - place
    }

    // MARK: Scrolling

    /// Moves rows inside a scrolling region, which ends with it. Terminals fill up with the pen's ground.
    private mutating func scroll(_ shift: FrameShift, _ out: inout [UInt8]) {
        setPen(.plain, &out)
        out += [0x1B, 0x5B]
        Decimal.append(shift.rows.lowerBound + 1, &out)
        out.append(0x3B)
        Decimal.append(shift.rows.upperBound, &out)
        out.append(0x72)
        control(abs(shift.by), shift.by > 0 ? 0x53 : 0x54, &out)
        out += [0x1B, 0x5B, 0x72]
        // Setting a region moves the cursor, and terminals differ in where to.
        row = nil
        column = nil
    }

    // MARK: Pen

    /// Whether an erase leaves the same look as blanks in a style.
    private func erases(_ style: Style) -> Bool {
        style.attributes.isDisjoint(with: Self.seenOnBlanks)
            && (erasesWithBackground || depth.nearest(style.background) == .standard)
    }

    private static let seenOnBlanks: Attributes = [.underline, .reverse, .strikethrough]

    private mutating func setPen(_ style: Style, _ out: inout [UInt8]) {
        if pen == style { return }
        SGR.append(from: pen, to: style, depth: depth, &out)
        pen = style
    }

    /// A blank shows only its ground and lines; a pen that differs in the rest may stay.
    private mutating func setBlankPen(_ style: Style, _ out: inout [UInt8]) {
        if let pen, pen.background == style.background,
            pen.attributes.intersection(Self.seenOnBlanks) == style.attributes.intersection(Self.seenOnBlanks),
            style.attributes.isDisjoint(with: Self.seenOnBlanks)
        {
            return
        }
        setPen(style, &out)
    }

    // MARK: Cursor

    private mutating func move(to x: Int, _ y: Int, _ out: inout [UInt8]) {
        if row == y, column == x { return }
        defer {
            row = y
            column = x
        }
        guard let row else { return jump(x, y, &out) }
        if row == y {
            if x == 0 {
                out.append(0x0D)
            } else if let column, x > column {
                let forward = x - column == 1 ? 0 : Decimal.length(x - column)
                if forward <= Decimal.length(x + 1) {
                    control(x - column, 0x43, &out)
                } else {
                    control(x + 1, 0x47, &out)
                }
            } else if let column, Decimal.length(column - x) <= Decimal.length(x + 1) {
                if column - x <= 2 {
                    for _ in x..<column { out.append(0x08) }
                } else {
                    control(column - x, 0x44, &out)
                }
            } else {
                control(x + 1, 0x47, &out)
            }
            return
        }
        if y > row, x == 0, y - row <= 4 {
            out.append(0x0D)
            for _ in row..<y { out.append(0x0A) }
        } else if y > row, column == x, y - row <= 3 {
            for _ in row..<y { out.append(0x0A) }
        } else if column == x {
            control(abs(y - row), y > row ? 0x42 : 0x41, &out)
        } else {
            jump(x, y, &out)
        }
    }

    /// `CSI number final`, where 1 need not be said.
    private func control(_ number: Int, _ final: UInt8, _ out: inout [UInt8]) {
        out += [0x1B, 0x5B]
        if number != 1 { Decimal.append(number, &out) }
        out.append(final)
    }

    private func jump(_ x: Int, _ y: Int, _ out: inout [UInt8]) {
        out += [0x1B, 0x5B]
        if y > 0 || x > 0 { Decimal.append(y + 1, &out) }
        if x > 0 {
            out.append(0x3B)
            Decimal.append(x + 1, &out)
        }
        out.append(0x48)
    }
}
