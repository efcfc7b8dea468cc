import ConsoleCore
import TenantDomain
import TerminalCore

/// One line of text for a verb's argument, at the place of the command line.
struct ArgumentOverlay: Overlay {
    private let subject: VerbSubject
    private let prompt: String
    private var field = TextFieldState()

    init(subject: VerbSubject, prompt: String) {
        self.subject = subject
        self.prompt = prompt
    }

    func area(screen: Rect, body: Rect, _ context: AppContext) -> Rect { screen.split(bottom: 1).bottom }

    mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) -> Point? {
        TextField(prompt: "\(subject.title)   \(prompt)", placeholder: "enter shows what it would do, esc leaves it")
            .render(in: area, into: &buffer, state: &field, context: context.render)
    }

    mutating func handle(_ press: KeyPress, _ context: AppContext) -> OverlayOutcome {
        switch field.handle(press) {
        case .submit:
            let text = field.text.trimmingBlanks
            guard !text.isEmpty else { return .nothing }
            return .close(subject.plan(.text(text), openedBy: KeyPress(key: .enter), context))
        case .cancel: return .close([])
        default: return .nothing
        }
    }

    mutating func paste(_ text: String, _ context: AppContext) -> OverlayOutcome {
        field.insert(text.replacing("\n", with: " "))
        return .nothing
    }
}
