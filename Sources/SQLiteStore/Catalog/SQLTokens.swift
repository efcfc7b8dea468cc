/// SQL cut into words, for the little that SQLite keeps only as text: checks, index expressions and conditions.
struct SQLTokens {
    enum Kind: Equatable { case word, quoted, string, number, symbol }

    struct Token: Equatable {
        let kind: Kind
        /// Without quotes, doubled quotes made one.
        let text: String
        let start: Int
        let end: Int

        /// Whether the token is this keyword, given in capitals.
        func isWord(_ word: String) -> Bool {
            guard kind == .word, text.utf8.count == word.utf8.count else { return false }
            return zip(text.utf8, word.utf8).allSatisfy { $0 & 0xDF == $1 & 0xDF }
        }

        func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
        var isName: Bool { kind == .word || kind == .quoted }
    }

    let source: [UInt8]
    let tokens: [Token]

    init(_ sql: String) {
        source = Array(sql.utf8)
        tokens = Self.scan(source)
    }

    /// The source from one token to another, as written.
    func text(_ range: Range<Int>) -> String {
        guard let first = range.first, let last = range.last else { return "" }
        return String(decoding: source[tokens[first].start..<tokens[last].end], as: UTF8.self)
    }

    /// The position behind the parenthesis that closes the one at `position`; the end where none does.
    func behindGroup(at position: Int) -> Int {
        var depth = 0
        var position = position
        while position < tokens.count {
            if tokens[position].isSymbol("(") { depth += 1 }
            if tokens[position].isSymbol(")") {
                depth -= 1
                if depth == 0 { return position + 1 }
            }
            position += 1
        }
        return position
    }

    /// The parts of a range between separators that stand in no parenthesis.
    func split(_ range: Range<Int>, at isSeparator: (Token) -> Bool) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        var position = start
        while position < range.upperBound {
            if tokens[position].isSymbol("(") {
                position = min(behindGroup(at: position), range.upperBound)
                continue
            }
            if isSeparator(tokens[position]) {
                parts.append(start..<position)
                start = position + 1
            }
            position += 1
        }
        parts.append(start..<range.upperBound)
        return parts
    }

    private static func scan(_ source: [UInt8]) -> [Token] {
        var tokens: [Token] = []
        var position = 0
        func peek(_ offset: Int) -> UInt8 { position + offset < source.count ? source[position + offset] : 0 }
        while position < source.count {
            let byte = source[position]
            let start = position
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0C, 0x0D:
                position += 1
            case UInt8(ascii: "-") where peek(1) == byte:
                while position < source.count, source[position] != 0x0A { position += 1 }
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
                position += 2
                while position < source.count, !(source[position] == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/"))
                { position += 1 }
                position = min(position + 2, source.count)
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "["):
                let close = byte == UInt8(ascii: "[") ? UInt8(ascii: "]") : byte
                var text: [UInt8] = []
                position += 1
                while position < source.count {
                    if source[position] == close {
                        guard close == byte, peek(1) == close else { break }
                        position += 1
                    }
                    text.append(source[position])
                    position += 1
                }
                position = min(position + 1, source.count)
                tokens.append(
                    Token(
                        kind: byte == UInt8(ascii: "'") ? .string : .quoted,
                        text: String(decoding: text, as: UTF8.self), start: start, end: position))
            default:
                let kind: Kind = isDigit(byte) ? .number : isWordByte(byte) ? .word : .symbol
                position += 1
                if kind != .symbol {
                    while position < source.count,
                        isWordByte(source[position]) || (kind == .number && source[position] == UInt8(ascii: "."))
                    { position += 1 }
                }
                tokens.append(
                    Token(
                        kind: kind, text: String(decoding: source[start..<position], as: UTF8.self), start: start,
                        end: position))
            }
        }
        return tokens
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
