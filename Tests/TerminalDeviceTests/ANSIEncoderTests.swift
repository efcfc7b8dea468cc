import TerminalCore
import Testing

@testable import TerminalDevice

@Suite struct ANSIEncoderTests {
    private func buffer(_ width: Int, _ rows: String...) -> CellBuffer {
        var buffer = CellBuffer(size: Size(width: width, height: rows.count))
        for (y, row) in rows.enumerated() { buffer.write(row, at: Point(x: 0, y: y)) }
        return buffer
    }

    private func bytes(_ encode: (inout ANSIEncoder, inout [UInt8]) -> Void) -> String {
        var encoder = ANSIEncoder(depth: .trueColor)
        var out: [UInt8] = []
        encode(&encoder, &out)
        return String(decoding: out, as: UTF8.self).replacing("\u{1B}", with: "␛")
    }

    @Test func theFirstFrameClearsAndWritesWhatThereIs() {
        let text = bytes { $0.encode(from: nil, to: buffer(20, "Acme", "", "  北京"), into: &$1) }
        #expect(text == "␛[m␛[2J␛[HAcme␛[3;3H北京")
    }

    @Test func nothingChangedIsNoByte() {
        let same = buffer(20, "Acme", "北京")
        #expect(bytes { $0.encode(from: same, to: same, into: &$1) } == "")
    }

    @Test func writesOnlyWhatDiffers() {
        let old = buffer(40, "Acme Industries    pro    active")
        let new = buffer(40, "Acme Industries    free   active")
        #expect(bytes { $0.encode(from: old, to: new, into: &$1) } == "␛[1;20H␛[mfree")
    }

    @Test func erasesToTheEndOfTheRow() {
        let old = buffer(40, "Acme Industries    pro    active", "x")
        #expect(bytes { $0.encode(from: old, to: buffer(40, "Acme", "y"), into: &$1) } == "␛[1;6H␛[m␛[K\r\ny")
        #expect(bytes { $0.encode(from: old, to: buffer(40, "", "x"), into: &$1) } == "␛[H␛[m␛[K")
    }

    @Test func erasesStretchesInside() {
        let old = buffer(30, "abcdefghijklmnopqrstuvwxyz")
        let new = buffer(30, "a                        z")
        #expect(bytes { $0.encode(from: old, to: new, into: &$1) } == "␛[1;2H␛[m␛[24X")
    }

    @Test func laysTheGroundOfARowOnce() {
        let old = buffer(40, "abcdefghijklmnopqrstuvwxyzabcdefghijklmn")
        let new = buffer(40, "Acme      pro      active")
        #expect(bytes { $0.encode(from: old, to: new, into: &$1) } == "␛[H␛[m␛[KAcme␛[6Cpro␛[6Cactive")
        let wide = buffer(40, "北京      星      图")
        #expect(bytes { $0.encode(from: old, to: wide, into: &$1) } == "␛[H␛[m␛[K北京␛[11G星␛[19G图")
        let inside = buffer(40, "Acme      pro      active      fghijklm")
        let before = buffer(40, "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEfghijklm")
        #expect(bytes { $0.encode(from: before, to: inside, into: &$1) } == "␛[1;2H␛[m␛[30Xcme␛[6Cpro␛[6Cactive")
    }

    @Test func jumpsOverBlanksThatLookAsTheGroundDoes() {
        let old = buffer(40, String(repeating: "X", count: 40))
        var coloured = buffer(40, "Acme            pro      active")
        coloured.restyle(Rect(x: 4, y: 0, width: 5, height: 1), over: Style(foreground: .indexed(1)))
        #expect(bytes { $0.encode(from: old, to: coloured, into: &$1) } == "␛[H␛[m␛[KAcme␛[12Cpro␛[6Cactive")
        // Behind a glyph whose width is disputed the next one is placed, over however few blanks.
        let cut = buffer(40, "Acme…  pro      active      x")
        #expect(bytes { $0.encode(from: old, to: cut, into: &$1) } == "␛[H␛[m␛[KAcme…␛[8Gpro␛[6Cactive␛[6Cx")
    }

    @Test func drawsShortStretchesAgainInsteadOfJumping() {
        let text = bytes { $0.encode(from: buffer(9, "abcdefghi"), to: buffer(9, "XbcYefgZi"), into: &$1) }
        #expect(text == "␛[H␛[mXbcYefgZ")
        let far = bytes { $0.encode(from: buffer(9, "abcdefghi"), to: buffer(9, "Xbcdefghi"), into: &$1) }
        #expect(far == "␛[H␛[mX")
    }

