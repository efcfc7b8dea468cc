import TenantDomain
import TenantStore

/// A change as the session's database would take it: drafted, judged, counted and sealed with a digest.
struct ChangePlanner: Sendable {
    /// Rows of a plan that are shown one by one.
    static let shownRows = 200

    let session: ConsoleSession
    let archive: (any ChangeArchive)?
    let undoDays: Int

    /// A plan with what applying it needs.
    struct Planned: Sendable {
        let plan: ChangePlan
        let draft: ChangeDraft
        let tenants: [ChangeTarget]
        /// Tenants above them by which the change was judged.
        let ancestors: [Value]
    }

    func plan(_ change: Change) async throws(ConsoleError) -> Planned {
        let rows = ChangeRows(session: session)
        try PersonaRule.check(change.verb, rows)
        let draft = try await ChangeDrafter(rows: rows, archive: archive).draft(change)
        var findings: ChangeGuards.Findings
        try WordsGuard(rows: rows).check(draft)
        if let bulk = draft.bulk {
            findings = try await BulkGuards(rows: rows).check(bulk)
        } else if let bulk = draft.bulkUndo {
            findings = try await BulkUndoGuard(rows: rows).check(bulk)
        } else {
            findings = try await ChangeGuards(rows: rows).check(draft)
        }
        let shown = draft.bulk?.sample ?? (draft.bulkUndoSample + draft.edits + draft.followers)
        let audit = AuditPlanning(rows: rows).plan(tables: Self.tables(of: draft))
        var warnings = draft.warnings + findings.warnings
        switch audit {
        case .triggers(namesOperator: false), .both:
            if profileLacksRoom(rows) { warnings.append("the audit row will not name you") }
        case .journalOnly: warnings.append("no audit table is mapped for it: your journal is the record")
        case .triggers, .written: break
        }
        let severity = max(draft.severity, findings.severity)
        let effects = draft.effects + findings.effects
        let undo: ChangeUndo
        if let reason = draft.irreversible ?? Self.secretLost(draft) {
            undo = .never(reason: reason)
        } else {
            undo = .until(change.instant + Int64(undoDays) * 86_400_000_000)
        }
        let tables = Self.counts(draft)
        let digest = PlanDigest.of(
            change: change, edits: draft.edits + draft.followers, bulk: draft.bulk, bulkUndo: draft.bulkUndo,
            effects: effects, database: session.store.identity.key)
        let tenant = findings.tenants.count == 1 ? findings.tenants[0] : nil
        let plan = ChangePlan(
            change: change, title: draft.title, tenant: tenant, rows: Array(shown.prefix(Self.shownRows)),
            moreRows: max(0, tables.reduce(0) { $0 + $1.rows } - min(shown.count, Self.shownRows)), tables: tables,
            groups: draft.bulk?.groups ?? draft.bulkUndo?.groups ?? [], effects: effects, notDone: draft.notDone,
            warnings: warnings,
            severity: severity, undo: undo, audit: audit, digest: digest)
        return Planned(plan: plan, draft: draft, tenants: findings.tenants, ancestors: findings.ancestors)
    }

    private func profileLacksRoom(_ rows: ChangeRows) -> Bool {
        let context = rows.profile.writing.context
        return context?.table == nil && context?.settings == nil
    }

    private static func secretLost(_ draft: ChangeDraft) -> String? {
        let isLost = (draft.edits + draft.followers).contains { edit in
            edit.action != .insert
                && edit.fields.contains { $0.before == .secret && edit.action == .delete || $0.after == .secret }
        }
        return isLost ? "a secret that nobody keeps goes with it" : nil
    }

    static func tables(of draft: ChangeDraft) -> [String] {
        var tables = draft.edits.map(\.table)
        if let bulk = draft.bulk { tables.append(bulk.relation.name.description) }
        if let bulk = draft.bulkUndo { tables.append(bulk.table) }
        return Array(Set(tables)).sorted()
    }

    private static func counts(_ draft: ChangeDraft) -> [TableCount] {
        var counts: [TableCount] = []
        if let bulk = draft.bulk {
            counts.append(TableCount(bulk.relation.name.description, .update, rows: bulk.rows))
        }
        if let bulk = draft.bulkUndo { counts.append(TableCount(bulk.table, .update, rows: bulk.rows)) }
        var order: [String] = []
        var rows: [String: (RowEdit, Set<[KeyPart]>, Int)] = [:]
        for edit in draft.edits + draft.followers {
            let name = "\(edit.table) \(edit.action.rawValue)"
            if rows[name] == nil {
                order.append(name)
                rows[name] = (edit, [], 0)
            }
            // A row that is written twice counts once.
            if edit.key.isEmpty || rows[name]?.1.insert(edit.key).inserted == true { rows[name]?.2 += 1 }
        }
        for name in order {
            if let (edit, _, count) = rows[name] { counts.append(TableCount(edit.table, edit.action, rows: count)) }
        }
        return counts
    }
}
