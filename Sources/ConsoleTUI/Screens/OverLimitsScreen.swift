import ConsoleCore
import TenantDomain
import TerminalCore

/// Tenants over a limit of their plan, the fullest first.
package struct OverLimitsScreen: Screen {
    package var id = ScreenID.none
    private var over: [OverLimit] = []
    private var tenants: Int?
    private var table = TableState()
    private var isReading = false

    package init() {}

    package var crumb: String { "Over their limits" }
    package var isLoading: Bool { isReading }
    package var hints: [Action] { [.open, .actions, .audit, .pin, .copy, .reload] }
    package var supported: Set<Action> {
        [.up, .down, .pageUp, .pageDown, .top, .bottom, .open, .audit, .pin, .copy, .reload]
    }

    package func note(_ context: AppContext) -> String {
        guard let tenants, !isReading else { return "counting …" }
        let names = Set(over.map(\.tenant.id)).count
        let all = tenants >= OverLimitsService.cap ? "the first \(tenants)" : "\(tenants)"
        return "\(names) of \(all) tenants"
    }

    package mutating func appear(_ context: AppContext) -> [Effect] {
        isReading = true
        return [.load(LoadSlot(screen: id, purpose: .page), .overLimits)]
    }

    package mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect] {
        isReading = false
        switch result {
        case .success(.overLimits(let over, let tenants)):
            self.over = over
            self.tenants = tenants
            table.clamp(count: over.count)
        case .failure(let error): return [.toast(Notice(error))]
        default: break
        }
        return []
    }

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        switch action {
        case .up: table.move(by: -1, count: over.count)
        case .down: table.move(by: 1, count: over.count)
        case .pageUp: table.page(by: -1, count: over.count)
        case .pageDown: table.page(by: 1, count: over.count)
        case .top: table.home()
        case .bottom: table.end(count: over.count)
        case .open:
            guard let tenant else { return [] }
            return [.push(TenantScreen(tenant))]
        default: return nil
        }
        return []
    }

    package var tenant: TenantMatch? { over.indices.contains(table.selected) ? over[table.selected].tenant : nil }

    package func selection(_ context: AppContext) -> Selection? {
        guard let tenant, let resource = context.registry.resource(for: .tenant) else { return nil }
        return Selection(resource: resource, identity: RowIdentity([tenant.id]), label: tenant.name, tenant: tenant)
    }

    package func copies(_ context: AppContext) -> [CopyChoice] {
        guard tenant != nil else { return [] }
        let lines = over.map { "\($0.tenant.name)\t\($0.usage.key)\t\($0.usage.used)\t\($0.usage.limit ?? 0)" }
        return [CopyChoice(key: "t", title: "all as TSV", text: lines.joined(separator: "\n"))]
    }

    package func commandLine(_ context: AppContext) -> String? { context.commandLine.text(["over"]) }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        let control = TableControl(
            columns: [
                TableColumn(id: "tenant", title: "TENANT", maxWidth: 44, isLabel: true),
                TableColumn(id: "limit", title: "LIMIT"),
                TableColumn(id: "used", title: "USED", alignment: .right),
                TableColumn(id: "share", title: "SHARE", preferredWidth: BarControl.preferredWidth),
                TableColumn(id: "kind", title: "ENFORCED"),
            ], emptyText: isReading ? "counting …" : "No tenant is over a limit of its plan.")
        control.render(OverLimitRows(over: over), in: area, into: &buffer, state: &table, context: context.render)
    }
}

private struct OverLimitRows: TableRows {
    let over: [OverLimit]

    var count: Int { over.count }

    func withCell(row: Int, column: Int, _ body: (TableCell) -> Void) {
        let usage = over[row].usage
        switch column {
        case 0: body(TableCell(.text(over[row].tenant.name)))
        case 1: body(TableCell(.text(usage.title)))
        case 2: body(TableCell(.text(usage.text), role: .danger))
        case 3: body(TableCell(.bar(BarControl(fraction: Double(usage.percent ?? 0) / 100))))
        default:
            let grace = usage.grace > 0 ? ", grace \(NumberText.short(usage.grace))" : ""
            body(TableCell(.text(usage.enforcement.rawValue + grace), role: .secondary))
        }
    }
}
