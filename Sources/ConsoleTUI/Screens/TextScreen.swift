import ConsoleCore
import TerminalCore

/// Text to scroll through: help of a command, output that is no table.
package struct TextScreen: Screen {
    package var id = ScreenID.none
    private let title: String
    private let text: String
    private var offset = 0
    private var height = 1

    package init(title: String, text: String) {
        self.title = title
        self.text = text
    }

    package var crumb: String { title }
    package var hints: [Action] { [.copy, .cancel] }
    package var supported: Set<Action> { [.up, .down, .pageUp, .pageDown, .top, .bottom, .copy] }

    package mutating func appear(_ context: AppContext) -> [Effect] { [] }

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
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

    package func copies(_ context: AppContext) -> [CopyChoice] { [CopyChoice(key: "t", title: "text", text: text)] }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        height = area.height
        _ = Paragraph(text, offset: offset)
            .render(in: area.inset(left: 2, right: 2), into: &buffer, context: context.render)
    }
}
