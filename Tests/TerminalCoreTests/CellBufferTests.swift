import Testing

@testable import TerminalCore

@Suite struct CellBufferTests {
    private func buffer(_ width: Int, _ height: Int = 1) -> CellBuffer {
        CellBuffer(size: Size(width: width, height: height))
    }

    @Test func writesAndSaysHowFarItCame() {
        var buffer = buffer(12, 2)
        #expect(buffer.write("Acme", at: Point(x: 1, y: 0)) == 4)
        #expect(buffer.write("北京", at: Point(x: 0, y: 1)) == 4)
        #expect(buffer.write("!", at: Point(x: 4, y: 1)) == 1)
        #expect(buffer.lines() == [" Acme", "北京!"])
    }

    @Test func neverSplitsAWideGlyph() {
        var buffer = buffer(4)
        #expect(buffer.write("a北京", at: .zero) == 4)
        #expect(buffer.text(row: 0) == "a北 ")
        #expect(buffer.write("北京", at: .zero, limit: 3) == 3)
        #expect(buffer.text(row: 0) == "北  ")
        #expect(buffer.write("北京", at: Point(x: -1, y: 0)) == 4)
        #expect(buffer.text(row: 0) == " 京 ")
    }

    @Test func writingOverOneHalfBlanksTheOther() {
        var buffer = buffer(6)
        buffer.write("北京市", at: .zero)
        buffer.write("x", at: Point(x: 1, y: 0))
        #expect(buffer.text(row: 0) == " x京市")
        buffer.write("y", at: Point(x: 4, y: 0))
        #expect(buffer.text(row: 0) == " x京y ")
        buffer.write("星", at: Point(x: 1, y: 0))
        #expect(buffer.text(row: 0) == " 星 y ")
    }

    @Test func outsideIsNoMistake() {
        var buffer = buffer(3, 1)
        #expect(buffer.write("abc", at: Point(x: 0, y: 1)) == 0)
        #expect(buffer.write("abc", at: Point(x: 3, y: 0)) == 0)
        #expect(buffer.write("abc", at: Point(x: 0, y: -1)) == 0)
        #expect(buffer.write("abcdef", at: Point(x: -3, y: 0)) == 6)
        #expect(buffer.lines() == ["def"])
        buffer.fill(Rect(x: -5, y: -5, width: 50, height: 50), glyph: "·")
        #expect(buffer.lines() == ["···"])
    }

    @Test func fillsWithWideCharacters() {
        var buffer = buffer(5)
        buffer.fill(buffer.bounds, glyph: "北")
        #expect(buffer.text(row: 0) == "北北 ")
    }

    @Test func restyleKeepsWhatTheStyleDoesNotSay() {
        var buffer = buffer(4)
        let red = Style(foreground: .indexed(1))
        buffer.write("ab", at: .zero, style: red)
        buffer.restyle(Rect(x: 0, y: 0, width: 3, height: 1), over: Style(background: .indexed(4), attributes: .bold))
        #expect(
            buffer.styleRuns(row: 0) == [
                .init(
                    columns: 0..<2,
                    style: Style(foreground: .indexed(1), background: .indexed(4), attributes: .bold), text: "ab"),
                .init(columns: 2..<3, style: Style(background: .indexed(4), attributes: .bold), text: " "),
                .init(columns: 3..<4, style: .plain, text: " "),
            ])
    }

    @Test func aReversedSelectionHasOneColour() {
        let ok = Style(foreground: .indexed(2), attributes: [.bold, .dim])
        var buffer = buffer(4)
        buffer.write("ab", at: .zero, style: ok)
        var other = buffer
        buffer.select(buffer.bounds, style: Style(attributes: .reverse))
        #expect(buffer.style(at: .zero) == Style(attributes: [.reverse, .bold]))
        #expect(buffer.style(at: Point(x: 3, y: 0)) == Style(attributes: .reverse))
        other.select(buffer.bounds, style: Style(background: .indexed(4)))
        #expect(other.style(at: .zero) == Style(background: .indexed(4)).over(ok))
    }

    @Test func copiesClipped() {
        var small = buffer(4)
        small.write("北京", at: .zero)
        var large = buffer(6, 2)
        large.copy(small, to: Point(x: 1, y: 1))
        #expect(large.lines() == ["", " 北京"])
        large.copy(small, to: Point(x: 3, y: 0))
        #expect(large.lines() == ["   北", " 北京"])
        large.copy(small, area: Rect(x: 1, y: 0, width: 3, height: 1), to: .zero)
        #expect(large.lines() == [" 京北", " 北京"])
    }

    @Test func clearingForgetsEverything() {
        var buffer = buffer(4)
        buffer.write("👩‍👩‍👧x", at: .zero, style: Style(attributes: .bold))
        buffer.clear()
        #expect(buffer.lines() == [""])
        #expect(buffer.clusters.isEmpty)
        #expect(buffer.styleRuns(row: 0).map(\.style) == [.plain])
    }

    @Test(arguments: [
        ("a\u{1B}[31mb", "a␛[31mb"), ("a\tb\nc\r\nd", "a␉b␊c␍␊d"), ("\u{7F}\u{0}", "␡␀"),
        ("x\u{202E}y", "x<U+202E>y"), ("x\u{200B}y", "x<U+200B>y"), ("x\u{9B}y", "x<U+009B>y"),
        ("\u{FEFF}x", "<U+FEFF>x"), ("a\u{200D}b", "a<U+200D>b"), ("a\u{FE0F}", "a<U+FE0F>"),
        ("\u{301}x", "\u{25CC}\u{301}x"), ("e\u{301}", "e\u{301}"), ("👩‍👩‍👧", "👩‍👩‍👧"), ("❤️", "❤️"),
        ("\u{E0041}b", "<U+E0041>b"), ("A\u{E0101}", "A<U+E0101>"), ("\u{2066}x\u{2069}", "<U+2066>x<U+2069>"),
        ("a\u{2028}b", "a<U+2028>b"), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
    ])
    func whatMustNotReachATerminalIsDrawnVisibly(text: String, drawn: String) {
        var buffer = buffer(40)
        let used = buffer.write(text, at: .zero)
        #expect(Array(buffer.lines()[0].unicodeScalars) == Array(drawn.unicodeScalars))
        #expect(used == TextWidth.width(of: text))
        #expect(Array(TextWidth.visible(text).unicodeScalars) == Array(drawn.unicodeScalars))
        #expect(Array(TextWidth.visible(drawn).unicodeScalars) == Array(drawn.unicodeScalars))
    }

    @Test func tooManyMarksAreCutAndSaidSo() {
        let zalgo = "a" + String(repeating: "\u{301}", count: 40)
        #expect(TextWidth.visible(zalgo) == "a" + String(repeating: "\u{301}", count: 15) + "<+25>")
    }

    @Test func invalidBytesShowAsReplacement() {
        var buffer = buffer(10)
        buffer.write(bytes: [0x61, 0xFF, 0xE5, 0x8C, 0x62, 0xC0, 0x80], at: .zero)
        #expect(buffer.lines() == ["a��b��"])
    }
}
