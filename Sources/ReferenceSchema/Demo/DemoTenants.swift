/// How a tenant is made up.
struct DemoTenantPlan {
    var name: String
    var latin: String
    var plan: Int
    var status: String
    var members: Int
    var widgets: Int
    var projects: Int
    /// Tokens used in the current period.
    var tokens: Int64
    var script: DemoScript

    /// The tenants that the sketches and stories speak of, in order; they exist in every demo.
    static let named: [DemoTenantPlan] = [
        .init("Acme Industries", "acme", 2, "active", 38, 12, 7, 8_100_000, .english),
        .init("Blåbär Studio", "blabar", 0, "active", 3, 5, 2, 1_660_000, .nordic),
        .init("北京星图科技", "xingtu", 3, "active", 412, 190, 46, 33_000_000, .chinese),
        .init("Northwind Traders", "northwind", 1, "past_due", 11, 4, 3, 1_440_000, .english),
        .init("Pequeña Luz SL", "pequena-luz", 0, "active", 5, 2, 1, 410_000, .romance),
        .init("Müller & Söhne KG", "mueller-soehne", 1, "active", 8, 13, 4, 2_210_000, .german),
        .init("Tidewater Health", "tidewater", 2, "active", 57, 18, 12, 6_020_000, .english),
        .init("青空デザイン", "aozora", 0, "active", 2, 3, 3, 640_000, .japanese),
        .init("Заря Медиа", "zarya", 1, "active", 6, 7, 2, 3_400_000, .russian),
        .init("Lumière & Cie", "lumiere", 2, "past_due", 44, 31, 15, 9_100_000, .romance),
        .init("النور للتقنية", "alnoor", 0, "active", 4, 4, 1, 120_000, .arabic),
        .init("Hansa GmbH", "hansa", 2, "active", 22, 9, 6, 3_900_000, .german),
        .init("Orphaned Oak Ltd", "orphaned-oak", 1, "active", 4, 3, 2, 300_000, .english),
        .init("Maple & Finch", "maple-finch", 2, "trialing", 6, 4, 2, 88_000, .english),
        .init("Gilded Sparrow SA", "gilded-sparrow", 1, "suspended", 5, 6, 3, 0, .romance),
        .init("Old Mill Bakery", "old-mill", 0, "archived", 2, 1, 1, 0, .english),
    ]

    init(
        _ name: String, _ latin: String, _ plan: Int, _ status: String, _ members: Int, _ widgets: Int,
        _ projects: Int, _ tokens: Int64, _ script: DemoScript
    ) {
        (self.name, self.latin, self.plan, self.status) = (name, latin, plan, status)
        (self.members, self.widgets, self.projects, self.tokens, self.script) =
            (members, widgets, projects, tokens, script)
    }

    /// A tenant among the many: within every limit of its plan.
    init(_ random: inout DemoRandom, index: Int) {
        let draw = random.below(100)
        let plan = draw < 54 ? 0 : draw < 79 ? 1 : draw < 96 ? 2 : 3
        let script = DemoScript.pick(&random)
        let company = script.company(&random)
        let status =
            index % 17 == 0
            ? "suspended"
            : index % 13 == 5 ? "archived" : index % 11 == 3 ? "trialing" : index % 19 == 7 ? "past_due" : "active"
        self.init(
            company.name, company.latin, plan, status,
            [1 + random.skewed(3), 1 + random.skewed(10), 3 + random.skewed(45), 50 + random.skewed(260)][plan],
            [random.below(4), random.skewed(11), 2 + random.skewed(23), 20 + random.skewed(120)][plan],
            [random.below(3), random.below(6), 1 + random.skewed(30), 8 + random.skewed(40)][plan],
            Int64(random.skewed([950, 2_900, 9_800, 90_000][plan])) * 1_000, script)
    }
}

