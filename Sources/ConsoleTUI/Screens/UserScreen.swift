import ConsoleCore
import TenantDomain
import TerminalCore

/// What one person may see and do, and where: memberships with roles and what they allow, projects, invitations, and
/// what the person did last.
package struct UserScreen: Screen {
    package var id = ScreenID.none
    private let identity: RowIdentity
    private let label: String
    private var overview: UserOverview?
    private var lines: [UserLine] = []
    private var table = TableState()
    private var isReading = false
    private var problem: Notice?

    init(identity: RowIdentity, label: String) {
        self.identity = identity
        self.label = label
    }

    package var crumb: String { overview?.label ?? label }
    package var isLoading: Bool { isReading }
    package var hints: [Action] { [.open, .actions, .audit, .related, .copy, .reload] }
    package var supported: Set<Action> {
        [.up, .down, .pageUp, .pageDown, .top, .bottom, .open, .audit, .related, .copy]
    }

    package func note(_ context: AppContext) -> String {
        guard let overview else { return isReading ? "reading …" : "" }
        let count = overview.memberships.count
        return "member of \(count) workspace\(count == 1 ? "" : "s")"
    }

    package mutating func appear(_ context: AppContext) -> [Effect] {
        isReading = true
        return [.load(LoadSlot(screen: id, purpose: .page), .userOverview(identity))]
    }

    package mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect] {
        isReading = false
        switch result {
        case .success(.reply(.user(let reply))):
            overview = reply
            lines = UserLine.lines(reply, zone: context.zone)
        case .failure(let error):
            problem = Notice(error)
            return [.toast(Notice(error))]
        default: break
        }
        return []
    }

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        let count = lines.count
        switch action {
        case .up: table.move(by: -1, count: count)
        case .down: table.move(by: 1, count: count)
        case .pageUp: table.page(by: -1, count: count)
        case .pageDown: table.page(by: 1, count: count)
        case .top: table.home()
        case .bottom: table.end(count: count)
        case .open:
            guard lines.indices.contains(table.selected) else { return [] }
            switch lines[table.selected].target {
            case .tenant(let tenant): return [.push(TenantScreen(tenant))]
            case .entry(let entry):
                return [.push(EntryScreen(source: entry.source, id: entry.id.text ?? "", title: ""))]
            case .none: return []
            }
        default: return nil
        }
        return []
    }

    package func selection(_ context: AppContext) -> Selection? {
        guard let resource = context.registry.resource(for: .user) else { return nil }
        return Selection(resource: resource, identity: identity, label: overview?.label ?? label, tenant: tenant)
    }

    package var tenant: TenantMatch? {
        guard lines.indices.contains(table.selected), case .tenant(let tenant) = lines[table.selected].target else {
            return nil
        }
        return tenant
    }

    package func copies(_ context: AppContext) -> [CopyChoice] {
        guard let overview else { return [] }
        let text = lines.map { $0.cells.joined(separator: "\t") }.joined(separator: "\n")
        return [
            CopyChoice(key: "s", title: "summary", text: "\(overview.label)\n\(text)"),
            CopyChoice(key: "i", title: "id", text: identity.words.joined(separator: " ")),
        ]
    }

    package func commandLine(_ context: AppContext) -> String? {
        context.commandLine.text(["user", identity.words.joined(separator: " ")])
    }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        guard let overview else {
            problem?.render(in: area, into: &buffer, context)
            return
        }
        let titles = overview.facts.map { TextWidth.width(of: $0.title, policy: context.policy) }
        let grid = FactGrid(
            facts: overview.facts.map { FactGrid.Fact(title: $0.title.uppercased(), text: $0.text) },
            titleWidth: (titles.max() ?? 0) + 1)
        let wanted = grid.height(width: area.width - 2, policy: context.policy)
        let (top, rest) = area.split(top: min(wanted + (area.height > 16 ? 1 : 0), max(2, area.height / 2)))
        grid.render(
            in: top.inset(left: 2).split(top: min(wanted, top.height)).top, into: &buffer, context: context.render)
        let control = TableControl(
            columns: [
                TableColumn(id: "where", title: "WHERE", isLabel: true),
                TableColumn(id: "role", title: "ROLE", minWidth: 14),
                TableColumn(id: "status", title: "STATUS", minWidth: 10),
                TableColumn(id: "can", title: "CAN", minWidth: 16, maxWidth: 60),
                TableColumn(id: "since", title: "SINCE"),
            ], emptyText: "Member of nothing.")
        control.render(
            UserRows(lines: lines, zone: context.zone, now: context.now), in: rest, into: &buffer, state: &table,
            context: context.render)
    }
}

/// One line of the overview and what enter opens.
struct UserLine {
    enum Target {
        case tenant(TenantMatch)
        case entry(TimelineEntry)
        case none
    }

    let heading: String
    let cells: [String]
    let target: Target
    var role: ThemeRole?

    static func lines(_ overview: UserOverview, zone: ZoneClock) -> [UserLine] {
        var lines: [UserLine] = []
        for membership in overview.memberships {
            let tenantStatus = membership.tenantStatus.flatMap { $0 == "active" ? nil : "workspace \($0)" }
            let status = [membership.status, tenantStatus].compactMap { $0 }
            let isShut = membership.can.first?.hasPrefix("no access") == true
            lines.append(
                UserLine(
                    heading: "Memberships",
                    cells: [
                        membership.tenant.name, membership.role ?? "", status.joined(separator: " · "),
                        membership.can.joined(separator: ", "), membership.since ?? "",
                    ], target: .tenant(membership.tenant), role: isShut ? .notice : nil))
            for project in membership.projects {
                lines.append(
                    UserLine(
                        heading: "Memberships", cells: ["  project \(project.name)", project.role, "", "", ""],
                        target: .tenant(membership.tenant)))
            }
        }
        for invitation in overview.invitations {
            lines.append(
                UserLine(
                    heading: "Invitations",
                    cells: [
                        invitation.tenant, invitation.role ?? "", invitation.status ?? "",
                        "", invitation.expires.map { "until \($0.prefix(10))" } ?? "",
                    ], target: .none))
        }
        for entry in overview.actions {
            lines.append(
                UserLine(
                    heading: "Did last",
                    cells: [
                        [entry.action.lowercased(), entry.target ?? entry.targetTable ?? ""].filter { !$0.isEmpty }
                            .joined(separator: " "), "", "", entry.changeText(in: zone), entry.timeText,
                    ], target: .entry(entry)))
        }
        return lines
    }
}

private struct UserRows: TableRows {
    let lines: [UserLine]
    let zone: ZoneClock
    let now: Int64

    var count: Int { lines.count }

    func withCell(row: Int, column: Int, _ body: (TableCell) -> Void) {
        let text = lines[row].cells[column]
        if column == 4, let instant = TimeText.parse(text.utf8) {
            return body(TableCell(.text(TimeText.relative(instant, now: now)), role: .secondary))
        }
        body(TableCell(text.isEmpty ? .blank : .text(text)))
    }

    func role(row: Int) -> ThemeRole? { lines[row].role }

    func headings(above row: Int) -> [TableHeading] {
        row > 0 && lines[row - 1].heading == lines[row].heading ? [] : [TableHeading(lines[row].heading)]
    }
}
