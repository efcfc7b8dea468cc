import TenantDomain
import TenantStore

/// Words to a change: finds the rows that people name, reads values by the type of their column.
package struct ChangeResolver: Sendable {
    private let session: ConsoleSession
    private var rows: ChangeRows { ChangeRows(session: session) }

    package init(session: ConsoleSession) { self.session = session }

    /// - Throws: `noSuch` and `ambiguous` for names that fit no row or several.
    package func resolve(_ request: ChangeRequest) async throws(ConsoleError) -> Change {
        Change(try await verb(request), instant: session.now())
    }

    private func verb(_ request: ChangeRequest) async throws(ConsoleError) -> ChangeVerb {
        switch request {
        case .set(let field, let words, let within, let value):
            let mapping = try FieldMapping(field, rows)
            var targets: [ChangeTarget] = []
            for word in words { targets.append(try await target(field, word, within: within)) }
            return .set(field, targets, try await self.value(value, mapping))
        case .setWhere(let field, let filter, let tenant, let value):
            let mapping = try FieldMapping(field, rows)
            var place: ChangeTarget?
            if let tenant { place = try await self.tenant(tenant) }
            return .setWhere(field, filter: filter, tenant: place, try await self.value(value, mapping))
        case .setPlan(let tenant, let plan, let terms):
            return .setPlan(tenant: try await self.tenant(tenant), plan: plan, terms)
        case .createTenant(let name, let slug, let plan, let kind, let owner):
            var person: ChangeTarget?
            if let owner { person = try await user(owner) }
            return .createTenant(
                NewTenant(
                    id: ChangeID.uuid(), name: name, slug: slug, plan: plan, kind: kind, owner: person,
                    memberID: ChangeID.uuid()))
        case .transferOwnership(let tenant, let word):
            return .transferOwnership(
                tenant: try await self.tenant(tenant), member: try await member(.tenant, word, within: tenant))
        case .setSetting(let tenant, let key, let json):
            return .setSetting(tenant: try await self.tenant(tenant), key: key, json: json)
        case .addMember(let scope, let container, let user, let role):
            return .addMember(
                scope, container: try await self.container(scope, container), user: try await self.user(user),
                role: role, id: ChangeID.uuid())
        case .invite(let tenant, let email, let role, let days):
            return .invite(
                tenant: try await self.tenant(tenant), email: email, role: role, days: days, id: ChangeID.uuid())
        case .removeMembers(let scope, let words, let within):
            var targets: [ChangeTarget] = []
            for word in words { targets.append(try await member(scope, word, within: within)) }
            return .removeMembers(scope, targets)
        case .ban(let user, let until):
            var end: Int64?
            if let until {
                guard let instant = TimeText.parse(until.utf8) else {
                    throw .usage(message: "'\(until)' is no time.", hint: "Write 2026-12-31 or 2026-12-31T18:00:00Z.")
                }
                end = instant
            }
            return .ban(user: try await self.user(user), until: end)
        case .setLimit(let plan, let limit, let value): return .setLimit(plan: plan, limit: limit, value)
        case .setFeature(let plan, let feature, let enabled, let value):
            return .setFeature(plan: plan, feature: feature, enabled: enabled, value: value)
        case .addTokens(let tenant, let amount): return .addTokens(tenant: try await self.tenant(tenant), amount)
        case .rotateToken(let instance):
            return .rotateToken(instance: try await named(session.profile.writing.instance?.table, instance))
        case .reorderStages(let pipeline, let tenant, let words):
            return try await stages(pipeline, tenant, words)
        case .addInteraction(let deal, let tenant, let kind, let text):
            return .addInteraction(
                deal: try await named(session.profile.crm?.deal.table, deal, within: tenant), kind: kind, text: text,
                id: ChangeID.uuid())
        case .edit(let resource, let id, let fields): return try await edit(resource, id, fields)
        case .delete(let resource, let id):
            let (_, relation, key) = try await row(resource, id)
            return .delete(table: relation.name.description, key: key)
        case .undo(let receipt): return .undo(change: receipt ?? "")
        case .revertEntry(let source, let id): return .revertEntry(source: source, id: id)
        }
    }

    // MARK: Rows by name

    private func target(_ field: ChangeField, _ word: String, within: String?) async throws(ConsoleError)
        -> ChangeTarget
    {
        switch field {
        case .tenantName, .tenantStatus, .tenantParent: return try await tenant(word)
        case .memberRole, .memberStatus: return try await member(.tenant, word, within: within)
        case .projectMemberRole: return try await member(.project, word, within: within)
        case .userStatus: return try await user(word)
        case .subscriptionStatus:
            let tenant = try await tenant(word)
            let drafter = ChangeDrafter(rows: rows, archive: nil)
            if let id = tenant.key.first, let live = try await drafter.subscription(of: id) {
                return ChangeTarget(key: live.key.map(\.value), label: tenant.label)
            }
            return try await named(session.profile.subscription?.table, word)
        case .widgetStatus, .instanceStatus, .dealStage, .dealOwner, .dealAmount:
            return try await named(try FieldMapping(field, rows).table, word, within: within)
        }
    }

    private func tenant(_ word: String) async throws(ConsoleError) -> ChangeTarget {
        let match = try await TenantResolver(session: session).resolve(word)
        return ChangeTarget(key: [match.id], label: match.name)
    }

    private func user(_ word: String) async throws(ConsoleError) -> ChangeTarget {
        let match = try await UserResolver(session: session).resolve(word)
        return ChangeTarget(key: [match.id], label: match.name)
    }

    private func container(_ scope: MemberScope, _ word: String) async throws(ConsoleError) -> ChangeTarget {
        scope == .tenant ? try await tenant(word) : try await named(session.profile.project?.table, word)
    }

    /// A membership by its own id, or by the person in the container.
    private func member(_ scope: MemberScope, _ word: String, within: String?) async throws(ConsoleError)
        -> ChangeTarget
    {
        let (mapping, relation) = try ChangeDrafter(rows: rows, archive: nil).membership(scope)
        if let type = relation.column(mapping.id)?.type, let id = KeyText.value(word, type: type),
            let row = try await rows.row(relation, id: mapping.id, id)
        {
            let label = try await ChangeDrafter(rows: rows, archive: nil).memberLabel(row, mapping.user)
            return ChangeTarget(key: row.key.map(\.value), label: label)
        }
        let person = try await user(word)
        var predicate = rows.equal(mapping.user, of: relation, person.key.first ?? .null)
        if let within {
            let place = try await container(scope, within)
            predicate = predicate.and(rows.equal(mapping.container, of: relation, place.key.first ?? .null))
        }
        let found = try await rows.rows(relation, where: predicate, limit: 2)
        guard let row = found.first else {
            throw .noSuch(what: "member", word: word, hint: within.map { "\($0) has no such member" })
        }
        if found.count > 1 {
            throw .usage(
                message: "\(person.label) is a member of several.",
                hint: scope == .tenant ? "Say which with --tenant." : "Say which with --project.")
        }
        return ChangeTarget(key: row.key.map(\.value), label: person.label)
    }

    /// A row of any table by its key or by its label.
    private func named(_ table: String?, _ word: String, within: String? = nil) async throws(ConsoleError)
        -> ChangeTarget
    {
        guard let table, let relation = rows.catalog.relation(named: table),
            let resource = session.registry.resource(of: relation.name)
        else { throw .change(.unmapped(what: table ?? "such a table")) }
        var scope = Predicate.everything
        if let within {
            let place = try await tenant(within)
            scope = session.registry.scope(resource, toTenant: place.key.first ?? .null) ?? .everything
        }
        if relation.identity.count == 1, let column = relation.column(relation.identity[0]),
            let id = KeyText.value(word, type: column.type),
            let row = try await rows.row(relation, id: column.name, id)
        {
            return ChangeTarget(key: row.key.map(\.value), label: rows.label(row))
        }
        guard let label = resource.ownColumn(resource.label) else {
            throw .noSuch(what: resource.singular, word: word, hint: "give its id")
        }
        let predicate = scope.and(.compare(Operand(ColumnPath(label.name), type: label.type), .equalIgnoringCase(word)))
        let found = try await rows.rows(relation, where: predicate, limit: 6)
        guard let row = found.first else { throw .noSuch(what: resource.singular, word: word, hint: nil) }
        if found.count > 1 {
            throw .ambiguous(
                word: word, what: resource.title.lowercased(),
                candidates: found.map { $0.key.map { $0.value.text ?? "" }.joined(separator: " ") })
        }
        return ChangeTarget(key: row.key.map(\.value), label: rows.label(row))
    }

    private func stages(_ pipeline: String?, _ tenant: String?, _ words: [String]) async throws(ConsoleError)
        -> ChangeVerb
    {
        guard let crm = session.profile.crm, let relation = rows.catalog.relation(named: crm.stage.table) else {
            throw .notMapped(.stage)
        }
        let place: ChangeTarget
        if let pipeline {
            place = try await named(crm.pipeline.table, pipeline, within: tenant)
        } else {
            guard let first = words.first else { throw .usage(message: "Which stages?", hint: nil) }
            let stage = try await named(crm.stage.table, first, within: tenant)
            let key = zip(relation.identity, stage.key).map { KeyPart($0, $1) }
            guard let row = try await rows.row(relation, key: key),
                let id = row[crm.stage.pipeline].value
            else { throw .change(.rowGone(first)) }
            place = ChangeTarget(key: [id], label: "the pipeline")
        }
        let all = try await rows.rows(
            relation, where: rows.equal(crm.stage.pipeline, of: relation, place.key.first ?? .null), limit: 500)
        var targets: [ChangeTarget] = []
        for word in words {
            let found = all.filter { row in
                row.text(crm.stage.name)?.lowercased() == word.lowercased() || row.text(crm.stage.id) == word
            }
            guard found.count == 1, let row = found.first else {
                throw .noSuch(
                    what: "stage", word: word,
                    hint: "\(place.label) has \(all.compactMap { $0.text(crm.stage.name) }.joined(separator: ", "))")
            }
            targets.append(ChangeTarget(key: row.key.map(\.value), label: row.text(crm.stage.name) ?? word))
        }
        return .reorderStages(pipeline: place, targets)
    }

    // MARK: Values

    private func value(_ value: ChangeRequest.SetValue, _ mapping: FieldMapping) async throws(ConsoleError) -> Value {
        switch value {
        case .none: return .null
        case .state(let word): return try mapping.value(of: word, session.profile)
        case .text(let text):
            guard let column = mapping.relation.column(mapping.column) else { return .text(text) }
            return try FieldValueReader.value(text, for: column)
        case .cents(let text):
            guard let cents = FieldValueReader.cents(text) else {
                throw .change(
                    .badValue(column: mapping.column, value: text, wanted: "an amount such as 48000 or 48000.50"))
            }
            return .integer(cents)
        case .row(let word):
            let table: String? =
                switch mapping.field {
                case .tenantParent: session.profile.tenant?.base.table
                case .dealStage: session.profile.crm?.stage.table
                case .dealOwner: session.profile.user?.base.table
                default: nil
                }
            switch mapping.field {
            case .tenantParent: return try await tenant(word).key.first ?? .null
            case .dealOwner: return try await user(word).key.first ?? .null
            default: return try await named(table, word).key.first ?? .null
            }
        }
    }

    /// A row of any table by its key, the start of it, or its name.
    private func row(
        _ word: String, _ id: [String]
    ) async throws(ConsoleError) -> (resource: Resource, relation: Relation, key: [KeyPart]) {
        let resource = try ListQueryBuilder(session).resource(word)
        let relation = try rows.relation(resource.relation.description)
        let identity = try await RecordService(session: session).identity(id, of: resource)
        guard !relation.identity.isEmpty, identity.values.count == relation.identity.count else {
            throw .change(.unwritable(column: resource.name, why: "its rows have no key"))
        }
        return (resource, relation, zip(relation.identity, identity.values).map { KeyPart($0, $1) })
    }

    private func edit(
        _ word: String, _ id: [String], _ fields: [ChangeRequest.FieldText]
    ) async throws(ConsoleError) -> ChangeVerb {
        let (resource, relation, key) = try await row(word, id)
        var values: [ColumnValue] = []
        for field in fields {
            guard let column = relation.column(field.column) else {
                throw .unknownField(
                    field.column, resource: resource.name,
                    nearest: NearestWord.find(field.column, among: relation.columns.map(\.name)))
            }
            values.append(
                ColumnValue(
                    column.name,
                    try field.text.map { (text) throws(ConsoleError) in
                        try FieldValueReader.value(text, for: column)
                    } ?? .null))
        }
        return .edit(table: relation.name.description, key: key, fields: values)
    }
}

