import ConsoleCore
import TenantDomain
import TerminalCore

/// How a plan is confirmed: the more it does, the more it takes. The key that led to the plan never confirms it, so
/// that a key held down changes nothing.
enum PlanConfirmation: Equatable {
    /// Any of these keys.
    case key([KeyPress])
    /// The name, letter by letter, then enter.
    case typed(name: String)

    init(_ plan: ChangePlan, rules: WriteRules, openedBy: KeyPress?) {
        let isTyped =
            switch rules.typedConfirmation {
            case .all: true
            case .notable: plan.severity >= .notable
            case .destructive: plan.severity == .destructive
            }
        if isTyped {
            self = .typed(name: ChangeCommands.typedName(plan))
            return
        }
        let yes = KeyPress(Character("y"))
        let other = KeyPress(Character("o"))
        let isYesTaken = openedBy == yes
        switch plan.severity {
        case .routine:
            let all: [KeyPress] = [KeyPress(key: .enter), isYesTaken ? other : yes]
            let keys = all.filter { $0 != openedBy }
            self = .key(keys)
        case .notable, .destructive: self = .key([isYesTaken ? other : yes])
        }
    }
}
