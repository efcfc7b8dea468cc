import TenantDomain

/// A tenant onto another plan: its own column, the live subscription, and what the plan allows there.
extension ChangeDrafter {
    func setPlan(
        _ tenant: ChangeTarget, _ plan: String, _ terms: PlanTerms
    ) async throws(ConsoleError) -> ChangeDraft {
        guard let mapping = profile.tenant, let relation = rows.catalog.relation(named: mapping.base.table) else {
            throw .notMapped(.tenant)
        }
        let row = try await found(relation, tenant)
        guard let id = row[mapping.base.id].value else { throw .change(.rowGone(tenant.label)) }
        let live = try await subscription(of: id)
        let current = mapping.plan.flatMap { row.text($0) } ?? live?.text(profile.subscription?.plan)
        var draft = ChangeDraft(title: "Set plan: \(tenant.label)   \(current ?? "none") → \(plan)")
        draft.acceptsOverLimit = terms.acceptsOver
        draft.raise(to: .notable)
        switch terms.begins {
        case .periodEnd:
            try scheduled(tenant, plan, live, current, in: &draft)
        case .now:
            if let column = mapping.plan, let edit = row.update([(column, .value(.text(plan)))], label: tenant.label) {
                draft.edits.append(edit)
            }
            if let live, let edit = try await subscriptionEdit(live, plan, label: tenant.label) {
                draft.edits.append(edit)
            }
            if let live, let next = profile.writing.subscription?.nextPlan, let waiting = live.text(next) {
                draft.effects.append(ChangeEffect(.note, "\(waiting) was to follow when the period ends; it does not"))
            }
        }
        if draft.edits.isEmpty { throw .change(.nothingToDo("\(tenant.label) is on \(plan) already")) }
        if terms.begins == .now, let end = live?.text(profile.subscription?.periodEnd) {
            draft.effects.append(ChangeEffect(.note, "the paid period ends \(Self.date(end)); nothing is paid back"))
        }
        draft.notDone += ["the billing provider is not told", "no mail is sent"]
        return draft
    }

    /// The plan that the subscription goes on with; the one it has takes back what was to come.
    private func scheduled(
        _ tenant: ChangeTarget, _ plan: String, _ live: StoredRow?, _ current: String?, in draft: inout ChangeDraft
    ) throws(ConsoleError) {
        guard let next = profile.writing.subscription?.nextPlan else {
            throw .change(.unmapped(what: "a plan that begins with the next period (writing.subscription.next_plan)"))
        }
        guard let live else {
            throw .change(.unwritable(column: tenant.label, why: "it has no subscription whose period could end"))
        }
        let keeps = plan == current
        if keeps, live[next].isNull { throw .change(.nothingToDo("\(tenant.label) stays on \(plan) already")) }
        let after: Value = keeps ? .null : .text(plan)
        if let edit = live.update([(next, .value(after))], label: tenant.label) { draft.edits.append(edit) }
        let end = live.text(profile.subscription?.periodEnd).map(Self.date)
        draft.title += end.map { " on \($0)" } ?? " with the next period"
        draft.effects.append(
            keeps
                ? ChangeEffect(.note, "\(live.text(next) ?? "") does not follow any more")
                : ChangeEffect(.note, "begins when the period ends; until then nothing changes", detail: end ?? ""))
        if !keeps { draft.notDone.append("the switch itself: the application makes it when the period ends") }
    }

    /// Day of a stored time, so that a plan reads the same whenever it is made.
    static func date(_ text: String) -> String { String(text.prefix(10)) }

    /// The tenant's subscription that has not ended, the one whose period ends last.
    func subscription(of tenant: Value) async throws(ConsoleError) -> StoredRow? {
        guard let mapping = profile.subscription, let relation = rows.catalog.relation(named: mapping.table) else {
            return nil
        }
        let ended = Set(profile.writing.subscription?.ended ?? [])
        let sort = mapping.periodEnd.map { [SortTerm(ColumnPath($0), descending: true)] } ?? []
        let all = try await rows.rows(
            relation, where: rows.equal(mapping.tenant, of: relation, tenant), limit: 50, sort: sort)
        return all.first { row in row.text(mapping.status).map { !ended.contains($0) } ?? true }
    }

