import TenantDomain
import TenantStore

/// Reads the catalog in a handful of statements over SQLite's pragma functions, whatever the number of tables.
struct CatalogReader {
    let connection: OpenConnection
    let engine: DatabaseEngine

    private struct Master {
        let type: String
        let name: String
        let table: String
        let sql: String
    }

    func read() throws(StoreError) -> Catalog {
        try connection.transaction(isNeeded: true) { () throws(StoreError) in
            let fingerprint = try fingerprint()
            var master: [Master] = []
            let entries = try rows("SELECT type, name, tbl_name, sql FROM sqlite_master", 4)
            for row in 0..<entries.rowCount {
                master.append(
                    Master(
                        type: entries.string(row, 0), name: entries.string(row, 1), table: entries.string(row, 2),
                        sql: entries.string(row, 3)))
            }
            var drafts = try relations(master)
            try readColumns(into: &drafts)
            try readKeys(into: &drafts)
            try readIndexes(into: &drafts, master: master)
            for entry in master where entry.type == "trigger" {
                drafts[entry.table]?.triggers.append(Trigger(name: entry.name, definition: entry.sql))
            }
            try readEstimates(into: &drafts)
            let targets = drafts.mapValues(\.primaryKey)
            let names = Dictionary(drafts.keys.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
            return Catalog(
                engine: engine,
                relations: drafts.values.filter { !$0.columns.isEmpty }.map { draft in
                    draft.relation(targets: targets, names: names)
                }, fingerprint: fingerprint)
        }
    }

    /// The engine's count of schema changes, and what tells a file from another one put in its place: how many things
    /// it defines and how long their definitions are.
    func fingerprint() throws(StoreError) -> String {
        let version = try rows("PRAGMA schema_version", 1)
        let extent = try rows("SELECT count(*), sum(length(sql)) FROM sqlite_master", 2)
        guard version.rowCount == 1, extent.rowCount == 1 else { return "" }
        return "\(version.string(0, 0)).\(extent.string(0, 0)).\(extent.string(0, 1))"
    }

    private func rows(_ sql: String, _ columns: Int, _ bindings: [Value] = []) throws(StoreError) -> RowBlock {
        try connection.read(Statement(sql: sql, bindings: bindings, columnCount: columns))
    }

    private func relations(_ master: [Master]) throws(StoreError) -> [String: RelationDraft] {
        var drafts: [String: RelationDraft] = [:]
        let definitions = Dictionary(
            master.filter { $0.type == "table" || $0.type == "view" }.map { ($0.name, $0.sql) },
            uniquingKeysWith: { first, _ in first })
        let list = try rows(
            "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' "
                + "AND type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'", 3)
        for row in 0..<list.rowCount {
            let name = list.string(row, 0)
            var draft = RelationDraft(name: name, definition: definitions[name] ?? "")
            switch list.string(row, 1) {
            case "view": draft.kind = .view
            case "virtual": draft.kind = .virtual
            default: draft.kind = .table
            }
            draft.hasRowIdentifier = draft.kind != .view && list.string(row, 2) == "0"
            drafts[name] = draft
        }
        return drafts
    }

    /// All columns in one statement; where a view or module is broken, relation by relation without that one.
    private func readColumns(into drafts: inout [String: RelationDraft]) throws(StoreError) {
        let fields = "x.name, x.type, x.\"notnull\", x.dflt_value, x.pk, x.hidden"
        var types: [String: ColumnType] = [:]
        do throws(StoreError) {
            let block = try rows(
                "SELECT m.name, \(fields) FROM sqlite_master AS m, pragma_table_xinfo(m.name, 'main') AS x "
                    + "WHERE m.type IN ('table', 'view')", 7)
            for group in block.groups { drafts[group.name]?.addColumns(block, group.rows, types: &types) }
        } catch .cancelled {
            throw .cancelled
        } catch {
            if case .corrupt = error { throw error }
            for name in drafts.keys {
                drafts[name]?.columns = []
                let one = try? rows(
                    "SELECT ?1, \(fields) FROM pragma_table_xinfo(?1, 'main') AS x", 7, [.text(name)])
                guard let one else { continue }
                drafts[name]?.addColumns(one, 0..<one.rowCount, types: &types)
            }
        }
        for name in drafts.keys { drafts[name]?.finishColumns() }
    }

    private func readKeys(into drafts: inout [String: RelationDraft]) throws(StoreError) {
        let block = try rows(
            "SELECT m.name, f.id, f.\"table\", f.\"from\", f.\"to\", f.on_delete FROM sqlite_master AS m, "
                + "pragma_foreign_key_list(m.name, 'main') AS f WHERE m.type = 'table' "
                + "AND m.sql LIKE '%REFERENCES%' ORDER BY m.name, f.id DESC, f.seq", 6)
        for row in 0..<block.rowCount { drafts[block.string(row, 0)]?.addKey(block, row) }
    }

    private func readIndexes(
        into drafts: inout [String: RelationDraft], master: [Master]
    ) throws(StoreError) {
        let definitions = Dictionary(
            master.filter { $0.type == "index" }.map { ($0.name, $0.sql) }, uniquingKeysWith: { first, _ in first })
        let block = try rows(
            "SELECT m.name, i.name, i.\"unique\", i.origin, i.partial, x.name, x.\"desc\" FROM sqlite_master AS m, "
                + "pragma_index_list(m.name, 'main') AS i, pragma_index_xinfo(i.name, 'main') AS x "
                + "WHERE m.type = 'table' AND x.key = 1 ORDER BY m.name, i.seq DESC, x.seqno", 7)
        var row = 0
        while row < block.rowCount {
            let table = block.string(row, 0)
            let name = block.string(row, 1)
            var end = row
            while end < block.rowCount, block.string(end, 0) == table, block.string(end, 1) == name { end += 1 }
            drafts[table]?.addIndex(block, row..<end, definition: definitions[name] ?? "")
            row = end
        }
    }

    /// From `ANALYZE` where it has been run, else the highest rowid: never a count.
    private func readEstimates(into drafts: inout [String: RelationDraft]) throws(StoreError) {
        if let statistics = try? rows("SELECT tbl, stat FROM sqlite_stat1", 2) {
            for row in 0..<statistics.rowCount {
                let count = statistics.string(row, 1).split(separator: " ").first.flatMap { Int($0) }
                guard let count else { continue }
                let name = statistics.string(row, 0)
                let known = drafts[name]?.rowEstimate ?? 0
                drafts[name]?.rowEstimate = max(known, count)
            }
        }
        let unknown = drafts.values.filter { $0.kind == .table && $0.rowEstimate == nil && $0.rowidName != nil }
        for start in stride(from: 0, to: unknown.count, by: 400) {
            let part = Array(unknown[start..<min(start + 400, unknown.count)])
            var selects: [String] = []
            for (position, draft) in part.enumerated() {
                guard let quoted = try? SQLWriter.quote(draft.name), let rowid = draft.rowidName else { continue }
                selects.append("SELECT \(position), max(\(rowid)) FROM \(quoted)")
            }
            guard let block = try? rows(selects.joined(separator: " UNION ALL "), 2) else { continue }
            for row in 0..<block.rowCount {
                guard case .integer(let position) = block.value(row: row, column: 0) else { continue }
                let highest =
                    if case .integer(let number) = block.value(row: row, column: 1) { number } else { Int64(0) }
                drafts[part[Int(position)].name]?.rowEstimate = max(0, Int(highest))
            }
        }
    }
}

extension RowBlock {
    /// The cell's text, empty for null.
    func string(_ row: Int, _ column: Int) -> String { text(row: row, column: column) ?? "" }

    /// Runs of rows with the same first cell.
    var groups: [(name: String, rows: Range<Int>)] {
        var groups: [(name: String, rows: Range<Int>)] = []
        var start = 0
        for row in 0..<rowCount
        where row + 1 == rowCount || bytes(row: row + 1, column: 0) != bytes(row: row, column: 0) {
            groups.append((string(start, 0), start..<(row + 1)))
            start = row + 1
        }
        return groups
    }
}