extension DemoWorld {
    mutating func addTenant(_ index: Int) {
        let isNamed = index < DemoTenantPlan.named.count
        let plan = isNamed ? DemoTenantPlan.named[index] : DemoTenantPlan(&random, index: index)
        var name = plan.name
        if !isNamed, tenants.contains(where: { $0.name == name }) { name += " \(index)" }
        let domain = isNamed ? "\(plan.latin).example" : "\(plan.latin)\(index).example"
        let age = Int64(isNamed ? 430 + random.below(600) : random.skewed(1100)) * DemoBytes.day
        // Acme has been there since 2 March 2024.
        let created =
            index == 0 ? min(1_709_370_000_000_000, year) : now - age - Int64(random.below(86_400_000)) * 1_000
        let period = index == 0 ? 9 : random.within(1...27)
        var trialEnds: Int64?
        if plan.status == "trialing" {
            trialEnds = now + Int64(isNamed || index % 2 == 0 ? -6 : 8) * DemoBytes.day
        }
        var tenant = Tenant(
            id: random.uuid(), name: name, latin: plan.latin, domain: domain, plan: plan.plan, status: plan.status,
            script: plan.script, created: plan.status == "trialing" ? now - 20 * DemoBytes.day : created,
            trialEnds: trialEnds,
            periodStart: (now / DemoBytes.day - Int64(period)) * DemoBytes.day, tokensUsed: plan.tokens,
            isPinned: isNamed)
        if index == 0 || index % 23 == 9 { tenant.kind = "agency" }
        if index > 20, index % 9 == 4 { tenant.parent = 0 }
        var entity = Tracked(
            kind: .workspace, id: tenant.id, tenant: index, person: 0, created: tenant.created)
        entity.a = Int64(plan.plan)
        entity.b = 8
        let at = tracked[Tracked.Kind.workspace.rawValue].count
        tracked[Tracked.Kind.workspace.rawValue].append(entity)
        tenant.ranges[Tracked.Kind.workspace.rawValue] = at..<(at + 1)
        tenants.append(tenant)
        counts.append((plan.members, plan.widgets, plan.projects))
    }

    mutating func addMembers(of index: Int) {
        let wanted = counts[index].members
        let kind = Tracked.Kind.member.rawValue
        let start = tracked[kind].count
        let tenant = tenants[index]
        let roles = index == 0 ? [0] + Array(repeating: 1, count: 4) + Array(repeating: 3, count: 21) : []
        for place in 0..<wanted {
            let joined = place == 0 ? tenant.created : within(tenant.created, now, skew: true)
            var person: Int
            if !tenant.isPinned, place > 0, random.chance(12), !people.isEmpty {
                person = random.below(people.count)
                // A service account, a named person of a story or a second membership is not drawn.
                if people[person].isService || tracked[kind][start...].contains(where: { $0.person == person })
                    || people[person].created > joined || person < namedPeople
                {
                    person = newPerson(for: tenant, created: joined)
                }
            } else {
                person = newPerson(for: tenant, created: joined)
            }
            let role =
                index == 0
                ? (place < roles.count ? roles[place] : 6)
                : place == 0 ? 0 : place < 2 + wanted / 20 ? 1 : [2, 3, 3, 3, 4, 5, 5, 6, 6, 6][random.below(10)]
            let isInvited = !tenant.isPinned && place > 1 && random.below(100) < 4
            let isSuspended = !tenant.isPinned && place > 1 && random.below(100) < 3
            addMember(person, of: index, role: role, status: isInvited ? 1 : isSuspended ? 2 : 0, joined: joined)
        }
        tenants[index].ranges[kind] = start..<tracked[kind].count
        tenants[index].owner = tracked[kind][start].person
        if index == DemoTenantPlan.named.count - 1 { namedPeople = people.count }
        if index == 2 {
            // The program that makes a twentieth of the whole trail.
            let service = tracked[kind][start + 1].person
            people[service].name = "svc-sync"
            people[service].email = "svc-sync@\(tenant.domain)"
            people[service].isService = true
            people[service].agent = 5
        }
    }

    private mutating func newPerson(for tenant: Tenant, created: Int64) -> Int {
        let script = random.chance(80) ? tenant.script : DemoScript.pick(&random)
        let person = script.person(&random)
        return addPerson(person.name, latin: person.latin, domain: tenant.domain, created: created)
    }

    mutating func addMember(_ person: Int, of index: Int, role: Int, status: Int, joined: Int64) {
        var entity = Tracked(
            kind: .member, id: random.uuid(), tenant: index, person: person, created: joined)
        entity.a = Int64(role)
        entity.b = Int64(status)
        entity.c = status == 1 ? 0 : joined + Int64(random.below(3 * 24 * 60)) * DemoBytes.minute
        if entity.c > now { entity.c = joined }
        tracked[Tracked.Kind.member.rawValue].append(entity)
    }

    /// So long after an instant, or half way from it to now where that would lie in the future.
    func following(_ instant: Int64, by span: Int64) -> Int64 {
        instant + span < now ? instant + span : instant + (now - instant) / 2
    }

    /// When what was made then came to its end: an hour later at least where that has passed.
    mutating func closing(_ created: Int64) -> Int64 {
        let from = following(created, by: DemoBytes.hour)
        return from - created == DemoBytes.hour ? within(from, now) : from
    }

    /// An instant between two, later ones more likely with `skew`.
    mutating func within(_ from: Int64, _ to: Int64, skew: Bool = false) -> Int64 {
        guard to > from else { return from }
        let seconds = Int((to - from) / DemoBytes.second)
        let offset = skew ? seconds - random.skewed(seconds) : random.below(max(seconds, 1))
        return min(from + Int64(offset) * DemoBytes.second + Int64(random.below(1_000_000)), to - 1)
    }
}
