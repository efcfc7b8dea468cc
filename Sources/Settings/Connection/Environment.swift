/// A named connection of config.toml, or the one without a name, with its rules.
package struct Environment: Sendable, Equatable {
    package enum Mode: String, Sendable { case readOnly = "read-only", readWrite = "read-write" }
    package enum Persona: String, Sendable, CaseIterable { case support, admin, oncall, auditor }
    /// From which severity on a write asks for the tenant's name to be typed.
    package enum TypedConfirmation: String, Sendable, CaseIterable { case destructive, notable, all }
    package enum Color: String, Sendable, CaseIterable { case green, yellow, red, magenta, blue, cyan, white }

    /// As in config.toml; `unlisted` for a database that belongs to none.
    package var name: String
    package var label: String
    package var database: String?
    package var profile: String?
    package var color: Color
    package var mode: Mode
    package var isProtected: Bool
    package var allowsSuperuser: Bool
    /// The highest persona allowed; nil leaves it to the database role's grants.
    package var highestPersona: Persona?
    package var typedConfirmation: TypedConfirmation
    /// How many operators besides the applier must stand behind a change.
    package var approvals: Int
    /// Who may take a lease here.
    package var leasePersonas: [Persona]
    package var longestLeaseMinutes: Int
    /// A regular expression that a reason must hold.
    package var reasonPattern: String?
    package var reasonMinimumLength: Int
    /// `member remove`, or `member` for every verb of it.
    package var forbiddenVerbs: [String]
    /// How long before-values are kept for undo.
    package var undoDays: Int
    package var isImmutable: Bool
    package var defaultTenant: String?
    /// argv; whether it may run is `ResolvedConnection.commandRefusal`'s word.
    package var passwordCommand: [String]?
    package var tunnel: [String]?
    /// The login that members' views are read on: a name on the same server, or a connection string.
    package var viewAs: String?
    package var viewAsPasswordCommand: [String]?
    /// The program that is fed the journal's records, one JSON line each.
    package var journalSink: [String]?

    package init(name: String) {
        self.name = name
        label = name
        color = .green
        mode = .readOnly
        isProtected = false
        allowsSuperuser = false
        typedConfirmation = .destructive
        approvals = 0
        leasePersonas = [.admin, .oncall]
        longestLeaseMinutes = 30
        reasonMinimumLength = 5
        forbiddenVerbs = []
        undoDays = 30
        isImmutable = false
    }

    package static let unlistedName = "unlisted"

    /// The strictest rules: what a database gets that belongs to no environment.
    package static let unlisted: Environment = {
        var environment = Environment(name: unlistedName)
        environment.color = .red
        environment.isProtected = true
        environment.highestPersona = .support
        environment.typedConfirmation = .all
        environment.leasePersonas = []
        return environment
    }()

    /// The demo database, which holds nobody's data.
    package static let demo: Environment = {
        var environment = Environment(name: "local")
        environment.mode = .readWrite
        return environment
    }()

    package var isUnlisted: Bool { name == Self.unlistedName }
}

/// A filter saved under a name.
package struct SavedQuery: Sendable, Equatable {
    package let name: String
    package let resource: String
    package let filter: String
    package let sort: String

    package init(name: String, resource: String, filter: String = "", sort: String = "") {
        self.name = name
        self.resource = resource
        self.filter = filter
        self.sort = sort
    }
}
