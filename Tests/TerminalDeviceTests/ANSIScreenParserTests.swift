import TerminalCore
import Testing

@testable import TerminalDevice

@Suite struct ANSIScreenParserTests {
    private func parse(_ text: String) -> CellBuffer {
        ANSIScreenParser.parse(Array(text.utf8), size: Size(width: 12, height: 3))
    }

    @Test func readsRowsAndPens() {
        let buffer = parse("ab\u{1B}[1;31mcd\n北\u{1B}[0m京\r\n\u{1B}[38;5;200mx\u{1B}[48;2;1;2;3my\u{1B}[39;49mz")
        #expect(buffer.lines() == ["abcd", "北京", "xyz"])
        let red = Style(foreground: .indexed(1), attributes: .bold)
        #expect(buffer.style(at: Point(x: 1, y: 0)) == .plain)
        #expect(buffer.style(at: Point(x: 2, y: 0)) == red)
        #expect(buffer.style(at: Point(x: 0, y: 1)) == red)
        #expect(buffer.style(at: Point(x: 2, y: 1)) == .plain)
        #expect(buffer.style(at: Point(x: 0, y: 2)) == Style(foreground: .indexed(200)))
        #expect(
            buffer.style(at: Point(x: 1, y: 2))
                == Style(foreground: .indexed(200), background: .rgb(1, 2, 3)))
        #expect(buffer.style(at: Point(x: 2, y: 2)) == .plain)
    }

    @Test func readsColonsAndPassesOverTheRest() {
        let buffer = parse(
            "\u{1B}[38:2::9:8:7ma\u{1B}[48:5:4mb\u{1B}]8;;http://x\u{7}c\u{1B}[?25l\u{1B}[2Kd\u{1B}(B\u{1B}[")
        #expect(buffer.lines()[0] == "abcd")
        #expect(
            buffer.style(at: Point(x: 3, y: 0)) == Style(foreground: .rgb(9, 8, 7), background: .indexed(4)))
    }

    /// What the encoder draws, written down with pens row by row, comes back the same.
    @Test func understandsTheEncoder() {
        var buffer = CellBuffer(size: Size(width: 12, height: 3))
        let styles = [
            Style(foreground: .rgb(1, 2, 3), attributes: [.bold, .dim]), Style(background: .indexed(12)),
            Style(foreground: .indexed(9), attributes: [.italic, .underline, .strikethrough, .reverse]),
        ]
        for (y, style) in styles.enumerated() { buffer.write("row \(y) 北京 ok", at: Point(x: 0, y: y), style: style) }
        var bytes: [UInt8] = []
        var pen: Style?
        for y in 0..<3 {
            for run in buffer.styleRuns(row: y) {
                SGR.append(from: pen, to: run.style, depth: .trueColor, &bytes)
                pen = run.style
                bytes += run.text.utf8
            }
            bytes.append(0x0A)
        }
        let parsed = ANSIScreenParser.parse(bytes, size: buffer.size)
        #expect(parsed.lines() == buffer.lines())
        #expect((0..<3).map { parsed.styleRuns(row: $0) } == (0..<3).map { buffer.styleRuns(row: $0) })
    }
}
