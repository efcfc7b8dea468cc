import TenantDomain

extension ChangeDrafter {
    func membership(_ scope: MemberScope) throws(ConsoleError) -> (MembershipMapping, Relation) {
        let mapping = scope == .tenant ? profile.membership : profile.projectMembership
        guard let mapping, let relation = rows.catalog.relation(named: mapping.table) else {
            throw .notMapped(scope == .tenant ? .member : .projectMember)
        }
        return (mapping, relation)
    }

    func addMember(
        _ scope: MemberScope, _ container: ChangeTarget, _ user: ChangeTarget, _ role: String, _ id: String,
        instant: Int64
    ) async throws(ConsoleError) -> ChangeDraft {
        let (mapping, relation) = try membership(scope)
        guard let place = container.key.first, let person = user.key.first else { throw .change(.rowGone(user.label)) }
        var draft = ChangeDraft(title: "Add member: \(user.label) to \(container.label) as \(role)")
        let present = try await rows.rows(
            relation,
            where: .all([
                rows.equal(mapping.container, of: relation, place), rows.equal(mapping.user, of: relation, person),
            ]), limit: 1
        ).first
        if let present {
            // A membership that ended is taken up again: a second one may not exist.
            var fields: [(column: String, after: FieldEdit.Content)] = []
            if let column = mapping.role { fields.append((column, .value(.text(role)))) }
            if let column = mapping.status { fields.append((column, .value(.text(activeWord(relation, column))))) }
            guard let edit = present.update(fields, label: user.label) else {
                throw .change(.nothingToDo("\(user.label) is \(role) already"))
            }
            if present.text(mapping.status) == activeWord(relation, mapping.status ?? "") {
                throw .change(.rowIsThere("\(user.label) in \(container.label)"))
            }
            draft.edits.append(edit)
        } else {
            draft.edits.append(
                try memberInsertion(
                    mapping, relation, container: place, user: user, role: role, id: id, instant: instant))
        }
        draft.effects.append(ChangeEffect(.gain, "may do what \(role) may in \(container.label)"))
        draft.raise(to: .notable)
        draft.notDone.append("no mail is sent")
        return draft
    }

    /// The value of a status column for a member who takes part.
    func activeWord(_ relation: Relation, _ column: String) -> String {
        profile.writing.states(table: relation.name.name, column: column)?.words[StateWord.active.rawValue]
            ?? StateWord.active.rawValue
    }

    func memberInsertion(
        _ mapping: MembershipMapping, _ relation: Relation, container: Value, user: ChangeTarget, role: String,
        id: String, instant: Int64
    ) throws(ConsoleError) -> RowEdit {
        var fields: [(String, FieldEdit.Content)] = [
            (mapping.container, .value(container)), (mapping.user, .value(user.key.first ?? .null)),
        ]
        if let column = relation.column(mapping.id), mapping.id != mapping.container, mapping.id != mapping.user,
            column.generation == .no, column.type == .uuid || column.type == .text
        {
            fields.insert((mapping.id, .value(.text(id))), at: 0)
        }
        if let column = mapping.role { fields.append((column, .value(.text(role)))) }
        if let column = mapping.status { fields.append((column, .value(.text(activeWord(relation, column))))) }
        if let column = mapping.created, relation.column(column)?.isNullable == false {
            fields.append((column, .value(rows.time(instant, for: column, of: relation))))
        }
        return try insertion(relation, fields, label: user.label)
    }

