import ReferenceSchema
import Settings
import TenantDomain
import Testing

@Suite("The reference profile against the reference schema")
struct ReferenceProfileTests {
    private let profile: Profile
    private let catalog: ReferenceCatalog

    init() throws {
        profile = try #require(ShippedProfiles.named("reference")).parsed()
        catalog = try ReferenceSchema.catalog()
    }

    /// Whether the text names a column reached from the table, as the registry resolves it.
    private func resolves(_ text: String, from name: String) -> Bool {
        guard let table = catalog.table(name) else { return false }
        let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
        if parts.count == 1 { return table.column(text) != nil }
        if let key = table.column(parts[0])?.references { return resolves(parts[1], from: key.table) }
        guard let child = catalog.table(parts[0]) else { return false }
        let points = child.columns.contains { $0.references?.table == name && child.primaryKey == [$0.name] }
        return points && child.column(parts[1]) != nil
    }

    private func hold(_ columns: [String?], of table: String, _ what: String) {
        #expect(catalog.table(table) != nil, "\(what): no table \(table)")
        for case let column? in columns where !resolves(column, from: table) {
            Issue.record("\(what): \(table) has no \(column)")
        }
    }

    private func hold(_ base: ConceptMapping, _ more: [String?], _ what: String) {
        hold(
            [base.id, base.name, base.tenant, base.status, base.created, base.deleted] + more, of: base.table, what)
    }

    @Test("the text holds no fault")
    func clean() throws {
        let text = try #require(ShippedProfiles.named("reference")).text
        #expect(ProfileFile.errors(in: text, fileName: "reference.toml").map(\.description) == [])
    }

