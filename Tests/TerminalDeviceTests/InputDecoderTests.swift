import TerminalCore
import Testing

@testable import TerminalDevice

@Suite struct InputDecoderTests {
    static let corpus: [(bytes: String, keys: String)] = [
        ("aG?", "a G ?"), (" ", "space"), ("é北👍", "é 北 👍"),
        ("\r\n\t\u{7F}\u{8}", "enter enter tab backspace backspace"),
        ("\u{0}\u{3}\u{12}\u{1A}\u{1C}\u{1F}", "ctrl-space ctrl-c ctrl-r ctrl-z ctrl-\\ ctrl-_"),
        ("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D", "up down right left"), ("\u{1B}OA\u{1B}OH\u{1B}OF", "up home end"),
        ("\u{1B}[1;5A\u{1B}[1;2B\u{1B}[1;3C\u{1B}[1;8D", "ctrl-up shift-down alt-right ctrl-alt-shift-left"),
        (
            "\u{1B}[5~\u{1B}[6~\u{1B}[3~\u{1B}[2~\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~",
            "pgup pgdn delete insert home end home end"
        ),
        ("\u{1B}[3;5~\u{1B}[Z", "ctrl-delete shift-tab"),
        ("\u{1B}OP\u{1B}OS\u{1B}[11~\u{1B}[15~\u{1B}[17~\u{1B}[24~\u{1B}[[A\u{1B}[[E", "f1 f4 f1 f5 f6 f12 f1 f5"),
        ("\u{1B}[1;2P\u{1B}[15;3~", "shift-f1 alt-f5"), ("\u{1B}Oj\u{1B}OM\u{1B}Op", "* enter 0"),
        ("\u{1B}x\u{1B}\r\u{1B}\u{7F}\u{1B}é\u{1B}\u{3}", "alt-x alt-enter alt-backspace alt-é ctrl-alt-c"),
        ("\u{1B}\u{1B}[A", "alt-up"),
        ("\u{1B}[27;5;105~\u{1B}[27;2;13~\u{1B}[27;6;65~", "ctrl-i shift-enter ctrl-a"),
        ("\u{1B}[105;5u\u{1B}[27u\u{1B}[97;2u\u{1B}[49:33;2u\u{1B}[9;2u\u{1B}[97;1:3u", "ctrl-i esc A ! shift-tab"),
        ("\u{1B}[57399u\u{1B}[57417;5u\u{1B}[57358u\u{1B}[57376u", "0 ctrl-left f13"),
        ("\u{1B}[I\u{1B}[O", "<focus> <blur>"),
        (
            "\u{1B}[<0;5;7M\u{1B}[<0;5;7m\u{1B}[<64;1;1M\u{1B}[<65;1;1M\u{1B}[<34;2;3M",
            "<press left 4,6> <release left 4,6> <scrollUp none 0,0> <scrollDown none 0,0> <drag right 1,2>"
        ),
        ("\u{1B}[200~a\u{1B}[31m\tb\r\nc\rd\u{3}\u{1B}[201~x", "<paste a[31m|b/c/d> x"),
        ("\u{1B}[200~\u{1B}[201\u{1B}[201~\u{1B}[201~y", "<paste [201> y"),
        ("\u{1B}]11;rgb:0/0/0\u{7}a\u{1B}P1$r\u{1B}\\b\u{1B}]0;t\u{1B}\\c", "a b c"),
        ("\u{1B}[?1;2ca\u{1B}[>0;1;2cb\u{1B}[8;24;80tc\u{1B}[1$yd", "a b c d"),
        ("\u{1B}[M !!a", "a"), ("\u{1B}[1;\u{1B}[Ba", "down a"), ("\u{1B}[99~a\u{1B}Oza", "a a"),
    ]