    private func subscriptionEdit(_ live: StoredRow, _ plan: String, label: String) async throws(ConsoleError)
        -> RowEdit?
    {
        var fields: [(column: String, after: FieldEdit.Content)] = []
        if let column = profile.subscription?.plan { fields.append((column, .value(.text(plan)))) }
        if let next = profile.writing.subscription?.nextPlan { fields.append((next, .value(.null))) }
        if let writing = profile.writing.subscription, let allowance = writing.allowance,
            let limit = writing.allowanceLimit, live.text(profile.subscription?.plan) != plan
        {
            let rules = try await PlanRules.read(plan: plan, rows)
            // Without a limit the column keeps what it holds: it may not be able to hold nothing.
            if let rule = rules.limits[limit], let value = rule.limit {
                fields.append((allowance, .value(.integer(value))))
            }
        }
        return live.update(fields, label: label)
    }

    func setLimit(
        _ plan: String, _ limit: String, _ value: PlanLimitValue
    ) async throws(ConsoleError) -> ChangeDraft {
        guard let mapping = profile.plan?.limits, let relation = rows.catalog.relation(named: mapping.table) else {
            throw .change(.unmapped(what: "limits of plans (plan.limits)"))
        }
        var fields: [(column: String, after: FieldEdit.Content)] = [
            (mapping.value, .value(value.value.map(Value.integer) ?? .null))
        ]
        if let enforcement = value.enforcement {
            guard let column = mapping.enforcement else { throw .change(.unmapped(what: "plan.limits.enforcement")) }
            fields.append((column, .value(.text(enforcement))))
        }
        if let grace = value.grace {
            guard let column = mapping.grace else { throw .change(.unmapped(what: "plan.limits.grace")) }
            fields.append((column, .value(.integer(grace))))
        }
        let shown = value.value.map { String($0) } ?? "unlimited"
        var draft = ChangeDraft(title: "Set limit: \(plan)   \(limit) \(shown)")
        try await upsert(
            relation, [(mapping.plan, .text(plan)), (mapping.key, .text(limit))], fields, label: "\(plan) \(limit)",
            in: &draft)
        draft.raise(to: .notable)
        draft.effects.append(try await planReach(plan))
        draft.notDone.append("no tenant is told; what is over the limit stays until the application looks")
        return draft
    }

    func setFeature(
        _ plan: String, _ feature: String, _ enabled: Bool, _ value: Int64?
    ) async throws(ConsoleError) -> ChangeDraft {
        guard let mapping = profile.plan?.features, let relation = rows.catalog.relation(named: mapping.table),
            let column = mapping.enabled
        else { throw .change(.unmapped(what: "features of plans (plan.features)")) }
        var fields: [(column: String, after: FieldEdit.Content)] = [(column, .value(.integer(enabled ? 1 : 0)))]
        if let value {
            guard let column = mapping.value else { throw .change(.unmapped(what: "plan.features.value")) }
            fields.append((column, .value(.integer(value))))
        }
        var draft = ChangeDraft(title: "Set feature: \(plan)   \(feature) \(enabled ? "on" : "off")")
        try await upsert(
            relation, [(mapping.plan, .text(plan)), (mapping.key, .text(feature))], fields,
            label: "\(plan) \(feature)", in: &draft)
        draft.raise(to: .notable)
        draft.effects.append(ChangeEffect(enabled ? .gain : .loss, feature, detail: "every tenant on \(plan)"))
        draft.effects.append(try await planReach(plan))
        return draft
    }

