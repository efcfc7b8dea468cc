import ConsoleCore
import TenantDomain
import TerminalCore

/// `f`: one line to type into, and below it whatever matches anywhere, grouped by resource, exact ids first.
package struct FindScreen: Screen {
    package var id = ScreenID.none
    private var field: TextFieldState
    private var reply: FindReply?
    private var table = TableState()
    private var isSearching = false
    /// Whether keys go into the line; enter and arrows move to the matches, `/` or the find key come back.
    private var isTyping: Bool

    package init(text: String) {
        field = TextFieldState(text)
        isTyping = true
    }

    package var crumb: String { field.isEmpty ? "Find" : "Find › \(field.text)" }
    package var isLoading: Bool { isSearching }
    package var hints: [Action] { [.open, .filter, .actions, .copy, .cancel] }
    package var supported: Set<Action> {
        [.up, .down, .pageUp, .pageDown, .top, .bottom, .open, .cancel, .filter, .copy]
    }
    package var wantsText: Bool { isTyping }

    package func note(_ context: AppContext) -> String {
        guard let reply else { return isSearching ? "searching …" : "" }
        let count = reply.matches.count
        return "\(count) found   \(max(1, reply.elapsedMicroseconds / 1000)) ms" + (isSearching ? " …" : "")
    }

    package mutating func appear(_ context: AppContext) -> [Effect] {
        field.isEmpty ? [] : search()
    }

    private mutating func search() -> [Effect] {
        let text = field.text.trimmingBlanks
        guard text.count > 1 else {
            reply = nil
            isSearching = false
            return [.cancel(LoadSlot(screen: id, purpose: .find))]
        }
        isSearching = true
        return [.load(LoadSlot(screen: id, purpose: .find), .find(text))]
    }

    package mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect] {
        switch result {
        case .success(.find(let found, let isLast)):
            reply = found
            isSearching = !isLast
            table.widths.forget()
            table.clamp(count: found.matches.count)
        case .failure(let error):
            isSearching = false
            return error == .cancelled ? [] : [.toast(Notice(error))]
        default: break
        }
        return []
    }

    package mutating func type(_ press: KeyPress, _ context: AppContext) -> [Effect]? {
        switch press.key {
        case .up, .down, .pageUp, .pageDown: return nil
        case .tab:
            isTyping = false
            return []
        case .enter:
            guard reply?.matches.isEmpty == false else { return search() }
            return open(context)
        default: break
        }
        switch field.handle(press) {
        case .edited: return search()
        case .cancel:
            if field.isEmpty { return nil }
            field.set("")
            return search()
        default: return []
        }
    }

    package mutating func paste(_ text: String) -> [Effect] {
        guard isTyping else { return [] }
        field.insert(text.replacing("\n", with: " "))
        return search()
    }

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        let count = reply?.matches.count ?? 0
        switch action {
        case .up: table.move(by: -1, count: count)
        case .down: table.move(by: 1, count: count)
        case .pageUp: table.page(by: -1, count: count)
        case .pageDown: table.page(by: 1, count: count)
        case .top: table.home()
        case .bottom: table.end(count: count)
        case .filter, .find: isTyping = true
        case .open: return open(context)
        default: return nil
        }
        return []
    }

    private func open(_ context: AppContext) -> [Effect] {
        guard let selection = selection(context) else { return [] }
        return [ScreenOpening.open(selection, context)]
    }

    package func selection(_ context: AppContext) -> Selection? {
        guard let matches = reply?.matches, matches.indices.contains(table.selected),
            let resource = context.registry.resource(named: matches[table.selected].resource)
        else { return nil }
        let match = matches[table.selected]
        return Selection(resource: resource, identity: match.identity, label: match.label, tenant: nil)
    }

    package func copies(_ context: AppContext) -> [CopyChoice] {
        guard let matches = reply?.matches, matches.indices.contains(table.selected) else { return [] }
        let match = matches[table.selected]
        return [
            CopyChoice(key: "i", title: "id", text: match.identity.words.joined(separator: " ")),
            CopyChoice(key: "l", title: "label", text: match.label),
            CopyChoice(key: "m", title: "matched text", text: match.text),
        ]
    }

    package func commandLine(_ context: AppContext) -> String? {
        field.isEmpty ? nil : context.commandLine.text(["find", field.text.trimmingBlanks])
    }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        let (line, rest) = area.split(top: 1)
        TextField(
            prompt: "  find ", placeholder: "id, start of an id, email, name, domain, public key, phone, Stripe id",
            isFocused: isTyping
        ).render(in: line, into: &buffer, state: &field, context: context.render)
        guard let reply else { return }
        let columns = [
            TableColumn(id: "label", title: "FOUND", isLabel: true), TableColumn(id: "field", title: "BY"),
            TableColumn(id: "text", title: "MATCH", maxWidth: 44), TableColumn(id: "tenant", title: "TENANT"),
        ]
        let control = TableControl(
            columns: columns, needles: MatchNeedles([reply.text]),
            emptyText: isSearching ? "searching …" : "Nothing holds '\(reply.text)'.")
        let (body, notes) = reply.skipped.isEmpty ? (rest, Rect.zero) : splitNotes(rest)
        control.render(
            FindRows(matches: reply.matches), in: body, into: &buffer, state: &table, context: context.render)
        if !notes.isEmpty {
            let text = "not searched: \(reply.skipped.joined(separator: ", "))"
            buffer.write(
                TextWidth.truncate(text, to: notes.width - 3, policy: context.policy),
                at: Point(x: notes.x + 2, y: notes.y), style: context.render[.secondary])
        }
    }

    private func splitNotes(_ area: Rect) -> (Rect, Rect) {
        let split = area.split(bottom: 1)
        return (split.rest, split.bottom)
    }
}

/// Matches under a heading for each resource.
private struct FindRows: TableRows {
    let matches: [FindReply.Match]

    var count: Int { matches.count }

    func withCell(row: Int, column: Int, _ body: (TableCell) -> Void) {
        let match = matches[row]
        switch column {
        case 0: body(TableCell(.text(match.label)))
        case 1: body(TableCell(.text(match.isExact ? "= \(match.field)" : match.field), role: .secondary))
        case 2: body(TableCell(.text(match.text)))
        default: body(TableCell(.text(match.tenant ?? ""), role: .secondary))
        }
    }

    func headings(above row: Int) -> [TableHeading] {
        row > 0 && matches[row - 1].resource == matches[row].resource ? [] : [TableHeading(matches[row].title)]
    }
}
