/// One drawn unit of text: a scalar, or a grapheme cluster of several, with the columns it takes.
struct Glyph {
    /// The scalar, where the glyph is just one.
    var scalar: UInt32
    /// The cluster, where it is more than one.
    var cluster: String?
    var width: Int

    init(scalar: UInt32, width: Int) {
        self.scalar = scalar
        self.width = width
    }

    init(cluster: String, width: Int) {
        self.scalar = 0
        self.cluster = cluster
        self.width = width
    }

    func append(to text: inout String) {
        if let cluster {
            text += cluster
        } else if let scalar = Unicode.Scalar(scalar) {
            text.unicodeScalars.append(scalar)
        }
    }
}

/// Turns UTF-8 from anywhere into glyphs that are safe to draw. This is the one gate between data and screen:
///
/// - C0 controls and DEL become their pictures (`␛`, `␊`, `␡`);
/// - C1 controls, bidi controls, zero-width and other invisible characters become `<U+202E>` as `less` writes them;
/// - a joiner, variation selector or tag that belongs to its emoji (UAX #29 keeps it in the cluster) stays;
/// - a combining mark without a base gets `◌`; beyond 16 scalars a cluster is cut and ends in `<+N>`;
/// - invalid UTF-8 becomes `U+FFFD`.
struct GlyphScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let ambiguous: Int
    private var offset = 0
    /// Glyphs already made, last first.
    private var pending: [Glyph] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, policy: WidthPolicy) {
        self.bytes = bytes
        self.ambiguous = policy.ambiguous == .wide ? 2 : 1
    }

    @inline(__always)
    mutating func next() -> Glyph? {
        if pending.isEmpty, offset < bytes.count {
            let byte = bytes[offset]
            if byte &- 0x20 < 0x5F, offset + 1 == bytes.count || bytes[offset + 1] < 0x80 {
                offset += 1
                return Glyph(scalar: UInt32(byte), width: 1)
            }
        }
        return nextSlowly()
    }

    private mutating func nextSlowly() -> Glyph? {
        if let glyph = pending.popLast() { return glyph }
        guard offset < bytes.count else { return nil }
        let (scalar, length) = decode(at: offset)
        guard length > 0 else {
            offset += -length
            return Glyph(scalar: 0xFFFD, width: ambiguous)
        }
        let bits = ScalarBits(scalar)
        let after = offset + length
        if !bits.joins, after == bytes.count || bytes[after] < 0x80 || !joins(at: after) {
            offset = after
            if bits.isHidden {
                pending = Self.token(for: scalar)
                return pending.popLast()
            }
            return Glyph(scalar: scalar, width: max(1, bits.columns(ambiguous: ambiguous)))
        }
        return nextCluster()
    }

    /// Takes the grapheme cluster at `offset`, whose first two scalars may belong together.
    private mutating func nextCluster() -> Glyph? {
        let end = endOfRun()
        let run = String(decoding: bytes[offset..<end], as: UTF8.self)
        let cluster = run[..<run.index(after: run.startIndex)]
        offset += cluster.utf8.count
        let scalars = cluster.unicodeScalars.map(\.value)
        var kept = String.UnicodeScalarView()
        var hidden: [UInt32] = []
        var dropped = 0
        var width = 0
        for (position, scalar) in scalars.enumerated() {
            let bits = ScalarBits(scalar)
            if bits.isHidden, !Self.belongs(position, in: scalars) {
                hidden.append(scalar)
                continue
            }
            if kept.count == Self.longestCluster {
                dropped += 1
                continue
            }
            let columns = bits.columns(ambiguous: ambiguous)
            if kept.isEmpty, columns == 0 {
                kept.append("\u{25CC}")
                width = 1
            }
            width += columns
            if scalar == 0xFE0F, position > 0, ScalarBits(scalars[position - 1]).turns { width = 2 }
            if let scalar = Unicode.Scalar(scalar) { kept.append(scalar) }
        }
        if dropped > 0 { pending = "<+\(dropped)>".utf8.reversed().map { Glyph(scalar: UInt32($0), width: 1) } }
        for scalar in hidden.reversed() { pending += Self.token(for: scalar) }
        if kept.count == 1, let scalar = kept.first {
            return Glyph(scalar: scalar.value, width: max(1, min(2, width)))
        }
        if kept.isEmpty { return pending.popLast() }
        return Glyph(cluster: String(kept), width: max(1, min(2, width)))
    }

    /// Emoji families have 7 scalars, with skin tones 10, flags of regions 7.
    private static let longestCluster = 16
    /// More bytes than any honest cluster; what goes on beyond it is taken as a cluster of its own.
    private static let longestRun = 512

    /// The end of the scalars that may have to do with each other: before the second of two plain ones.
    private func endOfRun() -> Int {
        var end = offset
        var wasPlain = false
        while end < bytes.count, end - offset < Self.longestRun {
            let (scalar, length) = decode(at: end)
            if length <= 0 { break }
            let isPlain = !ScalarBits(scalar).joins
            if isPlain, wasPlain, end > offset { break }
            wasPlain = isPlain
            end += length
        }
        return end
    }

    /// Whether an invisible scalar is a working part of its cluster.
    private static func belongs(_ position: Int, in scalars: [UInt32]) -> Bool {
        guard position > 0 else { return false }
        let before = scalars[position - 1]
        switch scalars[position] {
        case 0x200D:
            guard position + 1 < scalars.count else { return false }
            let after = ScalarBits(scalars[position + 1])
            return after.columns(ambiguous: 1) > 0
        case 0xFE0E, 0xFE0F:
            return Unicode.Scalar(before)?.properties.isEmoji ?? false
        case 0xE0020...0xE007F:
            return scalars[0] == 0x1F3F4 && scalars.last == 0xE007F
        default:
            return false
        }
    }

    /// The visible stand-in for a scalar that must not be drawn, last glyph first.
    private static func token(for scalar: UInt32) -> [Glyph] {
        if scalar < 0x20 { return [Glyph(scalar: 0x2400 + scalar, width: 1)] }
        if scalar == 0x7F { return [Glyph(scalar: 0x2421, width: 1)] }
        let digits = String(scalar, radix: 16, uppercase: true)
        let text = "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
        return text.utf8.reversed().map { Glyph(scalar: UInt32($0), width: 1) }
    }

    private func joins(at position: Int) -> Bool {
        let (scalar, length) = decode(at: position)
        return length > 0 && ScalarBits(scalar).joins
    }

    /// The scalar at a place and its length in bytes; where the bytes are no UTF-8, minus the bytes to skip.
    private func decode(at position: Int) -> (scalar: UInt32, length: Int) {
        let first = bytes[position]
        if first < 0x80 { return (UInt32(first), 1) }
        let length: Int
        var scalar: UInt32
        var lowest: UInt8 = 0x80
        var highest: UInt8 = 0xBF
        switch first {
        case 0xC2...0xDF: (length, scalar) = (2, UInt32(first & 0x1F))
        case 0xE0...0xEF:
            (length, scalar) = (3, UInt32(first & 0x0F))
            if first == 0xE0 { lowest = 0xA0 }
            if first == 0xED { highest = 0x9F }
        case 0xF0...0xF4:
            (length, scalar) = (4, UInt32(first & 0x07))
            if first == 0xF0 { lowest = 0x90 }
            if first == 0xF4 { highest = 0x8F }
        default: return (0, -1)
        }
        for step in 1..<length {
            guard position + step < bytes.count else { return (0, -step) }
            let byte = bytes[position + step]
            guard byte >= lowest, byte <= highest else { return (0, -step) }
            lowest = 0x80
            highest = 0xBF
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        return (scalar, length)
    }
}

/// What the generated table says of a scalar.
struct ScalarBits {
    private let bits: UInt8

    @inline(__always)
    init(_ scalar: UInt32) {
        // Both literals are ASCII of a fixed shape (a test walks every scalar), so the reads stay inside them.
        let block = Int(min(scalar, 0x10FFFF) >> 8)
        let pair = (block >> 6) * 129 + (block & 63) * 2
        let index = WidthTable.index.utf8Start
        let row = Int(index[pair] - 48) * 64 + Int(index[pair + 1] - 48)
        bits = WidthTable.blocks.utf8Start[row * 257 + Int(scalar & 0xFF)] - 48
    }

    /// May be one cluster with a neighbour.
    var joins: Bool { bits & 4 != 0 }
    /// Must not be drawn by itself.
    var isHidden: Bool { bits & 8 != 0 }
    /// One column alone, two before U+FE0F.
    var turns: Bool { bits & 16 != 0 }
    var isAmbiguous: Bool { bits & 3 == 3 }

    func columns(ambiguous: Int) -> Int {
        isAmbiguous ? ambiguous : Int(bits & 3)
    }
}
