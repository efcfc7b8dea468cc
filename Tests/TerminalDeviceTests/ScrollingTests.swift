import TerminalCore
import Testing

@testable import TerminalDevice

/// A list that scrolls is moved by the terminal and not drawn anew.
@Suite struct ScrollingTests {
    private func list(from first: Int, selected: Int, size: Size = Size(width: 60, height: 20)) -> CellBuffer {
        var buffer = CellBuffer(size: size)
        buffer.write("Entries", at: .zero)
        for line in 2..<(size.height - 1) {
            let row = first + line - 2
            let wide = row % 5 == 0 ? "北京 👩‍🚀" : "plain"
            buffer.write("row \(row * 7919)  \(wide)  entry \(row)", at: Point(x: 2, y: line))
            if row == selected {
                buffer.select(
                    Rect(x: 0, y: line, width: size.width, height: 1), style: Style(background: .indexed(4)))
            }
        }
        buffer.write("hints", at: Point(x: 0, y: size.height - 1))
        return buffer
    }

    private func draw(_ frames: [CellBuffer]) -> (terminal: VirtualTerminal, bytes: [Int]) {
        var terminal = VirtualTerminal(size: frames[0].size)
        var encoder = ANSIEncoder(depth: .trueColor)
        var counts: [Int] = []
        var before: CellBuffer?
        for frame in frames {
            var out: [UInt8] = []
            encoder.encode(from: before, to: frame, into: &out)
            terminal.feed(out)
            counts.append(out.count)
            before = frame
        }
        return (terminal, counts)
    }

    @Test(arguments: [1, 2, 3, -1, -2, -3])
    func rowsThatMoveAreMovedByTheTerminal(by: Int) {
        let frames = [list(from: 100, selected: 110), list(from: 100 + by, selected: 110 + by)]
        let (terminal, bytes) = draw(frames)
        #expect(terminal.differences(from: frames[1]) == [])
        #expect(bytes[1] < bytes[0] / 2)
        #expect(FrameShift.between(frames[0], frames[1])?.by == by)
    }

    @Test func aPageFurtherIsDrawn() {
        let frames = [list(from: 100, selected: 110), list(from: 117, selected: 127)]
        #expect(FrameShift.between(frames[0], frames[1]) == nil)
        #expect(draw(frames).terminal.differences(from: frames[1]) == [])
    }

    @Test func manyScrollsEndWhereOneDrawingWould() {
        var random = SystemRandomNumberGenerator()
        var first = 100
        var frames = [list(from: first, selected: first)]
        for _ in 0..<60 {
            first += Int.random(in: -4...4, using: &random)
            frames.append(list(from: first, selected: first + Int.random(in: 0..<17, using: &random)))
        }
        #expect(draw(frames).terminal.differences(from: frames[60]) == [])
    }
}
