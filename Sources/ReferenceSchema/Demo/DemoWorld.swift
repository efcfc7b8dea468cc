/// Everything of the demo that is small enough to hold: who exists, what they own, and the state that the audit trail
/// moves. Rows of which there can be millions are made while they are written.
struct DemoWorld {
    struct Person {
        var id: [UInt8]
        var name: String
        var email: String
        var created: Int64
        var lastSignIn: Int64?
        var status = "active"
        var isService = false
        var address: String
        var agent: Int
    }

    struct Tenant {
        var id: [UInt8]
        var name: String
        var latin: String
        var domain: String
        var plan: Int
        var status: String
        var kind = "business"
        var parent: Int?
        var script: DemoScript
        var created: Int64
        var trialEnds: Int64?
        var periodStart: Int64
        var tokensUsed: Int64
        /// What the sketches and stories say of it must stay: the trail changes only incidental fields.
        var isPinned: Bool
        /// Ranges into ``DemoWorld/tracked`` by ``Tracked/Kind``.
        var ranges: [Range<Int>] = Array(repeating: 0..<0, count: Tracked.Kind.allCases.count)
        var owner = 0
        var stages: [[UInt8]] = []
        var pipeline: [UInt8] = []
        var clients: Range<Int> = 0..<0
        var contacts: Range<Int> = 0..<0
    }

    struct Client {
        var id: [UInt8]
        var tenant: Int
        var name: String
        var latin: String
        var created: Int64
    }

    struct Contact {
        var id: [UInt8]
        var client: Int
        var name: String
        var email: String
        var phone: String
    }

    struct Instance {
        var id: [UInt8]
        var widget: Int
        var publicId: String
        var status: String
        var created: Int64
    }

    let seed: UInt64
    let now: Int64
    var random: DemoRandom
    var people: [Person] = []
    var tenants: [Tenant] = []
    var tracked: [[Tracked]] = Array(repeating: [], count: Tracked.Kind.allCases.count)
    var clients: [Client] = []
    var contacts: [Contact] = []
    var instances: [Instance] = []
    /// Widgets that were made and deleted: only the trail remembers them.
    var ghosts: [Tracked] = []
    /// Members, widgets and projects that each tenant is to have.
    var counts: [(members: Int, widgets: Int, projects: Int)] = []
    /// People of the named tenants come first and keep to their own workspaces.
    var namedPeople = 0
    private var usedAddresses: Set<String> = []

    static let plans = ["free", "hobby", "pro", "enterprise"]
    static let roles = ["owner", "admin", "super_editor", "editor", "project_creator", "collaborator", "viewer"]
    static let memberStatuses = ["active", "invited", "suspended", "removed"]
    static let widgetStatuses = ["active", "paused", "draft", "archived"]
    static let stageNames = ["Lead", "Qualified", "Proposal", "Negotiation", "Won", "Lost"]
    static let probabilities: [Int64] = [10, 25, 50, 75, 100, 0]
    static let agents = [
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
        "studio-api/4.2 (node 22.9)", "tenant-sync/1.8 (go1.23)",
    ]

    init(seed: UInt64, tenants count: Int, now: Int64) {
        self.seed = seed
        self.now = now
        random = DemoRandom(seed: seed)
        for index in 0..<count { addTenant(index) }
        for index in 0..<count { addMembers(of: index) }
        plantPeople()
        for index in 0..<count {
            addWidgets(of: index)
            addProjects(of: index)
            addDeals(of: index)
            addSubscription(of: index)
        }
    }

    var year: Int64 { now - 365 * DemoBytes.day }

    mutating func addPerson(
        _ name: String, latin: String, domain: String, created: Int64, email: String? = nil
    ) -> Int {
        var address = email ?? latin + "@" + domain
        var suffix = 2
        while !usedAddresses.insert(address).inserted {
            address = "\(latin)\(suffix)@\(domain)"
            suffix += 1
        }
        people.append(
            Person(
                id: random.uuid(), name: name, email: address, created: created,
                lastSignIn: max(created, now - Int64(random.skewed(90 * 24 * 60)) * DemoBytes.minute),
                address: random.chance(70)
                    ? "10.\(random.below(32)).\(random.below(250)).\(random.within(2...250))"
                    : "\(random.pick([81, 93, 151, 185, 203]))."
                        + "\(random.within(10...99)).\(random.below(250)).\(random.within(2...250))",
                agent: random.below(4)))
        return people.count - 1
    }

    func role(of person: Int, in tenant: Int) -> String {
        for member in tracked[Tracked.Kind.member.rawValue][tenants[tenant].ranges[Tracked.Kind.member.rawValue]]
        where member.person == person {
            return Self.roles[Int(member.a)]
        }
        return "none"
    }
}

/// An entity whose changes the trail tells: its identity, and the few fields that change.
struct Tracked {
    enum Kind: Int, CaseIterable {
        case workspace, member, widget, token, project, deal, subscription

        var table: String {
            switch self {
            case .workspace: "workspaces"
            case .member: "workspace_members"
            case .widget: "widgets"
            case .token: "embed_tokens"
            case .project: "projects"
            case .deal: "crm_deals"
            case .subscription: "workspace_subscriptions"
            }
        }
    }

    var kind: Kind
    var id: [UInt8]
    var tenant: Int
    /// Who it is about (member) or who owns it.
    var person: Int
    var name = ""
    var created: Int64
    /// The fields that never change, as the start of a JSON object.
    var head: [UInt8] = []
    /// State; the meaning is the kind's own.
    var a: Int64 = 0
    var b: Int64 = 0
    var c: Int64 = 0
    /// When a deal is won or lost, or a ghost deleted.
    var closes: Int64?
    /// Index of what it belongs to: instance of a token, contact of a deal.
    var link = 0
    var text = ""
}