    @Test("every concept is mapped, and to columns that are there")
    func concepts() throws {
        let tenant = try #require(profile.tenant)
        hold(
            tenant.base,
            [
                tenant.slug, tenant.domain, tenant.plan, tenant.kind, tenant.parent, tenant.settings, tenant.trialEnds,
            ], "tenant")
        let user = try #require(profile.user)
        hold(user.base, [user.email, user.phone, user.lastSeen], "user")
        for membership in [try #require(profile.membership), try #require(profile.projectMembership)] {
            hold(
                [
                    membership.id, membership.container, membership.user, membership.role, membership.status,
                    membership.invitedBy, membership.created,
                ], of: membership.table, "membership")
            let role = try #require(catalog.table(membership.table)?.column(membership.role ?? ""))
            for name in membership.roles { #expect(role.clauses.contains("'\(name)'"), "role \(name)") }
            #expect(role.clauses.split(separator: "IN (").last?.split(separator: ",").count == membership.roles.count)
        }
        let invitation = try #require(profile.invitation)
        hold(
            [
                invitation.id, invitation.tenant, invitation.email, invitation.role, invitation.status,
                invitation.expires,
            ],
            of: invitation.table, "invitation")
        let plan = try #require(profile.plan)
        hold([plan.id, plan.name, plan.rank, plan.price], of: try #require(plan.table), "plan")
        let features = try #require(plan.features)
        hold([features.plan, features.key, features.enabled, features.value], of: features.table, "plan.features")
        let limits = try #require(plan.limits)
        hold(
            [limits.plan, limits.key, limits.value, limits.enforcement, limits.grace], of: limits.table, "plan.limits")
        let subscription = try #require(profile.subscription)
        hold(
            [
                subscription.id, subscription.tenant, subscription.plan, subscription.status,
                subscription.periodStart, subscription.periodEnd,
            ], of: subscription.table, "subscription")
        for usage in profile.usage {
            hold([usage.tenant, usage.sum, usage.column, usage.created], of: usage.table, "usage \(usage.limit)")
            let column = usage.column.flatMap { catalog.table(usage.table)?.column($0) }
            for value in usage.values { #expect(column?.clauses.contains("'\(value)'") == true, "\(value)") }
        }
        #expect(profile.usage.map(\.limit) == ["members", "widgets", "projects", "tokens"])
        hold(try #require(profile.project), [], "project")
        let widget = try #require(profile.widget)
        hold(widget.base, [widget.type, widget.publicKey], "widget")
        let crm = try #require(profile.crm)
        hold(crm.pipeline, [], "crm.pipeline")
        hold(
            [crm.stage.id, crm.stage.pipeline, crm.stage.name, crm.stage.position, crm.stage.won, crm.stage.lost],
            of: crm.stage.table, "crm.stage")
        let deal = crm.deal
        hold(
            [
                deal.id, deal.stage, deal.name, deal.amount, deal.currency, deal.owner, deal.contact, deal.created,
                deal.stageSince, deal.status,
            ], of: deal.table, "crm.deal")
    }

    @Test("audit sources name what is there, and their time is indexed")
    func audit() {
        #expect(profile.audit.count >= 8)
        for source in profile.audit {
            hold(
                [
                    source.id, source.time, source.tenant, source.actor, source.actorName, source.actorRole,
                    source.action, source.targetTable, source.targetID, source.before, source.after, source.address,
                    source.userAgent, source.reason, source.lease, source.change, source.event,
                ], of: source.table, "audit \(source.table)")
            #expect(isIndexed(source.time, of: source.table), "\(source.table).\(source.time) has no index")
        }
    }

    private func isIndexed(_ column: String, of name: String) -> Bool {
        guard let table = catalog.table(name) else { return false }
        return table.primaryKey.first == column || table.column(column)?.clauses.contains("UNIQUE") == true
            || table.constraints.contains { $0.hasPrefix("UNIQUE (\(column)") }
            || catalog.indexes.contains { $0.table == name && $0.leadingColumn == column && !$0.isPartial }
    }

    @Test("lists name columns that are there and sort by an index")
    func resources() {
        for resource in profile.resources {
            let what = "resource \(resource.name)"
            hold(Array(resource.fields.values), of: resource.table, what)
            let known = { (name: String) in
                catalog.table(resource.table)?.column(name) != nil || resource.fields[name] != nil
                    || resource.computed.contains(name)
            }
            for name in resource.columns + [resource.label].compactMap({ $0 }) where !known(name) {
                Issue.record("\(what): no field \(name)")
            }
            for name in resource.fields.keys where catalog.table(resource.table)?.column(name) != nil {
                Issue.record("\(what): the field \(name) hides a column of that name")
            }
            if let sort = resource.sort.first.map(FieldSort.init(parsing:)) {
                #expect(isIndexed(sort.field, of: resource.table), "\(what): \(sort.field) has no index")
            }
            for name in resource.computed {
                #expect(["usage", "last_activity"].contains(name) || profile.usage.contains { $0.limit == name })
            }
        }
    }

    @Test("masks and money name columns that are there")
    func masks() {
        for text in profile.secrets + profile.personal + profile.unmask + profile.cents.map(\.column) {
            let parts = text.split(separator: ".").map(String.init)
            if parts[0] == "*" {
                #expect(catalog.tables.contains { $0.column(parts[1]) != nil }, "\(text)")
            } else {
                #expect(catalog.table(parts[0])?.column(parts[1]) != nil, "\(text)")
            }
        }
        for cents in profile.cents {
            guard let currency = cents.currency else { continue }
            let table = cents.column.split(separator: ".").first.map(String.init) ?? ""
            #expect(catalog.table(table)?.column(currency) != nil, "\(cents.column)")
        }
        for table in catalog.tables {
            for column in table.columns where column.name.hasSuffix("_cents") {
                #expect(
                    profile.cents.contains { $0.column == "\(table.name).\(column.name)" },
                    "\(table.name).\(column.name)")
            }
        }
    }

    @Test("whoever reads a secret column could use it: every one is masked for everybody")
    func secrets() {
        let suspicious = ["token", "secret", "password", "credentials", "p256dh"]
        for table in catalog.tables {
            for column in table.columns
            where suspicious.contains(where: { column.name == $0 || column.name.hasSuffix("_\($0)") }) {
                let isMasked =
                    profile.secrets.contains("*.\(column.name)")
                    || profile.secrets.contains("\(table.name).\(column.name)")
                #expect(isMasked, "\(table.name).\(column.name)")
            }
        }
    }

    @Test("every documented name finds its table")
    func aliases() {
        for (documented, table) in ReferenceSchema.documentedAliases {
            let resource = profile.resources.first { $0.table == table }
            #expect(resource?.aliases.contains(documented) == true, "\(documented) → \(table)")
        }
    }
}

@Suite struct ShippedProfileHeadTests {
    @Test(arguments: ShippedProfiles.all.map(\.name))
    func aHeadSaysWhatTheWholeSays(name: String) throws {
        let shipped = try #require(ShippedProfiles.named(name))
        let head = try shipped.head()
        let whole = try shipped.parsed()
        #expect(!head.requires.isEmpty && head.tenant == nil)
        #expect(head.name == whole.name && head.title == whole.title && head.requires == whole.requires)
    }

    @Test func onlyWhatFitsIsReadWhole() throws {
        let found = try ShippedProfiles.parsed { $0.name == "agency-crm" }
        #expect(found == [try #require(ShippedProfiles.named("agency-crm")).parsed()])
    }
}
