/// How well a typed pattern fits a label whose letters contain it in order, whatever lies between.
package struct SubsequenceMatch: Hashable, Sendable {
    /// Higher is better; comparable for one pattern only.
    package let score: Int
    /// The places of the matched characters in the label.
    package let places: [Int]

    /// Nil where the label does not contain the pattern's characters in order; case and blanks of the pattern do not
    /// matter. Starts of words and runs count most, then shorter labels.
    package init?(_ pattern: String, in label: String) {
        let pattern = pattern.lowercased().filter { !$0.isWhitespace }
        let letters = Array(label)
        let folded = letters.map { Character($0.lowercased().first.map(String.init) ?? "") }
        guard let found = Self.run(Array(pattern), in: folded) ?? Self.scattered(Array(pattern), in: folded, letters)
        else { return nil }
        var score = 0
        for (order, place) in found.enumerated() {
            if place == 0 { score += 12 } else if Self.startsWord(place, letters) { score += 8 }
            if order > 0, found[order - 1] + 1 == place { score += 6 }
        }
        self.score = score * 64 - min(letters.count, 63)
        places = found
    }

    /// The pattern in one piece, at the start of a word where there is one.
    private static func run(_ pattern: [Character], in folded: [Character]) -> [Int]? {
        guard pattern.count <= folded.count else { return nil }
        var first: Int?
        for start in 0...(folded.count - pattern.count) where folded[start...].starts(with: pattern) {
            if startsWord(start, folded) { return Array(start..<(start + pattern.count)) }
            if first == nil { first = start }
        }
        return first.map { Array($0..<($0 + pattern.count)) }
    }

    /// Each character at the next start of a word that has it, as long as the rest still fits; else the next place.
    private static func scattered(_ pattern: [Character], in folded: [Character], _ letters: [Character]) -> [Int]? {
        var found: [Int] = []
        var start = 0
        for (order, character) in pattern.enumerated() {
            guard let next = folded[start...].firstIndex(of: character) else { return nil }
            let rest = pattern[(order + 1)...]
            let better = folded.indices[start...].first {
                folded[$0] == character && startsWord($0, letters) && contains(rest, in: folded[($0 + 1)...])
            }
            found.append(better ?? next)
            start = (better ?? next) + 1
        }
        return found
    }

    private static func contains(_ pattern: ArraySlice<Character>, in folded: ArraySlice<Character>) -> Bool {
        var rest = folded
        for character in pattern {
            guard let place = rest.firstIndex(of: character) else { return false }
            rest = rest[(place + 1)...]
        }
        return true
    }

    private static func startsWord(_ place: Int, _ letters: [Character]) -> Bool {
        guard place > 0 else { return true }
        let before = letters[place - 1]
        return !(before.isLetter || before.isNumber) || (before.isLowercase && letters[place].isUppercase)
    }
}
