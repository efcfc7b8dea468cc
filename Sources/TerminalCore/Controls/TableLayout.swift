/// Where the columns of a table lie in one frame.
struct TableLayout {
    struct Place {
        /// The column's place among the table's columns.
        var column: Int
        var x: Int
        var width: Int
    }

    var places: [Place] = []
    var hidesLeft = false
    var hidesRight = false
    /// The first column that has scrolled off nothing more than needed to see the last one.
    var leftColumn = 0
    /// Where the mark for columns hidden on the left goes.
    var leftMark = 0

    static let gutter = 2
    static let gap = 2

    init(
        _ columns: [TableColumn], widths: ColumnWidths, frozen: Int, leftColumn: Int, x: Int, width: Int
    ) {
        let frozen = min(max(0, frozen), columns.count)
        let end = x + width
        var widths = widths.fitted(columns, available: width, gap: Self.gap)
        let overflows = widths.reduce(0, +) + Self.gap * max(0, columns.count - 1) > width
        if overflows, frozen < columns.count {
            for column in 0..<frozen { widths[column] = min(widths[column], max(10, width * 3 / 5)) }
        }
        var next = x
        for column in 0..<frozen where next < end {
            places.append(Place(column: column, x: next, width: min(widths[column], end - next)))
            next += widths[column] + Self.gap
        }
        leftMark = frozen > 0 ? next - Self.gap : x - 1
        self.leftColumn = overflows ? min(max(0, leftColumn), Self.furthest(widths, frozen, room: end - next)) : 0
        hidesLeft = self.leftColumn > 0
        let first = frozen + self.leftColumn
        for column in first..<max(first, columns.count) {
            let room = end - next
            let isFirst = column == first
            let least =
                columns[column].alignment == .right ? widths[column] : min(widths[column], columns[column].minWidth)
            guard room > 0, isFirst || room >= least else { break }
            places.append(Place(column: column, x: next, width: min(room, widths[column])))
            next += widths[column] + Self.gap
        }
        hidesRight = (places.last?.column ?? -1) < columns.count - 1
    }

    /// How far the columns behind the frozen ones have to scroll for the last of them to be whole.
    private static func furthest(_ widths: [Int], _ frozen: Int, room: Int) -> Int {
        var room = room
        var first = widths.count
        while first > frozen {
            let needed = widths[first - 1] + (first == widths.count ? 0 : gap)
            if needed > room { break }
            room -= needed
            first -= 1
        }
        return max(0, min(first, widths.count - 1) - frozen)
    }
}
