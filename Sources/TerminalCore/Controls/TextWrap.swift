/// Breaks text into rows by display width.
package enum TextWrap {
    /// Rows of at most `width` columns: broken at blanks and between wide characters, words that are wider than a row
    /// wherever they have to be. Line ends of the text stay. What does not fit into `maxRows` ends in `…`.
    package static func rows(
        _ text: some StringProtocol, width: Int, maxRows: Int = .max, policy: WidthPolicy = .standard
    ) -> [String] {
        guard width > 0, maxRows > 0 else { return [] }
        var rows = Rows(width: width, limit: maxRows)
        var bytes = Substring(text).utf8[...]
        while true {
            let end = bytes.firstIndex { $0 == 0x0A || $0 == 0x0D }
            rows.take(bytes[..<(end ?? bytes.endIndex)], policy)
            guard let end, !rows.isFull else { break }
            let isPair =
                bytes[end] == 0x0D && bytes.index(after: end) < bytes.endIndex
                && bytes[bytes.index(after: end)] == 0x0A
            bytes = bytes[bytes.index(end, offsetBy: isPair ? 2 : 1)...]
        }
        if rows.isFull {
            var cut = Array(rows.done.prefix(maxRows))
            if let last = cut.last { cut[cut.count - 1] = TextWidth.truncate(last + "…", to: width, policy: policy) }
            return cut
        }
        return rows.done
    }

    private struct Rows {
        let width: Int
        let limit: Int
        var done: [String] = []
        private var row = ""
        private var rowWidth = 0
        private var word = ""
        private var wordWidth = 0
        private var blanks = 0

        init(width: Int, limit: Int) {
            self.width = width
            self.limit = limit
        }

        /// One row more than the limit is made, to know whether anything is left out.
        var isFull: Bool { done.count > limit }

        mutating func take(_ line: Substring.UTF8View, _ policy: WidthPolicy) {
            TextWidth.scan(line, policy) { scanner in
                while !isFull, let glyph = scanner.next() {
                    if glyph.cluster == nil, glyph.scalar == 0x20 {
                        endWord()
                        blanks += 1
                        continue
                    }
                    if glyph.width == 2 || wordWidth + glyph.width > width { endWord() }
                    glyph.append(to: &word)
                    wordWidth += glyph.width
                    if glyph.width == 2 { endWord() }
                }
            }
            endWord()
            endRow()
            blanks = 0
        }

        private mutating func endWord() {
            guard wordWidth > 0 else { return }
            if rowWidth + blanks + wordWidth > width {
                if rowWidth > 0 { endRow() }
                blanks = 0
            }
            row += String(repeating: " ", count: blanks) + word
            rowWidth += blanks + wordWidth
            blanks = 0
            word = ""
            wordWidth = 0
        }

        private mutating func endRow() {
            done.append(row)
            row = ""
            rowWidth = 0
        }
    }
}
