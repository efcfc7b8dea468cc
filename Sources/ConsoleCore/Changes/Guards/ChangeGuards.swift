import TenantDomain
import TenantStore

/// Holds rows to the rules of the domain, whichever verb they come from: a role set by `edit` is judged like one set by
/// `member set-role`.
struct ChangeGuards: Sendable {
    struct Findings: Sendable {
        /// Tenants whose rows the change touches.
        var tenants: [ChangeTarget] = []
        /// Tenants above them whose own parents were looked at.
        var ancestors: [Value] = []
        var effects: [ChangeEffect] = []
        var warnings: [String] = []
        var severity = ChangeSeverity.routine
    }

    let rows: ChangeRows
    var profile: Profile { rows.profile }
    var session: ConsoleSession { rows.session }

    func check(_ draft: ChangeDraft) async throws(ConsoleError) -> Findings {
        var findings = Findings()
        let touched = try await TouchedRow.all(draft.edits, rows)
        // Rows that the change inserts may name each other.
        let pending = Set(draft.edits.filter { $0.action == .insert }.flatMap { $0.key.map(\.value) })
        for row in touched {
            try RowRule.check(row.relation, rows)
            try await values(row, pending: pending)
        }
        let places = try await TenantPlaces(rows: rows).tenants(of: touched)
        findings.tenants = places.tenants.map(\.target)
        try archived(touched, places)
        for row in touched where !draft.isReversal { try states(row) }
        for row in touched { try grants(row) }
        try await owners(touched + (try members(draft.followers)), places)
        for row in touched { findings.ancestors += try await parents(row) }
        try await usage(touched, places, &findings)
        for row in touched where row.before != nil {
            try await PlanImpact(rows: rows).judge(row, accepts: draft.acceptsOverLimit, &findings)
        }
        let service = Set(draft.edits.map(\.table)).intersection(profile.writing.serviceOnly)
        for table in service.sorted() { findings.warnings.append("\(table) is written by the service role only") }
        return findings
    }

    // MARK: Values

    private func values(_ row: TouchedRow, pending: Set<Value>) async throws(ConsoleError) {
        guard let after = row.after else { return }
        for column in row.relation.columns where row.changes(column.name) {
            guard let value = after[column.name]?.value else { continue }
            let name = "\(row.relation.name).\(column.name)"
            if value.isNull {
                if !column.isNullable, row.before != nil { throw .change(.needsValue(column: name)) }
                continue
            }
            try refusing { () throws(ChangeRefusal) in
                try AllowedValueRule.check(column: name, value: value, allowed: column.allowedValues)
            }
            try await reference(value, column, row.relation, pending: pending)
        }
    }

    /// A foreign key of one column names a row that is there.
    private func reference(_ value: Value, _ column: Column, _ relation: Relation, pending: Set<Value>)
        async throws(ConsoleError)
    {
        for key in relation.foreignKeys where key.columns == [column.name] {
            guard let target = rows.catalog[key.target], let targetColumn = key.targetColumns.first else { continue }
            let predicate = rows.equal(targetColumn, of: target, value)
            if pending.contains(value) { continue }
            if try await rows.count(target, where: predicate, cap: 1) > 0 { continue }
            throw .noSuch(what: target.name.description, word: value.text ?? "", hint: nil)
        }
    }

    // MARK: States

    private func archived(_ touched: [TouchedRow], _ places: TenantPlaces.Found) throws(ConsoleError) {
        guard let tenant = profile.tenant, let column = tenant.base.status,
            let relation = rows.catalog.relation(named: tenant.base.table)
        else { return }
        let states = profile.writing.states(table: relation.name.name, column: column)
        let archived =
            states?.words[StateWord.archived.rawValue]
            ?? (relation.column(column)?.allowedValues.contains(StateWord.archived.rawValue) == true
                ? StateWord.archived.rawValue : nil)
        for place in places.tenants where place.row != nil {
            let leaves = touched.contains { row in
                row.relation.name == relation.name && row.key.first?.value == place.target.key.first
                    && row.changes(column)
            }
            try refusing { () throws(ChangeRefusal) in
                try StateRule.checkArchived(
                    tenant: place.target.label, state: place.row?.text(column), archived: archived, leaves: leaves)
            }
        }
    }

