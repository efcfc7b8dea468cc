/// How many columns the characters of ambiguous width (`·`, `…`, `│`, Greek, Cyrillic) take in the user's terminal.
package enum AmbiguousWidth: String, CaseIterable, Hashable, Sendable { case narrow, wide }

/// The width rules of one process: chosen once from the settings and handed down as a value.
package struct WidthPolicy: Hashable, Sendable {
    package var ambiguous: AmbiguousWidth

    package init(ambiguous: AmbiguousWidth = .narrow) { self.ambiguous = ambiguous }

    package static let standard = WidthPolicy()
}

package enum TextAlignment: Hashable, Sendable { case left, right, centre }

/// Display width by grapheme cluster.
///
/// Every function measures, and returns, text as it is drawn: what must not reach a terminal is replaced by its
/// visible stand-in (see `GlyphScanner`), so a control character counts one column and `U+202E` eight.
package enum TextWidth {
    /// The columns that a text takes.
    package static func width(of text: some StringProtocol, policy: WidthPolicy = .standard) -> Int {
        scan(text.utf8, policy) { scanner in
            var width = 0
            while let glyph = scanner.next() { width += glyph.width }
            return width
        }
    }

    package static func width(ofBytes bytes: some Collection<UInt8>, policy: WidthPolicy = .standard) -> Int {
        scan(bytes, policy) { scanner in
            var width = 0
            while let glyph = scanner.next() { width += glyph.width }
            return width
        }
    }

    /// The text with everything that must not reach a terminal made visible.
    package static func visible(_ text: some StringProtocol) -> String {
        prefix(text, fitting: .max)
    }

    /// As much of the start as fits into the columns; never half a wide glyph.
    package static func prefix(
        _ text: some StringProtocol, fitting columns: Int, policy: WidthPolicy = .standard
    ) -> String {
        cut(text.utf8, to: columns, mark: "", policy: policy).text
    }

    /// The text, or where it is too wide as much of its start as fits with a `…` behind it.
    package static func truncate(
        _ text: some StringProtocol, to columns: Int, policy: WidthPolicy = .standard
    ) -> String {
        cut(text.utf8, to: columns, mark: "…", policy: policy).text
    }

    /// The text in exactly this many columns: cut with `…` where it is wider, filled with blanks where it is not.
    package static func pad(
        _ text: some StringProtocol, to columns: Int, alignment: TextAlignment = .left,
        policy: WidthPolicy = .standard
    ) -> String {
        let (fitted, width) = cut(text.utf8, to: columns, mark: "…", policy: policy)
        let missing = max(0, columns - width)
        switch alignment {
        case .left: return fitted + blanks(missing)
        case .right: return blanks(missing) + fitted
        case .centre: return blanks(missing / 2) + fitted + blanks(missing - missing / 2)
        }
    }

    /// Whether terminals may disagree about a scalar's columns, so that what follows has to be placed anew: emoji and
    /// ambiguous ones. Box drawing and block elements are drawn one column wide wherever the policy says narrow.
    package static func isDisputed(_ scalar: UInt32) -> Bool {
        if scalar < 0xA0 || (0x2500...0x259F).contains(scalar) { return false }
        let bits = ScalarBits(scalar)
        return bits.isAmbiguous || bits.joins
    }

    static func scan<Result>(
        _ bytes: some Collection<UInt8>, _ policy: WidthPolicy, _ body: (inout GlyphScanner) -> Result
    ) -> Result {
        let direct = bytes.withContiguousStorageIfAvailable { bytes in
            var scanner = GlyphScanner(bytes, policy: policy)
            return body(&scanner)
        }
        if let direct { return direct }
        return Array(bytes).withUnsafeBufferPointer { bytes in
            var scanner = GlyphScanner(bytes, policy: policy)
            return body(&scanner)
        }
    }

    private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

    private static func cut(
        _ bytes: some Collection<UInt8>, to columns: Int, mark: String, policy: WidthPolicy
    ) -> (text: String, width: Int) {
        let markWidth = mark.isEmpty ? 0 : width(of: mark, policy: policy)
        return scan(bytes, policy) { scanner in
            var text = ""
            var width = 0
            var roomForMark = (text: "", width: 0)
            while let glyph = scanner.next() {
                if width + glyph.width > columns {
                    if markWidth > columns { return ("", 0) }
                    return (roomForMark.text + mark, roomForMark.width + markWidth)
                }
                glyph.append(to: &text)
                width += glyph.width
                if width + markWidth <= columns { roomForMark = (text, width) }
            }
            return (text, width)
        }
    }
}
