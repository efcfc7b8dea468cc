import ConsoleCore
import TenantDomain
import TerminalCore

/// The verbs of the actions menu: all of those that the rows have, the ones that cannot be used now with the reason.
enum VerbEntries {
    static func entries(_ selections: [Selection], _ context: AppContext) -> [MenuEntry] {
        guard let first = selections.first else { return [] }
        return OfferedVerb.verbs(for: first.resource, in: context.session).map { verb in
            let count = selections.count > 1 ? "\(selections.count) rows" : ""
            return MenuEntry(
                key: verb.key, title: verb.title, detail: count,
                disabled: verb.refusal(context.session, rows: selections.count),
                effects: begin(verb, selections, openedBy: KeyPress(Character(verb.key)), context))
        }
    }

    /// Asks for what the verb needs, then shows what it would do.
    private static func begin(
        _ verb: OfferedVerb, _ selections: [Selection], openedBy: KeyPress, _ context: AppContext
    ) -> [Effect] {
        let subject = VerbSubject(verb: verb, selections: selections)
        if verb.kind == .edit { return selections.first.map(EditEffects.open) ?? [] }
        switch verb.argument {
        case .none: return subject.plan(nil, openedBy: openedBy, context)
        case .choice(let choice): return [.show(ChoiceOverlay(subject: subject, choice: choice))]
        case .text(let prompt): return [.show(ArgumentOverlay(subject: subject, prompt: prompt))]
        }
    }
}

/// A verb with the rows it is for, before its argument is known.
struct VerbSubject: Sendable {
    let verb: OfferedVerb
    let selections: [Selection]

    var title: String {
        selections.count == 1 ? "\(verb.title): \(selections[0].label)" : "\(verb.title): \(selections.count) rows"
    }

    func plan(_ argument: Value?, openedBy: KeyPress?, _ context: AppContext) -> [Effect] {
        let targets = selections.map { ChangeTarget(key: $0.identity.values, label: $0.label) }
        do throws(ConsoleError) {
            let change = try verb.change(
                targets, argument: argument, in: context.session, source: selections.first?.resource.name)
            return [.show(ChangePlanOverlay(change, openedBy: openedBy))]
        } catch {
            return [.toast(Notice(error))]
        }
    }
}
