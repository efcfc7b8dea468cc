import TenantDomain
import TenantStore

/// Finds out how writes ended that an earlier session left open: the process was ended, or the connection was lost, at
/// COMMIT. The answer goes into this session's journal.
package struct IntentSettlement: Sendable {
    private let session: ConsoleSession
    private let storage: any JournalStorage

    package init(session: ConsoleSession, storage: any JournalStorage) {
        self.session = session
        self.storage = storage
    }

    /// Settles what concerns this database; what concerns others stays open until they are opened.
    ///
    /// - Returns: one sentence for each settled write, for the person.
    package func settle() async throws(ConsoleError) -> [String] {
        let left = storage.unsettled().filter { !storage.isHeld($0) }
        guard !left.isEmpty else { return [] }
        var sentences: [String] = []
        let open = try JournalService(storage: storage).report().openIntents.filter { left.contains($0.session) }
        var remaining = Set(open.map(\.session))
        for session in left where !remaining.contains(session) { try mark(session) }
        for number in remaining.sorted() {
            var isSettled = true
            for intent in open where intent.session == number {
                guard intent.database == session.store.identity.key, let (outcome, evidence) = try await outcome(intent)
                else {
                    isSettled = false
                    continue
                }
                try session.journal.recording(
                    .settled(change: intent.change, session: number, outcome, by: evidence))
                sentences.append(Self.sentence(intent, outcome, evidence))
            }
            if isSettled {
                try mark(number)
                remaining.remove(number)
            }
        }
        return sentences
    }

    private func mark(_ session: Int) throws(ConsoleError) {
        do {
            try storage.mark(session, unsettled: false)
        } catch {
            throw .journal(error)
        }
    }

    /// Nil while the transaction is still under way.
    private func outcome(
        _ intent: JournalReport.OpenIntent
    ) async throws(ConsoleError) -> (WriteOutcome, evidence: String)? {
        guard intent.mayHaveCommitted else { return (.notApplied, "COMMIT was never sent") }
        if let id = intent.transaction, let statement = session.planner.transactionStatus(id) {
            let block = try await session.blocks([statement])[0]
            switch block.rowCount > 0 ? block.text(row: 0, column: 0) : nil {
            case "committed": return (.applied, "pg_xact_status")
            case "aborted": return (.notApplied, "pg_xact_status")
            case "in progress": return nil
            default: return (.unknown, "the server remembers the transaction no more")
            }
        }
        guard let table = AnchoredTable(session.registry), let column = table.change else {
            return (.unknown, "no audit row can name it")
        }
        let query = RowQuery(
            relation: table.relation.name, columns: [table.projection(column)],
            predicate: .compare(Operand(ColumnPath(column), type: table.type(column)), .equal(.text(intent.change))),
            page: PageRequest(limit: 1))
        let rows = try await session.pages([query])[0].rows
        return rows.rowCount > 0 ? (.applied, "the audit row") : (.notApplied, "no audit row names it")
    }

    private static func sentence(
        _ intent: JournalReport.OpenIntent, _ outcome: WriteOutcome, _ evidence: String
    ) -> String {
        let words =
            switch outcome {
            case .applied: "was written"
            case .notApplied: "was not written"
            case .unknown: "may or may not have been written"
            }
        return "A change that broke off, “\(intent.record["title"] ?? intent.change)”, \(words) (\(evidence))."
    }
}
