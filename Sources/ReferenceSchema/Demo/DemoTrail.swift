/// The audit trail of a year, row by row in order of time, moving the state of the world as it goes.
struct DemoTrail {
    static let columns = [
        "id", "workspace_id", "project_id", "table_name", "record_id", "action", "event", "old_data", "new_data",
        "changed_by", "actor_email", "actor_role", "reason", "lease_id", "change_id", "journal_session", "journal_seq",
        "journal_head", "ip_address", "user_agent", "created_at",
    ]

    /// Something that happens at a fixed instant, between the random updates.
    struct Planned {
        enum Action {
            case create(kind: Tracked.Kind, index: Int)
            case createGhost(Int)
            case deleteGhost(Int)
            case close(deal: Int)
            /// A story's change of state by a named actor.
            case change(kind: Tracked.Kind, index: Int, a: Int64?, c: Int64?, actor: Actor, event: String)
            case deletePlanted(Tracked, actor: Actor)
        }
        var instant: Int64
        var action: Action
        /// Whether a row is written even if the trail is short.
        var isStory = false
    }

    struct Actor {
        var person: Int
        var role: String
        var address: String
        var agent: String
    }

    var world: DemoWorld
    private var random: DemoRandom
    private var planned: [Planned] = []
    private var cumulative: [Int] = []
    private var values: [DemoValue]
    private let actions: [DemoValue] = ["INSERT", "UPDATE", "DELETE"].map { .string($0) }
    private let tables: [DemoValue] = Tracked.Kind.allCases.map { .string($0.table) }
    private let agents = DemoWorld.agents.map { DemoValue.string($0) }
    private let roleNames = DemoWorld.roles.map { DemoValue.string($0) }
    private var emails: [DemoValue]
    private var addresses: [DemoValue]
    private var last: Int64 = 0
    /// Ordinary steps taken so far.
    private var passed = 0
    private let rows: Int
    private let randomRows: Int
    /// Entries with long documents.
    private let documents: Int
    /// Planned steps that are no story, and how many of them leave no row.
    private let ordinary: Int
    private let silent: Int
    /// They act in their stories only.
    private let storyPeople: Set<Int>

    init(world: DemoWorld, rows: Int) {
        self.world = world
        self.rows = rows
        random = DemoRandom(seed: world.seed ^ 0x5eed_a0d1)
        values = Array(repeating: .null, count: Self.columns.count)
        emails = world.people.map { .string($0.email) }
        addresses = world.people.map { .string($0.address) }
        storyPeople = Set([world.jane, world.mallory, world.importer].compactMap { $0 })
        var plan = world.plannedSteps()
        let stories = plan.filter(\.isStory)
        // A short trail keeps the stories and a sample of the rest.
        let budget = max(rows / 2 - stories.count, 0)
        silent = max(plan.count - stories.count - budget, 0)
        plan.sort { $0.instant < $1.instant }
        planned = plan
        ordinary = plan.count - stories.count
        documents = rows >= DemoDocuments.leastRows ? DemoDocuments.count : 0
        randomRows = max(rows - stories.count - min(ordinary, budget) - documents, 0)
        var sum = 0
        for index in world.tenants.indices {
            let share =
                index == 2
                ? 0 : index == 0 ? 2_600 : 60_000 / (index + 12) * (world.tenants[index].plan + 1) / 2 + 20
            sum += share
            cumulative.append(sum)
        }
        // The big one alone has a fifth of everything.
        let big = sum / 4
        for index in 2..<cumulative.count { cumulative[index] += big }
    }

    /// Writes the rows; afterwards ``world`` is as the trail left it.
    mutating func write<Sink: DemoSink>(to sink: inout Sink, progress: (Int) throws -> Void) throws {
        try sink.begin(table: "audit_logs", columns: Self.columns)
        let hours = 365 * 24
        let start = (world.now / DemoBytes.hour) * DemoBytes.hour - Int64(hours) * DemoBytes.hour
        var weights: [Int] = []
        var total = 0
        for hour in 0..<hours {
            let ofDay = (Int(start / DemoBytes.hour) + hour) % 24
            let weekday = (Int(start / DemoBytes.day) + hour / 24 + 4) % 7
            let day = ofDay >= 7 && ofDay < 19 ? 30 + (ofDay % 5) * 4 : ofDay >= 5 && ofDay < 22 ? 10 : 2
            total += (weekday == 0 || weekday == 6 ? day / 4 + 1 : day) * (200 + hour * 100 / hours)
            weights.append(total)
        }
        var next = 0
        var spread = 0
        var written = 0
        for hour in 0..<hours {
            let wanted = Int(weights[hour].multipliedFullWidth(by: randomRows).low / UInt(total)) - spread
            spread += wanted
            let begin = start + Int64(hour) * DemoBytes.hour
            let step = wanted > 0 ? DemoBytes.hour / Int64(wanted) : 0
            for slot in 0..<max(wanted, 0) {
                let instant = begin + Int64(slot) * step + Int64(random.below(Int(max(step, 1))))
                while next < planned.count, planned[next].instant <= instant {
                    try take(next, &sink)
                    next += 1
                }
                try update(at: instant, &sink)
                written += 1
                if written & 8191 == 0 { try progress(written) }
            }
            // Spread over the year, none at its ends.
            let part = hours / (DemoDocuments.count + 1)
            if hour % part == 0, hour > 0, hour / part <= documents {
                try takeDown(hour / part - 1, at: begin + DemoBytes.hour - 1, &sink)
            }
        }
        while next < planned.count {
            try take(next, &sink)
            next += 1
        }
        try progress(rows)
        try sink.end()
    }

