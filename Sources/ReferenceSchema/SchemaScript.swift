/// The statements that bring a database from one version of the reference schema to the current one.
///
/// They come in phases so that a bulk load can stand between them: rows go in fastest before the indexes, and must go
/// in before the triggers where they bring their own audit trail.
package struct SchemaScript: Sendable {
    package enum Phase: String, Sendable, CaseIterable {
        /// Tables, comments, engine-only parts, and the rows that the schema itself needs (plans, buckets).
        case tables
        /// Declared indexes and one for each foreign key that leads no other.
        case indexes
        /// `updated_at`, audit and what else happens by itself.
        case triggers
        /// Row-level security and grants (PostgreSQL).
        case rules
    }

    package let dialect: SchemaDialect
    package let tables: [String]
    package let indexes: [String]
    package let triggers: [String]
    package let rules: [String]
    /// The steps that the script takes.
    package let migrations: [Migration]

    /// - Parameter version: the version that the database has; 0 for an empty one.
    /// - Throws: ``PortableSQLError`` where a step does not keep to the common subset.
    package init(dialect: SchemaDialect, from version: Int = 0) throws {
        self.dialect = dialect
        var tables = version == 0 ? [Self.bookkeeping(dialect)] : []
        var indexes: [String] = []
        var triggers: [String] = []
        var rules: [String] = []
        migrations = ReferenceSchema.migrations.filter { $0.version > version }
        // A table that is made here has its later columns at once; one that is there already is changed.
        let whole = try ReferenceSchema.catalog()
        var made: Set<String> = []
        var changed: Set<String> = []
        for migration in migrations {
            var defined: [ReferenceTable] = []
            var declared: [ReferenceIndex] = []
            for statement in try PortableSQL.parse(migration.portable) {
                switch statement {
                case .table(let first):
                    let table = whole.table(first.name) ?? first
                    made.insert(table.name)
                    defined.append(table)
                    tables += table.definition(in: dialect)
                case .index(let index): declared.append(index)
                case .column(let column, let table) where !made.contains(table):
                    changed.insert(table)
                    tables.append("ALTER TABLE \(table) ADD COLUMN \(column.definition(in: dialect))")
                    let one = ReferenceTable(name: table, comment: "", columns: [column], constraints: [])
                    indexes += one.derivedIndexes(beside: []).map(\.sql)
                case .column: break
                case .data(let sql): tables.append(sql)
                }
            }
            indexes += declared.map(\.sql) + defined.flatMap { $0.derivedIndexes(beside: declared) }.map(\.sql)
            switch dialect {
            case .sqlite:
                tables += PortableSQL.split(migration.sqliteOnly).map(\.text)
                triggers += defined.compactMap(\.updatedAtTrigger)
                triggers += migration.sqliteTriggers
                for audited in migration.audited {
                    guard let table = defined.first(where: { $0.name == audited.table }) else {
                        throw PortableSQLError(problem: "an audited table that isn't there", statement: audited.table)
                    }
                    triggers += audited.triggers(on: table)
                }
            case .postgres:
                tables += migration.postgresOnly
                triggers += defined.flatMap { $0.postgresTriggers() }
                for audited in migration.audited {
                    guard let table = defined.first(where: { $0.name == audited.table }) else {
                        throw PortableSQLError(problem: "an audited table that isn't there", statement: audited.table)
                    }
                    triggers.append(audited.postgresTrigger(on: table))
                }
                rules += defined.flatMap { RowPolicies($0).statements }
            }
        }
        if dialect == .sqlite {
            // There the triggers of the trail name each column.
            for audited in ReferenceSchema.migrations.flatMap(\.audited) where changed.contains(audited.table) {
                guard let table = whole.table(audited.table) else { continue }
                triggers += AuditedTable.actions.map { "DROP TRIGGER \(audited.table)_audit_\($0)" }
                triggers += audited.triggers(on: table)
            }
        }
        self.tables = tables
        self.indexes = indexes
        self.triggers = triggers
        self.rules = rules
    }

    package func statements(of phase: Phase) -> [String] {
        switch phase {
        case .tables: tables
        case .indexes: indexes
        case .triggers: triggers
        case .rules: rules
        }
    }

    /// The phases in the order in which they run.
    package var phases: [(phase: Phase, statements: [String])] {
        Phase.allCases.map { ($0, statements(of: $0)) }
    }

    /// Statements that write down the steps taken, to run last and in the same transaction.
    ///
    /// - Parameter appliedAt: ISO 8601 with six digits and Z, written as given.
    package func record(appliedAt: String) -> [String] {
        migrations.map {
            "INSERT INTO \(ReferenceSchema.bookkeepingTable) (version, name, checksum, applied_at)"
                + " VALUES (\($0.version), '\($0.name)', '\($0.checksum)', '\(appliedAt)')"
        }
    }

    private static func bookkeeping(_ dialect: SchemaDialect) -> String {
        let time = ColumnType.timestamptz.spelled(in: dialect)
        return "CREATE TABLE \(ReferenceSchema.bookkeepingTable) (\n  version integer PRIMARY KEY,\n"
            + "  name text NOT NULL,\n  checksum text NOT NULL,\n  applied_at \(time) NOT NULL\n)"
    }
}
