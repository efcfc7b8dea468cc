import TenantDomain

/// The journal as the change mechanism writes to it.
extension SessionJournal: ChangeJournal {
    package func intend(_ intent: ChangeIntent) async throws(ConsoleError) -> JournalPlace {
        let tables = intent.plan.tables.map { "\($0.action.rawValue) \($0.table) \($0.rows)" }
        return try recording(
            .intent(
                change: intent.changeID, verb: intent.plan.change.verb.words,
                title: JournalWording.title(intent.plan.title),
                database: intent.database, tables: tables.joined(separator: ", "), rows: intent.plan.rowCount,
                digest: intent.plan.digest, lease: intent.leaseID, reason: intent.reason, planner: intent.planner))
    }

    package func willCommit(_ changeID: String, transactionID: String?) async throws(ConsoleError) {
        try recording(.transaction(change: changeID, id: transactionID))
    }

    package func settle(_ changeID: String, _ outcome: ChangeOutcome) async {
        let entry: JournalEntry =
            switch outcome {
            case .committed(let receipt): .outcome(change: changeID, .applied, detail: "\(receipt.rowCount) rows")
            case .rolledBack(let reason): .outcome(change: changeID, .notApplied, detail: reason)
            case .unknown(let reason): .outcome(change: changeID, .unknown, detail: reason)
            }
        _ = try? append(entry)
    }

    @discardableResult
    package func recording(_ entry: JournalEntry) throws(ConsoleError) -> JournalPlace {
        do {
            return try append(entry)
        } catch {
            throw .journal(error)
        }
    }
}
