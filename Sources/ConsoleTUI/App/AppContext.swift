import ConsoleCore
import TenantDomain
import TerminalCore

/// What screens and overlays may know of the app around them.
package struct AppContext: Sendable {
    package var session: ConsoleSession
    package var render: RenderContext
    package var keymap: Keymap
    package var pin: TenantMatch?
    package var size: Size
    /// Microseconds since 1970 on the clock that relative times count from.
    package var now: Int64
    package var remembered: RememberedViews
    package var policy: WidthPolicy
    package var environments: [String]
    /// Words that name the database on the command line (`--env local`).
    package var globals: [String]
    /// The lease as of this frame, and the time that is left of it.
    package var lease: WriteLease?
    package var leaseCountdown = ""
    /// What the header says while the database cannot be reached; nil while it can.
    package var away: String?
    /// The newest change of this session, for its undo.
    package var lastReceipt: Receipt?
    /// Whether the frame leaves the screen (a picture, a text file): then what was revealed is masked.
    package var leavesScreen = false
    /// Whether the database is at the other end of a network.
    package var isFar = false
    /// Whether another key is taken before a frame is drawn: what only a frame shows can wait for that one.
    package var hasMoreKeys = false

    package var registry: ResourceRegistry { session.registry }
    package var zone: ZoneClock { session.zone }

    /// Spells views as command lines.
    var commandLine: CommandLineText { CommandLineText(session: session, globals: globals) }

    /// Looks at the lease's clock; a lease that ended is gone from here on.
    mutating func lookAtLease() {
        lease = session.leases.current
        leaseCountdown = lease?.countdown(at: session.leases.clock.now()) ?? ""
    }

    package func key(_ action: Action) -> String { keymap.label(for: action) ?? "" }
}

/// Columns, widths and sorts that the user chose, by resource; recent tenants; prompt history.
package struct RememberedViews: Sendable, Equatable {
    package struct Columns: Sendable, Equatable {
        package var names: [String]
        package var widths: [String: Int]

        package init(names: [String], widths: [String: Int] = [:]) {
            self.names = names
            self.widths = widths
        }
    }

    package var columns: [String: Columns] = [:]
    package var sorts: [String: [FieldSort]] = [:]
    package var recentTenants: [TenantMatch] = []
    package var promptHistory: [String] = []
    package var lastView: String?
    /// What was on screen when the session before this one ended.
    package var lastViewBefore: String?

    package init() {}

    package mutating func apply(_ change: StateChange) {
        switch change {
        case .columns(let resource, let names, let widths):
            columns[resource] = Columns(names: names, widths: widths)
        case .sort(let resource, let sort): sorts[resource] = sort
        case .lastView(let line): lastView = line
        case .recentTenant(let tenant):
            recentTenants.removeAll { $0.id == tenant.id }
            recentTenants.insert(tenant, at: 0)
            if recentTenants.count > 12 { recentTenants.removeLast() }
        case .promptLine(let line, let isPrivate):
            guard !isPrivate else { break }
            promptHistory.removeAll { $0 == line }
            promptHistory.append(line)
            if promptHistory.count > 200 { promptHistory.removeFirst() }
        case .theme, .firstView: break
        }
    }
}
