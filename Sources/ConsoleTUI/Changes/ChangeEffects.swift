import ConsoleCore
import TenantDomain

/// What follows a change on screen.
enum ChangeEffects {
    static let slot = LoadSlot(screen: .none, purpose: .change)

    /// The receipt as a toast, and the view read anew.
    static func done(_ receipt: Receipt, _ context: AppContext) -> [Effect] {
        let hint: String =
            switch receipt.undo {
            case .until: "\(context.key(.undo)) undoes it"
            case .never(let reason): "cannot be undone: \(reason)"
            }
        let differing = receipt.differing.map { " Differs from before: \($0.joined(separator: ", "))." } ?? ""
        var effects: [Effect] = [
            .perform(.reload), .toast(Notice("\(receipt.title): done.\(differing)", hint: hint, kind: .done)),
        ]
        if let secret = receipt.secret { effects.append(.show(SecretOverlay(title: receipt.title, secret: secret))) }
        return effects
    }

    /// `z`: the newest change of this session, else of this database, planned backwards and shown like any other.
    static func undo(_ context: AppContext) -> [Effect] {
        guard let receipt = context.lastReceipt else {
            return [.load(LoadSlot(screen: .none, purpose: .command), .lastReceipt)]
        }
        return undo(receipt, context)
    }

    static func undo(_ receipt: Receipt, _ context: AppContext) -> [Effect] {
        guard let change = receipt.inverse(at: context.now) else {
            let reason = if case .never(let reason) = receipt.undo { reason } else { "" }
            return [.toast(Notice("\(receipt.title) cannot be undone: \(reason).", kind: .problem))]
        }
        return [.show(ChangePlanOverlay(change, openedBy: context.keymap.keys(for: .undo).first))]
    }
}
