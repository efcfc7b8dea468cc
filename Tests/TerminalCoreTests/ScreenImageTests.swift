import Testing

@testable import TerminalCore

@Suite struct ScreenImageTests {
    private func picture(_ text: String, style: Style = .plain, width: Int = 30) -> String {
        var buffer = CellBuffer(size: Size(width: width, height: 1))
        buffer.write(text, at: .zero, style: style)
        return ScreenImage.svg(buffer, title: "a <title> \u{1B}\u{202E}")
    }

    private func elements(_ svg: String) -> [String] {
        svg.split(separator: "\n").map(String.init).filter { $0.hasPrefix("<text ") || $0.hasPrefix("<rect x") }
    }

    @Test func textIsTheRows() {
        var buffer = CellBuffer(size: Size(width: 8, height: 3))
        buffer.write("北京", at: Point(x: 1, y: 1))
        #expect(ScreenImage.text(buffer) == "\n 北京\n\n")
    }

    @Test func placesEachStretchAndEachWideGlyph() {
        #expect(
            elements(picture("ab  北cd")) == [
                #"<text x="12" y="25.5" textLength="16.8" lengthAdjust="spacingAndGlyphs">ab</text>"#,
                #"<text x="45.6" y="25.5" textLength="16.8" lengthAdjust="spacingAndGlyphs">北</text>"#,
                #"<text x="62.4" y="25.5" textLength="16.8" lengthAdjust="spacingAndGlyphs">cd</text>"#,
            ])
    }

    @Test func drawsGroundsAndAttributes() {
        let style = Style(
            foreground: .rgb(1, 2, 255), background: .rgb(16, 0, 0), attributes: [.bold, .underline, .dim])
        #expect(
            elements(picture("x", style: style)) == [
                ##"<rect x="12" y="12" width="8.4" height="18" shape-rendering="crispEdges" fill="#100000"/>"##,
                ##"<text x="12" y="25.5" textLength="8.4" lengthAdjust="spacingAndGlyphs" fill="#0102ff" "##
                    + #"fill-opacity="0.6" font-weight="bold" text-decoration="underline">x</text>"#,
            ])
        let reversed = elements(picture("x", style: Style(attributes: .reverse)))
        #expect(reversed[0].contains(##"fill="#d8dce2""##) && reversed[1].contains(##"fill="#161a20""##))
    }

    @Test func drawsBarsAsShapes() {
        #expect(
            elements(picture("█▌▁─")) == [
                #"<rect x="12" y="12" width="8.4" height="18" shape-rendering="crispEdges"/>"#,
                #"<rect x="20.4" y="12" width="4.2" height="18" shape-rendering="crispEdges"/>"#,
                #"<rect x="28.8" y="27.8" width="8.4" height="2.2" shape-rendering="crispEdges"/>"#,
                #"<rect x="37.2" y="20.5" width="8.4" height="1" shape-rendering="crispEdges"/>"#,
            ])
    }

    @Test func everythingIsEscaped() {
        let svg = picture("<script>alert(\"&\")</script>\u{1B}\u{FFFF}", width: 60)
        #expect(!svg.contains("<script"))
        #expect(svg.contains("&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;"))
        #expect(svg.contains("<title>a &lt;title&gt; ␛&lt;U+202E&gt;</title>"))
        #expect(
            !svg.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value >= 0xFFFE && $0.value < 0x10000 })
    }
}
