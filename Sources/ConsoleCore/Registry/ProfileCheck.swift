import TenantDomain

/// Holds a profile to a catalog: keeps the mappings that are there, names the rest with the nearest valid word.
enum ProfileCheck {
    static func keepingWhatIsThere(
        _ profile: Profile, catalog: Catalog, problems: inout [ProfileProblem]
    ) -> Profile {
        var check = Check(catalog: catalog)
        var kept = profile
        kept.tenant = check.keep(profile.tenant, key: "tenant", table: \.base.table) { check, table, mapping in
            check.concept(&mapping.base, table, key: "tenant")
            check.optional(&mapping.slug, table, key: "tenant.slug")
            check.optional(&mapping.domain, table, key: "tenant.domain")
            check.optional(&mapping.plan, table, key: "tenant.plan")
            check.optional(&mapping.kind, table, key: "tenant.kind")
            check.optional(&mapping.parent, table, key: "tenant.parent")
            check.optional(&mapping.settings, table, key: "tenant.settings")
            check.optional(&mapping.trialEnds, table, key: "tenant.trial_ends")
        }
        kept.user = check.keep(profile.user, key: "user", table: \.base.table) { check, table, mapping in
            check.concept(&mapping.base, table, key: "user")
            check.optional(&mapping.email, table, key: "user.email")
            check.optional(&mapping.phone, table, key: "user.phone")
            check.optional(&mapping.lastSeen, table, key: "user.last_seen")
        }
        kept.membership = check.membership(profile.membership, key: "membership")
        kept.projectMembership = check.membership(profile.projectMembership, key: "project_membership")
        kept.invitation = check.keep(profile.invitation, key: "invitation", table: \.table) { check, table, mapping in
            check.required(mapping.tenant, table, key: "invitation.tenant")
            check.required(mapping.email, table, key: "invitation.email")
            check.optional(&mapping.role, table, key: "invitation.role")
            check.optional(&mapping.status, table, key: "invitation.status")
            check.optional(&mapping.expires, table, key: "invitation.expires")
        }
        kept.subscription = check.keep(profile.subscription, key: "subscription", table: \.table) {
            check, table, mapping in
            check.required(mapping.tenant, table, key: "subscription.tenant")
            check.optional(&mapping.plan, table, key: "subscription.plan")
            check.optional(&mapping.status, table, key: "subscription.status")
            check.optional(&mapping.periodStart, table, key: "subscription.period_start")
            check.optional(&mapping.periodEnd, table, key: "subscription.period_end")
        }
        kept.project = check.keep(profile.project, key: "project", table: \.table) { check, table, mapping in
            check.concept(&mapping, table, key: "project")
        }
        kept.widget = check.keep(profile.widget, key: "widget", table: \.base.table) { check, table, mapping in
            check.concept(&mapping.base, table, key: "widget")
            check.optional(&mapping.type, table, key: "widget.type")
            check.optional(&mapping.publicKey, table, key: "widget.public_key")
        }
        kept.plan = check.plan(profile.plan)
        kept.crm = check.crm(profile.crm)
        kept.usage = profile.usage.enumerated().compactMap { position, mapping in
            check.keep(mapping, key: "usage[\(position)]", table: \.table) { check, table, mapping in
                check.required(mapping.tenant, table, key: "usage[\(position)].tenant")
                if let sum = mapping.sum { check.required(sum, table, key: "usage[\(position)].sum") }
                check.optional(&mapping.column, table, key: "usage[\(position)].column")
                check.optional(&mapping.created, table, key: "usage[\(position)].created")
            }
        }
        kept.audit = profile.audit.enumerated().compactMap { position, mapping in
            check.audit(mapping, key: "audit[\(position)]")
        }
        kept.seals = check.keep(profile.seals, key: "seals", table: \.table) { check, table, mapping in
            for column in [
                mapping.root, mapping.previous, mapping.count, mapping.first, mapping.last, mapping.from, mapping.to,
                mapping.algorithm, mapping.id, mapping.created,
            ] {
                check.required(column, table, key: "seals")
            }
        }
        kept.resources = profile.resources.enumerated().filter { position, mapping in
            check.table(mapping.table, key: "resources[\(position)].table") != nil
        }.map(\.element)
        kept.writing = WritingCheck.keepingWhatIsThere(profile.writing, kept, catalog: catalog, problems: &problems)
        problems.append(contentsOf: check.problems)
        return kept
    }
}

/// The walk over one profile; a mapping whose required columns are missing is dropped whole.
private struct Check {
    let catalog: Catalog
    var problems: [ProfileProblem] = []
    private var isBroken = false

    init(catalog: Catalog) { self.catalog = catalog }

    mutating func keep<Mapping>(
        _ mapping: Mapping?, key: String, table: KeyPath<Mapping, String>,
        _ body: (inout Check, Relation, inout Mapping) -> Void
    ) -> Mapping? {
        guard var mapping, let relation = self.table(mapping[keyPath: table], key: "\(key).table") else { return nil }
        isBroken = false
        body(&self, relation, &mapping)
        return isBroken ? nil : mapping
    }

    mutating func table(_ name: String, key: String) -> Relation? {
        if let relation = catalog.relation(named: name) { return relation }
        let nearest = NearestWord.find(name, among: catalog.relations.map(\.name.description))
        problems.append(ProfileProblem(key: key, kind: .missingTable(name, nearest: nearest)))
        return nil
    }

    mutating func required(_ column: String, _ table: Relation, key: String) {
        if !isThere(column, table, key: key) { isBroken = true }
    }

    mutating func optional(_ column: inout String?, _ table: Relation, key: String) {
        if let name = column, !isThere(name, table, key: key) { column = nil }
    }

