/// How one text became another, word by word: what went in `[-…-]`, what came in `{+…+}`, long stretches that stayed
/// shortened to `…`. Readable without colours.
package enum WordDiff {
    /// Characters from which on a text is long.
    private static let long = 60
    /// Words of each side, between what both begin and end with, that are compared one by one.
    private static let most = 600
    /// Words that are shown of what stayed, at each end.
    private static let context = 4

    private enum Piece: Equatable {
        case same([Substring])
        case went([Substring])
        case came([Substring])
    }

    /// Nil where neither text is long, or they have no word in common.
    package static func text(_ before: String, _ after: String) -> String? {
        guard before.utf8.count > long || after.utf8.count > long else { return nil }
        let (old, new) = (words(before), words(after))
        guard old.count > 1, new.count > 1 else { return nil }
        let pieces = pieces(old, new)
        guard pieces.contains(where: { if case .same = $0 { true } else { false } }) else { return nil }
        return pieces.enumerated().map { place, piece in
            switch piece {
            case .same(let words): shortened(words, isFirst: place == 0, isLast: place == pieces.count - 1)
            case .went(let words): "[-\(words.joined(separator: " "))-]"
            case .came(let words): "{+\(words.joined(separator: " "))+}"
            }
        }.joined(separator: " ")
    }

    private static func words(_ text: String) -> [Substring] {
        text.split { $0 == " " || $0.isNewline || $0 == "\t" }
    }

    private static func shortened(_ words: [Substring], isFirst: Bool, isLast: Bool) -> String {
        let (head, tail) = (isFirst ? 0 : context, isLast ? 0 : context)
        guard words.count > head + tail + 1 else { return words.joined(separator: " ") }
        return (words.prefix(head) + ["…"] + words.suffix(tail)).joined(separator: " ")
    }

    private static func pieces(_ old: [Substring], _ new: [Substring]) -> [Piece] {
        var start = 0
        while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
        var end = 0
        while end < min(old.count, new.count) - start, old[old.count - 1 - end] == new[new.count - 1 - end] { end += 1 }
        let middle = compared(Array(old[start..<old.count - end]), Array(new[start..<new.count - end]))
        var pieces: [Piece] = []
        if start > 0 { pieces.append(.same(Array(old[..<start]))) }
        pieces += middle
        if end > 0 { pieces.append(.same(Array(old[(old.count - end)...]))) }
        return pieces
    }

    /// By the longest common subsequence; whole where that would take long.
    private static func compared(_ old: [Substring], _ new: [Substring]) -> [Piece] {
        guard !old.isEmpty, !new.isEmpty, old.count <= most, new.count <= most else {
            return (old.isEmpty ? [] : [.went(old)]) + (new.isEmpty ? [] : [.came(new)])
        }
        let width = new.count + 1
        var lengths = Array(repeating: 0, count: (old.count + 1) * width)
        for i in old.indices.reversed() {
            for j in new.indices.reversed() {
                lengths[i * width + j] =
                    old[i] == new[j]
                    ? lengths[(i + 1) * width + j + 1] + 1
                    : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
            }
        }
        var pieces: [Piece] = []
        var (went, came, same): ([Substring], [Substring], [Substring]) = ([], [], [])
        func flushChanges() {
            if !went.isEmpty { pieces.append(.went(went)) }
            if !came.isEmpty { pieces.append(.came(came)) }
            (went, came) = ([], [])
        }
        func flushSame() {
            if !same.isEmpty { pieces.append(.same(same)) }
            same = []
        }
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, j < new.count, old[i] == new[j] {
                flushChanges()
                same.append(old[i])
                i += 1
                j += 1
            } else if j == new.count || (i < old.count && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) {
                flushSame()
                went.append(old[i])
                i += 1
            } else {
                flushSame()
                came.append(new[j])
                j += 1
            }
        }
        flushChanges()
        flushSame()
        return pieces
    }
}
