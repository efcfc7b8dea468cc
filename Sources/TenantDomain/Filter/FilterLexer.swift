/// Cuts filter text into parentheses, signs, keywords and atoms. Works on UTF-8 bytes and never traps.
struct FilterLexer {
    /// A run without unquoted blanks, its quotes taken off.
    struct Atom {
        var bytes: [UInt8] = []
        /// Whether the byte stood in quotes, so that it is no mark of the language.
        var quoted: [Bool] = []
        /// Where each byte's spelling starts and ends in the text (an escape spells one byte with two).
        var starts: [Int] = []
        var ends: [Int] = []
        /// Positions in `bytes` at which an empty pair of quotes stood.
        var emptyQuotes: [Int] = []
        var range: Range<Int> = 0..<0

        var isPlain: Bool { !quoted.contains(true) && emptyQuotes.isEmpty }

        /// The first unquoted `byte` in `slice`.
        func mark(_ byte: UInt8, in slice: Range<Int>) -> Int? {
            slice.first { bytes[$0] == byte && !quoted[$0] }
        }

        func text(_ slice: Range<Int>) -> String { String(decoding: bytes[slice], as: UTF8.self) }

        /// Where `slice` stands in the text, quotes included; the slice must lie between unquoted marks.
        func source(_ slice: Range<Int>) -> Range<Int> {
            let lower = slice.lowerBound > 0 ? ends[slice.lowerBound - 1] : range.lowerBound
            let upper = slice.upperBound < bytes.count ? starts[slice.upperBound] : range.upperBound
            return lower..<max(lower, upper)
        }
    }

    enum Keyword: String { case or, and, not }

    enum Token {
        case open
        case close
        case minus
        case keyword(Keyword)
        case atom(Atom)
        case end
    }

    let bytes: [UInt8]
    private(set) var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The next token and where it stands.
    mutating func next() throws(FilterError) -> (token: Token, range: Range<Int>) {
        while position < bytes.count {
            let blank = FilterLexer.blankLength(bytes, at: position)
            if blank == 0 { break }
            position += blank
        }
        let start = position
        guard position < bytes.count else { return (.end, start..<start) }
        switch bytes[position] {
        case UInt8(ascii: "("):
            position += 1
            return (.open, start..<position)
        case UInt8(ascii: ")"):
            position += 1
            return (.close, start..<position)
        case UInt8(ascii: "-"):
            position += 1
            return (.minus, start..<position)
        default:
            let atom = try readAtom()
            if let keyword = FilterLexer.keyword(atom) { return (.keyword(keyword), atom.range) }
            return (.atom(atom), atom.range)
        }
    }

    private mutating func readAtom() throws(FilterError) -> Atom {
        var atom = Atom()
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0 { throw FilterError(.nul, range: position..<position + 1) }
            if byte == UInt8(ascii: ")") || FilterLexer.blankLength(bytes, at: position) > 0 { break }
            if byte == UInt8(ascii: "(") {
                atom.range = start..<position
                if FilterLexer.keyword(atom) != nil { break }
                throw FilterError(.parenthesisInWord, range: position..<position + 1, term: textOfTerm(from: start))
            }
            if byte == UInt8(ascii: "\"") {
                try readQuoted(into: &atom, termStart: start)
            } else {
                atom.bytes.append(byte)
                atom.quoted.append(false)
                atom.starts.append(position)
                atom.ends.append(position + 1)
                position += 1
            }
        }
        atom.range = start..<position
        return atom
    }

    private mutating func readQuoted(into atom: inout Atom, termStart: Int) throws(FilterError) {
        let opening = position
        let before = atom.bytes.count
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0 { throw FilterError(.nul, range: position..<position + 1) }
            if byte == UInt8(ascii: "\"") {
                position += 1
                if atom.bytes.count == before { atom.emptyQuotes.append(before) }
                return
            }
            var length = 1
            var value = byte
            if byte == UInt8(ascii: "\\"), position + 1 < bytes.count {
                let escaped = bytes[position + 1]
                if escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\") {
                    value = escaped
                    length = 2
                }
            }
            atom.bytes.append(value)
            atom.quoted.append(true)
            atom.starts.append(position)
            atom.ends.append(position + length)
            position += length
        }
        throw FilterError(
            .unclosedQuote, range: opening..<bytes.count,
            term: String(decoding: bytes[termStart...], as: UTF8.self))
    }

    /// From `start` to the next blank, for messages about text that is no term yet.
    private func textOfTerm(from start: Int) -> String {
        var end = start
        while end < bytes.count, FilterLexer.blankLength(bytes, at: end) == 0 { end += 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    static func keyword(_ atom: Atom) -> Keyword? {
        guard atom.isPlain, atom.bytes.count == 2 || atom.bytes.count == 3 else { return nil }
        return Keyword(rawValue: CaseFolding.lowerASCII(atom.text(0..<atom.bytes.count)))
    }

    /// How many bytes a blank at the position takes (any Unicode white space), 0 where none stands.
    static func blankLength(_ bytes: [UInt8], at position: Int) -> Int {
        let byte = bytes[position]
        if byte < 0x80 { return byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) ? 1 : 0 }
        let second = position + 1 < bytes.count ? bytes[position + 1] : 0
        if byte == 0xC2 { return second == 0x85 || second == 0xA0 ? 2 : 0 }
        guard byte == 0xE1 || byte == 0xE2 || byte == 0xE3, position + 2 < bytes.count else { return 0 }
        let third = bytes[position + 2]
        switch (byte, second) {
        case (0xE1, 0x9A): return third == 0x80 ? 3 : 0
        case (0xE2, 0x80): return third <= 0x8A || third == 0xA8 || third == 0xA9 || third == 0xAF ? 3 : 0
        case (0xE2, 0x81): return third == 0x9F ? 3 : 0
        case (0xE3, 0x80): return third == 0x80 ? 3 : 0
        default: return 0
        }
    }
}