    private mutating func take<Sink: DemoSink>(_ at: Int, _ sink: inout Sink) throws {
        let step = planned[at]
        // Spread the steps without a row evenly over all of them.
        let isTold =
            step.isStory || (passed * silent) / ordinary == ((passed + 1) * silent) / ordinary
        if !step.isStory { passed += 1 }
        switch step.action {
        case .create(let kind, let index):
            let entity = world.tracked[kind.rawValue][index]
            guard isTold else { return }
            let creator = kind == .member ? world.tenants[entity.tenant].owner : entity.person
            setActor(creator, role: role(creator, entity.tenant))
            try row(
                kind, entity, action: 0, event: kind.created, old: nil, new: json(entity), at: step.instant, &sink)
        case .createGhost(let index), .deleteGhost(let index):
            guard isTold else { return }
            let ghost = world.ghosts[index]
            let isNew = if case .createGhost = step.action { true } else { false }
            setActor(ghost.person, role: role(ghost.person, ghost.tenant))
            try row(
                .widget, ghost, action: isNew ? 0 : 2, event: isNew ? "widget.created" : "widget.deleted",
                old: isNew ? nil : json(ghost), new: isNew ? json(ghost) : nil, at: step.instant, &sink)
        case .close(let index):
            // An untold deal stays open, so that the last row is what the table holds.
            guard isTold else { return }
            let old = world.tracked[Tracked.Kind.deal.rawValue][index]
            var new = old
            new.a = old.text.isEmpty ? 4 : 5
            new.c = step.instant
            world.tracked[Tracked.Kind.deal.rawValue][index] = new
            setActor(old.person, role: role(old.person, old.tenant))
            try row(
                .deal, new, action: 1, event: new.a == 4 ? "deal.won" : "deal.lost", old: json(old), new: json(new),
                at: step.instant, &sink)
        case .change(let kind, let index, let a, let c, let actor, let event):
            let old = world.tracked[kind.rawValue][index]
            var new = old
            new.a = a ?? old.a
            new.c = c ?? old.c
            world.tracked[kind.rawValue][index] = new
            set(actor)
            try row(
                kind, new, action: 1, event: event, old: json(old), new: json(new), at: step.instant, &sink)
        case .deletePlanted(let entity, let actor):
            set(actor)
            try row(
                .widget, entity, action: 2, event: "widget.deleted", old: json(entity), new: nil, at: step.instant,
                &sink)
        }
    }

    private mutating func update<Sink: DemoSink>(at instant: Int64, _ sink: inout Sink) throws {
        var tenant = 0
        for _ in 0..<4 {
            let draw = random.below(cumulative[cumulative.count - 1])
            var low = 0
            var high = cumulative.count - 1
            while low < high {
                let middle = (low + high) / 2
                if cumulative[middle] > draw { high = middle } else { low = middle + 1 }
            }
            tenant = low
            if world.tenants[tenant].created < instant { break }
            tenant = 3
        }
        let isPinned = world.tenants[tenant].isPinned
        let draw = random.below(100)
        var kind: Tracked.Kind =
            draw < 34
            ? .widget
            : draw < 44
                ? .member
                : draw < 62 ? .deal : draw < 75 ? .project : draw < 83 ? .token : draw < 90 ? .subscription : .workspace
        if isPinned, kind == .member || kind == .deal || kind == .subscription { kind = .widget }
        if tenant == 0, kind == .token { kind = .project }
        var range = world.tenants[tenant].ranges[kind.rawValue]
        var index = range.isEmpty ? 0 : range.lowerBound + random.skewed(range.count)
        let isTaken =
            range.isEmpty || world.tracked[kind.rawValue][index].created >= instant
            || (kind == .member && (index == range.lowerBound || world.tracked[kind.rawValue][index].b == 1))
            || (kind == .deal && world.tracked[kind.rawValue][index].a > 3)
        if isTaken {
            kind = .workspace
            range = world.tenants[tenant].ranges[kind.rawValue]
            index = range.lowerBound
        }
        let old = world.tracked[kind.rawValue][index]
        let before = json(old)
        let event = change(kind, index, isPinned: isPinned, at: instant)
        let new = world.tracked[kind.rawValue][index]
        pickActor(tenant, at: instant)
        if random.below(40) == 0 {
            values[12] = .string(
                random.pick(["requested by owner", "support ticket", "clean-up", "rollback", "after review"])
                    + " OPS-\(random.within(1200...4900))")
        }
        try row(kind, new, action: 1, event: event, old: before, new: json(new), at: instant, &sink)
        values[12] = .null
    }

