/// Which cells two buffers differ in.
package enum FrameDiff {
    /// Columns of one row that are to be drawn anew; both ends lie between glyphs of the new buffer.
    package struct Run: Hashable, Sendable {
        package var row: Int
        package var columns: Range<Int>

        package init(row: Int, columns: Range<Int>) {
            self.row = row
            self.columns = columns
        }
    }

    /// The runs to draw over `old` so that the terminal shows `new`, from the top and from the left. Without an old
    /// buffer, or with one of another size, that is every row.
    package static func changes(from old: CellBuffer?, to new: CellBuffer) -> [Run] {
        let width = new.size.width
        guard let old, old.size == new.size else {
            return width == 0 ? [] : (0..<new.size.height).map { Run(row: $0, columns: 0..<width) }
        }
        var runs: [Run] = []
        for row in 0..<new.size.height {
            let start = row * width
            var x = 0
            while x < width {
                if same(old, new, start + x) {
                    x += 1
                    continue
                }
                var lower = x
                while lower > 0, new.glyphs[start + lower] == CellBuffer.continuation { lower -= 1 }
                x += 1
                while x < width, isContinuation(old, new, start + x) || !same(old, new, start + x) { x += 1 }
                if let last = runs.indices.last, runs[last].row == row, runs[last].columns.upperBound >= lower {
                    runs[last].columns = runs[last].columns.lowerBound..<x
                } else {
                    runs.append(Run(row: row, columns: lower..<x))
                }
            }
        }
        return runs
    }

    /// Whether a row of one buffer looks as a row of another of the same width.
    static func isSame(_ old: CellBuffer, row oldRow: Int, _ new: CellBuffer, row newRow: Int) -> Bool {
        let width = new.size.width
        let (before, after) = (oldRow * width, newRow * width)
        for x in 0..<width where !same(old, before + x, new, after + x) { return false }
        return true
    }

    /// A half of a wide glyph is never left standing: terminals blank it when the other half is drawn over.
    @inline(__always)
    private static func isContinuation(_ old: CellBuffer, _ new: CellBuffer, _ place: Int) -> Bool {
        old.glyphs[place] == CellBuffer.continuation || new.glyphs[place] == CellBuffer.continuation
    }

    @inline(__always)
    private static func same(_ old: CellBuffer, _ new: CellBuffer, _ place: Int) -> Bool {
        same(old, place, new, place)
    }

    @inline(__always)
    private static func same(_ old: CellBuffer, _ oldPlace: Int, _ new: CellBuffer, _ place: Int) -> Bool {
        let before = old.glyphs[oldPlace]
        let after = new.glyphs[place]
        if before & after & CellBuffer.clusterFlag != 0, before != CellBuffer.continuation,
            after != CellBuffer.continuation
        {
            return old.styles[oldPlace] == new.styles[place]
                && old.clusters[Int(before & ~CellBuffer.clusterFlag)]
                    == new.clusters[Int(after & ~CellBuffer.clusterFlag)]
        }
        return before == after && old.styles[oldPlace] == new.styles[place]
    }
}
