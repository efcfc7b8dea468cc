/// One thing that an operator did, before it has a place in the chain. Values of rows never stand in it: a change is
/// named by verb, tables and keys, a reveal by record and columns, an export by list and number of rows.
package struct JournalEntry: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The first record: who, where, and the head of the session before.
        case session
        case lease
        case leaseEnd = "lease-end"
        /// A write is about to begin; on disk before its first statement.
        case intent
        /// The database's own name for the transaction, before COMMIT is sent.
        case transaction
        case outcome
        /// How an intent ended that an earlier session left open.
        case settled
        case reveal, export, impersonation
        case end
    }

    package enum Content: Sendable, Equatable {
        case text(String)
        case number(Int)
    }

    package struct Field: Sendable, Equatable {
        package let name: String
        package let content: Content
    }

    package let kind: Kind
    package let fields: [Field]

    /// Fields without a value are left out.
    package init(_ kind: Kind, _ fields: [(String, Content?)]) {
        self.kind = kind
        self.fields = fields.compactMap { name, content in content.map { Field(name: name, content: $0) } }
    }
}

/// How a write ended, or what is known of it.
package enum WriteOutcome: String, Sendable, CaseIterable {
    case applied
    /// Nothing of it is in the database.
    case notApplied = "not-applied"
    /// Nobody can tell: the database keeps no trace, or cannot be asked.
    case unknown
}

/// Why a lease is over.
package enum LeaseEnd: String, Sendable {
    case relinquished, expired, replaced
    case environment = "environment-switched"
    case session = "session-ended"
}

extension JournalEntry {
    package static func lease(_ lease: WriteLease, minutes: Int) -> JournalEntry {
        JournalEntry(
            .lease,
            [
                ("lease", .text(lease.id)), ("operator", .text(lease.operatorName)),
                ("persona", .text(lease.persona.rawValue)), ("environment", .text(lease.environment)),
                ("minutes", .number(minutes)), ("reason", .text(lease.reason)),
            ])
    }

    package static func leaseEnd(_ lease: WriteLease, _ end: LeaseEnd) -> JournalEntry {
        JournalEntry(.leaseEnd, [("lease", .text(lease.id)), ("how", .text(end.rawValue))])
    }

    /// - Parameters:
    ///   - database: the store's key, so that a later session knows where to ask how it ended.
    ///   - tables: `update workspace_members 1`, joined by commas.
    package static func intent(
        change: String, verb: String, title: String, database: String, tables: String, rows: Int, digest: String,
        lease: String, reason: String, planner: String? = nil
    ) -> JournalEntry {
        JournalEntry(
            .intent,
            [
                ("change", .text(change)), ("verb", .text(verb)), ("title", .text(title)),
                ("database", .text(database)), ("tables", .text(tables)), ("rows", .number(rows)),
                ("digest", .text(digest)), ("lease", .text(lease)), ("reason", .text(reason)),
                ("planner", planner.map(Content.text)),
            ])
    }

    /// - Parameter id: the engine's name for the transaction; nil where the change's id in the audit row is looked for.
    package static func transaction(change: String, id: String?) -> JournalEntry {
        JournalEntry(.transaction, [("change", .text(change)), ("transaction", id.map(Content.text))])
    }

    package static func outcome(change: String, _ outcome: WriteOutcome, detail: String? = nil) -> JournalEntry {
        JournalEntry(
            .outcome,
            [("change", .text(change)), ("outcome", .text(outcome.rawValue)), ("detail", detail.map(Content.text))])
    }

    package static func settled(
        change: String, session: Int, _ outcome: WriteOutcome, by evidence: String
    ) -> JournalEntry {
        JournalEntry(
            .settled,
            [
                ("change", .text(change)), ("of", .number(session)), ("outcome", .text(outcome.rawValue)),
                ("by", .text(evidence)),
            ])
    }

    package static func reveal(resource: String, id: String, columns: [String], reason: String) -> JournalEntry {
        JournalEntry(
            .reveal,
            [
                ("resource", .text(resource)), ("id", .text(id)), ("columns", .text(columns.joined(separator: ","))),
                ("reason", .text(reason)),
            ])
    }

    /// - Parameter filter: with masked values hidden.
    package static func export(
        what: String, filter: String, format: String, rows: Int, file: String
    ) -> JournalEntry {
        JournalEntry(
            .export,
            [
                ("what", .text(what)), ("filter", filter.isEmpty ? nil : .text(filter)), ("format", .text(format)),
                ("rows", .number(rows)), ("file", .text(file)),
            ])
    }

    /// Somebody looked at the database with another person's rights.
    package static func impersonation(as person: String, reason: String?) -> JournalEntry {
        JournalEntry(.impersonation, [("as", .text(person)), ("reason", reason.map(Content.text))])
    }
}