    @Test func changesOnlyWhatThePenLacks() {
        var buffer = CellBuffer(size: Size(width: 20, height: 1))
        let red = Style(foreground: .indexed(1))
        buffer.write("a", at: .zero, style: red)
        buffer.write("b", at: Point(x: 1, y: 0), style: red.adding(.bold))
        buffer.write("c", at: Point(x: 2, y: 0), style: Style(foreground: .indexed(9), attributes: .bold))
        buffer.write("d", at: Point(x: 3, y: 0), style: Style(background: .rgb(1, 2, 3), attributes: .dim))
        buffer.write("e", at: Point(x: 4, y: 0))
        let old = CellBuffer(size: buffer.size)
        #expect(
            bytes { $0.encode(from: old, to: buffer, into: &$1) }
                == "␛[H␛[0;31ma␛[1mb␛[91mc␛[0;2;48;2;1;2;3md␛[me")
    }

    @Test func placesAnewAfterDisputedGlyphs() {
        let old = CellBuffer(size: Size(width: 30, height: 1))
        let new = buffer(30, "👩‍👩‍👧x·y北京z")
        #expect(bytes { $0.encode(from: old, to: new, into: &$1) } == "␛[H␛[m  \r👩‍👩‍👧␛[3Gx·␛[5Gy北京␛[10Gz")
        let rule = buffer(30, "────█▏x")
        #expect(bytes { $0.encode(from: old, to: rule, into: &$1) } == "␛[H␛[m────█▏x")
    }

    @Test func aMarkOnTheLastColumnFindsItsGlyph() {
        let text = bytes { $0.encode(from: buffer(3, ""), to: buffer(3, "xye\u{301}"), into: &$1) }
        #expect(text == "␛[H␛[mxy␛[?7he\u{301}␛[?7l")
    }

    @Test func noOldGlyphStandsBesideANarrowEmoji() {
        let old = buffer(20, "abcdefgh")
        let new = buffer(20, "a❤️defgh")
        var terminal = VirtualTerminal(size: new.size)
        terminal.width = { _ in 1 }
        var encoder = ANSIEncoder(depth: .trueColor)
        var out: [UInt8] = []
        encoder.encode(from: nil, to: old, into: &out)
        encoder.encode(from: old, to: new, into: &out)
        terminal.feed(out)
        #expect(terminal.lines == ["a❤️ defgh"])
    }

    /// A terminal that takes every emoji for one column still has every other glyph where it belongs.
    @Test func aTerminalThatDisagreesStaysAligned() {
        let new = buffer(40, "👩‍👩‍👧 Acme · pro ✅ active ⚠️ 3", "🇩🇪 Hansa     free")
        var terminal = VirtualTerminal(size: new.size)
        terminal.width = { _ in 1 }
        var encoder = ANSIEncoder(depth: .trueColor)
        var out: [UInt8] = []
        encoder.encode(from: nil, to: new, into: &out)
        terminal.feed(out)
        for (y, word) in [(0, "Acme"), (0, "pro"), (0, "active"), (0, "3"), (1, "Hansa"), (1, "free")] {
            let x = column(of: word, in: new, row: y)
            #expect(terminal.glyphs[y][x..<(x + word.count)].joined() == word)
        }
    }

    private func column(of word: String, in buffer: CellBuffer, row: Int) -> Int {
        for x in 0..<buffer.size.width where buffer.text(row: row, columns: x..<(x + word.count)) == word { return x }
        return 0
    }

    @Test(arguments: [
        (ColorDepth.none, "␛[0;1ma"), (.sixteen, "␛[0;1;91ma"), (.palette256, "␛[0;1;38;5;203ma"),
        (.trueColor, "␛[0;1;38;2;255;100;90ma"),
    ])
    func sendsTheColoursThereAre(depth: ColorDepth, expected: String) {
        var buffer = CellBuffer(size: Size(width: 2, height: 1))
        buffer.write("a", at: .zero, style: Style(foreground: .rgb(255, 100, 90), attributes: .bold))
        var encoder = ANSIEncoder(depth: depth)
        var out: [UInt8] = []
        encoder.encode(from: CellBuffer(size: buffer.size), to: buffer, into: &out)
        #expect(String(decoding: out, as: UTF8.self).replacing("\u{1B}", with: "␛") == "␛[H" + expected)
    }

    /// Frame after frame of anything, encoded as differences, is what the terminal shows in the end.
    @Test(arguments: Array(1...40) as [UInt64])
    func differencesReproduceEveryFrame(seed: UInt64) {
        var random = Seeded(state: seed)
        let size = Size(width: Int.random(in: 2...44, using: &random), height: Int.random(in: 1...9, using: &random))
        var terminal = VirtualTerminal(size: size)
        var encoder = ANSIEncoder(depth: .trueColor, erasesWithBackground: true)
        var old: CellBuffer?
        var new = CellBuffer(size: size)
        for frame in 0..<100 {
            for _ in 0..<Int.random(in: 0...6, using: &random) { scribble(&new, &random) }
            var out: [UInt8] = []
            encoder.encode(from: old, to: new, into: &out)
            terminal.feed(out)
            let differences = terminal.differences(from: new)
            #expect(differences.isEmpty, "frame \(frame): \(differences.prefix(4))")
            if !differences.isEmpty { return }
            old = new
        }
    }

    private static let words = [
        "Acme Industries", "北京星图", "👩‍👩‍👧", "e\u{301}te\u{301}", "·…", "────", "x", "        ", "❤️ok", "█▏",
        "\u{1B}[31m", "한국어", "🇩🇪", "1️⃣2", " ",
    ]
    private static let styles: [Style] = [
        .plain, Style(attributes: .reverse), Style(foreground: .indexed(2), attributes: .bold),
        Style(background: .rgb(20, 30, 40)), Style(background: .indexed(4), attributes: .dim),
        Style(attributes: [.underline, .italic]), Style(foreground: .indexed(200), attributes: .strikethrough),
    ]

    private func scribble(_ buffer: inout CellBuffer, _ random: inout Seeded) {
        let point = Point(
            x: Int.random(in: -2..<buffer.size.width, using: &random),
            y: Int.random(in: 0..<buffer.size.height, using: &random))
        let style = Self.styles.randomElement(using: &random) ?? .plain
        let area = Rect(
            x: point.x, y: point.y, width: Int.random(in: 1...30, using: &random),
            height: Int.random(in: 1...3, using: &random))
        switch Int.random(in: 0..<10, using: &random) {
        case 0: buffer.fill(area, style: style)
        case 1: buffer.restyle(area, over: style)
        case 2: buffer.fill(area, glyph: "北", style: style)
        case 3: buffer.clear(style: style)
        default: buffer.write(Self.words.randomElement(using: &random) ?? "", at: point, style: style)
        }
    }

    /// The budget of a cursor move in a list, 200 by 60 with eight columns, in the default theme.
    @Test func movingTheCursorInAListIsCheap() throws {
        let theme = try #require(Theme.named("terminal"))
        func list(selected: Int) -> CellBuffer {
            var buffer = CellBuffer(size: Size(width: 200, height: 60), style: theme[.text])
            for row in 0..<56 {
                let y = row + 3
                buffer.write("Workspace \(row) 北京", at: Point(x: 2, y: y), style: theme[.text])
                buffer.write("pro", at: Point(x: 40, y: y), style: theme[.text])
                buffer.write("active", at: Point(x: 60, y: y), style: theme[.ok])
                buffer.write("38/50", at: Point(x: 80, y: y), style: theme[.number])
                buffer.write("██████▏", at: Point(x: 90, y: y), style: theme[.bar])
                buffer.write("jane\(row)@acme.example", at: Point(x: 110, y: y), style: theme[.secondary])
                buffer.write("2 min", at: Point(x: 190, y: y), style: theme[.secondary])
            }
            buffer.write("▸", at: Point(x: 0, y: selected + 3))
            buffer.select(Rect(x: 0, y: selected + 3, width: 200, height: 1), style: theme[.selection])
            return buffer
        }
        var encoder = ANSIEncoder(depth: .trueColor)
        var out: [UInt8] = []
        encoder.encode(from: nil, to: list(selected: 20), into: &out)
        for move in [(20, 21), (21, 20)] {
            out.removeAll()
            encoder.encode(from: list(selected: move.0), to: list(selected: move.1), into: &out)
            #expect(out.count <= 400)
        }
    }
}

/// A small generator with a seed, so that a failure can be had again.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