    private func states(_ row: TouchedRow) throws(ConsoleError) {
        guard row.before != nil, row.after != nil else { return }
        for mapping in profile.writing.states {
            guard let dot = mapping.column.lastIndex(of: ".") else { continue }
            let column = String(mapping.column[mapping.column.index(after: dot)...])
            guard rows.catalog.relation(named: String(mapping.column[..<dot]))?.name == row.relation.name else {
                continue
            }
            try refusing { () throws(ChangeRefusal) in
                try StateRule.check(
                    column: mapping.column, from: row.text(before: column), to: row.text(after: column),
                    paths: mapping.paths)
            }
        }
    }

    // MARK: Roles and owners

    private func membership(of relation: Relation) -> MembershipMapping? {
        for mapping in [profile.membership, profile.projectMembership].compactMap({ $0 })
        where rows.catalog.relation(named: mapping.table)?.name == relation.name {
            return mapping
        }
        return nil
    }

    private func grants(_ row: TouchedRow) throws(ConsoleError) {
        if let invitation = profile.invitation, let membership = profile.membership, let column = invitation.role,
            rows.catalog.relation(named: invitation.table)?.name == row.relation.name, row.changes(column),
            let role = row.text(after: column), let members = rows.catalog.relation(named: membership.table)
        {
            try grant(role, RoleRanks(membership, members).roles, isTenantRole: true)
        }
        guard let mapping = membership(of: row.relation), let column = mapping.role, row.changes(column),
            let role = row.text(after: column)
        else { return }
        try grant(role, RoleRanks(mapping, row.relation).roles, isTenantRole: mapping == profile.membership)
    }

    func grant(_ role: String, _ ranks: [String], isTenantRole: Bool) throws(ConsoleError) {
        guard !ranks.isEmpty else { return }
        // Roles of projects have ranks of their own: whoever may grant any tenant role may grant all of them.
        let own =
            profile.writing.grants.isEmpty
            ? (session.persona == .admin ? ranks.first : nil) : profile.writing.grants[session.persona.rawValue]
        let highest = isTenantRole || own == nil ? own : ranks.contains(own ?? "") ? own : ranks.first
        try refusing { () throws(ChangeRefusal) in
            try RoleRule.check(
                granting: role, ranks: ranks, highest: highest, persona: session.persona.rawValue)
        }
    }

    /// Memberships that go along with another row.
    private func members(_ followers: [RowEdit]) throws(ConsoleError) -> [TouchedRow] {
        guard let table = profile.membership?.table, let relation = rows.catalog.relation(named: table) else {
            return []
        }
        return followers.filter { $0.action == .delete && $0.table == relation.name.description }.map { edit in
            TouchedRow(
                relation: relation, key: edit.key, label: edit.label,
                before: Dictionary(edit.fields.map { ($0.column, $0.before) }) { $1 }, after: nil)
        }
    }

    private func owners(_ touched: [TouchedRow], _ places: TenantPlaces.Found) async throws(ConsoleError) {
        guard let mapping = profile.membership, let column = mapping.role,
            let relation = rows.catalog.relation(named: mapping.table),
            let owner = RoleRanks(mapping, relation).roles.first
        else { return }
        let members = touched.filter { $0.relation.name == relation.name }
        guard !members.isEmpty else { return }
        let active = ActiveRows(mapping, relation, profile)
        func isOwner(_ values: [String: FieldEdit.Content]?, in tenant: Value) -> Bool {
            values?[mapping.container]?.value == tenant && values?[column]?.value?.text == owner && active.holds(values)
        }
        // A tenant that goes itself needs no owner.
        let table = profile.tenant.flatMap { rows.catalog.relation(named: $0.base.table) }?.name
        let gone = Set(
            touched.filter { $0.after == nil && $0.relation.name == table }.compactMap { $0.key.first?.value })
        var tenants = places.tenants
        let known = Set(tenants.compactMap(\.target.key.first))
        let others = try await TenantPlaces(rows: rows).tenants(of: members.filter { $0.after == nil }).tenants
        tenants += others.filter { place in place.target.key.first.map { !known.contains($0) } ?? false }
        for place in tenants {
            guard let tenant = place.target.key.first, !gone.contains(tenant) else { continue }
            let lost = members.count { isOwner($0.before, in: tenant) && !isOwner($0.after, in: tenant) }
            guard lost > 0 else { continue }
            let gained = members.count { !isOwner($0.before, in: tenant) && isOwner($0.after, in: tenant) }
            let before = try await rows.count(
                relation,
                where: .all(
                    [
                        rows.equal(mapping.container, of: relation, tenant),
                        rows.equal(column, of: relation, .text(owner)),
                    ] + active.predicates(rows)), cap: 10_000)
            try refusing { () throws(ChangeRefusal) in
                try OwnerRule.check(tenant: place.target.label, before: before, after: before - lost + gained)
            }
        }
    }

