import ConsoleCore
import TerminalCore

/// An answer about the trail that is no list of entries: what it says in words, and its tables behind tabs.
package struct TrailAnswerScreen: Screen {
    package var id = ScreenID.none
    private let remarks: [String]
    private let tables: [FactTable]
    private var panes: [FactsScreen]
    private var selected = 0
    private let title: String

    /// - Parameters:
    ///   - tables: those without rows are left out.
    ///   - remarks: a line each; what is wrong begins with `!`.
    package init(_ tables: [FactTable], remarks: [String]) {
        let told = tables.filter { !$0.rows.isEmpty }
        self.tables = told
        self.remarks = remarks
        panes = told.map(FactsScreen.init)
        title = (told.first ?? tables.first)?.title ?? ""
    }

    package var crumb: String { title }
    package var hints: [Action] { panes.count > 1 ? [.nextPane, .copy, .cancel] : [.copy, .cancel] }
    package var supported: Set<Action> {
        (panes.first?.supported ?? []).union(panes.count > 1 ? [.nextPane, .previousPane] : [])
    }

    package func note(_ context: AppContext) -> String {
        panes.indices.contains(selected) ? panes[selected].note(context) : ""
    }

    package mutating func appear(_ context: AppContext) -> [Effect] { [] }

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        guard !panes.isEmpty else { return nil }
        switch action {
        case .nextPane where panes.count > 1: selected = (selected + 1) % panes.count
        case .previousPane where panes.count > 1: selected = (selected + panes.count - 1) % panes.count
        default: return panes[selected].perform(action, context)
        }
        return []
    }

    package func copies(_ context: AppContext) -> [CopyChoice] {
        let words =
            remarks.isEmpty ? [] : [CopyChoice(key: "", title: "remarks", text: remarks.joined(separator: "\n"))]
        return (panes.indices.contains(selected) ? panes[selected].copies(context) : []) + words
    }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        var rest = area
        for remark in remarks {
            let paragraph = Paragraph(remark)
            let height = paragraph.height(width: max(1, rest.width - 4), policy: context.policy)
            // The table keeps some rows, whatever there is to say.
            guard panes.isEmpty || rest.height - height > 6 else { break }
            let (line, below) = rest.split(top: min(height, rest.height))
            let role: ThemeRole = remark.hasPrefix("!") ? .notice : .secondary
            _ = Paragraph(remark, role: role)
                .render(in: line.inset(left: 2, right: 2), into: &buffer, context: context.render)
            rest = below
        }
        guard panes.indices.contains(selected) else { return }
        if panes.count > 1 {
            let (line, below) = rest.split(top: 1)
            Tabs(tables.map { Tabs.Item($0.title, badge: "\($0.rows.count)") }, selected: selected)
                .render(in: line.inset(left: 2), into: &buffer, context: context.render)
            rest = below
        }
        panes[selected].render(in: rest, into: &buffer, context)
    }
}
