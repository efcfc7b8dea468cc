/// What a change would do to a database, as it was read a moment ago.
package struct ChangePlan: Sendable, Equatable {
    package let change: Change
    /// `Set role: Jane Doe   viewer → editor`.
    package let title: String
    /// The tenant whose name a destructive change asks for; nil where none is concerned or several are.
    package let tenant: ChangeTarget?
    /// The rows, capped; `moreRows` says how many follow.
    package let rows: [RowEdit]
    package let moreRows: Int
    /// Rows affected per table, rows that only follow along included.
    package let tables: [TableCount]
    /// Of a change by filter: the values that it meets, with how many rows hold each.
    package let groups: [ValueCount]
    package let effects: [ChangeEffect]
    /// What somebody may expect and what does not happen.
    package let notDone: [String]
    package let warnings: [String]
    package let severity: ChangeSeverity
    package let undo: ChangeUndo
    package let audit: AuditPlan
    /// SHA-256 over a canonical form of change, rows, effects, database and tool version, hexadecimal. Two plans with
    /// the same digest do the same.
    package let digest: String

    package init(
        change: Change, title: String, tenant: ChangeTarget?, rows: [RowEdit], moreRows: Int = 0,
        tables: [TableCount], groups: [ValueCount] = [], effects: [ChangeEffect], notDone: [String],
        warnings: [String], severity: ChangeSeverity, undo: ChangeUndo, audit: AuditPlan, digest: String
    ) {
        self.change = change
        self.title = title
        self.tenant = tenant
        self.rows = rows
        self.moreRows = moreRows
        self.tables = tables
        self.groups = groups
        self.effects = effects
        self.notDone = notDone
        self.warnings = warnings
        self.severity = severity
        self.undo = undo
        self.audit = audit
        self.digest = digest
    }

    /// The same plan with its rows as somebody may see them.
    package func showing(_ rows: [RowEdit]) -> ChangePlan {
        ChangePlan(
            change: change, title: title, tenant: tenant, rows: rows, moreRows: moreRows, tables: tables,
            groups: groups, effects: effects, notDone: notDone, warnings: warnings, severity: severity, undo: undo,
            audit: audit, digest: digest)
    }

    package var rowCount: Int { tables.reduce(0) { $0 + $1.rows } }
}

/// How much a change weighs; decides how it is confirmed.
package enum ChangeSeverity: String, Sendable, Codable, Comparable, CaseIterable {
    /// One key.
    case routine
    /// The plan on screen and `y`.
    case notable
    /// Typing the tenant's name.
    case destructive

    package static func < (left: ChangeSeverity, right: ChangeSeverity) -> Bool {
        allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }
}

package struct TableCount: Sendable, Equatable, Codable {
    package let table: String
    package let action: RowEdit.Action
    package let rows: Int

    package init(_ table: String, _ action: RowEdit.Action, rows: Int) {
        self.table = table
        self.action = action
        self.rows = rows
    }
}

package struct ValueCount: Sendable, Equatable, Codable {
    package let value: Value
    package let rows: Int

    package init(_ value: Value, rows: Int) {
        self.value = value
        self.rows = rows
    }
}

/// One line of what happens, with its mark: never colour alone.
package struct ChangeEffect: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Codable {
        case gain, loss, soft, hard, note

        /// `+`, `−`, `!`, `✗`, `·`.
        package var mark: String {
            switch self {
            case .gain: "+"
            case .loss: "−"
            case .soft: "!"
            case .hard: "✗"
            case .note: "·"
            }
        }
    }

    package let kind: Kind
    package let text: String
    /// `soft limit`, `3 features`.
    package let detail: String

    package init(_ kind: Kind, _ text: String, detail: String = "") {
        self.kind = kind
        self.text = text
        self.detail = detail
    }
}

/// Whether a change can be taken back; said before it is made.
package enum ChangeUndo: Sendable, Equatable, Codable {
    /// Microseconds since 1970.
    case until(Int64)
    case never(reason: String)
}

/// How the database's own trail will tell of the change.
package enum AuditPlan: Sendable, Equatable, Codable {
    /// Its triggers write; whether the rows name operator, reason and change.
    case triggers(namesOperator: Bool)
    /// We write a row for each changed row.
    case written
    /// Some tables by trigger, the others by us.
    case both
    /// No audit table: the journal is the record.
    case journalOnly
}
