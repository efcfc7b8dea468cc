import TenantDomain

/// What the verbs of a persona write, table by table and column by column. Pure.
struct VerbGrants {
    struct Grant: Equatable {
        var update: Set<String> = []
        var insert = false
        var delete = false
    }

    private(set) var grants: [RelationName: Grant] = [:]
    private let tables: MappedTables
    private var profile: Profile { tables.profile }

    init(_ persona: Persona, tables: MappedTables) {
        self.tables = tables
        for verb in Self.verbs where persona.permits(verb.words) { verb.add(&self) }
        guard !grants.isEmpty else { return }
        holdTenants()
        addTrail()
    }

    private struct Verb: Sendable {
        let words: String
        let add: @Sendable (inout VerbGrants) -> Void
    }

    private static let verbs: [Verb] = [
        Verb(words: "tenant rename") { $0.update($0.profile.tenant?.base.table, [$0.profile.tenant?.base.name]) },
        Verb(words: "tenant set-status") { $0.state($0.profile.tenant?.base.table, $0.profile.tenant?.base.status) },
        Verb(words: "tenant set-parent") { $0.update($0.profile.tenant?.base.table, [$0.profile.tenant?.parent]) },
        Verb(words: "tenant set-setting") { $0.update($0.profile.tenant?.base.table, [$0.profile.tenant?.settings]) },
        Verb(words: "tenant create") {
            $0.insert($0.profile.tenant?.base.table)
            $0.insert($0.profile.membership?.table)
        },
        Verb(words: "tenant set-plan") {
            $0.update($0.profile.tenant?.base.table, [$0.profile.tenant?.plan])
            let writing = $0.profile.writing.subscription
            $0.update(
                $0.profile.subscription?.table,
                [$0.profile.subscription?.plan, writing?.allowance, writing?.nextPlan])
        },
        Verb(words: "tenant transfer-ownership") {
            $0.update($0.profile.membership?.table, [$0.profile.membership?.role])
        },
        Verb(words: "subscription set-status") {
            $0.state($0.profile.subscription?.table, $0.profile.subscription?.status)
        },
        Verb(words: "subscription add-tokens") {
            $0.update($0.profile.subscription?.table, [$0.profile.writing.subscription?.additional])
        },
        Verb(words: "member set-role") { $0.update($0.profile.membership?.table, [$0.profile.membership?.role]) },
        Verb(words: "member set-status") { $0.state($0.profile.membership?.table, $0.profile.membership?.status) },
        Verb(words: "member add") { $0.insert($0.profile.membership?.table) },
        Verb(words: "member remove") {
            $0.state($0.profile.membership?.table, $0.profile.membership?.status)
            $0.delete($0.profile.membership?.table)
        },
        Verb(words: "member invite") { $0.insert($0.profile.invitation?.table) },
        Verb(words: "project-member set-role") {
            $0.update($0.profile.projectMembership?.table, [$0.profile.projectMembership?.role])
        },
        Verb(words: "project-member add") { $0.insert($0.profile.projectMembership?.table) },
        Verb(words: "project-member remove") { $0.delete($0.profile.projectMembership?.table) },
        Verb(words: "user set-status") {
            $0.state($0.profile.user?.base.table, $0.profile.user?.base.status)
            $0.update($0.profile.user?.base.table, [$0.profile.writing.bannedUntil])
        },
        Verb(words: "user ban") {
            $0.state($0.profile.user?.base.table, $0.profile.user?.base.status)
            $0.update($0.profile.user?.base.table, [$0.profile.writing.bannedUntil])
            $0.delete($0.profile.writing.sessions?.table)
        },
        Verb(words: "plan set-limit") {
            let limits = $0.profile.plan?.limits
            $0.update(limits?.table, [limits?.value, limits?.enforcement, limits?.grace])
            $0.insert(limits?.table)
        },
        Verb(words: "plan set-feature") {
            let features = $0.profile.plan?.features
            $0.update(features?.table, [features?.enabled, features?.value])
            $0.insert(features?.table)
        },
        Verb(words: "widget set-status") { $0.state($0.profile.widget?.base.table, $0.profile.widget?.base.status) },
        Verb(words: "instance set-status") {
            $0.state($0.profile.writing.instance?.table, $0.profile.writing.instance?.status)
        },
        Verb(words: "embed-token rotate") {
            let token = $0.profile.writing.token
            $0.update(token?.table, [token?.token, token?.rotated])
        },
        Verb(words: "deal move") {
            $0.update($0.profile.crm?.deal.table, [$0.profile.crm?.deal.stage, $0.profile.crm?.deal.stageSince])
        },
        Verb(words: "deal assign") { $0.update($0.profile.crm?.deal.table, [$0.profile.crm?.deal.owner]) },
        Verb(words: "deal set-amount") { $0.update($0.profile.crm?.deal.table, [$0.profile.crm?.deal.amount]) },
        Verb(words: "stage reorder") { $0.update($0.profile.crm?.stage.table, [$0.profile.crm?.stage.position]) },
        Verb(words: "interaction add") { $0.insert($0.profile.writing.interaction?.table) },
    ]

    // MARK: One grant

    private mutating func change(_ table: String?, _ body: (inout Grant, Relation) -> Void) {
        guard let relation = tables.relation(table), relation.kind == .table || relation.kind == .partitioned else {
            return
        }
        var grant = grants[relation.name] ?? Grant()
        body(&grant, relation)
        if grant != Grant() { grants[relation.name] = grant }
    }

    /// The columns that stand in the table itself; a mapping may lead into another.
    private mutating func update(_ table: String?, _ columns: [String?]) {
        change(table) { grant, relation in
            grant.update.formUnion(
                columns.compactMap { $0 }.filter { relation.column($0).map { $0.words == nil } == true })
        }
    }

    private mutating func insert(_ table: String?) { change(table) { grant, _ in grant.insert = true } }
    private mutating func delete(_ table: String?) { change(table) { grant, _ in grant.delete = true } }

    /// A state with the times that go with it.
    private mutating func state(_ table: String?, _ column: String?) {
        guard let column, let name = tables.relation(table)?.name else { return }
        let states =
            profile.writing.states(table: name.name, column: column)
            ?? profile.writing.states(table: table ?? "", column: column)
        update(table, [column] + Array((states?.stamps ?? [:]).values))
    }

    // MARK: What every change needs

    /// A change holds the tenant's row (`FOR UPDATE`), which takes the right to update some column of it.
    private mutating func holdTenants() {
        guard let tenant = profile.tenant, let relation = tables.relation(tenant.base.table),
            grants[relation.name]?.update.isEmpty != false
        else { return }
        update(tenant.base.table, [tenant.base.status ?? tenant.base.name ?? tenant.base.id])
    }

    /// The audit table, where no trigger of the database's own writes it for a table that changes.
    private mutating func addTrail() {
        let word = profile.writing.context?.trigger
        let unwatched = grants.keys.contains { name in
            guard let word, let relation = tables.catalog[name] else { return true }
            return !relation.triggers.contains { $0.isEnabled && $0.name.contains(word) }
        }
        if unwatched, let trail = profile.audit.first(where: { $0.targetTable != nil }) { insert(trail.table) }
        if let context = profile.writing.context?.table, tables.relation(context) != nil {
            insert(context)
            delete(context)
        }
    }
}