    /// A landing page of the big tenant is deleted.
    private mutating func takeDown<Sink: DemoSink>(_ number: Int, at instant: Int64, _ sink: inout Sink) throws {
        let place = min(2, world.tenants.count - 1)
        let tenant = world.tenants[place]
        let id = DemoBytes.timeOrderedUUID(instant, random: UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        let entity = Tracked(kind: .widget, id: id, tenant: place, person: tenant.owner, created: instant)
        setActor(tenant.owner, role: 0)
        values[14] = .string(DemoDocuments.change)
        try row(
            .widget, entity, table: .string("artifacts"), action: 2, event: "artifact.deleted",
            old: DemoDocuments.page(number, id: id), new: nil, at: instant, &sink)
        values[14] = .null
    }

    /// Moves one field of an entity and says what happened.
    private mutating func change(_ kind: Tracked.Kind, _ index: Int, isPinned: Bool, at instant: Int64) -> String {
        var entity = world.tracked[kind.rawValue][index]
        defer { world.tracked[kind.rawValue][index] = entity }
        switch kind {
        case .workspace:
            entity.b = entity.b & 1 == 0 ? entity.b + 1 : Int64(random.within(1...36) * 2)
            return "workspace.settings_changed"
        case .member:
            if random.chance(25) {
                entity.b = entity.b == 0 ? 2 : 0
                return entity.b == 0 ? "member.restored" : "member.suspended"
            }
            entity.a = entity.a < 3 ? entity.a + 1 : entity.a > 5 ? 5 : entity.a + (random.chance(50) ? 1 : -1)
            return "member.role_changed"
        case .widget:
            if !isPinned, entity.a < 2, random.chance(20) {
                entity.a = 1 - entity.a
                return entity.a == 0 ? "widget.resumed" : "widget.paused"
            }
            if random.chance(50) {
                entity.b = Int64(random.below(1 << 24))
            } else {
                entity.c = Int64(30 * random.within(1...40))
            }
            return "widget.configured"
        case .token:
            entity.c = instant
            return "token.rotated"
        case .project:
            entity.b += 1
            return "project.built"
        case .deal:
            if random.chance(60) {
                entity.b = max(80_000, entity.b + Int64(random.within(-8...10)) * 10_000)
                return "deal.amount_changed"
            }
            entity.a = entity.a == 0 ? 1 : entity.a == 3 ? 2 : entity.a + (random.chance(60) ? 1 : -1)
            entity.c = instant
            return "deal.moved"
        case .subscription:
            entity.b = Int64(random.below(20)) * 50_000
            return "subscription.tokens_changed"
        }
    }

    private mutating func pickActor(_ tenant: Int, at instant: Int64) {
        let members = world.tenants[tenant].ranges[Tracked.Kind.member.rawValue]
        // In the big tenant every fourth row is the sync program's.
        if tenant == 2, random.below(4) == 0 {
            let service = world.tracked[Tracked.Kind.member.rawValue][members.lowerBound + 1]
            return setActor(service.person, role: Int(service.a))
        }
        for _ in 0..<3 {
            let member = world.tracked[Tracked.Kind.member.rawValue][members.lowerBound + random.skewed(members.count)]
            if member.created < instant, member.a < 6, !storyPeople.contains(member.person) {
                return setActor(member.person, role: Int(member.a))
            }
        }
        setActor(world.tenants[tenant].owner, role: 0)
    }

    private func role(_ person: Int, _ tenant: Int) -> Int {
        DemoWorld.roles.firstIndex(of: world.role(of: person, in: tenant)) ?? 0
    }

    private mutating func setActor(_ person: Int, role: Int) {
        values[9] = .text(world.people[person].id)
        values[10] = emails[person]
        values[11] = roleNames[role]
        values[18] = addresses[person]
        values[19] = agents[world.people[person].agent]
    }

    private mutating func set(_ actor: Actor) {
        setActor(actor.person, role: DemoWorld.roles.firstIndex(of: actor.role) ?? 0)
        values[18] = .string(actor.address)
        values[19] = .string(actor.agent)
    }

    private mutating func row<Sink: DemoSink>(
        _ kind: Tracked.Kind, _ entity: Tracked, table: DemoValue? = nil, action: Int, event: String,
        old: [UInt8]?, new: [UInt8]?, at instant: Int64, _ sink: inout Sink
    ) throws {
        let instant = max(instant, last + 1)
        last = instant
        values[0] = .text(DemoBytes.timeOrderedUUID(instant, random: random.bits()))
        values[1] = .text(world.tenants[entity.tenant].id)
        values[2] = kind == .project ? .text(entity.id) : .null
        values[3] = table ?? tables[kind.rawValue]
        values[4] = .text(entity.id)
        values[5] = actions[action]
        values[6] = .string(event)
        values[7] = old.map { .text($0) } ?? .null
        values[8] = new.map { .text($0) } ?? .null
        values[20] = .text(DemoBytes.instant(instant))
        try sink.row(values)
    }

    /// The entity as the audit trail keeps it.
    private func json(_ entity: Tracked) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entity.head.count + 240)
        bytes.append(contentsOf: entity.head)
        world.addState(of: entity, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}
