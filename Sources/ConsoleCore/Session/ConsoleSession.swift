import Logging
import TenantDomain
import TenantStore

/// One open database as the services see it: store, registry, and under whose eyes and in which zone rows are read.
package struct ConsoleSession: Sendable {
    package internal(set) var store: any DatabaseStore
    package internal(set) var registry: ResourceRegistry
    package let environment: EnvironmentLabel
    package let operatorName: String
    package var persona: Persona
    package var zone: ZoneClock
    /// The clock that relative times and `24h` count from, microseconds since 1970.
    package let now: @Sendable () -> Int64
    package var pageSize: Int
    /// The lease that the session may have, and the rules it is taken under.
    package let leases: LeaseHolder
    package let journal: SessionJournal
    /// Where changes are written; nil where the database cannot be.
    package var writer: (any WritableDatabase)?
    package var archive: (any ChangeArchive)?
    /// Opens the database as members see it; nil where the engine has no row-level security.
    package var viewing: (any MemberViewing)?
    /// As whom everything is read; nil reads as the operator.
    package internal(set) var view: ViewedMember?
    /// Why this profile and no other, in words; empty where nobody had to choose.
    package var profileReason = ""
    /// What the database could be mapped to, where no profile fits it; nil where one does.
    package var suggestion: ProfileSuggestion?
    /// Whether personal data is shown whatever the persona: for one record that was asked for with a reason.
    var revealsPersonalData = false
    /// Statements and how long they took, without their values. Nothing of it goes to the terminal.
    package var log: Logger
    /// Saved queries.
    package let queries: QueryShelf
    /// Names that the trail's pages have looked up.
    let names = KnownNames()

    package init(
        store: any DatabaseStore, registry: ResourceRegistry, environment: EnvironmentLabel, operatorName: String,
        persona: Persona = .support, zone: ZoneClock = .utc, now: @escaping @Sendable () -> Int64, pageSize: Int = 100,
        rules: WriteRules = .readOnly, leaseClock: LeaseClock = .system, journal: SessionJournal? = nil,
        queries: QueryShelf = QueryShelf(),
        log: Logger = Logger(label: "tenantctl") { _ in SwiftLogNoOpLogHandler() }
    ) {
        self.store = store
        self.registry = registry
        self.environment = environment
        self.operatorName = operatorName
        self.persona = persona
        self.zone = zone
        self.now = now
        self.pageSize = pageSize
        leases = LeaseHolder(rules: rules, environment: environment.name, clock: leaseClock)
        self.journal =
            journal
            ?? SessionJournal(
                storage: MemoryJournal(),
                facts: SessionJournal.Facts(
                    operatorName: operatorName, persona: persona, environment: environment.name,
                    database: store.identity.key), now: now)
        self.queries = queries
        self.log = log
    }
}

/// The environment as the header names it.
package struct EnvironmentLabel: Sendable, Equatable {
    /// `local`, `production`, `unlisted`.
    package let name: String
    /// A colour name of the configuration, nil for the theme's own.
    package let colour: String?
    package let isProtected: Bool

    package init(name: String, colour: String? = nil, isProtected: Bool = false) {
        self.name = name
        self.colour = colour
        self.isProtected = isProtected
    }
}
