import TenantDomain

extension ChangeDrafter {
    func createTenant(_ new: NewTenant, instant: Int64) async throws(ConsoleError) -> ChangeDraft {
        guard let mapping = profile.tenant, let name = mapping.base.name,
            let relation = rows.catalog.relation(named: mapping.base.table)
        else { throw .notMapped(.tenant) }
        var fields: [(String, FieldEdit.Content)] = [
            (mapping.base.id, .value(.text(new.id))), (name, .value(.text(new.name))),
        ]
        for (value, column, what) in [
            (new.slug, mapping.slug, "tenant.slug"), (new.plan, mapping.plan, "tenant.plan"),
            (new.kind, mapping.kind, "tenant.kind"),
        ] {
            guard let value else { continue }
            guard let column else { throw .change(.unmapped(what: what)) }
            fields.append((column, .value(.text(value))))
        }
        var draft = ChangeDraft(title: "Create tenant: \(new.name)")
        draft.edits.append(try insertion(relation, fields, label: new.name))
        draft.raise(to: .notable)
        if let owner = new.owner {
            guard let membership = profile.membership, let table = rows.catalog.relation(named: membership.table),
                let role = RoleRanks(membership, table).roles.first
            else { throw .notMapped(.member) }
            draft.edits.append(
                try memberInsertion(
                    membership, table, container: .text(new.id), user: owner, role: role, id: new.memberID,
                    instant: instant))
        } else {
            draft.warnings.append("the tenant has no owner until one is added")
        }
        draft.notDone += ["the billing provider is not told", "no mail is sent"]
        return draft
    }

    /// The member becomes an owner; who was owner takes the next role.
    func transferOwnership(_ tenant: ChangeTarget, _ member: ChangeTarget) async throws(ConsoleError) -> ChangeDraft {
        let mapping = try FieldMapping(.memberRole, rows)
        guard let membership = profile.membership, let id = tenant.key.first else { throw .notMapped(.member) }
        let ranks = RoleRanks(membership, mapping)
        guard ranks.roles.count > 1 else { throw .change(.unmapped(what: "membership.roles")) }
        let row = try await found(mapping.relation, member)
        let owners = try await rows.rows(
            mapping.relation,
            where: .all([
                rows.equal(membership.container, of: mapping.relation, id),
                rows.equal(mapping.column, of: mapping.relation, .text(ranks.roles[0])),
            ]), limit: Self.cascadeCap)
        var draft = ChangeDraft(title: "Transfer ownership: \(tenant.label) → \(member.label)")
        guard let promotion = row.update([(mapping.column, .value(.text(ranks.roles[0])))], label: member.label) else {
            throw .change(.nothingToDo("\(member.label) is \(ranks.roles[0]) already"))
        }
        draft.edits.append(promotion)
        for owner in owners where owner.key != row.key {
            let label = try await memberLabel(owner, membership.user)
            if let edit = owner.update([(mapping.column, .value(.text(ranks.roles[1])))], label: label) {
                draft.edits.append(edit)
                draft.effects.append(ChangeEffect(.loss, "\(label) becomes \(ranks.roles[1])"))
            }
        }
        draft.effects.insert(ChangeEffect(.gain, "\(member.label) becomes \(ranks.roles[0])"), at: 0)
        draft.raise(to: .destructive)
        draft.notDone += ["the billing contact stays who it is", "no mail is sent"]
        return draft
    }

    /// A key of the settings document; the other keys keep their spelling.
    func setSetting(_ tenant: ChangeTarget, _ key: String, _ json: String?) async throws(ConsoleError) -> ChangeDraft {
        guard let mapping = profile.tenant, let column = mapping.settings,
            let relation = rows.catalog.relation(named: mapping.base.table)
        else { throw .change(.unmapped(what: "tenant.settings")) }
        if let json, !JSONDocument.isValid(json) {
            throw .change(.badValue(column: key, value: json, wanted: "JSON, such as true, 3 or \"text\""))
        }
        let row = try await found(relation, tenant)
        let before = row[column].value?.text ?? "{}"
        guard let document = JSONDocument.parse(before), case .object = document else {
            throw .change(.unwritable(column: column, why: "it holds no JSON object"))
        }
        let path = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let changed = document.setting(path[...], to: json.flatMap(JSONDocument.parse)) else {
            throw .change(.badValue(column: column, value: key, wanted: "a key inside objects"))
        }
        if changed == document { throw .change(.nothingToDo("\(key) is so already")) }
        var draft = ChangeDraft(title: "Set setting: \(tenant.label)   \(key) \(json ?? "removed")")
        var bytes: [UInt8] = []
        changed.append(to: &bytes, indented: false)
        let after = Value.text(String(decoding: bytes, as: UTF8.self))
        if let edit = row.update([(column, .value(after))], label: tenant.label) { draft.edits.append(edit) }
        draft.notDone.append("running sessions keep what they have read")
        return draft
    }

    /// An insert with the columns that have to be given.
    func insertion(
        _ relation: Relation, _ fields: [(String, FieldEdit.Content)], label: String
    ) throws(ConsoleError) -> RowEdit {
        let given = Set(fields.filter { !$0.1.isNull }.map(\.0))
        for column in relation.columns
        where !column.isNullable && column.defaultValue == nil && column.generation == .no
            && !given.contains(column.name)
        {
            throw .change(.needsValue(column: "\(relation.name).\(column.name)"))
        }
        let key = relation.identity.compactMap { column in
            fields.first { $0.0 == column }?.1.value.map { KeyPart(column, $0) }
        }
        return RowEdit(
            .insert, table: relation.name.description, key: key, label: label,
            fields: fields.filter { !$0.1.isNull }.map { FieldEdit($0.0, before: .value(.null), after: $0.1) })
    }
}