    /// How many tenants a plan's rules hold for.
    private func planReach(_ plan: String) async throws(ConsoleError) -> ChangeEffect {
        guard let tenant = profile.tenant, let column = tenant.plan,
            let relation = rows.catalog.relation(named: tenant.base.table)
        else { return ChangeEffect(.note, "holds for every tenant on \(plan)") }
        let count = try await rows.count(relation, where: rows.equal(column, of: relation, .text(plan)), cap: 100_000)
        return ChangeEffect(.note, "holds for \(count) tenants on \(plan), at once")
    }

    private func upsert(
        _ relation: Relation, _ key: [(column: String, value: Value)],
        _ fields: [(column: String, after: FieldEdit.Content)], label: String, in draft: inout ChangeDraft
    ) async throws(ConsoleError) {
        let predicate = Predicate.all(key.map { rows.equal($0.column, of: relation, $0.value) })
        if let row = try await rows.rows(relation, where: predicate, limit: 1).first {
            guard let edit = row.update(fields, label: label) else {
                throw .change(.nothingToDo("\(label) is so already"))
            }
            draft.edits.append(edit)
            return
        }
        let all = key.map { ($0.column, FieldEdit.Content.value($0.value)) } + fields
        draft.edits.append(try insertion(relation, all, label: label))
    }

    func addTokens(_ tenant: ChangeTarget, _ amount: Int64) async throws(ConsoleError) -> ChangeDraft {
        guard let column = profile.writing.subscription?.additional else {
            throw .change(.unmapped(what: "tokens on top of a plan (writing.subscription.additional)"))
        }
        guard let id = tenant.key.first, let live = try await subscription(of: id) else {
            throw .change(.rowGone("a subscription of \(tenant.label)"))
        }
        let before = live[column].value?.text.flatMap { Int64($0) } ?? 0
        let (after, overflows) = before.addingReportingOverflow(amount)
        if overflows || after < 0 {
            throw .change(.badValue(column: column, value: String(amount), wanted: "a sum from 0 on"))
        }
        var draft = ChangeDraft(title: "Add tokens: \(tenant.label)   \(before) → \(after)")
        guard let edit = live.update([(column, .value(.integer(after)))], label: tenant.label) else {
            throw .change(.nothingToDo("nothing is added"))
        }
        draft.edits.append(edit)
        draft.raise(to: .notable)
        draft.notDone += ["the billing provider is not told", "nothing is charged"]
        return draft
    }
}

/// What a plan includes and allows.
struct PlanRules: Sendable {
    struct Limit: Sendable {
        let limit: Int64?
        let grace: Int64
        let isHard: Bool
    }

    var limits: [String: Limit] = [:]
    /// Features that are on, with the value beside them.
    var features: [String: Int64?] = [:]

    static func read(plan: String, _ rows: ChangeRows) async throws(ConsoleError) -> PlanRules {
        var rules = PlanRules()
        if let mapping = rows.profile.plan?.limits, let relation = rows.catalog.relation(named: mapping.table) {
            for row in try await rows.rows(relation, column: mapping.plan, equals: .text(plan), limit: 1_000) {
                guard let key = row.text(mapping.key) else { continue }
                rules.limits[key] = Limit(
                    limit: PlanMatrixService.limit(row.text(mapping.value).flatMap { Int64($0) }),
                    grace: row.text(mapping.grace).flatMap { Int64($0) } ?? 0,
                    isHard: row.text(mapping.enforcement) == "hard")
            }
        }
        if let mapping = rows.profile.plan?.features, let relation = rows.catalog.relation(named: mapping.table) {
            for row in try await rows.rows(relation, column: mapping.plan, equals: .text(plan), limit: 1_000) {
                guard let key = row.text(mapping.key) else { continue }
                let isOn =
                    mapping.enabled.map { ["1", "t", "true"].contains(row.text($0)?.lowercased() ?? "") } ?? true
                if isOn { rules.features[key] = .some(row.text(mapping.value).flatMap { Int64($0) }) }
            }
        }
        return rules
    }
}