/// A typed text as a value of a column.
enum FieldValueReader {
    static func value(_ text: String, for column: Column) throws(ConsoleError) -> Value {
        func bad(_ wanted: String) -> ConsoleError {
            .change(.badValue(column: column.name, value: text, wanted: wanted))
        }
        switch column.type {
        case .integer:
            guard let number = Int64(text) else { throw bad("a whole number") }
            return .integer(number)
        case .real:
            guard let number = Double(text) else { throw bad("a number") }
            return .real(number)
        case .numeric:
            guard Double(text) != nil else { throw bad("a number") }
            return .text(text)
        case .boolean:
            switch text.lowercased() {
            case "true", "yes", "on", "1": return .integer(1)
            case "false", "no", "off", "0": return .integer(0)
            default: throw bad("true or false")
            }
        case .uuid:
            guard let id = KeyText.value(text, type: .uuid) else { throw bad("a UUID") }
            return id
        case .timestamp:
            guard let instant = TimeText.parse(text.utf8) else { throw bad("a time such as 2026-12-31T18:00:00Z") }
            return StoredTime.value(instant, for: column)
        case .date:
            guard let instant = TimeText.parse(text.utf8) else { throw bad("a day such as 2026-12-31") }
            return StoredTime.value(instant, for: column)
        case .json:
            guard JSONDocument.isValid(text) else { throw bad("JSON") }
            return .text(text)
        case .bytes: throw bad("nothing from here: it holds bytes")
        default: return .text(text)
        }
    }

    /// `48000`, `48000.5`, `48,000.50` as cents.
    static func cents(_ text: String) -> Int64? {
        let plain = text.filter { $0 != "," && $0 != "_" && $0 != " " }
        let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int64(parts[0]), whole >= 0 else { return nil }
        var fraction = parts.count == 2 ? String(parts[1]) : ""
        guard fraction.count <= 2, fraction.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        while fraction.count < 2 { fraction += "0" }
        let (scaled, overflows) = whole.multipliedReportingOverflow(by: 100)
        guard !overflows, let rest = Int64(fraction) else { return nil }
        return scaled + rest
    }
}

extension ConsoleSession {
    var profile: Profile { registry.profile }
}
