/// What may be typed at the cursor of a filter, and the text it would replace.
package struct FilterCompletion: Sendable, Equatable {
    package struct Candidate: Sendable, Equatable {
        package enum Kind: Sendable, Equatable { case field, `operator`, value, time, keyword }

        package let kind: Kind
        /// Put in place of `range`, quoted where it has to be.
        package let text: String
        /// One line that says what it is.
        package let help: String
    }

    /// Frequent values to ask the database for; what it answers is offered beside the candidates, over the same range
    /// and spelled with `FilterText.quoting`.
    package struct ValueSource: Sendable, Equatable {
        package let column: ResourceColumn
        /// What the values must start with, without regard to case; empty asks for any.
        package let start: String
    }

    /// UTF-8 offsets of the text that a candidate replaces.
    package let range: Range<Int>
    package let candidates: [Candidate]
    package let valueSource: ValueSource?

    /// - Parameter cursor: a UTF-8 offset into the text; clamped to it.
    package static func at(
        _ cursor: Int, in text: String, resource: Resource, context: FilterContext
    ) -> FilterCompletion {
        let place = FilterCursor(text, cursor: cursor)
        let resolver = FilterResolver(resource: resource, context: context)
        let completer = FilterCompleter(resolver: resolver, place: place)
        guard let field = place.field else {
            return FilterCompletion(range: place.range, candidates: completer.names(), valueSource: nil)
        }
        return completer.values(of: field)
    }
}

/// The part of a filter that the cursor stands in, read leniently: unclosed quotes and missing parts are normal here.
struct FilterCursor {
    /// The part to replace: a name, or one of the values of a term.
    let range: Range<Int>
    /// The part as far as the cursor, without quotes.
    let typed: String
    /// The field's parts and the operator where the cursor stands behind one.
    let field: (parts: [String], sign: FilterOperator.Kind)?
    /// Whether the part has nothing after the operator yet, so that the operator may still change.
    let isFirstValue: Bool

    init(_ text: String, cursor: Int) {
        let bytes = Array(text.utf8.prefix(FilterSyntax.lengthLimit))
        let cursor = min(max(0, cursor), bytes.count)
        var start = 0
        var marks: [(byte: UInt8, at: Int)] = []
        var isQuoted = false
        var index = 0
        while index < cursor {
            let byte = bytes[index]
            if isQuoted {
                if byte == UInt8(ascii: "\\") { index += 1 } else if byte == UInt8(ascii: "\"") { isQuoted = false }
            } else if byte == UInt8(ascii: "\"") {
                isQuoted = true
            } else if byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
                || FilterLexer.blankLength(bytes, at: index) > 0
                || (byte == UInt8(ascii: "-") && start == index && marks.isEmpty)
            {
                start = index + max(1, FilterLexer.blankLength(bytes, at: index))
                marks = []
            } else if byte == UInt8(ascii: ":") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".") {
                marks.append((byte, index))
            }
            index += 1
        }
        start = min(start, cursor)
        var end = cursor
        while end < bytes.count, isQuoted || !FilterCursor.ends(bytes, at: end) {
            if bytes[end] == UInt8(ascii: "\"") { isQuoted.toggle() }
            end += 1
        }
        guard let colon = marks.first(where: { $0.byte == UInt8(ascii: ":") })?.at else {
            range = start..<end
            typed = FilterCursor.unquoted(bytes[start..<cursor])
            field = nil
            isFirstValue = false
            return
        }
        let name = FilterCursor.parts(bytes[start..<colon], marks.filter { $0.at < colon }.map(\.at))
        let following = String(decoding: bytes[colon..<cursor], as: UTF8.self)
        let spellings = FilterOperator.Kind.allCases.sorted { $0.rawValue.utf8.count > $1.rawValue.utf8.count }
        let sign = spellings.first { following.hasPrefix($0.rawValue) } ?? .has
        let firstValue = colon + sign.rawValue.utf8.count
        var valueStart = firstValue
        for (position, mark) in marks.enumerated() where mark.at >= firstValue {
            let isRange =
                sign == .has && mark.byte == UInt8(ascii: ".") && position > 0
                && marks[position - 1].at == mark.at - 1 && marks[position - 1].byte == mark.byte
            if mark.byte == UInt8(ascii: ",") || isRange { valueStart = mark.at + 1 }
        }
        let comma = bytes[cursor..<end].firstIndex(of: UInt8(ascii: ","))
        range = min(valueStart, cursor)..<(comma ?? end)
        typed = FilterCursor.unquoted(bytes[min(valueStart, cursor)..<cursor])
        field = (name, sign)
        isFirstValue = sign == .has && valueStart == firstValue && cursor == firstValue
    }

    private static func ends(_ bytes: [UInt8], at index: Int) -> Bool {
        bytes[index] == UInt8(ascii: "(") || bytes[index] == UInt8(ascii: ")")
            || FilterLexer.blankLength(bytes, at: index) > 0
    }

    private static func parts(_ slice: ArraySlice<UInt8>, _ dots: [Int]) -> [String] {
        var parts: [String] = []
        var start = slice.startIndex
        for dot in dots + [slice.endIndex] {
            parts.append(unquoted(slice[start..<dot]))
            start = dot + 1
        }
        return parts
    }

    private static func unquoted(_ slice: ArraySlice<UInt8>) -> String {
        var output: [UInt8] = []
        var isEscaped = false
        for byte in slice {
            if !isEscaped, byte == UInt8(ascii: "\"") { continue }
            if !isEscaped, byte == UInt8(ascii: "\\") {
                isEscaped = true
                continue
            }
            output.append(byte)
            isEscaped = false
        }
        return String(decoding: output, as: UTF8.self)
    }
}
