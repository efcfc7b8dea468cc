/// The valid word that a person most likely meant.
package enum NearestWord {
    /// The candidate with the smallest edit distance (Damerau–Levenshtein with adjacent transpositions, ASCII case
    /// folded), nil where none is within a third of the word's length (at least 1, at most 4 edits). A candidate that
    /// starts with the word wins over one that does not.
    package static func find(_ word: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(word.lowercased().utf8.prefix(64))
        guard !wanted.isEmpty else { return nil }
        let allowed = min(4, max(1, (wanted.count + 1) / 3))
        var best: (distance: Int, word: String)?
        for candidate in candidates {
            let bytes = Array(candidate.lowercased().utf8.prefix(64))
            var distance = editDistance(wanted, bytes)
            if distance > allowed {
                guard wanted.count >= 3, bytes.starts(with: wanted) else { continue }
                distance = allowed
            }
            if best.map({ (distance, candidate) < ($0.distance, $0.word) }) ?? true { best = (distance, candidate) }
        }
        return best?.word
    }

    static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        var current = last
        for i in 1...left.count {
            current[0] = i
            for j in 1...right.count {
                let cost = left[i - 1] == right[j - 1] ? 0 : 1
                current[j] = min(last[j] + 1, current[j - 1] + 1, last[j - 1] + cost)
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    current[j] = min(current[j], beforeLast[j - 2] + 1)
                }
            }
            (beforeLast, last, current) = (last, current, beforeLast)
        }
        return last[right.count]
    }
}
