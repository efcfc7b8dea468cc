extension ReferenceTable {
    /// The statements that create the table in a dialect, with its comment where the engine keeps one.
    func definition(in dialect: SchemaDialect) -> [String] {
        let lines = columns.map { $0.definition(in: dialect) } + constraints
        let create = "CREATE TABLE \(name) (\n  " + lines.joined(separator: ",\n  ") + "\n)"
        guard dialect == .postgres, !comment.isEmpty else { return [create] }
        let quoted = comment.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        return [create, "COMMENT ON TABLE \(name) IS '\(quoted)'"]
    }

    /// One index for each foreign key that leads neither a key nor a declared index over all rows.
    func derivedIndexes(beside declared: [ReferenceIndex]) -> [ReferenceIndex] {
        var leading = Set(declared.filter { $0.table == name && !$0.isPartial }.compactMap(\.leadingColumn))
        for column in columns where column.isPrimaryKey || column.clauses.split(separator: " ").contains("UNIQUE") {
            leading.insert(column.name)
        }
        for constraint in constraints where constraint.hasPrefix("PRIMARY KEY") || constraint.hasPrefix("UNIQUE") {
            if let first = PortableSQL.columnNames(in: constraint).first { leading.insert(first) }
        }
        return columns.filter { $0.references != nil && !leading.contains($0.name) }.map { column in
            let index = "\(name)_\(column.name)_fkey_idx"
            return ReferenceIndex(
                name: index, table: name, leadingColumn: column.name, isPartial: false,
                sql: "CREATE INDEX \(index) ON \(name) (\(column.name))")
        }
    }

    /// Sets `updated_at` where the writer left it as it was (SQLite).
    var updatedAtTrigger: String? {
        guard column("updated_at") != nil else { return nil }
        return """
            CREATE TRIGGER \(name)_touch AFTER UPDATE ON \(name) WHEN NEW.updated_at IS OLD.updated_at
            BEGIN UPDATE \(name) SET updated_at = \(SQLiteExpression.now)
            WHERE rowid = NEW.rowid AND updated_at IS NOT \(SQLiteExpression.now); END
            """
    }
}

extension ReferenceColumn {
    func definition(in dialect: SchemaDialect) -> String {
        var clauses = clauses
        switch dialect {
        case .sqlite:
            // A primary key other than INTEGER takes NULL there.
            if isPrimaryKey { clauses = "NOT NULL " + clauses }
            clauses = clauses.replacing("DEFAULT now()", with: "DEFAULT (\(SQLiteExpression.now))")
            clauses = clauses.replacing("DEFAULT today()", with: "DEFAULT (\(SQLiteExpression.today))")
            // The writer gives ids; a default on every table would add a third to the time it takes to open the file.
            clauses = clauses.replacing("DEFAULT new_uuid()", with: "")
            switch type {
            case .boolean: clauses += " CHECK (\(name) IN (0, 1))"
            case .json, .textArray, .vector:
                // Before 3.45 the function says 0 of NULL.
                clauses +=
                    isNotNull ? " CHECK (json_valid(\(name)))" : " CHECK (\(name) IS NULL OR json_valid(\(name)))"
            default: break
            }
        case .postgres:
            clauses = clauses.replacing("DEFAULT today()", with: "DEFAULT current_date")
            clauses = clauses.replacing("DEFAULT new_uuid()", with: "DEFAULT gen_random_uuid()")
            if type == .textArray { clauses = clauses.replacing("DEFAULT '[]'", with: "DEFAULT '{}'") }
        }
        let head = "\(name) \(type.spelled(in: dialect))"
        return ([Substring(head)] + clauses.split(separator: " ")).joined(separator: " ")
    }
}

/// Values that SQLite computes where a writer gives none.
enum SQLiteExpression {
    /// This instant in UTC with six digits, of which the engine knows three.
    static let now = "strftime('%Y-%m-%dT%H:%M:%f000Z','now')"
    static let today = "date('now')"
    /// A random UUID, version 4.
    static let uuid =
        "lower(hex(randomblob(4))||'-'||hex(randomblob(2))||'-4'||substr(hex(randomblob(2)),2)||'-'||"
        + "substr('89ab',(random()&3)+1,1)||substr(hex(randomblob(2)),2)||'-'||hex(randomblob(6)))"
}
