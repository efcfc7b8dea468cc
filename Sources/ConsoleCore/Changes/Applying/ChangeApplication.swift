import TenantDomain
import TenantStore

/// One application of one plan.
struct ChangeApplication: Sendable {
    let session: ConsoleSession
    let writing: ChangeWriting
    let database: any WritableDatabase
    let authority: WriteAuthority
    let observe: @Sendable (ChangeStep) -> Void

    func apply(_ plan: ChangePlan) async throws(ConsoleError) -> Receipt {
        if authority.reason.allSatisfy(\.isWhitespace) { throw .change(.noReason) }
        try authority.lease.check()
        let transaction: any WriteTransaction
        do { transaction = try await database.begin() } catch { throw ConsoleError(error) }
        observe(.began)
        let changeID = ChangeID.change()
        do {
            return try await run(plan, changeID, transaction)
        } catch {
            await transaction.rollBack()
            throw error
        }
    }

    private func run(
        _ plan: ChangePlan, _ changeID: String, _ transaction: any WriteTransaction
    ) async throws(ConsoleError) -> Receipt {
        let inside = session.reading(
            from: TransactionStore(
                transaction: transaction, identity: session.store.identity, dialect: session.store.dialect,
                catalog: session.registry.catalog))
        let planned = try await planAgain(plan.change, inside)
        observe(.checked)
        guard planned.plan.digest == plan.digest else { throw .stalePlan(planned.plan) }
        if Task.isCancelled { throw .cancelled }
        let place = try await writing.journal.intend(
            ChangeIntent(
                changeID: changeID, plan: planned.plan, operatorName: authority.operatorName,
                persona: authority.persona, reason: authority.reason, leaseID: authority.lease.id,
                planner: authority.planner, database: session.store.identity.key, time: session.now()))
        observe(.intended)
        let written: ChangeWriter.Written
        let transactionID: String?
        let receipt: Receipt
        do throws(ConsoleError) {
            let facts = AuditFacts(
                changeID: changeID, event: plan.change.verb.words, authority: authority, place: place,
                time: session.now())
            written = try await ChangeWriter(
                rows: ChangeRows(session: inside), transaction: transaction, planned: planned, facts: facts,
                observe: observe
            ).write()
            observe(.audited)
            transactionID = try await stored { () async throws(StoreError) in try await transaction.transactionID() }
            receipt = Receipt(
                changeID: changeID, change: plan.change, title: planned.plan.title, tenant: planned.plan.tenant,
                time: facts.time, operatorName: authority.operatorName, persona: authority.persona.rawValue,
                reason: authority.reason, leaseID: authority.lease.id, tables: planned.plan.tables,
                entries: written.entries, undo: planned.plan.undo, planDigest: plan.digest,
                transactionID: transactionID, secret: written.secret, differing: written.differing)
            if case .until = planned.plan.undo {
                try await writing.archive?.keep(
                    ChangeRecord(
                        receipt: receipt, database: session.store.identity.key, edits: written.kept,
                        bulk: written.bulk))
            }
            try await writing.journal.willCommit(changeID, transactionID: transactionID)
            observe(.announced)
            if Task.isCancelled { throw .cancelled }
            try authority.lease.check()
            observe(.committing)
        } catch {
            await transaction.rollBack()
            await writing.archive?.drop(changeID)
            await writing.journal.settle(changeID, .rolledBack(reason: JournalWording.reason(error)))
            throw error
        }
        do throws(StoreError) {
            try await transaction.commit()
        } catch {
            guard try await isCommitted(changeID, transactionID, after: error, transaction) else { throw .store(error) }
        }
        observe(.committed)
        await writing.journal.settle(changeID, .committed(receipt))
        observe(.settled)
        return receipt
    }

    /// How often rows that the change turns out to need are held as well, before it gives up.
    private static let lockRounds = 5

    /// The plan as the transaction sees it, with the tenants' rows held against other writers.
    private func planAgain(_ change: Change, _ inside: ConsoleSession) async throws(ConsoleError)
        -> ChangePlanner.Planned
    {
        let planner = ChangePlanner(session: inside, archive: writing.archive, undoDays: writing.undoDays)
        var planned = try await planner.plan(change)
        guard session.store.dialect == .postgres else {
            observe(.locked)
            return planned
        }
        // Until the rows are held others may write them, so what was read before counts for nothing: the plan is made
        // again until it needs no row that is not held.
        let locks = TenantLocks(rows: ChangeRows(session: inside))
        var held: Set<Value> = []
        for _ in 0..<Self.lockRounds {
            let missing = try await locks.tenants(planned).subtracting(held)
            if missing.isEmpty, !held.isEmpty { return planned }
            try await locks.hold(missing)
            try await locks.holdRows(of: planned.draft)
            if held.isEmpty { observe(.locked) }
            held.formUnion(missing)
            planned = try await planner.plan(change)
            if held.isEmpty { return planned }
        }
        throw .stalePlan(planned.plan)
    }

    private func stored<Result: Sendable>(
        _ body: () async throws(StoreError) -> Result
    ) async throws(ConsoleError) -> Result {
        do { return try await body() } catch { throw ConsoleError(error) }
    }

    /// How a COMMIT that failed has ended. No answer may mean either; the server still knows which, by the
    /// transaction's id.
    ///
    /// - Throws: `outcomeUnknown` where nobody says. The journal keeps the write open then, for the next start.
    private func isCommitted(
        _ changeID: String, _ transactionID: String?, after error: StoreError, _ transaction: any WriteTransaction
    ) async throws(ConsoleError) -> Bool {
        await transaction.rollBack()
        let reason = JournalWording.reason(.store(error))
        if Self.leavesOpen(error) {
            switch await status(of: transactionID) {
            case "committed": return true
            case "aborted": break
            default:
                await writing.journal.settle(changeID, .unknown(reason: reason))
                throw .outcomeUnknown(changeID: changeID, reason: reason)
            }
        }
        await writing.archive?.drop(changeID)
        await writing.journal.settle(changeID, .rolledBack(reason: reason))
        return false
    }

    private func status(of transactionID: String?) async -> String? {
        guard let transactionID else { return nil }
        let question = WritePlanner(catalog: session.registry.catalog, dialect: session.store.dialect)
            .outcome(of: transactionID)
        guard let block = try? await session.store.read([question]).first, block.rowCount == 1 else { return nil }
        return block.text(row: 0, column: 0)
    }

    /// Whether COMMIT may have gone through although it failed: no answer came. Any other error is the engine's word
    /// that it has rolled back.
    private static func leavesOpen(_ error: StoreError) -> Bool {
        switch error {
        case .connectionLost, .timedOut, .cancelled, .closed: true
        default: false
        }
    }
}
