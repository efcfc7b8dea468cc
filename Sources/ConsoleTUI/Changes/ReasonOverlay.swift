import ConsoleCore
import TenantDomain
import TerminalCore

/// Asks for a reason, offering the one that was given before.
struct ReasonOverlay: Overlay {
    private let prompt: String
    private var field: TextFieldState
    /// What is done with the reason.
    private let effects: @Sendable (String) -> [Effect]
    private var problem: String?

    init(
        reason: String, prompt: String = "Reason: ",
        effects: @escaping @Sendable (String) -> [Effect] = { [.setReason($0)] }
    ) {
        self.prompt = prompt
        self.effects = effects
        field = TextFieldState(reason)
    }

    /// Asks why a row is to be shown unmasked, then opens it.
    static func reveal(_ selection: Selection, _ context: AppContext) -> ReasonOverlay {
        let request = RecordRequest(resource: selection.resource.name, id: selection.identity.words)
        return ReasonOverlay(reason: context.lease?.reason ?? "", prompt: "Reveal \(selection.label). Reason: ") {
            [.run(.reveal(request, reason: $0))]
        }
    }

    func area(screen: Rect, body: Rect, _ context: AppContext) -> Rect {
        screen.split(bottom: problem == nil ? 1 : 2).bottom
    }

    mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) -> Point? {
        let (line, above) = area.split(bottom: 1)
        if let problem {
            buffer.fill(above, style: context.render[.overlay])
            buffer.write(
                TextWidth.truncate(problem, to: above.width - 3, policy: context.policy),
                at: Point(x: above.x + 2, y: above.y), style: context.render[.danger].over(context.render[.overlay]))
        }
        return TextField(prompt: prompt, placeholder: "OPS-123 why; it goes into the journal")
            .render(in: line, into: &buffer, state: &field, context: context.render)
    }

    mutating func handle(_ press: KeyPress, _ context: AppContext) -> OverlayOutcome {
        switch field.handle(press) {
        case .submit:
            do throws(LeaseRefusal) {
                let reason = try context.session.leases.rules.checked(reason: field.text)
                return .close(effects(reason))
            } catch {
                let notice = Notice(ConsoleError.lease(error))
                problem = notice.text
                return .nothing
            }
        case .cancel: return .close([])
        case .edited:
            problem = nil
            return .nothing
        default: return .nothing
        }
    }

    mutating func paste(_ text: String, _ context: AppContext) -> OverlayOutcome {
        field.insert(text.replacing("\n", with: " "))
        return .nothing
    }
}
