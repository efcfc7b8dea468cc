extension Tracked.Kind {
    var created: String {
        switch self {
        case .workspace: "workspace.created"
        case .member: "member.added"
        case .widget: "widget.created"
        case .token: "token.issued"
        case .project: "project.created"
        case .deal: "deal.opened"
        case .subscription: "subscription.started"
        }
    }
}

extension DemoWorld {
    /// The fields that change, as JSON members; the tables hold the same values in their columns.
    func addState(of entity: Tracked, to bytes: inout [UInt8]) {
        switch entity.kind {
        case .workspace:
            bytes.add(",\"plan\":\"")
            bytes.add(Self.plans[Int(entity.a)])
            bytes.add("\",\"settings\":")
            bytes.append(contentsOf: settings(of: entity))
        case .member:
            bytes.add(",\"role\":\"")
            bytes.add(Self.roles[Int(entity.a)])
            bytes.add("\",\"status\":\"")
            bytes.add(Self.memberStatuses[Int(entity.b)])
            bytes.append(UInt8(ascii: "\""))
            bytes.add(key: "accepted_at", bytes: entity.c == 0 ? nil : DemoBytes.instant(entity.c))
        case .widget:
            bytes.add(",\"status\":\"")
            bytes.add(Self.widgetStatuses[Int(entity.a)])
            bytes.add("\",\"config\":")
            bytes.append(contentsOf: settings(of: entity))
            bytes.add(",\"deleted_at\":null")
        case .token:
            bytes.add(key: "expires_at", bytes: DemoBytes.instant(expiry(of: entity)))
            bytes.add(key: "rotated_at", bytes: entity.c == 0 ? nil : DemoBytes.instant(entity.c))
        case .project:
            bytes.add(",\"status\":\"active\",\"settings\":")
            bytes.append(contentsOf: settings(of: entity))
        case .deal:
            bytes.add(",\"stage_id\":\"")
            bytes.append(contentsOf: tenants[entity.tenant].stages[Int(entity.a)])
            bytes.add("\",\"amount_cents\":")
            bytes.add(number: entity.b)
            bytes.add(",\"probability\":")
            bytes.add(number: Self.probabilities[Int(entity.a)])
            bytes.add(",\"status\":\"")
            bytes.add(dealStatus(entity))
            bytes.append(UInt8(ascii: "\""))
            bytes.add(key: "lost_reason", entity.a == 5 ? entity.text : nil)
            bytes.add(key: "stage_entered_at", bytes: DemoBytes.instant(entity.c))
            bytes.add(key: "closed_at", bytes: entity.a > 3 ? DemoBytes.instant(entity.c) : nil)
        case .subscription:
            bytes.add(",\"additional_tokens\":")
            bytes.add(number: entity.b)
            bytes.add(",\"status\":\"")
            bytes.add(subscriptionStatus(entity.tenant))
            bytes.append(UInt8(ascii: "\""))
        }
    }

    /// The JSON column of a workspace, widget or project.
    func settings(of entity: Tracked) -> [UInt8] {
        var bytes: [UInt8] = []
        switch entity.kind {
        case .workspace:
            bytes.add("{\"session_hours\":")
            bytes.add(number: entity.b & ~1)
            bytes.add(",\"mfa_required\":")
            bytes.add(entity.b & 1 == 1 ? "true}" : "false}")
        case .widget:
            bytes.add("{\"theme\":\"")
            bytes.add(entity.b & 1 == 0 ? "light" : "dark")
            bytes.add("\",\"color\":\"")
            bytes.add(color: entity.b)
            bytes.add("\",\"rate_limit\":")
            bytes.add(number: entity.c)
            bytes.add(",\"locale\":\"en\",\"position\":\"bottom-right\"}")
        default:
            bytes.add("{\"visibility\":\"private\",\"build\":")
            bytes.add(number: entity.b)
            bytes.append(UInt8(ascii: "}"))
        }
        return bytes
    }

