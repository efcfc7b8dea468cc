import ConsoleCore
import TenantDomain

/// A row edited as text: the editor, what it left, and the plan of it.
enum EditEffects {
    static func open(_ selection: Selection) -> [Effect] {
        [
            .load(
                LoadSlot(screen: .none, purpose: .command),
                .editDraft(selection.resource.name, selection.identity.words))
        ]
    }

    static func edited(_ draft: EditDraft, _ outcome: EditOutcome, _ context: AppContext) -> [Effect] {
        switch outcome {
        case .values([], _): return [.toast(Notice("\(draft.label) stays as it is."))]
        case .values(let values, let text):
            return [
                .show(
                    ChangePlanOverlay(
                        draft.change(values, instant: context.session.now()), editing: draft, text: text))
            ]
        case .faults(let faults, let text): return [.show(EditFaultsOverlay(draft: draft, faults: faults, text: text))]
        case .failed(let error): return [.toast(Notice(error))]
        }
    }
}