    func invite(
        _ tenant: ChangeTarget, _ email: String, _ role: String, _ days: Int, _ id: String, instant: Int64
    ) async throws(ConsoleError) -> ChangeDraft {
        guard let mapping = profile.invitation, let relation = rows.catalog.relation(named: mapping.table),
            let place = tenant.key.first
        else { throw .notMapped(.invitation) }
        var fields: [(String, FieldEdit.Content)] = [
            (mapping.id, .value(.text(id))), (mapping.tenant, .value(place)), (mapping.email, .value(.text(email))),
        ]
        if let column = mapping.role { fields.append((column, .value(.text(role)))) }
        if let column = mapping.expires {
            let end = instant + Int64(days) * 86_400_000_000
            fields.append((column, .value(rows.time(end, for: column, of: relation))))
        }
        if let column = profile.writing.invitation?.token { fields.append((column, .secret)) }
        var draft = ChangeDraft(title: "Invite: \(email) to \(tenant.label) as \(role)")
        draft.edits.append(try insertion(relation, fields, label: email))
        draft.effects.append(ChangeEffect(.gain, "may join \(tenant.label) as \(role)", detail: "\(days) days"))
        draft.notDone.append("no mail is sent: hand the invitation over yourself")
        return draft
    }

    /// Ends memberships: by the state for it, else by deleting the rows.
    func removeMembers(_ scope: MemberScope, _ targets: [ChangeTarget]) async throws(ConsoleError) -> ChangeDraft {
        let (mapping, relation) = try membership(scope)
        var draft = ChangeDraft(
            title: "Remove: \(targets.count == 1 ? targets[0].label : "\(targets.count) members")")
        let removed = mapping.status.flatMap {
            profile.writing.states(table: relation.name.name, column: $0)?.words[StateWord.removed.rawValue]
        }
        for target in targets {
            let row = try await found(relation, target)
            if let removed, let column = mapping.status {
                if let edit = row.update([(column, .value(.text(removed)))], label: target.label) {
                    draft.edits.append(edit)
                }
            } else {
                try await delete(row, label: target.label, in: &draft)
            }
        }
        if draft.edits.isEmpty { throw .change(.nothingToDo("\(targets[0].label) is removed already")) }
        draft.effects.append(ChangeEffect(.loss, "no access any more", detail: "\(draft.edits.count) members"))
        draft.raise(to: .destructive)
        draft.notDone += ["no mail is sent", "sessions stay signed in", "what they made stays"]
        return draft
    }

    func ban(_ user: ChangeTarget, _ until: Int64?, instant: Int64) async throws(ConsoleError) -> ChangeDraft {
        let mapping = try FieldMapping(.userStatus, rows)
        let row = try await found(mapping.relation, user)
        var fields: [(column: String, after: FieldEdit.Content)] = [
            (mapping.column, .value(try mapping.value(of: .banned, profile)))
        ]
        if let column = profile.writing.bannedUntil {
            // A ban without an end is one of a hundred years, as sign-in services spell it.
            let end = until ?? instant + 36_525 * 86_400_000_000
            fields.append((column, .value(rows.time(end, for: column, of: mapping.relation))))
        }
        guard let edit = row.update(fields, label: user.label) else {
            throw .change(.nothingToDo("\(user.label) is banned already"))
        }
        var draft = ChangeDraft(title: "Ban: \(user.label)")
        draft.edits.append(edit)
        draft.effects.append(ChangeEffect(.loss, "cannot sign in any more"))
        if let sessions = profile.writing.sessions, let relation = rows.catalog.relation(named: sessions.table),
            let id = user.key.first
        {
            let open = try await rows.count(relation, where: rows.equal(sessions.user, of: relation, id), cap: 1_000)
            draft.effects.append(ChangeEffect(.note, "\(open) sessions are open and stay so until they run out"))
        }
        draft.notDone += ["open sessions are not ended", "no mail is sent"]
        draft.raise(to: .notable)
        return draft
    }

    /// A member as a person calls them: the user's name.
    func memberLabel(_ row: StoredRow, _ userColumn: String) async throws(ConsoleError) -> String {
        guard let user = profile.user, let relation = rows.catalog.relation(named: user.base.table),
            let id = row[userColumn].value, let found = try await rows.row(relation, id: user.base.id, id)
        else { return rows.label(row) }
        return rows.label(found)
    }
}