    /// Tokens live for a year from issue or rotation; a few were never renewed.
    func expiry(of token: Tracked) -> Int64 { max(token.created, token.c) + 365 * DemoBytes.day }

    func dealStatus(_ deal: Tracked) -> String { deal.a == 4 ? "won" : deal.a == 5 ? "lost" : "open" }

    func subscriptionStatus(_ tenant: Int) -> String {
        switch tenants[tenant].status {
        case "past_due": "past_due"
        case "trialing": "trialing"
        case "archived": "canceled"
        default: "active"
        }
    }

    /// What happens at fixed instants of the year: everything that was made then, ghosts, closed deals, the incident.
    func plannedSteps() -> [DemoTrail.Planned] {
        var steps: [DemoTrail.Planned] = []
        for kind in Tracked.Kind.allCases {
            for (index, entity) in tracked[kind.rawValue].enumerated() where entity.created > year {
                steps.append(.init(instant: entity.created, action: .create(kind: kind, index: index)))
            }
        }
        for (index, ghost) in ghosts.enumerated() {
            steps.append(.init(instant: ghost.created, action: .createGhost(index)))
            steps.append(.init(instant: ghost.closes ?? now, action: .deleteGhost(index)))
        }
        for (index, deal) in tracked[Tracked.Kind.deal.rawValue].enumerated() {
            if let closes = deal.closes { steps.append(.init(instant: closes, action: .close(deal: index))) }
        }
        return steps + incident()
    }

    private func incident() -> [DemoTrail.Planned] {
        guard let mallory, let importer else { return [] }
        let start = DemoStories.incidentInstant(now: now)
        let members = tracked[Tracked.Kind.member.rawValue]
        guard
            let membership = members.firstIndex(where: { $0.person == mallory && $0.tenant == 0 })
        else { return [] }
        let byProgram = DemoTrail.Actor(
            person: importer, role: "admin", address: DemoStories.incidentActorAddress,
            agent: "svc-import/2.3 (api-key ak_…7f3)")
        let byPerson = DemoTrail.Actor(
            person: mallory, role: "owner", address: DemoStories.incidentSignInAddress, agent: Self.agents[2])
        var steps: [DemoTrail.Planned] = [
            .init(
                instant: start,
                action: .change(
                    kind: .member, index: membership, a: 0, c: nil, actor: byProgram, event: "member.role_changed"),
                isStory: true)
        ]
        var at = start + 21 * DemoBytes.second
        let widgets = tenants[0].ranges[Tracked.Kind.widget.rawValue]
        for name in DemoStories.incidentPausedWidgets {
            guard let index = widgets.first(where: { tracked[Tracked.Kind.widget.rawValue][$0].name == name }) else {
                continue
            }
            steps.append(
                .init(
                    instant: at,
                    action: .change(
                        kind: .widget, index: index, a: 1, c: nil, actor: byPerson, event: "widget.paused"),
                    isStory: true))
            at += 7 * DemoBytes.second
        }
        var popup = deletedWidget
        popup.a = 0
        at += 15 * DemoBytes.second
        steps.append(.init(instant: at, action: .deletePlanted(popup, actor: byPerson), isStory: true))
        for index in tenants[0].ranges[Tracked.Kind.token.rawValue].prefix(DemoStories.incidentRotatedTokens) {
            at += 11 * DemoBytes.second
            steps.append(
                .init(
                    instant: at,
                    action: .change(
                        kind: .token, index: index, a: nil, c: at, actor: byPerson, event: "token.rotated"),
                    isStory: true))
        }
        return steps
    }

    /// The widget that the incident removed; made long before the year that the trail tells.
    private var deletedWidget: Tracked {
        var copy = self
        copy.random = DemoRandom(seed: seed ^ 0xdead)
        return copy.makeWidget(DemoStories.incidentDeletedWidget, 0, created: year - 90 * DemoBytes.day)
    }
}
