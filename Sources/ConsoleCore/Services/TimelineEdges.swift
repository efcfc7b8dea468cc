import TenantDomain

/// One source's page with the place that it was read from.
struct TimelinePage {
    /// What cursors call this read of the source.
    let name: String
    let source: TimelineSource
    let page: RowPage
    /// Nil for the first and the last page.
    let incoming: TimelineCursor.Place?
}

/// Where a merged page begins and ends in each source, and whether there is more.
struct TimelineEdges {
    let top: [(source: String, place: TimelineCursor.Place)]
    let bottom: [(source: String, place: TimelineCursor.Place)]
    let hasBefore: Bool
    let hasAfter: Bool

    /// - Parameter silent: sources with nothing on the side that was read.
    init(
        _ pages: [TimelinePage], silent: [(source: String, place: TimelineCursor.Place)], merged: [TimelineMerge.Place],
        position: AuditQuery.Position
    ) {
        var top = silent
        var bottom = silent
        var hasBefore = false
        var hasAfter = false
        let isBackwards =
            switch position {
            case .before, .last: true
            case .first, .after, .from: false
            }
        for (index, read) in pages.enumerated() {
            let rows = merged.filter { $0.source == index }.map(\.row)
            let page = read.page
            let name = read.name
            func from(_ row: Int) -> TimelineCursor.Place { page.cursor(row: row).map { .from($0) } ?? .end }
            if isBackwards {
                let below = read.incoming ?? .end
                bottom.append((name, below))
                top.append((name, rows.first.map(from) ?? below))
                if page.hasBefore || page.rows.rowCount > rows.count { hasBefore = true }
            } else {
                let head = page.rows.rowCount > 0 ? from(0) : .end
                top.append((name, head))
                let next = rows.last.map { $0 + 1 } ?? 0
                if next < page.rows.rowCount {
                    bottom.append((name, from(next)))
                    hasAfter = true
                } else if let last = rows.last {
                    bottom.append((name, page.cursor(row: last).map { .after($0) } ?? .end))
                    if page.hasAfter { hasAfter = true }
                } else {
                    bottom.append((name, .end))
                }
            }
        }
        switch position {
        case .first: break
        case .last: hasAfter = false
        case .after, .from: hasBefore = true
        case .before: hasAfter = true
        }
        self.top = top
        self.bottom = bottom
        self.hasBefore = hasBefore
        self.hasAfter = hasAfter
    }
}
