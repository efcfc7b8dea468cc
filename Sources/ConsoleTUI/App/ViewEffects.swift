import ConsoleCore

/// What looking through a member's eyes means on a screen.
enum ViewEffects {
    static func effects(for command: AccessCommand, _ context: AppContext) -> [Effect] {
        switch command {
        case .asMember(let request, let inner): [.viewAs(request, then: inner)]
        case .explain, .policies, .operatorSQL:
            [.load(LoadSlot(screen: .none, purpose: .command), .command(.access(command)))]
        }
    }
}

extension ConsoleApp {
    /// Everything through a member's eyes, or through one's own again.
    mutating func viewAs(_ request: ViewRequest?, then command: Command?) -> [Effect] {
        afterView = command
        guard let request else {
            return ownSession == nil
                ? [.toast(Notice("You see everything as yourself already."))]
                : leaveView() + [.toast(Notice("As yourself again.", kind: .done))]
        }
        return (ownSession == nil ? [] : leaveView()) + [.openView(request)]
    }

    /// The member's view is open.
    mutating func entered(_ session: ConsoleSession) -> [Effect] {
        guard let view = session.view else { return [] }
        ownSession = context.session
        ownRecents = context.remembered.recentTenants
        // Names that were seen with one's own rights are none of the member's.
        context.remembered.recentTenants = []
        var effects = show(session)
        effects.append(
            .toast(
                Notice(
                    "Everything as \(view.label) sees it, by the role \(view.role).", hint: ":as off ends it",
                    kind: .done)))
        effects += view.notes.map { .toast(Notice($0)) }
        if let command = afterView { effects.append(.run(command)) }
        afterView = nil
        return effects
    }

    private mutating func leaveView() -> [Effect] {
        guard var session = ownSession else { return [] }
        ownSession = nil
        context.remembered.recentTenants = ownRecents
        session.zone = context.session.zone
        return show(session)
    }

    /// Nothing that was read through the session before stays on screen or in history.
    private mutating func show(_ session: ConsoleSession) -> [Effect] {
        context.session = session
        context.pin = nil
        context.lastReceipt = nil
        overlays = []
        let ended = screens.reset(to: HomeScreen.first(context))
        return [.leaveReads] + ended.map(Effect.cancelAll) + appeared()
    }
}
