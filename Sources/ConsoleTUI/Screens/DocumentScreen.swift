import ConsoleCore
import TenantDomain
import TerminalCore

/// One value whole: JSON as a tree to fold and search, anything else as text.
package struct DocumentScreen: Screen {
    package var id = ScreenID.none
    private let title: String
    private let text: String
    private let isJSON: Bool
    private let document: JSONDocument?
    private var tree: JSONTreeState?
    private var offset = 0
    private var field = TextFieldState()
    private var isTyping = false
    private var height = 1

    init(title: String, value: Value) {
        self.init(title: title, text: value.text ?? "∅")
    }

    init(title: String, text: String) {
        self.title = title
        self.text = text
        let first = text.utf8.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        isJSON = first == 0x7B || first == 0x5B
        document = isJSON ? JSONDocument(Array(text.utf8)) : nil
        tree = document.map(JSONTreeState.init)
    }

    package var crumb: String { title }
    package var hints: [Action] { isJSON ? [.open, .filter, .copy, .cancel] : [.copy, .cancel] }
    package var supported: Set<Action> {
        [
            .up, .down, .left, .right, .pageUp, .pageDown, .top, .bottom, .open, .filter, .nextMatch, .previousMatch,
            .copy,
        ]
    }
    package var wantsText: Bool { isTyping }

    package func note(_ context: AppContext) -> String {
        let size = NumberText.bytes(text.utf8.count)
        guard let tree, let document else { return size }
        return "\(tree.path(document))   \(size)"
    }

    package mutating func appear(_ context: AppContext) -> [Effect] { [] }

    package mutating func type(_ press: KeyPress, _ context: AppContext) -> [Effect]? {
        switch field.handle(press) {
        case .submit, .complete:
            isTyping = false
            return search(forward: true)
        case .cancel:
            isTyping = false
            field.set("")
        default: break
        }
        return []
    }

    private mutating func search(forward: Bool) -> [Effect] {
        guard let document, !field.isEmpty else { return [] }
        if tree?.find(field.text, backwards: !forward, document) == true { return [] }
        return [.toast(Notice("'\(field.text)' is not in the document.", kind: .problem))]
    }

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        guard let document, tree != nil else { return scroll(action, context) }
        switch action {
        case .up: tree?.move(by: -1)
        case .down: tree?.move(by: 1)
        case .pageUp: tree?.page(by: -1)
        case .pageDown: tree?.page(by: 1)
        case .top: tree?.select(0)
        case .bottom: tree?.select(Int.max)
        case .left: _ = tree?.handle(KeyPress(key: .left), document)
        case .right: _ = tree?.handle(KeyPress(key: .right), document)
        case .open: tree?.toggle(document)
        case .mark: tree?.unfoldAll(document)
        case .filter: isTyping = true
        case .nextMatch: return search(forward: true)
        case .previousMatch: return search(forward: false)
        default: return nil
        }
        return []
    }

    private mutating func scroll(_ action: Action, _ context: AppContext) -> [Effect]? {
        let lines = Paragraph(text).height(width: max(1, context.size.width - 4), policy: context.policy)
        let last = max(0, lines - height)
        switch action {
        case .up: offset = max(0, offset - 1)
        case .down: offset = min(last, offset + 1)
        case .pageUp: offset = max(0, offset - height)
        case .pageDown: offset = min(last, offset + height)
        case .top: offset = 0
        case .bottom: offset = last
        default: return nil
        }
        return []
    }

    package func copies(_ context: AppContext) -> [CopyChoice] {
        var choices = [CopyChoice(key: "w", title: "whole value", text: text)]
        if let tree, let document {
            choices.insert(CopyChoice(key: "p", title: "path", text: tree.path(document)), at: 0)
            choices.insert(CopyChoice(key: "v", title: "value at the cursor", text: tree.value(document)), at: 1)
        }
        return choices
    }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        var body = area
        if isTyping || !field.isEmpty {
            let split = area.split(bottom: 1)
            TextField(prompt: "  / ", placeholder: "search the document", isFocused: isTyping)
                .render(in: split.bottom, into: &buffer, state: &field, context: context.render)
            body = split.rest
        }
        height = max(1, body.height)
        if let document, var state = tree {
            JSONTree(document, needles: MatchNeedles(field.isEmpty ? [] : [field.text]))
                .render(in: body, into: &buffer, state: &state, context: context.render)
            tree = state
        } else {
            _ = Paragraph(text, offset: offset)
                .render(in: body.inset(left: 2, right: 2), into: &buffer, context: context.render)
        }
    }
}
