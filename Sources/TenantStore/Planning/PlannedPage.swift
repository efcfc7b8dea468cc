import TenantDomain

/// A page's statement, and how its rows become the page.
package struct PlannedPage: Sendable {
    package let statement: Statement
    /// The projected columns; the block's others are the cursor's.
    package let columnCount: Int
    /// Whether the rows come in opposite order.
    package let reversed: Bool
    package let limit: Int
    /// Set where the relation has no key.
    package let windowCap: Int?
    let position: PageRequest.Position

    /// The page, rows in the order asked for.
    ///
    /// `hasBefore` of a page `from` a cursor and of one `after` it is assumed: only reading backwards finds out.
    package func page(from block: RowBlock) -> RowPage {
        let isMore = block.rowCount > limit
        var rows = block
        if isMore || reversed {
            rows = RowBlock(columnCount: block.columnCount)
            let kept = min(block.rowCount, limit)
            for row in reversed ? Array((0..<kept).reversed()) : Array(0..<kept) {
                rows.appendRow(from: block, row: row)
            }
        }
        let (before, after) =
            switch position {
            case .first: (false, isMore)
            case .after, .from: (true, isMore)
            case .before: (isMore, true)
            case .last: (isMore, false)
            }
        return RowPage(
            rows: rows, columnCount: columnCount, hasBefore: before, hasAfter: after, windowCap: windowCap)
    }
}