    // MARK: Parents

    /// - Returns: the parent and those above it, by which the row was judged.
    private func parents(_ row: TouchedRow) async throws(ConsoleError) -> [Value] {
        guard let mapping = profile.tenant, let column = mapping.parent, row.changes(column),
            rows.catalog.relation(named: mapping.base.table)?.name == row.relation.name,
            let parent = row.after?[column]?.value, !parent.isNull,
            let found = try await rows.row(row.relation, id: mapping.base.id, parent)
        else { return [] }
        var ancestors: [Value] = []
        var next = found[column].value ?? .null
        while !next.isNull, ancestors.count < 100, !ancestors.contains(next) {
            ancestors.append(next)
            next = try await rows.row(row.relation, id: mapping.base.id, next)?[column].value ?? .null
        }
        let kind = found.text(mapping.kind)
        let tenant = row.after?[mapping.base.id]?.value ?? row.key.first?.value ?? .null
        try refusing { () throws(ChangeRefusal) in
            try ParentRule.check(
                tenant: tenant, parent: parent, parentName: rows.label(found), parentKind: kind,
                ancestors: ancestors, wantedKind: profile.writing.parentKind)
        }
        return [parent] + ancestors
    }

    // MARK: Usage

    /// Rows that begin to count against a limit must fit.
    private func usage(
        _ touched: [TouchedRow], _ places: TenantPlaces.Found, _ findings: inout Findings
    ) async throws(ConsoleError) {
        for mapping in profile.usage where mapping.sum == nil {
            guard let relation = rows.catalog.relation(named: mapping.table) else { continue }
            func counts(_ values: [String: FieldEdit.Content]?) -> Bool {
                guard let values else { return false }
                guard let column = mapping.column else { return true }
                return values[column]?.value?.text.map(mapping.values.contains) ?? false
            }
            for place in places.tenants {
                let mine = touched.filter { $0.relation.name == relation.name }
                let tenant = place.target.key.first
                // A row that moves to another tenant leaves one and begins to count for the other.
                let adding = mine.count { counts($0.after) && places.tenant(after: $0) == tenant }
                let leaving = mine.count { counts($0.before) && places.tenant(before: $0) == tenant }
                guard adding > leaving, let id = place.target.key.first, place.row != nil else { continue }
                let answers = try await UsageReader(session: session, tenants: [id]).read(limits: true, activity: false)
                guard let limit = answers.limits.first?.first(where: { $0.key == mapping.limit }) else { continue }
                let verdict = try refusing { () throws(ChangeRefusal) in
                    try LimitRule.check(
                        title: "\(limit.title.lowercased()) of \(place.target.label)", used: limit.used,
                        adding: Int64(adding - leaving), limit: limit.limit, grace: limit.grace,
                        isHard: limit.enforcement == .hard)
                }
                if case .tolerated(let over) = verdict {
                    findings.effects.append(
                        ChangeEffect(
                            .soft,
                            "\(limit.title.lowercased()) \(limit.used + Int64(adding - leaving)) > \(limit.limit ?? 0)",
                            detail: "\(over) over, \(limit.enforcement == .hard ? "within the grace" : "soft limit")"))
                    findings.severity = max(findings.severity, .notable)
                }
            }
        }
    }

    func refusing<Result>(_ body: () throws(ChangeRefusal) -> Result) throws(ConsoleError) -> Result {
        do { return try body() } catch { throw .change(error) }
    }
}

/// Memberships that count: those in the active state, or all where there are no states.
struct ActiveRows: Sendable {
    let column: String?
    let word: String
    private let relation: Relation

    init(_ mapping: MembershipMapping, _ relation: Relation, _ profile: Profile) {
        self.relation = relation
        column = mapping.status
        word =
            mapping.status.flatMap {
                profile.writing.states(table: relation.name.name, column: $0)?.words[StateWord.active.rawValue]
            } ?? StateWord.active.rawValue
    }

    func holds(_ values: [String: FieldEdit.Content]?) -> Bool {
        guard let column else { return values != nil }
        return values?[column]?.value?.text == word
    }

    func predicates(_ rows: ChangeRows) -> [Predicate] {
        column.map { [rows.equal($0, of: relation, .text(word))] } ?? []
    }
}
