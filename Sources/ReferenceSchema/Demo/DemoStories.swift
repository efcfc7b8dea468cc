/// Exact facts of the three stories that are planted in every demo; the tour follows them and tests hold them.
package enum DemoStories {
    /// Support: "what can this person see and do, and where?"
    package static let supportEmail = "jane.doe@acme.example"
    package static let supportName = "Jane Doe"
    /// Workspace, role and status of each membership, in order of joining.
    package static let supportMemberships: [(workspace: String, role: String, status: String)] = [
        ("Acme Industries", "viewer", "active"),
        ("Blåbär Studio", "editor", "active"),
        ("Hansa GmbH", "admin", "suspended"),
        ("北京星图科技", "collaborator", "active"),
    ]
    /// The membership that came by an accepted invitation.
    package static let supportInvitedTo = "北京星图科技"
    /// Project, its workspace and the role on it.
    package static let supportProjects: [(project: String, workspace: String, role: String)] = [
        ("Website relaunch", "Acme Industries", "manager"),
        ("星图官网改版", "北京星图科技", "viewer"),
    ]

    /// Admin: "which tenants are over their plan's limits?" Used and allowed, by workspace and kind of limit.
    package static let overLimits:
        [(workspace: String, plan: String, limit: String, used: Int, allowed: Int, enforcement: String)] = [
            ("Blåbär Studio", "free", "widgets", 5, 3, "hard"),
            ("Blåbär Studio", "free", "tokens", 1_660_000, 1_000_000, "hard"),
            ("Northwind Traders", "hobby", "members", 11, 10, "soft"),
            ("Pequeña Luz SL", "free", "members", 5, 3, "soft"),
            ("Müller & Söhne KG", "hobby", "widgets", 13, 10, "hard"),
            ("Tidewater Health", "pro", "members", 57, 50, "soft"),
            ("青空デザイン", "free", "projects", 3, 2, "soft"),
            ("Заря Медиа", "hobby", "tokens", 3_400_000, 3_000_000, "hard"),
            ("Lumière & Cie", "pro", "widgets", 31, 25, "hard"),
            ("النور للتقنية", "free", "members", 4, 3, "soft"),
            ("النور للتقنية", "free", "widgets", 4, 3, "hard"),
        ]
    /// How many workspaces are over at least one limit, whatever the number of tenants.
    package static let overLimitWorkspaces = 9

    /// On call: "who changed this, when, from what to what?"
    package static let incidentWorkspace = "Acme Industries"
    package static let incidentActorEmail = "svc-import@acme.example"
    package static let incidentPersonEmail = "mallory@acme.example"
    package static let incidentPersonName = "Mallory K."
    package static let incidentFailedSignIns = 9
    package static let incidentSignInAddress = "185.4.7.21"
    package static let incidentActorAddress = "10.8.0.17"
    package static let incidentPausedWidgets = ["Pricing table", "Support chat"]
    package static let incidentDeletedWidget = "Newsletter popup"
    package static let incidentRotatedTokens = 3

    /// When the role changed: 03:12:41 UTC on the last Tuesday at least a day before `now`, in microseconds.
    package static func incidentInstant(now: Int64) -> Int64 {
        let offset = 3 * DemoBytes.hour + 12 * DemoBytes.minute + 41 * DemoBytes.second
        // 1970-01-01 was a Thursday.
        var day = (now - DemoBytes.day) / DemoBytes.day
        while (day + 4) % 7 != 2 || day * DemoBytes.day + offset > now - DemoBytes.day { day -= 1 }
        return day * DemoBytes.day + offset
    }

    /// A banned person who still owns a workspace.
    package static let bannedOwnerWorkspace = "Orphaned Oak Ltd"
    /// A workspace whose trial ended without anybody noticing.
    package static let expiredTrialWorkspace = "Maple & Finch"
}

extension DemoWorld {
    var jane: Int? { people.firstIndex { $0.email == DemoStories.supportEmail } }
    var mallory: Int? { people.firstIndex { $0.email == DemoStories.incidentPersonEmail } }
    var importer: Int? { people.firstIndex { $0.email == DemoStories.incidentActorEmail } }

    /// Gives the people of the stories their names and memberships; no membership is added beyond a tenant's count.
    mutating func plantPeople() {
        let kind = Tracked.Kind.member.rawValue
        func member(_ tenant: Int, fromEnd place: Int) -> Int { tenants[tenant].ranges[kind].upperBound - 1 - place }
        let early = year - 30 * DemoBytes.day
        let jane = tracked[kind][member(0, fromEnd: 0)].person
        rename(jane, DemoStories.supportName, DemoStories.supportEmail, created: early)
        let mallory = tracked[kind][member(0, fromEnd: 1)].person
        rename(mallory, DemoStories.incidentPersonName, DemoStories.incidentPersonEmail, created: early)
        let importer = tracked[kind][tenants[0].ranges[kind].lowerBound + 1].person
        rename(importer, "svc-import", DemoStories.incidentActorEmail, created: early)
        people[importer].isService = true
        people[importer].address = DemoStories.incidentActorAddress
        people[mallory].address = DemoStories.incidentSignInAddress
        let joins = [early, now - 240 * DemoBytes.day, now - 180 * DemoBytes.day, now - 60 * DemoBytes.day]
        for (place, membership) in DemoStories.supportMemberships.enumerated() {
            guard let tenant = tenants.firstIndex(where: { $0.name == membership.workspace }) else { continue }
            let index = member(tenant, fromEnd: 0)
            if place > 0 { people[tracked[kind][index].person].status = "inactive" }
            tracked[kind][index].person = jane
            tracked[kind][index].created = joins[place]
            tracked[kind][index].c = joins[place] + 5 * DemoBytes.hour
            tracked[kind][index].a = Int64(Self.roles.firstIndex(of: membership.role) ?? 6)
            tracked[kind][index].b = Int64(Self.memberStatuses.firstIndex(of: membership.status) ?? 0)
        }
        for place in [member(0, fromEnd: 1), tenants[0].ranges[kind].lowerBound + 1] {
            tracked[kind][place].created = early
            tracked[kind][place].c = early + 2 * DemoBytes.hour
        }
        if let oak = tenants.firstIndex(where: { $0.name == DemoStories.bannedOwnerWorkspace }) {
            people[tenants[oak].owner].status = "banned"
        }
    }

    private mutating func rename(_ person: Int, _ name: String, _ email: String, created: Int64) {
        people[person].name = name
        people[person].email = email
        people[person].created = created
    }
}
