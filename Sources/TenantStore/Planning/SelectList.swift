import TenantDomain

/// The result columns of a page: projected cells, hidden cells behind them, sizes at the end.
struct SelectList {
    private var cells: [String] = []
    private var sizes: [(cell: Int, sql: String, characters: Int?)] = []
    private var heads: [Int: Int] = [:]
    private var large: [(cell: Int, short: String, column: SelectContext.Resolved, characters: Int)] = []

    /// Columns of the block.
    var columnCount: Int { cells.count }
    /// Columns of the SQL's result, sizes included.
    var resultCount: Int { cells.count + sizes.count }
    var columns: [String] { cells + sizes.map(\.sql) }

    var cuts: [Int: CellCut] {
        var cuts: [Int: CellCut] = [:]
        for (cell, characters) in heads { cuts[cell] = CellCut(characters: characters) }
        for (position, size) in sizes.enumerated() {
            cuts[size.cell] = CellCut(characters: size.characters, sizeColumn: cells.count + position)
        }
        return cuts
    }

    mutating func add(
        _ projection: Projection, limit: Int?, wantsSize: Bool, scope: inout SelectScope, context: inout SelectContext
    ) throws(PlanningError) {
        let column = try context.resolve(projection.path, in: &scope)
        let cell = CellExpression(
            column, type: projection.type, mode: projection.mode, limit: limit, wantsSize: wantsSize,
            dialect: context.dialect)
        if let size = cell.size { sizes.append((cells.count, size, cell.characters)) }
        if cell.size == nil, let characters = cell.characters { heads[cells.count] = characters }
        if let short = cell.short { large.append((cells.count, short, column, limit ?? 0)) }
        cells.append(cell.sql)
    }

    mutating func add(hidden sql: String) {
        cells.append(sql)
    }

    /// The same select with every long cell left out and its rowid behind the sizes. Values of relations without a
    /// rowid stay out altogether.
    func largeValues(_ sql: ([String]) -> String) -> LargeValueStatement? {
        guard !large.isEmpty else { return nil }
        var columns = columns
        // A size is taken from the file with the head.
        for position in sizes.indices { columns[cells.count + position] = "NULL" }
        var located: [LargeValueStatement.Cell] = []
        for entry in large {
            columns[entry.cell] = entry.short
            guard let rowid = entry.column.relation.rowIdentifierName, entry.column.column.generation != .virtual
            else { continue }
            located.append(
                LargeValueStatement.Cell(
                    column: entry.cell, locator: columns.count, schema: entry.column.relation.name.schema ?? "main",
                    table: entry.column.relation.name.name, name: entry.column.column.name,
                    characters: entry.characters))
            columns.append(
                "CASE WHEN typeof(\(entry.column.sql)) IN ('text', 'blob') "
                    + "THEN \(entry.column.alias).\(rowid) END")
        }
        return LargeValueStatement(sql: sql(columns), cells: located)
    }
}
