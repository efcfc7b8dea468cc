import Testing

@testable import TerminalCore

@Suite struct FrameDiffTests {
    private func buffer(_ rows: String...) -> CellBuffer {
        var buffer = CellBuffer(size: Size(width: 8, height: rows.count))
        for (y, row) in rows.enumerated() { buffer.write(row, at: Point(x: 0, y: y)) }
        return buffer
    }

    private func runs(_ old: CellBuffer?, _ new: CellBuffer) -> [FrameDiff.Run] {
        FrameDiff.changes(from: old, to: new)
    }

    @Test func findsWhatChanged() {
        #expect(runs(buffer("abcdefgh"), buffer("abcdefgh")).isEmpty)
        #expect(
            runs(buffer("abcdefgh", "x"), buffer("aXcdeYZh", "x")) == [
                .init(row: 0, columns: 1..<2), .init(row: 0, columns: 5..<7),
            ])
        #expect(runs(nil, buffer("a", "b")) == [.init(row: 0, columns: 0..<8), .init(row: 1, columns: 0..<8)])
        let other = CellBuffer(size: Size(width: 3, height: 1))
        #expect(runs(buffer("a"), other) == [.init(row: 0, columns: 0..<3)])
        #expect(runs(other, CellBuffer(size: .zero)).isEmpty)
    }

    @Test func keepsWideGlyphsWhole() {
        #expect(runs(buffer("北京"), buffer("北市")) == [.init(row: 0, columns: 2..<4)])
        #expect(runs(buffer("北京"), buffer("ab京")) == [.init(row: 0, columns: 0..<2)])
        #expect(runs(buffer("ab京"), buffer("北京")) == [.init(row: 0, columns: 0..<2)])
        #expect(runs(buffer("北京x"), buffer("a京 x")) == [.init(row: 0, columns: 0..<4)])
    }

    @Test func seesStylesAndClusters() {
        var red = buffer("abc")
        red.restyle(Rect(x: 1, y: 0, width: 1, height: 1), over: Style(foreground: .indexed(1)))
        #expect(runs(buffer("abc"), red) == [.init(row: 0, columns: 1..<2)])
        #expect(runs(buffer("👩‍👩‍👧x"), buffer("👩‍👩‍👧y")) == [.init(row: 0, columns: 2..<3)])
        #expect(runs(buffer("❤️👩‍👩‍👧"), buffer("👩‍👩‍👧👩‍👩‍👧")) == [.init(row: 0, columns: 0..<2)])
    }
}