    private mutating func isThere(_ column: String, _ table: Relation, key: String) -> Bool {
        if ProfilePath.resolve(column, from: table.name, in: catalog) != nil { return true }
        let nearest = NearestWord.find(column, among: table.columns.map(\.name))
        problems.append(
            ProfileProblem(
                key: key, kind: .missingColumn(column, table: table.name.description, nearest: nearest)))
        return false
    }

    mutating func concept(_ mapping: inout ConceptMapping, _ table: Relation, key: String) {
        required(mapping.id, table, key: "\(key).id")
        optional(&mapping.name, table, key: "\(key).name")
        optional(&mapping.tenant, table, key: "\(key).tenant")
        optional(&mapping.status, table, key: "\(key).status")
        optional(&mapping.created, table, key: "\(key).created")
        optional(&mapping.deleted, table, key: "\(key).deleted")
    }

    mutating func membership(_ mapping: MembershipMapping?, key: String) -> MembershipMapping? {
        keep(mapping, key: key, table: \.table) { check, table, mapping in
            check.required(mapping.container, table, key: "\(key).container")
            check.required(mapping.user, table, key: "\(key).user")
            check.optional(&mapping.role, table, key: "\(key).role")
            check.optional(&mapping.status, table, key: "\(key).status")
            check.optional(&mapping.invitedBy, table, key: "\(key).invited_by")
            check.optional(&mapping.created, table, key: "\(key).created")
        }
    }

    mutating func plan(_ mapping: PlanMapping?) -> PlanMapping? {
        guard var plan = mapping else { return nil }
        if let name = plan.table {
            if let table = table(name, key: "plan.table") {
                optional(&plan.name, table, key: "plan.name")
                optional(&plan.rank, table, key: "plan.rank")
                optional(&plan.price, table, key: "plan.price")
            } else {
                plan.table = nil
            }
        }
        plan.features = keep(plan.features, key: "plan.features", table: \.table) { check, table, mapping in
            check.required(mapping.plan, table, key: "plan.features.plan")
            check.required(mapping.key, table, key: "plan.features.key")
            check.optional(&mapping.enabled, table, key: "plan.features.enabled")
            check.optional(&mapping.value, table, key: "plan.features.value")
        }
        plan.limits = keep(plan.limits, key: "plan.limits", table: \.table) { check, table, mapping in
            check.required(mapping.plan, table, key: "plan.limits.plan")
            check.required(mapping.key, table, key: "plan.limits.key")
            check.required(mapping.value, table, key: "plan.limits.value")
            check.optional(&mapping.enforcement, table, key: "plan.limits.enforcement")
            check.optional(&mapping.grace, table, key: "plan.limits.grace")
        }
        return plan
    }

    mutating func crm(_ mapping: CRMMapping?) -> CRMMapping? {
        guard let crm = mapping else { return nil }
        let pipeline = keep(crm.pipeline, key: "crm.pipeline", table: \.table) { check, table, mapping in
            check.concept(&mapping, table, key: "crm.pipeline")
        }
        let stage = keep(crm.stage, key: "crm.stage", table: \.table) { check, table, mapping in
            check.required(mapping.pipeline, table, key: "crm.stage.pipeline")
            check.required(mapping.name, table, key: "crm.stage.name")
            check.required(mapping.position, table, key: "crm.stage.position")
            check.optional(&mapping.won, table, key: "crm.stage.won")
            check.optional(&mapping.lost, table, key: "crm.stage.lost")
        }
        let deal = keep(crm.deal, key: "crm.deal", table: \.table) { check, table, mapping in
            check.required(mapping.stage, table, key: "crm.deal.stage")
            check.required(mapping.name, table, key: "crm.deal.name")
            check.required(mapping.amount, table, key: "crm.deal.amount")
            check.optional(&mapping.currency, table, key: "crm.deal.currency")
            check.optional(&mapping.owner, table, key: "crm.deal.owner")
            check.optional(&mapping.contact, table, key: "crm.deal.contact")
            check.optional(&mapping.created, table, key: "crm.deal.created")
            check.optional(&mapping.stageSince, table, key: "crm.deal.stage_since")
            check.optional(&mapping.status, table, key: "crm.deal.status")
        }
        guard let pipeline, let stage, let deal else { return nil }
        return CRMMapping(pipeline: pipeline, stage: stage, deal: deal)
    }

    mutating func audit(_ mapping: AuditMapping, key: String) -> AuditMapping? {
        keep(mapping, key: key, table: \.table) { check, table, mapping in
            check.required(mapping.id, table, key: "\(key).id")
            check.required(mapping.time, table, key: "\(key).time")
            check.required(mapping.action, table, key: "\(key).action")
            check.optional(&mapping.tenant, table, key: "\(key).tenant")
            check.optional(&mapping.actor, table, key: "\(key).actor")
            check.optional(&mapping.actorName, table, key: "\(key).actor_name")
            check.optional(&mapping.actorRole, table, key: "\(key).actor_role")
            check.optional(&mapping.event, table, key: "\(key).event")
            check.optional(&mapping.targetTable, table, key: "\(key).target_table")
            check.optional(&mapping.targetID, table, key: "\(key).target_id")
            check.optional(&mapping.before, table, key: "\(key).before")
            check.optional(&mapping.after, table, key: "\(key).after")
            check.optional(&mapping.address, table, key: "\(key).address")
            check.optional(&mapping.userAgent, table, key: "\(key).user_agent")
            check.optional(&mapping.reason, table, key: "\(key).reason")
            check.optional(&mapping.lease, table, key: "\(key).lease")
            check.optional(&mapping.change, table, key: "\(key).change")
        }
    }
}
