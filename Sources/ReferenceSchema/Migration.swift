/// One step of the reference schema. Steps are only ever added: a released one never changes.
package struct Migration: Sendable {
    /// Counts up from 1 without gaps.
    package let version: Int
    package let name: String
    /// SQL in the common subset: `CREATE TABLE` and `ALTER TABLE … ADD COLUMN` with the types of ``ColumnType``, `CREATE
    /// INDEX`, `INSERT`, `UPDATE`.
    ///
    /// `DEFAULT now()`, `DEFAULT new_uuid()` and `DEFAULT today()` are spelled for each engine; a line of `--` before a
    /// table is its comment.
    package let portable: String
    /// SQL for SQLite alone, run after the portable tables.
    package let sqliteOnly: String
    /// Statements for PostgreSQL alone (roles, functions), run after the portable tables of all steps.
    package let postgresOnly: [String]
    /// Triggers for SQLite beside those that are derived, one statement each.
    package let sqliteTriggers: [String]
    /// Tables whose changes are recorded in `audit_logs`.
    package let audited: [AuditedTable]

    init(
        version: Int, name: String, portable: String, sqliteOnly: String = "", postgresOnly: [String] = [],
        sqliteTriggers: [String] = [], audited: [AuditedTable] = []
    ) {
        self.version = version
        self.name = name
        self.portable = portable
        self.sqliteOnly = sqliteOnly
        self.postgresOnly = postgresOnly
        self.sqliteTriggers = sqliteTriggers
        self.audited = audited
    }

    /// FNV-1a of the step's SQL as 16 hexadecimal digits: tells an edited step from the released one, no more.
    package var checksum: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for part in [portable, sqliteOnly, postgresOnly.joined(separator: ";")] {
            for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// A table whose inserts, updates and deletes leave rows in `audit_logs`.
package struct AuditedTable: Sendable {
    package let table: String
    /// Columns whose value is a secret: the audit row says only whether there was one.
    package let masked: Set<String>
    package let workspace: Workspace

    /// How the audit row learns its workspace.
    package enum Workspace: Sendable {
        /// The row's own `workspace_id`; the row's `id` in `workspaces`; NULL where there is none.
        case own
        /// A column of the row that `key` points to.
        case through(String, key: String, column: String)
        /// A scalar query in which `$row` stands for the row.
        case subquery(String)
    }

    init(_ table: String, masked: Set<String> = [], workspace: Workspace = .own) {
        self.table = table
        self.masked = masked
        self.workspace = workspace
    }
}
