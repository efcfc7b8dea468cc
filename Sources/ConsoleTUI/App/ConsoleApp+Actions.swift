import ConsoleCore
import TenantDomain
import TerminalCore

/// What actions mean when the view has no meaning of its own for them.
extension ConsoleApp {
    mutating func perform(_ action: Action) -> [Effect] {
        if var screen = screens.current, let effects = screen.perform(action, context) {
            screens[screen.id] = screen
            return effects
        }
        return general(action)
    }

    /// What actions mean when the view has no meaning of its own for them.
    mutating func general(_ action: Action) -> [Effect] {
        switch action {
        case .command: return [.openPrompt("")]
        case .filter:
            guard let filter = screens.current?.filter else {
                return [.toast(Notice("Nothing to filter here.", kind: .problem))]
            }
            return [.show(FilterOverlay(filter: filter, context))]
        case .find: return [.push(FindScreen(text: ""))]
        case .help: return [.push(HelpScreen(for: screens.current, context))]
        case .actions: return [.show(MenuOverlay.actions(of: screens.current, context))]
        case .related:
            guard let selection = screens.current?.selection(context) else { return nothingSelected() }
            return [.show(RelatedOverlay(selection: selection, context))]
        case .copy:
            let choices = screens.current?.copies(context) ?? []
            return choices.isEmpty ? nothingSelected() : [.show(MenuOverlay.copies(choices))]
        case .copyCommand:
            guard let line = screens.current?.commandLine(context) else {
                return [.toast(Notice("This view has no command line.", kind: .problem))]
            }
            return [.copy(line, what: "the command line")]
        case .export: return [.show(MenuOverlay.exports(of: screens.current, context))]
        case .screenshot: return [.show(MenuOverlay.screenshots())]
        case .sort:
            guard let query = screens.current?.exportQuery else { return notHere() }
            return [.show(MenuOverlay.sorts(query))]
        case .columns:
            guard let query = screens.current?.exportQuery else { return notHere() }
            return [.show(ColumnsOverlay(query: query, context))]
        case .environment: return [.show(MenuOverlay.environments(context))]
        case .recent: return [.show(MenuOverlay.recentTenants(context))]
        case .pin:
            if context.pin != nil { return [.pin(nil)] }
            guard let tenant = screens.current?.selection(context)?.tenant ?? screens.current?.tenant else {
                return [
                    .toast(Notice("No tenant selected to pin.", hint: ":pin NAME pins one by name", kind: .problem))
                ]
            }
            return [.pin(tenant)]
        case .audit:
            if let selection = screens.current?.selection(context) {
                return [.push(TimelineScreen.of(selection, context))]
            }
            return [.push(TimelineScreen(filter: "", tenant: screens.current?.tenant ?? context.pin))]
        case .undo: return ChangeEffects.undo(context)
        case .reveal:
            guard let selection = screens.current?.selection(context) else { return nothingSelected() }
            return [.show(ReasonOverlay.reveal(selection, context))]
        case .describe:
            let resource = screens.current?.selection(context)?.resource ?? screens.current?.exportQuery?.resource
            guard let resource else { return nothingSelected() }
            return [.push(DescribeScreen(resource.name))]
        case .back: return goBack()
        case .forward: return goForward()
        case .leave, .cancel: return leave(action)
        case .zone: return [.setZone(nil)]
        case .redraw: return [.redraw]
        case .reload:
            guard var screen = screens.current else { return [] }
            let effects = screen.appear(context)
            screens[screen.id] = screen
            return effects
        default: return []
        }
    }

    func nothingSelected() -> [Effect] { [.toast(Notice("Nothing is selected.", kind: .problem))] }
    func notHere() -> [Effect] { [.toast(Notice("This view has no columns to choose.", kind: .problem))] }

    mutating func goBack() -> [Effect] {
        let left = screens.current
        guard screens.back() else { return [.toast(Notice("This is the first view."))] }
        return (left.map { [.cancelAll($0.id)] } ?? []) + returned()
    }

    mutating func goForward() -> [Effect] {
        guard screens.forward() else { return [.toast(Notice("This is the last view."))] }
        return returned()
    }

    /// A view that is shown again reads anew, so that it never shows what is no longer so; its rows stay meanwhile.
    mutating func returned() -> [Effect] {
        guard var screen = screens.current else { return [] }
        let effects = screen.appear(context)
        screens[screen.id] = screen
        return effects
    }

    /// esc and q: a running query first, then back, at the first view the question whether to quit.
    mutating func leave(_ action: Action) -> [Effect] {
        if action == .cancel, let screen = screens.current, screen.isLoading { return [.cancelAll(screen.id)] }
        if action == .cancel, progress != nil { return [.cancel(.export)] }
        if screens.canGoBack { return goBack() }
        if action == .cancel { return [] }
        return [.show(ConfirmQuitOverlay())]
    }
}
