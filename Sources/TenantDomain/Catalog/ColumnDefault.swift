/// What a column's default gives a row, as far as its definition tells without asking the database.
package enum ColumnDefault: Sendable, Equatable {
    /// There is none, or it says NULL.
    case null
    /// Always the same; the value as text, without quotes and casts.
    case constant(String)
    /// Made by the database each time; as the database spells it.
    case computed(String)

    /// - Parameter definition: as the catalog keeps it: `'free'::text`, `0`, `(-1)`, `gen_random_uuid()`; nil without one.
    package init(_ definition: String?) {
        guard let definition else {
            self = .null
            return
        }
        self = Self.literal(Self.bare(definition[...])) ?? .computed(definition)
    }

    /// Without blanks and parentheses around the whole.
    private static func bare(_ text: Substring) -> Substring {
        var text = text.trimming(while: \.isWhitespace)
        while text.first == "(", text.last == ")", !text.dropFirst().dropLast().contains(where: { "()".contains($0) }) {
            text = text.dropFirst().dropLast().trimming(while: \.isWhitespace)
        }
        return text
    }

    private static func literal(_ text: Substring) -> ColumnDefault? {
        if text.first == "'" {
            var value = ""
            var rest = text.dropFirst()
            while let end = rest.firstIndex(of: "'") {
                value += rest[..<end]
                rest = rest[rest.index(after: end)...]
                guard rest.first == "'" else { return isCast(rest) ? .constant(value) : nil }
                value += "'"
                rest = rest.dropFirst()
            }
            return nil
        }
        let end = text.firstIndex(of: ":") ?? text.endIndex
        guard isCast(text[end...]) else { return nil }
        let word = bare(text[..<end])
        switch word.lowercased() {
        case "null": return .null
        case "true", "false": return .constant(word.lowercased())
        default:
            let digits = word.first == "-" || word.first == "+" ? word.dropFirst() : word
            guard let first = digits.first, first.isASCII, first.isNumber, Double(digits) != nil else { return nil }
            return .constant(String(word.first == "+" ? digits : word))
        }
    }

    /// Nothing, or casts and nothing else: `::character varying(40)`.
    private static func isCast(_ text: Substring) -> Bool {
        let text = text.trimming(while: \.isWhitespace)
        return text.isEmpty
            || text.hasPrefix("::")
                && text.allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || "_:. (),[]\"".contains($0) }
    }
}

extension Substring {
    fileprivate func trimming(while isBlank: (Character) -> Bool) -> Substring {
        var text = drop(while: isBlank)
        while let last = text.last, isBlank(last) { text = text.dropLast() }
        return text
    }
}
