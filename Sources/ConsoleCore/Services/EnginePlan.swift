import TenantDomain
import TenantStore

/// What EXPLAIN says of a scan, in a few words.
enum EnginePlan {
    static func statement(_ statement: Statement, _ dialect: SQLDialect) -> Statement {
        dialect == .sqlite
            ? Statement(
                sql: "EXPLAIN QUERY PLAN " + statement.sql, bindings: statement.bindings, columnCount: 4)
            : Statement(sql: "EXPLAIN " + statement.sql, bindings: statement.bindings, columnCount: 1)
    }

    /// The first scan of the plan: what is read and, where the engine estimates it, how many rows would be left. The
    /// total cost says nothing here: LIMIT hides it.
    static func words(_ block: RowBlock, _ dialect: SQLDialect, of relation: RelationName) -> String? {
        let column = dialect == .sqlite ? 3 : 0
        let lines = (0..<block.rowCount).compactMap { block.text(row: $0, column: column) }
        guard let place = lines.firstIndex(where: { isScan($0) }) else { return nil }
        // Statements call the relation by a name of their own.
        let (alias, name) = dialect == .sqlite ? ("SCAN t0", "SCAN \(relation)") : (" t0  (cost", "  (cost")
        let line = lines[place].drop { " ->".contains($0) }.replacing(alias, with: name)
        guard dialect != .sqlite else { return String(line) }
        guard let cost = line.firstRange(of: "  (cost=") else { return String(line) }
        let node = String(line[..<cost.lowerBound])
        let isFiltered = lines.dropFirst(place + 1).first { $0.contains("Filter:") } != nil
        guard isFiltered, let rows = line[cost.upperBound...].firstRange(of: " rows=") else { return node }
        let digits = line[rows.upperBound...].prefix { $0.isNumber }
        return Int64(digits).map { "\(node), about \(NumberText.grouped($0)) rows pass the filter" } ?? node
    }

    private static func isScan(_ line: String) -> Bool {
        // In an index's order a table is walked too, row by row until enough pass.
        line.contains("Scan on ") || line.contains("Scan using ") || line.contains("Scan Backward using ")
            || line.hasPrefix("SCAN ")
    }
}
