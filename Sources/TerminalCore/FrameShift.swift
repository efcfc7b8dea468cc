/// Rows of a screen that have moved up or down as one block, as a list's do when it scrolls: a terminal moves them by
/// itself for a few bytes.
package struct FrameShift: Hashable, Sendable {
    /// The rows inside which everything moves; what moves out of them is gone.
    package var rows: Range<Int>
    /// How far up; negative for down.
    package var by: Int

    package init(rows: Range<Int>, by: Int) {
        self.rows = rows
        self.by = by
    }

    /// How many rows have to match before moving them pays.
    private static let fewest = 5
    private static let farthest = 3

    /// The move that leaves the fewest rows to draw; nil where none leaves clearly fewer.
    package static func between(_ old: CellBuffer, _ new: CellBuffer) -> FrameShift? {
        guard old.size == new.size, new.size.width > 0 else { return nil }
        let height = new.size.height
        let standing = (0..<height).count(where: { FrameDiff.isSame(old, row: $0, new, row: $0) })
        guard height - standing > fewest else { return nil }
        var best: (shift: FrameShift, matches: Int)?
        for distance in 1...farthest {
            for by in [distance, -distance] {
                var first: Int?
                var last = 0
                var matches = 0
                for row in max(0, -by)..<max(0, min(height, height - by)) {
                    guard !FrameDiff.isSame(old, row: row, new, row: row) || first != nil else { continue }
                    guard FrameDiff.isSame(old, row: row + by, new, row: row) else { continue }
                    first = first ?? row
                    last = row
                    matches += 1
                }
                guard let first, matches > fewest, matches > best?.matches ?? 0 else { continue }
                let rows = by > 0 ? first..<(last + by + 1) : (first + by)..<(last + 1)
                let lost = rows.count(where: { FrameDiff.isSame(old, row: $0, new, row: $0) })
                guard matches - lost > fewest else { continue }
                best = (FrameShift(rows: rows, by: by), matches)
            }
        }
        return best?.shift
    }
}
