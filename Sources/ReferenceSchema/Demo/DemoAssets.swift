extension DemoWorld {
    static let widgetTypes = ["chat", "form", "survey", "popup", "pricing", "testimonials", "calculator", "booking"]
    static let widgetNames = [
        "Support chat", "Contact form", "Customer survey", "Newsletter popup", "Pricing table", "Testimonials",
        "Savings calculator", "Table booking", "Feedback corner", "Lead magnet", "Cookie notice", "Event sign-up",
    ]
    static let projectNames = [
        "Website relaunch", "Mobile app", "Chatbot pilot", "Data warehouse", "Brand refresh", "Customer portal",
        "Onboarding flow", "Search upgrade", "Loyalty programme", "Help centre", "Checkout redesign", "Field guide",
    ]

    mutating func addWidgets(of index: Int) {
        let tenant = tenants[index]
        let kind = Tracked.Kind.widget.rawValue
        let tokens = Tracked.Kind.token.rawValue
        let start = tracked[kind].count
        let firstToken = tracked[tokens].count
        for place in 0..<counts[index].widgets {
            var name = Self.widgetNames[(index == 0 ? place : place + index) % Self.widgetNames.count]
            // Acme's deleted popup is a story's own.
            if index == 0, name == DemoStories.incidentDeletedWidget { name = "Summer popup" }
            if place >= Self.widgetNames.count { name += " \(place / Self.widgetNames.count + 1)" }
            let created = within(tenant.created, tenant.isPinned ? year + 200 * DemoBytes.day : now)
            var entity = makeWidget(name, index, created: created)
            entity.a = tenant.isPinned ? 0 : Int64([0, 0, 0, 0, 0, 0, 1, 2, 0, 0][random.below(10)])
            tracked[kind].append(entity)
            for copy in 0..<(1 + random.below(2)) {
                let published = copy == 0 && entity.a != 2
                let at = following(created, by: Int64(random.below(90)) * DemoBytes.minute)
                let publicId = "wi_" + text(random.uuid(), 12)
                instances.append(
                    Instance(
                        id: random.uuid(), widget: tracked[kind].count - 1, publicId: publicId,
                        status: published ? "published" : random.chance(70) ? "draft" : "inactive", created: at))
                guard published else { continue }
                var token = Tracked(
                    kind: .token, id: random.uuid(), tenant: index, person: entity.person, created: at)
                token.link = instances.count - 1
                token.text = "et_live_" + text(random.uuid(), 32)
                token.head = object("id", token.id)
                token.head.add(key: "widget_instance_id", bytes: instances[token.link].id)
                token.head.add(key: "public_id", publicId)
                token.head.add(key: "token", "[masked]")
                tracked[tokens].append(token)
            }
        }
        for _ in 0..<min(counts[index].widgets / 6, 12) {
            let created = within(max(tenant.created, year), now - 3 * DemoBytes.day)
            var ghost = makeWidget(random.pick(Self.widgetNames) + " (test)", index, created: created)
            ghost.closes = closing(created)
            ghosts.append(ghost)
        }
        tenants[index].ranges[kind] = start..<tracked[kind].count
        tenants[index].ranges[tokens] = firstToken..<tracked[tokens].count
    }

    mutating func makeWidget(_ name: String, _ index: Int, created: Int64) -> Tracked {
        let members = tenants[index].ranges[Tracked.Kind.member.rawValue]
        let owner = tracked[Tracked.Kind.member.rawValue][members.lowerBound + random.skewed(members.count)].person
        var entity = Tracked(
            kind: .widget, id: random.uuid(), tenant: index, person: owner, name: name, created: created)
        entity.b = Int64(random.below(1 << 24))
        entity.c = Int64(60 * random.within(1...10))
        entity.text = "pk_live_" + text(random.uuid(), 20)
        entity.link = random.below(Self.widgetTypes.count)
        entity.head = object("id", entity.id)
        entity.head.add(key: "workspace_id", bytes: tenants[index].id)
        entity.head.add(key: "user_id", bytes: people[owner].id)
        entity.head.add(key: "name", name)
        entity.head.add(key: "type", Self.widgetTypes[entity.link])
        entity.head.add(key: "public_key", entity.text)
        entity.head.add(key: "created_at", bytes: DemoBytes.instant(created))
        return entity
    }

    mutating func addProjects(of index: Int) {
        let kind = Tracked.Kind.project.rawValue
        let start = tracked[kind].count
        let tenant = tenants[index]
        for place in 0..<counts[index].projects {
            var name = Self.projectNames[place % Self.projectNames.count]
            if index == 2, place == 0 { name = "星图官网改版" }
            if place >= Self.projectNames.count { name += " \(place / Self.projectNames.count + 1)" }
            let created = within(tenant.created, tenant.isPinned ? year + 100 * DemoBytes.day : now)
            var entity = Tracked(
                kind: .project, id: random.uuid(), tenant: index, person: tenant.owner, name: name, created: created)
            entity.head = object("id", entity.id)
            entity.head.add(key: "workspace_id", bytes: tenant.id)
            entity.head.add(key: "name", name)
            entity.head.add(key: "created_at", bytes: DemoBytes.instant(created))
            tracked[kind].append(entity)
        }
        tenants[index].ranges[kind] = start..<tracked[kind].count
    }

    /// Acme's board as sketched: the deals of each open stage and the sum in cents.
    private static let acmeBoard: [(stage: Int, cents: [Int64])] = [
        (0, [1_200_000, 640_000, 510_000, 900_000, 550_000]),
        (1, [4_800_000, 2_140_000, 1_600_000, 900_000, 1_500_000, 1_200_000]),
        (2, [3_150_000, 2_640_000, 1_800_000, 2_200_000]), (3, [6_000_000, 5_500_000, 2_500_000]), (4, [1_500_000]),
    ]

    mutating func addDeals(of index: Int) {
        let tenant = tenants[index]
        let firstClient = clients.count
        let firstContact = contacts.count
        tenants[index].pipeline = random.uuid()
        tenants[index].stages = Self.stageNames.indices.map { _ in random.uuid() }
        let kind = Tracked.Kind.deal.rawValue
        let start = tracked[kind].count
        let wanted = index == 0 ? 19 : tenant.plan == 0 ? random.below(3) : tenant.plan * 4 + random.skewed(24)
        for _ in 0..<(wanted == 0 ? 0 : max(2, wanted / 2)) {
            let script = random.chance(60) ? tenant.script : DemoScript.pick(&random)
            let company = script.company(&random)
            clients.append(
                Client(
                    id: random.uuid(), tenant: index, name: company.name, latin: company.latin,
                    created: within(tenant.created, now - 5 * DemoBytes.day)))
            for _ in 0..<random.within(1...2) {
                let person = script.person(&random)
                contacts.append(
                    Contact(
                        id: random.uuid(), client: clients.count - 1, name: person.name,
                        email: "\(person.latin)@\(company.latin).example",
                        phone:
                            "+\(random.within(20...99)) \(random.within(100...999)) \(random.within(100_000...999_999))"
                    ))
            }
        }
        tenants[index].clients = firstClient..<clients.count
        tenants[index].contacts = firstContact..<contacts.count
        let board = Self.acmeBoard.flatMap { stage in stage.cents.map { (stage.stage, $0) } }
        for place in 0..<wanted {
            let contact = firstContact + random.below(contacts.count - firstContact)
            let client = contacts[contact].client
            let created = within(max(clients[client].created, now - 300 * DemoBytes.day), now - 2 * DemoBytes.day)
            let owner = tracked[Tracked.Kind.member.rawValue][
                tenants[index].ranges[Tracked.Kind.member.rawValue].lowerBound
                    + random.skewed(tenants[index].ranges[Tracked.Kind.member.rawValue].count)
            ].person
            var deal = Tracked(
                kind: .deal, id: random.uuid(), tenant: index, person: owner,
                name: Self.projectNames[(place + index) % 12], created: created)
            deal.link = contact
            deal.b = Int64(random.skewed(600) + 8) * 10_000
            deal.c = created
            if index == 0 {
                deal.a = Int64(board[place].0)
                deal.b = board[place].1
            } else {
                deal.a = Int64(random.skewed(4))
                if random.chance(45) {
                    deal.closes = closing(created)
                    deal.text =
                        random.chance(55) ? "" : random.pick(["price", "no answer", "chose another", "postponed"])
                }
            }
            deal.head = object("id", deal.id)
            deal.head.add(key: "workspace_id", bytes: tenant.id)
            deal.head.add(key: "pipeline_id", bytes: tenants[index].pipeline)
            deal.head.add(key: "client_id", bytes: clients[client].id)
            deal.head.add(key: "contact_id", bytes: contacts[contact].id)
            deal.head.add(key: "owner_id", bytes: people[owner].id)
            deal.head.add(key: "title", deal.name)
            deal.head.add(key: "currency", index == 0 ? "EUR" : tenant.script.currency)
            deal.head.add(key: "created_at", bytes: DemoBytes.instant(created))
            tracked[kind].append(deal)
        }
        tenants[index].ranges[kind] = start..<tracked[kind].count
    }

    mutating func addSubscription(of index: Int) {
        let tenant = tenants[index]
        let kind = Tracked.Kind.subscription.rawValue
        var entity = Tracked(
            kind: .subscription, id: random.uuid(), tenant: index, person: tenant.owner, created: tenant.created)
        entity.text = "sub_" + text(random.uuid(), 14)
        entity.head = object("id", entity.id)
        entity.head.add(key: "workspace_id", bytes: tenant.id)
        entity.head.add(key: "stripe_customer_id", customer(index))
        entity.head.add(key: "stripe_subscription_id", entity.text)
        entity.head.add(key: "plan_type", Self.plans[tenant.plan])
        entity.head.add(",\"base_token_limit\":\(Self.tokenLimits[tenant.plan])")
        tracked[kind].append(entity)
        tenants[index].ranges[kind] = (tracked[kind].count - 1)..<tracked[kind].count
        var workspace = object("id", tenant.id)
        workspace.add(key: "name", tenant.name)
        workspace.add(key: "slug", slug(index))
        workspace.add(key: "kind", tenant.kind)
        workspace.add(key: "status", tenant.status)
        workspace.add(key: "domain", tenant.domain)
        workspace.add(key: "stripe_customer_id", customer(index))
        workspace.add(key: "created_at", bytes: DemoBytes.instant(tenant.created))
        tracked[Tracked.Kind.workspace.rawValue][index].head = workspace
        for place in tenant.ranges[Tracked.Kind.member.rawValue] {
            let member = tracked[Tracked.Kind.member.rawValue][place]
            var head = object("id", member.id)
            head.add(key: "workspace_id", bytes: tenant.id)
            head.add(key: "user_id", bytes: people[member.person].id)
            head.add(key: "invited_by", bytes: member.person == tenant.owner ? nil : people[tenant.owner].id)
            head.add(key: "created_at", bytes: DemoBytes.instant(member.created))
            tracked[Tracked.Kind.member.rawValue][place].head = head
        }
    }

    static let tokenLimits: [Int64] = [1_000_000, 3_000_000, 10_000_000, 100_000_000]

    func slug(_ index: Int) -> String {
        index < DemoTenantPlan.named.count ? tenants[index].latin : "\(tenants[index].latin)-\(index)"
    }

    func customer(_ index: Int) -> String {
        "cus_" + text(tenants[index].id, 14)
    }

    func object(_ key: String, _ id: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(320)
        bytes.add("{\"")
        bytes.add(key)
        bytes.add("\":\"")
        bytes.append(contentsOf: id)
        bytes.append(UInt8(ascii: "\""))
        return bytes
    }

    /// Letters and digits of an id, for keys that look random.
    func text(_ id: [UInt8], _ count: Int) -> String {
        DemoBytes.text(id.filter { $0 != UInt8(ascii: "-") }.prefix(count).map { $0 })
    }
}
