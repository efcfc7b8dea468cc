import Testing

@testable import TerminalCore

@Suite struct TextWidthTests {
    @Test func agreesWithRecordedWidths() {
        for sample in widthSamples {
            #expect(TextWidth.width(of: sample.text) == sample.columns, "\(sample.text)")
            #expect(TextWidth.width(ofBytes: Array(sample.text.utf8)) == sample.columns)
            #expect(TextWidth.visible(sample.text) == sample.text)
        }
        #expect(widthSamples.count > 300)
    }

    @Test func everyScalarHasAnEntry() {
        var wide = 0
        for scalar in UInt32(0)...0x10FFFF where ScalarBits(scalar).columns(ambiguous: 1) == 2 { wide += 1 }
        #expect(wide > 180_000)
        #expect(ScalarBits(0x10FFFF).columns(ambiguous: 1) == 1)
        #expect(WidthTable.blocks.utf8CodeUnitCount % 257 == 256)
        #expect(WidthTable.index.utf8CodeUnitCount == 68 * 129 - 1)
    }

    /// Nothing that a terminal could take for a command comes through, whatever scalar it is and wherever it stands.
    @Test func noControlEverComesThrough() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory == .control else { continue }
            for text in [String(scalar), "a\(scalar)\u{301}", "👍\(scalar)👍", "\u{600}\(scalar)"] {
                #expect(!TextWidth.visible(text).unicodeScalars.contains { $0.properties.generalCategory == .control })
            }
        }
        for value: UInt32 in [0x200B, 0x200C, 0x200E, 0x200F, 0x61C, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0xFEFF] {
            let scalar = Unicode.Scalar(value).map(String.init) ?? ""
            for text in [scalar, "a\(scalar)b", "👍\(scalar)👍", "e\u{301}\(scalar)"] {
                #expect(!TextWidth.visible(text).unicodeScalars.contains { $0.value == value })
            }
        }
    }

    @Test func ambiguousWidthFollowsThePolicy() {
        let wide = WidthPolicy(ambiguous: .wide)
        #expect(TextWidth.width(of: "·…│") == 3)
        #expect(TextWidth.width(of: "·…│", policy: wide) == 6)
        #expect(TextWidth.truncate("abcdef", to: 4, policy: wide) == "ab…")
        #expect(TextWidth.pad("abcdef", to: 4, policy: wide) == "ab…")
    }

    @Test(arguments: [
        ("Acme", 4, "Acme"), ("Acme", 3, "Ac…"), ("Acme", 1, "…"), ("Acme", 0, ""), ("北京星图", 8, "北京星图"),
        ("北京星图", 7, "北京星…"), ("北京星图", 6, "北京…"), ("北京星图", 2, "…"), ("👩‍👩‍👧👩‍👩‍👧", 3, "👩‍👩‍👧…"),
        ("a\u{1B}[2Jb", 3, "a␛…"),
    ])
    func truncates(text: String, columns: Int, expected: String) {
        #expect(TextWidth.truncate(text, to: columns) == expected)
        #expect(TextWidth.width(of: expected) <= columns)
    }

    @Test func padsToTheColumn() {
        #expect(TextWidth.pad("北京", to: 6) == "北京  ")
        #expect(TextWidth.pad("北京", to: 6, alignment: .right) == "  北京")
        #expect(TextWidth.pad("北京", to: 7, alignment: .centre) == " 北京  ")
        #expect(TextWidth.pad("北京星", to: 4) == "北… ")
        #expect(TextWidth.pad("x", to: -1) == "")
        #expect(TextWidth.prefix("北京", fitting: 3) == "北")
    }

    @Test func cutsWhateverTheLength() {
        let text = "Zoë 北京 👩‍👩‍👧 e\u{301}\u{202E}!"
        for columns in 0...30 {
            #expect(TextWidth.width(of: TextWidth.pad(text, to: columns)) == columns)
            #expect(TextWidth.width(of: TextWidth.prefix(text, fitting: columns)) <= columns)
        }
    }

    @Test func randomBytesNeverBreakIt() {
        var random = Seeded(state: 7)
        for _ in 0..<2_000 {
            let bytes = (0..<40).map { _ in UInt8.random(in: 0...255, using: &random) }
            let width = TextWidth.width(ofBytes: bytes)
            var buffer = CellBuffer(size: Size(width: 400, height: 1))
            #expect(buffer.write(bytes: bytes, at: .zero) == width)
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
