/// How a text fits into some columns.
struct TextFit {
    /// The columns of what is drawn, without the `…`.
    var width: Int
    /// Whether there is more than fits, so that a `…` follows.
    var isCut: Bool

    /// Looks at no more of the bytes than the columns can show, however long they are.
    static func measure(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int, policy: WidthPolicy) -> TextFit {
        let mark = policy.ellipsisWidth
        var scanner = GlyphScanner(bytes, policy: policy)
        var width = 0
        var roomForMark = 0
        while let glyph = scanner.next() {
            if width + glyph.width > limit { return TextFit(width: roomForMark, isCut: true) }
            width += glyph.width
            if width + mark <= limit { roomForMark = width }
        }
        return TextFit(width: width, isCut: false)
    }
}

extension WidthPolicy {
    var ellipsisWidth: Int { ambiguous == .wide ? 2 : 1 }
}

extension CellBuffer {
    /// Writes UTF-8 into a field of `width` columns and ends it in `…` where it is cut. The rest of the field keeps
    /// what it showed.
    /// - Returns: the columns that the text itself took, the `…` not counted.
    @discardableResult
    package mutating func write(
        fitted bytes: UnsafeBufferPointer<UInt8>, at point: Point, width: Int, alignment: TextAlignment = .left,
        style: Style, continues: Bool = false
    ) -> Range<Int> {
        guard width > 0 else { return point.x..<point.x }
        var fit = TextFit.measure(bytes, limit: width, policy: policy)
        let mark = policy.ellipsisWidth
        if continues, !fit.isCut {
            if fit.width + mark > width {
                fit = TextFit.measure(bytes, limit: width - mark, policy: policy)
                if fit.isCut { fit.width = columns(of: bytes, within: width - mark) }
            }
            fit.isCut = true
        }
        let taken = fit.width + (fit.isCut ? mark : 0)
        let indent =
            switch alignment {
            case .left: 0
            case .right: max(0, width - taken)
            case .centre: max(0, width - taken) / 2
            }
        let start = point.x + indent
        if fit.width > 0 { write(bytes: bytes, at: Point(x: start, y: point.y), style: style, limit: fit.width) }
        if fit.isCut, mark <= width {
            write("…", at: Point(x: start + fit.width, y: point.y), style: style, limit: mark)
        }
        return start..<(start + fit.width)
    }

    @discardableResult
    package mutating func write(
        fitted text: String, at point: Point, width: Int, alignment: TextAlignment = .left, style: Style
    ) -> Range<Int> {
        var text = text
        return text.withUTF8 {
            write(fitted: $0, at: point, width: width, alignment: alignment, style: style)
        }
    }

    /// The columns of as many whole glyphs as fit.
    private func columns(of bytes: UnsafeBufferPointer<UInt8>, within limit: Int) -> Int {
        var scanner = GlyphScanner(bytes, policy: policy)
        var width = 0
        while let glyph = scanner.next(), width + glyph.width <= limit { width += glyph.width }
        return width
    }
}
