import Testing

@testable import TerminalCore

@Suite struct ControlsPartsTests {
    private func bar(_ bar: BarControl, _ width: Int, isLinear: Bool = false, isASCII: Bool = false) -> String {
        var canvas = Canvas(width, 1, isLinear: isLinear, isASCII: isASCII)
        bar.render(in: canvas.area, into: &canvas.buffer, context: canvas.context)
        return canvas.lines[0]
    }

    @Test func barsGrowByEighths() {
        let bars = (0...8).map { self.bar(BarControl(fraction: Double($0) / 8, label: .none), 1) }
        #expect(bars == ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"])
        #expect(bar(BarControl(fraction: 0.0001, label: .none), 10) == "▏")
        #expect(bar(BarControl(fraction: 1, label: .none), 10) == "██████████")
    }

    @Test func barsSayWhatIsOver() {
        #expect(bar(BarControl(used: 5, limit: 3), 17) == "█████████ 166 % !")
        #expect(bar(BarControl(used: 1000, limit: 3), 17) == "█████████ >999% !")
        #expect(bar(BarControl(used: 1001, limit: 1000), 17) == "█████████ 101 % !")
        #expect(bar(BarControl(used: 1, limit: 0), 17) == "█████████ >999% !")
        #expect(bar(BarControl(used: 0, limit: 0), 17) == "            0 %")
        #expect(bar(BarControl(used: 5, limit: nil), 17) == "∞")
        #expect(bar(BarControl(fraction: .nan), 17) == "∞")
        #expect(bar(BarControl(fraction: -3), 17) == "            0 %")
        #expect(bar(BarControl(fraction: 1.5, label: .none), 6) == "████ !")
        #expect(bar(BarControl(fraction: 0.999), 17) == "████████▉  99 %")
    }

    @Test func barsWithoutBlocks() {
        #expect(bar(BarControl(fraction: 0.71), 17, isASCII: true) == "######...  71 %")
        #expect(bar(BarControl(fraction: 0.71), 17, isLinear: true) == "71 %")
        #expect(bar(BarControl(fraction: 1.66), 8) == "166 % !")
        #expect(bar(BarControl(fraction: 1.66), 6) == "166 %…")
    }

    @Test func scrollBarsTouchTheEndsOnlyThere() {
        #expect(ScrollBar(offset: 0, visible: 10, total: 100).thumb(height: 10) == 0..<1)
        #expect(ScrollBar(offset: 1, visible: 10, total: 100).thumb(height: 10) == 1..<2)
        #expect(ScrollBar(offset: 89, visible: 10, total: 100).thumb(height: 10) == 8..<9)
        #expect(ScrollBar(offset: 90, visible: 10, total: 100).thumb(height: 10) == 9..<10)
        #expect(!ScrollBar(offset: 0, visible: 10, total: 10).isNeeded)
        #expect(ScrollBar(offset: 5_000_000, visible: 40, total: 10_000_000).thumb(height: 40) == 20..<21)
    }

    @Test func hintsAreLeftOutWhole() {
        let bar = HintBar([
            .init("enter", "open"), .init("/", "filter"), .init(".", "actions"), .init("?", "help", isEssential: true),
        ])
        func drawn(_ width: Int) -> String {
            var canvas = Canvas(width, 1)
            bar.render(in: canvas.area, into: &canvas.buffer, context: canvas.context)
            return canvas.lines[0]
        }
        #expect(drawn(60) == "enter open   / filter   . actions   ? help")
        #expect(drawn(41) == "enter open   / filter   ? help")
        #expect(drawn(20) == "enter open   ? help")
        #expect(drawn(18) == "? help")
        #expect(drawn(5) == "")
        #expect(drawn(0) == "")
    }

    @Test func rulesAreSilentInLinearMode() {
        var canvas = Canvas(4, 1)
        Rule().render(in: canvas.area, into: &canvas.buffer, context: canvas.context)
        #expect(canvas.lines == ["────"])
        var linear = Canvas(4, 1, isLinear: true)
        Rule().render(in: linear.area, into: &linear.buffer, context: linear.context)
        #expect(linear.lines == [""])
    }
}
