import ConsoleCore
import TenantDomain
import TerminalCore

/// What a table is made of, section by section; enter follows a key or shows a long definition whole.
package struct DescribeScreen: Screen {
    private struct Line: Sendable {
        let section: String
        let row: RelationDescription.Row
    }

    package var id = ScreenID.none
    private let word: String
    private var description: RelationDescription?
    private var lines: [Line] = []
    private var table = TableState()
    private var problem: Notice?

    package init(_ word: String) { self.word = word }

    package var crumb: String { description.map { "Table \($0.name)" } ?? "Table \(word)" }
    package var hints: [Action] { [.open, .copy, .copyCommand, .cancel] }
    package var supported: Set<Action> { [.up, .down, .pageUp, .pageDown, .top, .bottom, .open, .copy] }

    package func note(_ context: AppContext) -> String {
        guard let description else { return "" }
        return description.sections.map { "\($0.rows.count) \($0.title.lowercased())" }.prefix(4)
            .joined(separator: " · ")
    }

    /// The catalog is at hand: nothing has to be read.
    package mutating func appear(_ context: AppContext) -> [Effect] {
        do throws(ConsoleError) {
            let found = try DescribeService(session: context.session).describe(word)
            description = found
            lines = found.sections.flatMap { section in section.rows.map { Line(section: section.title, row: $0) } }
            problem = nil
        } catch {
            problem = Notice(error)
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
        case .open: return open()
        default: return nil
        }
        return []
    }

    private func open() -> [Effect] {
        guard lines.indices.contains(table.selected) else { return [] }
        let row = lines[table.selected].row
        if let target = row.target { return [.push(DescribeScreen(target.description))] }
        guard !row.text.isEmpty else { return [] }
        return [.push(TextScreen(title: row.name, text: "\(row.kind)\n\n\(row.text)"))]
    }

    package func copies(_ context: AppContext) -> [CopyChoice] {
        guard lines.indices.contains(table.selected) else { return [] }
        let row = lines[table.selected].row
        return [
            CopyChoice(key: "n", title: "name", text: row.name),
            CopyChoice(key: "t", title: "row as TSV", text: row.cells.joined(separator: "\t")),
            CopyChoice(key: "d", title: "definition", text: row.text.isEmpty ? row.kind : row.text),
        ]
    }

    package func commandLine(_ context: AppContext) -> String? { context.commandLine.text(["describe", word]) }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        guard let description else {
            problem?.render(in: area, into: &buffer, context)
            return
        }
        let facts = description.facts.filter { $0.title != "table" }.map { "\($0.title)  \($0.text)" }
        let height = min(facts.count, max(1, area.height / 3))
        let (top, rest) = area.split(top: height + 1)
        for (line, fact) in facts.prefix(height).enumerated() {
            buffer.write(
                TextWidth.truncate(fact, to: max(0, top.width - 4), policy: context.policy),
                at: Point(x: top.x + 2, y: top.y + line), style: context.render[.secondary])
        }
        let control = TableControl(
            columns: [
                TableColumn(id: "name", title: "NAME", maxWidth: 36),
                TableColumn(id: "kind", title: "WHAT", role: .secondary, maxWidth: 36),
                TableColumn(id: "text", title: "MORE", maxWidth: 60, isLabel: true),
            ], emptyText: "The catalog says nothing of it.")
        let titles = lines.enumerated().map { place, line in
            place > 0 && lines[place - 1].section == line.section ? nil : line.section
        }
        control.render(
            Rows(cells: lines.map(\.row.cells), titles: titles), in: rest, into: &buffer, state: &table,
            context: context.render)
    }

    private struct Rows: TableRows {
        let cells: [[String]]
        let titles: [String?]

        var count: Int { cells.count }

        func withCell(row: Int, column: Int, _ body: (TableCell) -> Void) {
            let text = cells[row][column].replacing("\n", with: " ")
            body(TableCell(text.isEmpty ? .blank : .text(text)))
        }

        func headings(above row: Int) -> [TableHeading] { titles[row].map { [TableHeading($0)] } ?? [] }
    }
}
