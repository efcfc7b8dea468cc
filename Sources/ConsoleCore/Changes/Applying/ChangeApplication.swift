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
            if !(await isCommitted(transactionID, after: error)) {
                return try await fail(changeID, error, transactionID, transaction)
            }
        }
        observe(.committed)
        await writing.journal.settle(changeID, .committed(receipt))
        observe(.settled)
        return receipt
    }

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
        // Until the rows are held others may write them, so what was read before counts for nothing.
        let locks = try TenantLocks(rows: ChangeRows(session: inside)).statements(planned)
        _ = try await inside.blocks(locks)
        observe(.locked)
        planned = try await planner.plan(change)
        return planned
    }

    private func stored<Result: Sendable>(
        _ body: () async throws(StoreError) -> Result
    ) async throws(ConsoleError) -> Result {
        do { return try await body() } catch { throw ConsoleError(error) }
    }

    /// No answer to COMMIT may mean either; the server still knows which, by the transaction's id.
    private func isCommitted(_ transactionID: String?, after error: StoreError) async -> Bool {
        guard case .connectionLost = error, let transactionID else { return false }
        let question = WritePlanner(catalog: session.registry.catalog, dialect: session.store.dialect)
            .outcome(of: transactionID)
        guard let block = try? await session.store.read([question]).first, block.rowCount == 1 else { return false }
        return block.text(row: 0, column: 0) == "committed"
    }

    private func fail(
        _ changeID: String, _ error: StoreError, _ transactionID: String?, _ transaction: any WriteTransaction
    ) async throws(ConsoleError) -> Receipt {
        await transaction.rollBack()
        guard case .connectionLost(let reason) = error else {
            await writing.archive?.drop(changeID)
            await writing.journal.settle(changeID, .rolledBack(reason: JournalWording.reason(.store(error))))
            throw .store(error)
        }
        await writing.journal.settle(changeID, .unknown(reason: reason))
        throw .outcomeUnknown(changeID: changeID, reason: reason)
    }
}

/// The rows that a change holds against other writers.
struct TenantLocks: Sendable {
    let rows: ChangeRows

    /// Rows that go: nobody may hang another on one of them meanwhile.
    private func deleted(_ draft: ChangeDraft, _ planner: WritePlanner) throws(PlanningError) -> [Statement] {
        guard !draft.followers.isEmpty else { return [] }
        var keys: [String: [Value]] = [:]
        for edit in draft.edits + draft.followers where edit.action == .delete && edit.key.count == 1 {
            keys[edit.table, default: []].append(edit.key[0].value)
        }
        var statements: [Statement] = []
        for (table, values) in keys.sorted(by: { $0.key < $1.key }) {
            guard let relation = rows.catalog.relation(named: table), let column = relation.identity.first else {
                continue
            }
            statements.append(try planner.lock(relation.name, keyColumn: column, keys: values))
        }
        return statements
    }

    func statements(_ planned: ChangePlanner.Planned) throws(ConsoleError) -> [Statement] {
        let planner = WritePlanner(catalog: rows.catalog, dialect: rows.session.store.dialect)
        do {
            guard let tenant = rows.profile.tenant,
                let relation = rows.catalog.relation(named: tenant.base.table)
            else { return [] }
            if let bulk = planned.draft.bulk {
                return [try planner.lock(bulk.relation.name, where: bulk.predicate)]
            }
            let keys = planned.tenants.compactMap(\.key.first)
            let tenants =
                keys.isEmpty ? [] : [try planner.lock(relation.name, keyColumn: tenant.base.id, keys: keys)]
            return tenants + (try deleted(planned.draft, planner))
        } catch {
            throw ConsoleError(error)
        }
    }
}
