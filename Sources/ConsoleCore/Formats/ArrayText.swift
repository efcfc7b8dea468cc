/// Arrays and vectors as people read them: `a, b, "c, d"`, `1536 dimensions · 0.12, -0.4, …`.
package enum ArrayText {
    /// Elements of a PostgreSQL array (`{a,"b c",NULL}`) or a JSON array (`["a","b c",null]`), one after the other; the
    /// text itself where it is neither. A text that was cut gives the elements that are there.
    package static func elements(_ text: String) -> String {
        guard let reader = Reader(text) else { return text }
        var rest = reader
        return rest.list(isOutermost: true)
    }

    /// - Parameters:
    ///   - dimensions: as declared; counted where nil and the text is whole.
    ///   - isCut: whether the text is only the head of the value.
    package static func vector(_ text: String, dimensions: Int?, isCut: Bool) -> String {
        guard text.hasPrefix("["), isCut || text.hasSuffix("]") else { return text }
        let numbers = text.dropFirst().dropLast(isCut ? 0 : 1).split(separator: ",")
        // The last number of a cut text may be a part of one.
        let whole = isCut ? numbers.dropLast() : numbers[...]
        let count = isCut ? dimensions : numbers.count
        let head = whole.prefix(headLength).joined(separator: ", ")
        let more = isCut || whole.count > headLength ? ", …" : ""
        guard let count else { return head + more }
        return "\(count) dimensions · \(head)\(more)"
    }

    private static let headLength = 4

    private struct Reader {
        private var rest: Substring
        private let isJSON: Bool
        private let open: Character
        private let close: Character

        /// Nil for text that is no array.
        init?(_ text: String) {
            // `[2:4]={a,b,c}` names bounds other than the usual.
            var text = text[...]
            if text.hasPrefix("["), let bounds = text.braceBehindBounds { text = text[bounds...] }
            guard let first = text.first, first == "{" || first == "[" else { return nil }
            rest = text
            isJSON = first == "["
            open = first
            close = isJSON ? "]" : "}"
        }

        mutating func list(isOutermost: Bool) -> String {
            rest.removeFirst()
            var elements: [String] = []
            while let next = rest.first, next != close {
                if next == "," || next == " " {
                    rest.removeFirst()
                } else if next == open {
                    elements.append(list(isOutermost: false))
                } else {
                    elements.append(element())
                }
            }
            if !rest.isEmpty { rest.removeFirst() }
            let text = elements.joined(separator: ", ")
            if isOutermost { return elements.isEmpty ? "(none)" : text }
            return "[\(text)]"
        }

        private mutating func element() -> String {
            guard rest.first == "\"" else {
                let word = rest.prefix { $0 != "," && $0 != close }
                rest = rest.dropFirst(word.count)
                return word == (isJSON ? "null" : "NULL") ? "∅" : String(word)
            }
            rest.removeFirst()
            var value = ""
            while let character = rest.popFirst(), character != "\"" {
                value.append(character == "\\" ? escaped() : character)
            }
            let isPlain = !value.isEmpty && !value.contains(",") && value.first != " " && value.last != " "
            return isPlain ? value : "\"\(value)\""
        }

        private mutating func escaped() -> Character {
            guard let character = rest.popFirst() else { return "\\" }
            guard isJSON else { return character }
            switch character {
            case "n": return "\n"
            case "t": return "\t"
            case "r": return "\r"
            case "u":
                let digits = rest.prefix(4)
                guard let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) else { return "\u{FFFD}" }
                rest = rest.dropFirst(digits.count)
                return Character(scalar)
            default: return character
            }
        }
    }
}

extension Substring {
    /// Where the brace behind `]=` stands.
    fileprivate var braceBehindBounds: Index? {
        guard let equals = firstIndex(of: "="), equals != startIndex, self[index(before: equals)] == "]" else {
            return nil
        }
        let brace = index(after: equals)
        return brace < endIndex && self[brace] == "{" ? brace : nil
    }
}
