import TerminalCore

/// How wide each column of the trail is: what tells when, who, what and from where gets what its content on the page
/// needs, what changed gets the rest. What finds no room scrolls in from the right, which `›` says.
struct TimelineColumns: Sendable, Equatable {
    enum Column: String, CaseIterable, Sendable {
        case time, late, actor, action, target, change, ip, source
    }

    /// What the content of a page would take.
    struct Needs: Sendable, Equatable {
        var natural: [Column: Int] = [:]
        /// The actors without their roles.
        var plainActor = 0

        mutating func widen(by other: Needs) {
            natural.merge(other.natural) { max($0, $1) }
            plainActor = max(plainActor, other.plainActor)
        }
    }

    private(set) var columns: [Column]
    private(set) var widths: [Column: Int] = [:]
    /// Whether the actor's role then stands behind the name.
    private(set) var showsRoles = true

    private static let gap = 2
    /// The widest that content makes a column, and the narrowest that others make it.
    private static let most: [Column: Int] = [.actor: 30, .action: 24, .target: 34, .ip: 39, .source: 24]
    private static let least: [Column: Int] = [.actor: 12, .action: 10, .target: 12]
    private static let leastChange = 20
    private static let goodChange = 26

    /// - Parameters:
    ///   - columns: those there are, in order.
    ///   - room: cells for columns and the gaps between them.
    init(_ columns: [Column], needs: Needs, room: Int) {
        self.columns = columns
        for column in columns {
            let title = Self.title(column).count
            widths[column] = max(title, min(needs.natural[column] ?? 1, Self.most[column] ?? .max))
        }
        widths[.time] = 8
        let wanted = widths[.change] ?? 0
        let facts: [Column] = [.time, .late, .actor, .action, .target].filter(columns.contains)
        let ip: [Column] = columns.contains(.ip) ? [.ip] : []
        let source: [Column] = columns.contains(.source) ? [.source] : []
        let good = min(wanted, Self.goodChange)
        for tail in [ip + source, ip] where total(facts + tail, change: good) <= room {
            widen(facts + tail, wanted, room)
            return
        }
        let short = min(wanted, Self.leastChange)
        for tail in [ip, []] {
            var tried = self
            tried.shrink(facts, to: room - tried.total(tail, change: short) - Self.gap, plainActor: needs.plainActor)
            if tried.total(facts + tail, change: short) <= room {
                self = tried
                widen(facts + tail, wanted, room)
                return
            }
        }
        // Too narrow for what changed: who and what, whole words first.
        let few = facts.filter { $0 != .target }
        shrink(few, to: room, plainActor: needs.plainActor)
        widths[.change] = min(wanted, max(Self.leastChange, room - 10))
    }

    static func title(_ column: Column) -> String {
        switch column {
        case .time: "TIME"
        case .late: ""
        case .actor: "ACTOR"
        case .action: "ACTION"
        case .target: "TARGET"
        case .change: "WHAT CHANGED"
        case .ip: "FROM"
        case .source: "SOURCE"
        }
    }

    private func total(_ columns: [Column], change: Int) -> Int {
        columns.reduce(change) { $0 + (widths[$1] ?? 0) + Self.gap }
    }

    private func total(_ columns: [Column]) -> Int {
        columns.reduce(-Self.gap) { $0 + (widths[$1] ?? 0) + Self.gap }
    }

    /// The rest of the room is for what changed.
    private mutating func widen(_ shown: [Column], _ wanted: Int, _ room: Int) {
        let rest = room - total(shown, change: 0)
        // Columns to the right of the room begin where it ends.
        widths[.change] = shown.contains(.source) || !columns.contains(.source) ? min(wanted, rest) : rest
    }

    /// Roles go first, then a cell of the widest column at a time.
    private mutating func shrink(_ shown: [Column], to room: Int, plainActor: Int) {
        if total(shown) > room, shown.contains(.actor) {
            widths[.actor] = max(5, min(plainActor, Self.most[.actor] ?? .max))
            showsRoles = false
        }
        while total(shown) > room {
            let yielding = shown.filter { (widths[$0] ?? 0) > (Self.least[$0] ?? .max) }
            guard let widest = yielding.max(by: { (widths[$0] ?? 0) < (widths[$1] ?? 0) }) else { break }
            widths[widest, default: 1] -= 1
        }
    }
}
