/// Takes one atom apart: field, operator, values.
struct FilterTermReader {
    let atom: FilterLexer.Atom

    func read() throws(FilterError) -> FilterTerm {
        let whole = 0..<atom.bytes.count
        guard let colon = atom.mark(UInt8(ascii: ":"), in: whole) else {
            return FilterTerm(.word(try readWord(whole)), range: atom.range)
        }
        let field = try readField(0..<colon)
        let (sign, valueStart) = readOperator(colon)
        let values = try readValues(valueStart..<whole.upperBound, sign: sign.kind, field: field.text)
        return FilterTerm(.field(field, sign, values), range: atom.range)
    }

    private func readWord(_ slice: Range<Int>) throws(FilterError) -> FilterValue {
        guard !slice.isEmpty else { throw FilterError(.missingValue(field: nil), range: atom.range) }
        guard let star = atom.mark(UInt8(ascii: "*"), in: slice) else {
            return FilterValue(.text(atom.text(slice)), range: atom.range)
        }
        guard star == slice.upperBound - 1, star > slice.lowerBound else {
            throw FilterError(.wildcardNotAtEnd, range: atom.starts[star]..<atom.ends[star])
        }
        return FilterValue(.prefix(atom.text(slice.lowerBound..<star)), range: atom.range)
    }

    private func readField(_ slice: Range<Int>) throws(FilterError) -> FilterField {
        guard !slice.isEmpty else {
            throw FilterError(.missingField, range: atom.source(slice.upperBound..<slice.upperBound + 1))
        }
        var parts: [String] = []
        for part in split(slice, at: UInt8(ascii: ".")) {
            guard !part.isEmpty else { throw FilterError(.emptyPathPart, range: atom.source(slice)) }
            parts.append(atom.text(part))
        }
        return FilterField(parts: parts, range: atom.source(slice))
    }

    private func readOperator(_ colon: Int) -> (FilterOperator, next: Int) {
        func stands(_ byte: Character, at index: Int) -> Bool {
            index < atom.bytes.count && !atom.quoted[index] && atom.bytes[index] == byte.asciiValue
        }
        let kind: FilterOperator.Kind
        if stands("=", at: colon + 1) {
            kind = .equal
        } else if stands(">", at: colon + 1) {
            kind = stands("=", at: colon + 2) ? .greaterOrEqual : .greater
        } else if stands("<", at: colon + 1) {
            kind = stands("=", at: colon + 2) ? .lessOrEqual : .less
        } else {
            kind = .has
        }
        let next = colon + kind.rawValue.utf8.count
        return (FilterOperator(kind, range: atom.starts[colon]..<atom.ends[next - 1]), next)
    }

    private func readValues(
        _ slice: Range<Int>, sign: FilterOperator.Kind, field: String
    ) throws(FilterError) -> [FilterValue] {
        let pieces = split(slice, at: UInt8(ascii: ","))
        guard pieces.count <= FilterSyntax.valueLimit else {
            throw FilterError(.tooManyValues(limit: FilterSyntax.valueLimit), range: atom.source(slice))
        }
        var values: [FilterValue] = []
        for piece in pieces {
            guard !piece.isEmpty || atom.emptyQuotes.contains(piece.lowerBound) else {
                throw FilterError(.missingValue(field: field), range: atom.source(piece))
            }
            values.append(FilterValue(try readForm(piece, sign: sign), range: atom.source(piece)))
        }
        return values
    }

    private func readForm(_ slice: Range<Int>, sign: FilterOperator.Kind) throws(FilterError) -> FilterValue.Form {
        guard sign == .has, !slice.isEmpty else { return .text(atom.text(slice)) }
        let isPlain = slice.allSatisfy { !atom.quoted[$0] }
        if isPlain, CaseFolding.lowerASCII(atom.text(slice)) == "null" { return .null }
        if let dots = rangeMark(slice) {
            let lower = slice.lowerBound..<dots
            let upper = dots + 2..<slice.upperBound
            guard !lower.isEmpty || !upper.isEmpty else { throw FilterError(.emptyRange, range: atom.source(slice)) }
            return .range(
                lower.isEmpty ? nil : atom.text(lower), upper.isEmpty ? nil : atom.text(upper))
        }
        guard let star = atom.mark(UInt8(ascii: "*"), in: slice) else { return .text(atom.text(slice)) }
        guard star == slice.upperBound - 1 else {
            throw FilterError(.wildcardNotAtEnd, range: atom.starts[star]..<atom.ends[star])
        }
        return star == slice.lowerBound ? .anything : .prefix(atom.text(slice.lowerBound..<star))
    }

    /// The first of two unquoted dots beside each other.
    private func rangeMark(_ slice: Range<Int>) -> Int? {
        let dot = UInt8(ascii: ".")
        return slice.dropLast().first {
            atom.bytes[$0] == dot && !atom.quoted[$0] && atom.bytes[$0 + 1] == dot && !atom.quoted[$0 + 1]
                && atom.ends[$0] == atom.starts[$0 + 1]
        }
    }

    private func split(_ slice: Range<Int>, at byte: UInt8) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var start = slice.lowerBound
        while let mark = atom.mark(byte, in: start..<slice.upperBound) {
            pieces.append(start..<mark)
            start = mark + 1
        }
        pieces.append(start..<slice.upperBound)
        return pieces
    }
}
