import ConsoleCore
import TenantDomain
import TerminalCore

/// Every resource and table of the database; enter lists one.
package struct ResourcesScreen: Screen {
    package var id = ScreenID.none
    private var table = TableState()
    private var resources: [Resource] = []
    private var rows = TextRows([])

    package init() {}

    package var crumb: String { "Resources" }
    package var hints: [Action] { [.open, .describe, .command, .find] }
    package var supported: Set<Action> { [.up, .down, .pageUp, .pageDown, .top, .bottom, .open, .describe] }

    package func note(_ context: AppContext) -> String { "\(resources.count) resources" }
    package func commandLine(_ context: AppContext) -> String? { context.commandLine.text(["resources"]) }

    package mutating func appear(_ context: AppContext) -> [Effect] {
        resources = context.registry.resources
        rows = TextRows(
            resources.map { resource in
                let relation = context.registry.catalog[resource.relation]
                let estimate = relation?.rowEstimate.map { RowTally.about($0).text } ?? ""
                return [
                    resource.name, resource.concept?.rawValue ?? "", estimate, resource.relation.description,
                    resource.aliases.joined(separator: ", "),
                ]
            })
        return []
    }

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        let count = resources.count
        switch action {
        case .up: table.move(by: -1, count: count)
        case .down: table.move(by: 1, count: count)
        case .pageUp: table.page(by: -1, count: count)
        case .pageDown: table.page(by: 1, count: count)
        case .top: table.home()
        case .bottom: table.end(count: count)
        case .open:
            guard resources.indices.contains(table.selected) else { return [] }
            return [.push(ListScreen(ListRequest(resource: resources[table.selected].name)))]
        case .describe:
            guard resources.indices.contains(table.selected) else { return [] }
            return [.push(DescribeScreen(resources[table.selected].name))]
        default: return nil
        }
        return []
    }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        let control = TableControl(
            columns: [
                TableColumn(id: "name", title: "RESOURCE", isLabel: true),
                TableColumn(id: "concept", title: "IS", role: .accent),
                TableColumn(id: "rows", title: "ROWS", alignment: .right),
                TableColumn(id: "table", title: "TABLE", role: .secondary),
                TableColumn(id: "aliases", title: "ALSO", role: .secondary),
            ],
            emptyText: "The database has no tables. tenantctl demo makes one to look at.")
        control.render(rows, in: area, into: &buffer, state: &table, context: context.render)
    }
}
