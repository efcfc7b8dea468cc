import TenantDomain
import TenantStore

/// Turns a change into the rows that it comes to, reading what it has to.
struct ChangeDrafter: Sendable {
    /// Rows that a plan lists one by one; over it a deletion is refused.
    static let cascadeCap = 500

    let rows: ChangeRows
    let archive: (any ChangeArchive)?
    var profile: Profile { rows.profile }
    var session: ConsoleSession { rows.session }

    func draft(_ change: Change) async throws(ConsoleError) -> ChangeDraft {
        switch change.verb {
        case .set(let field, let targets, let value):
            return try await set(field, targets, value, instant: change.instant)
        case .setWhere(let field, let filter, let tenant, let value):
            return try await setWhere(field, filter: filter, tenant: tenant, value)
        case .setPlan(let tenant, let plan, let when):
            return try await setPlan(tenant, plan, when)
        case .createTenant(let new): return try await createTenant(new, instant: change.instant)
        case .transferOwnership(let tenant, let member): return try await transferOwnership(tenant, member)
        case .setSetting(let tenant, let key, let json): return try await setSetting(tenant, key, json)
        case .addMember(let scope, let container, let user, let role, let id):
            return try await addMember(scope, container, user, role, id, instant: change.instant)
        case .invite(let tenant, let email, let role, let days, let id):
            return try await invite(tenant, email, role, days, id, instant: change.instant)
        case .removeMembers(let scope, let targets): return try await removeMembers(scope, targets)
        case .ban(let user, let until): return try await ban(user, until, instant: change.instant)
        case .setLimit(let plan, let limit, let value): return try await setLimit(plan, limit, value)
        case .setFeature(let plan, let feature, let enabled, let value):
            return try await setFeature(plan, feature, enabled, value)
        case .addTokens(let tenant, let amount): return try await addTokens(tenant, amount)
        case .rotateToken(let instance): return try await rotateToken(instance, instant: change.instant)
        case .reorderStages(let pipeline, let stages): return try await reorderStages(pipeline, stages)
        case .addInteraction(let deal, let kind, let text, let id):
            return try await addInteraction(deal, kind, text, id, instant: change.instant)
        case .edit(let table, let key, let fields): return try await edit(table, key, fields)
        case .delete(let table, let key): return try await deleteRow(table, key)
        case .undo(let id): return try await undo(id)
        case .revertEntry(let source, let id): return try await revertEntry(source, id)
        }
    }

    // MARK: One field

    func set(
        _ field: ChangeField, _ targets: [ChangeTarget], _ value: Value, instant: Int64
    ) async throws(ConsoleError) -> ChangeDraft {
        let mapping = try FieldMapping(field, rows)
        var draft = ChangeDraft(title: "")
        var befores: [Value] = []
        for target in targets {
            let row = try await found(mapping.relation, target)
            befores.append(row[mapping.column].value ?? .null)
            var fields: [(column: String, after: FieldEdit.Content)] = [(mapping.column, .value(value))]
            fields += stamps(mapping, from: row[mapping.column].value, to: value, instant: instant)
            fields += try await along(field, row, value, instant: instant)
            if row[mapping.column] == .value(value) { continue }
            if let edit = row.update(fields, label: target.label) { draft.edits.append(edit) }
        }
        let names = targets.count == 1 ? targets[0].label : "\(targets.count) rows"
        let shown = try await shown(field, value)
        if draft.edits.isEmpty { throw .change(.nothingToDo("\(names): \(mapping.column) is \(shown) already")) }
        let before = Set(befores)
        var from = "…"
        if before.count == 1, let only = before.first { from = try await self.shown(field, only) }
        draft.title = "\(FieldWords.title(field)): \(names)   \(from) → \(shown)"
        FieldWords.describe(field, from: befores, to: value, mapping: mapping, profile: profile, in: &draft)
        return draft
    }

    /// Time columns that go with a state.
    private func stamps(
        _ mapping: FieldMapping, from: Value?, to: Value, instant: Int64
    ) -> [(column: String, after: FieldEdit.Content)] {
        guard let stamps = mapping.states(profile)?.stamps, from != to else { return [] }
        var fields: [(column: String, after: FieldEdit.Content)] = []
        if let left = from?.text.flatMap({ stamps[$0] }) { fields.append((left, .value(.null))) }
        if let entered = to.text.flatMap({ stamps[$0] }) {
            fields.append((entered, .value(rows.time(instant, for: entered, of: mapping.relation))))
        }
        return fields
    }

    /// Columns that go with a field.
    private func along(
        _ field: ChangeField, _ row: StoredRow, _ value: Value, instant: Int64
    ) async throws(ConsoleError) -> [(column: String, after: FieldEdit.Content)] {
        switch field {
        case .userStatus:
            guard let column = profile.writing.bannedUntil, value != row[column].value, !row[column].isNull else {
                return []
            }
            return [(column, .value(.null))]
        case .dealStage:
            guard let deal = profile.crm?.deal, let since = deal.stageSince else { return [] }
            return [(since, .value(rows.time(instant, for: since, of: row.relation)))]
        default: return []
        }
    }

    /// A value as a person calls it: the name behind a key.
    private func shown(_ field: ChangeField, _ value: Value) async throws(ConsoleError) -> String {
        if value.isNull { return "none" }
        let resource: Resource? =
            switch field {
            case .tenantParent: session.registry.resource(for: .tenant)
            case .dealStage: session.registry.resource(for: .stage)
            case .dealOwner: session.registry.resource(for: .user)
            default: nil
            }
        if field == .dealAmount, let text = value.text, let cents = Int64(text) { return NumberText.cents(cents) }
        guard let resource, let relation = rows.catalog[resource.relation], let key = resource.identity.first,
            let row = try await rows.row(relation, id: key, value)
        else { return value.text ?? "" }
        return rows.label(row)
    }

    func found(_ relation: Relation, _ target: ChangeTarget) async throws(ConsoleError) -> StoredRow {
        let identity = relation.identity
        guard identity.count == target.key.count, !identity.isEmpty,
            let row = try await rows.row(relation, key: zip(identity, target.key).map { KeyPart($0, $1) })
        else { throw .change(.rowGone(target.label)) }
        return row
    }
}
