/// How wide the columns of one table want to be: measured for what is on screen, so that they stay put while the rows
/// scroll. Where a screen of other rows has come in, columns grow to hold them and none gets narrower; another load of
/// data begins anew. What the user set wins.
package struct ColumnWidths: Hashable, Sendable {
    /// By column id; kept by the caller across sessions.
    package var userSet: [String: Int]
    /// By column id, within the column's own bounds; empty until measured.
    private var natural: [String: Int] = [:]
    /// What the widest cell seen would take, up to `longestMeasure`.
    private var wanted: [String: Int] = [:]

    /// The first row on screen when columns were last measured.
    private var measuredFrom: Int?

    private static let longestMeasure = 200

    package init(userSet: [String: Int] = [:]) { self.userSet = userSet }

    package var isMeasured: Bool { !natural.isEmpty }

    /// Has the next frame measure again: new data, other columns.
    package mutating func forget() {
        natural.removeAll(keepingCapacity: true)
        wanted.removeAll(keepingCapacity: true)
        measuredFrom = nil
    }

    /// After rows were put before the first one, or (below 0) taken away there.
    mutating func shift(by rows: Int) { measuredFrom = measuredFrom.map { $0 + rows } }

    package mutating func measure(
        _ columns: [TableColumn], rows: some TableRows, visible: Range<Int>, policy: WidthPolicy
    ) {
        // A page keeps a row of the last one in sight.
        let isOtherScreen = measuredFrom.map { abs(visible.lowerBound - $0) >= max(1, visible.count - 1) } ?? true
        for (place, column) in columns.enumerated() where isOtherScreen || natural[column.id] == nil {
            let title = TextWidth.width(of: column.title, policy: policy) + (column.sort == nil ? 0 : 2)
            var widest = max(title, wanted[column.id] ?? 0)
            if let preferred = column.preferredWidth {
                widest = max(title, preferred)
            } else {
                for row in visible.clamped(to: 0..<max(0, rows.count)) {
                    rows.withCell(row: row, column: place) { cell in
                        widest = max(widest, Self.width(of: cell, policy: policy))
                    }
                }
            }
            wanted[column.id] = widest
            natural[column.id] = max(1, min(widest, max(column.maxWidth, title)))
        }
        if isOtherScreen { measuredFrom = visible.lowerBound }
    }

    /// The columns' widths in `available` columns with `gap` between each two: as they want where that fits; else the
    /// widest text columns give way first, down to their least, and the label column last. Where even that is too
    /// little, everybody keeps what it wants and the table scrolls sideways.
    package func fitted(_ columns: [TableColumn], available: Int, gap: Int) -> [Int] {
        var widths = columns.map { userSet[$0.id].map { max(1, $0) } ?? natural[$0.id] ?? $0.minWidth }
        let room = available - gap * max(0, columns.count - 1)
        var total = widths.reduce(0, +)
        if total <= room {
            widen(&widths, columns, by: room - total)
            return widths
        }
        let least = columns.indices.map { place in
            let column = columns[place]
            let isFixed = userSet[column.id] != nil || column.alignment == .right
            return isFixed ? widths[place] : min(widths[place], column.minWidth)
        }
        guard least.reduce(0, +) <= room else { return widths }
        for isLabelTurn in [false, true] {
            let turn = columns.indices.filter { columns[$0].isLabel == isLabelTurn }
            while total > room {
                guard let widest = turn.filter({ widths[$0] > least[$0] }).max(by: { widths[$0] < widths[$1] }) else {
                    break
                }
                widths[widest] -= 1
                total -= 1
            }
        }
        return widths
    }

    /// Hands room that is left over to columns whose text is cut at their bound: the label first.
    private func widen(_ widths: inout [Int], _ columns: [TableColumn], by spare: Int) {
        var spare = spare
        for place in columns.indices.filter({ columns[$0].isLabel }) + columns.indices.filter({ !columns[$0].isLabel })
        {
            guard spare > 0, userSet[columns[place].id] == nil, let wanted = wanted[columns[place].id] else { continue }
            let more = min(spare, max(0, wanted - widths[place]))
            widths[place] += more
            spare -= more
        }
    }

    private static func width(of cell: TableCell, policy: WidthPolicy) -> Int {
        let mark = cell.continues ? policy.ellipsisWidth : 0
        switch cell.content {
        case .bytes(let bytes):
            return mark + width(of: bytes.bindMemory(to: UInt8.self), policy)
        case .text(var text):
            return mark + text.withUTF8 { width(of: $0, policy) }
        case .bar(let bar):
            return bar.label == .percent && bar.fraction != nil ? BarControl.preferredWidth : 9
        case .null, .pending: return 1
        case .emptyText: return 2
        case .blank: return 0
        }
    }

    private static func width(of bytes: UnsafeBufferPointer<UInt8>, _ policy: WidthPolicy) -> Int {
        let fit = TextFit.measure(bytes, limit: longestMeasure, policy: policy)
        return fit.isCut ? longestMeasure : fit.width
    }
}