    static func text(_ events: [InputEvent]) -> String {
        events.map { event in
            switch event {
            case .key(let key): key.name
            case .paste(let text): "<paste \(text.replacing("\n", with: "/").replacing("\t", with: "|"))>"
            case .focus(let focused): focused ? "<focus>" : "<blur>"
            case .resize(let size): "<resize \(size.width)x\(size.height)>"
            case .mouse(let mouse): "<\(mouse.action) \(mouse.button) \(mouse.position.x),\(mouse.position.y)>"
            }
        }.joined(separator: " ")
    }

    @Test(arguments: corpus.indices)
    func decodes(place: Int) {
        var decoder = InputDecoder()
        let sample = Self.corpus[place]
        #expect(Self.text(decoder.feed(Array(sample.bytes.utf8)) + decoder.flush()) == sample.keys)
        #expect(decoder.waiting == .nothing)
    }

    /// Two cuts at every place, of every sample, give the same events as no cut.
    @Test func everySplitIsTheSame() {
        for sample in Self.corpus {
            let bytes = Array(sample.bytes.utf8)
            for first in 0...bytes.count {
                for second in first...bytes.count {
                    var decoder = InputDecoder()
                    let events =
                        decoder.feed(bytes[..<first]) + decoder.feed(bytes[first..<second])
                        + decoder.feed(bytes[second...]) + decoder.flush()
                    #expect(Self.text(events) == sample.keys)
                }
            }
        }
    }

    @Test(arguments: [
        ("\u{1B}", "esc"), ("\u{1B}\u{1B}", "esc esc"), ("\u{1B}[", "alt-["), ("\u{1B}O", "alt-O"),
        ("\u{1B}]", "alt-]"),
        ("\u{1B}P", "alt-P"), ("\u{1B}[1;5", ""), ("\u{1B}]0;title", ""), ("a\u{1B}", "a esc"),
        ("\u{1B}[200~never ended", "<paste never ended>"),
    ])
    func aPauseDecides(bytes: String, keys: String) {
        var decoder = InputDecoder()
        let events = decoder.feed(Array(bytes.utf8))
        #expect(decoder.waiting == (bytes.contains("[200~") ? .paste : .sequence))
        #expect(Self.text(events + decoder.flush()) == keys)
        #expect(decoder.waiting == .nothing)
        #expect(Self.text(decoder.feed(Array("j".utf8))) == "j")
    }

    @Test func aPasteIsCapped() {
        var decoder = InputDecoder(pasteLimit: 4)
        #expect(Self.text(decoder.feed(Array("\u{1B}[200~abcdefgh\u{1B}[201~x".utf8))) == "<paste abcd> x")
    }

    @Test func badUTF8IsSwallowed() {
        var decoder = InputDecoder()
        let bytes: [UInt8] = [
            0xFF, 0xC0, 0x80, 0xE5, 0x61, 0xED, 0xA0, 0x80, 0xC2, 0x9B, 0x33, 0xF4, 0x90, 0x80, 0x80, 0x62,
        ]
        #expect(Self.text(decoder.feed(bytes)) == "a 3 b")
    }

    @Test func randomBytesNeverBreakIt() {
        var random = Seeded(state: 42)
        var decoder = InputDecoder()
        let likely: [UInt8] =
            Array("\u{1B}\u{1B}\u{1B}[[O<;:?0123456789~uMmAZIR]P\\".utf8) + [0x07, 0xE5, 0x9C, 0xF0, 0x9F, 0x80]
        var events = 0
        for step in 0..<100_000 {
            let byte =
                Bool.random(using: &random)
                ? likely[Int.random(in: 0..<likely.count, using: &random)] : UInt8.random(in: 0...255, using: &random)
            let found = decoder.feed([byte])
            events += found.count
            for case .key(let key) in found {
                #expect(!key.name.unicodeScalars.contains { $0.properties.generalCategory == .control })
            }
            if step % 37 == 0 { events += decoder.flush().count }
        }
        #expect(events > 1_000)
        _ = decoder.flush()
        #expect(Self.text(decoder.feed(Array("ok".utf8))) == "o k")
    }
}
