import ConsoleCore
import TenantDomain
import TerminalCore

/// The whole console as a value: one message in, effects out; a frame is a function of it and a size.
package struct ConsoleApp: Sendable {
    private(set) var context: AppContext
    private(set) var screens = ScreenStack()
    private(set) var overlays: [any Overlay] = []
    private(set) var toast: (toast: Notice, number: Int)?
    private(set) var progress: String?
    private(set) var latencyMicroseconds: Int?
    private(set) var isQuitting = false
    private var toastNumber = 0
    private var isMouseOn: Bool
    /// When ctrl-c was pressed once and a second press quits.
    private var isInterruptArmed = false
    private let clock: @Sendable () -> Int64

    package init(
        opened: OpenedSession, render: RenderContext, keymap: Keymap = .standard,
        remembered: RememberedViews = RememberedViews(), environments: [String] = [], globals: [String] = [],
        mouse: Bool = false,
        policy: WidthPolicy = .standard, size: Size
    ) {
        clock = opened.session.now
        isMouseOn = mouse
        context = AppContext(
            session: opened.session, render: render, keymap: keymap, pin: nil, size: size, now: opened.session.now(),
            remembered: remembered, policy: policy, environments: environments, globals: globals)
    }

    /// The first view and its reads.
    package mutating func start(_ first: any Screen, notes: [String] = []) -> [Effect] {
        var effects: [Effect] = []
        settle([.push(first)], into: &effects)
        for note in notes { settle([.toast(Notice(note))], into: &effects) }
        effects.append(.timer(.minute, milliseconds: 60_000))
        return effects
    }

    /// - Returns: what the runner has to carry out.
    package mutating func update(_ message: Message) -> [Effect] {
        context.now = clock()
        var effects: [Effect] = []
        switch message {
        case .input(let event): settle(input(event), into: &effects)
        case .loaded(let slot, _, let result, let microseconds):
            settle(loaded(slot, result, microseconds), into: &effects)
        case .timer(let timer): settle(fired(timer), into: &effects)
        case .said(let toast):
            progress = nil
            settle([.toast(toast)], into: &effects)
        case .progress(let text): progress = text
        case .opened(let opened): settle(open(opened), into: &effects)
        case .resumed: effects.append(.redraw)
        case .terminate, .lost:
            isQuitting = true
            effects.append(.quit)
        }
        return effects
    }

    // MARK: Input

    private mutating func input(_ event: InputEvent) -> [Effect] {
        switch event {
        case .key(let press): return key(press)
        case .paste(let text):
            guard !overlays.isEmpty else {
                guard var screen = screens.current else { return [] }
                let effects = screen.paste(text)
                screens[screen.id] = screen
                return effects
            }
            let outcome = overlays[overlays.count - 1].paste(text, context)
            return settle(outcome, press: nil)
        case .resize(let size):
            context.size = size
            return []
        case .mouse(let event): return mouse(event)
        case .focus: return []
        }
    }

    private mutating func key(_ press: KeyPress) -> [Effect] {
        let action = context.keymap.action(for: press)
        if action == .interrupt { return interrupt() }
        isInterruptArmed = false
        if !overlays.isEmpty {
            let outcome = overlays[overlays.count - 1].handle(press, context)
            return settle(outcome, press: press)
        }
        if var screen = screens.current, screen.wantsText {
            let effects = screen.type(press, context)
            screens[screen.id] = screen
            if let effects { return effects }
        }
        guard let action else { return [] }
        return perform(action)
    }

    private mutating func settle(_ outcome: OverlayOutcome, press: KeyPress?) -> [Effect] {
        switch outcome {
        case .stay(let effects): return effects
        case .close(let effects):
            if !overlays.isEmpty { overlays.removeLast() }
            return effects
        case .pass:
            if !overlays.isEmpty { overlays.removeLast() }
            guard let press, let action = context.keymap.action(for: press) else { return [] }
            return perform(action)
        }
    }

    /// ctrl-c: cancels what can be cancelled, quits on the second press in a row.
    private mutating func interrupt() -> [Effect] {
        if isInterruptArmed { return [.quit] }
        isInterruptArmed = true
        var effects: [Effect] = [.timer(.confirmQuit, milliseconds: 2000)]
        if !overlays.isEmpty {
            overlays.removeLast()
        } else if let screen = screens.current, screen.isLoading {
            effects.append(.cancelAll(screen.id))
        } else if progress != nil {
            effects.append(.cancel(.export))
        }
        effects.append(.toast(Notice("ctrl-c again quits")))
        return effects
    }

    private mutating func mouse(_ event: MouseEvent) -> [Effect] {
        guard overlays.isEmpty, var screen = screens.current else { return [] }
        let effects = screen.mouse(event, in: Layout(size: context.size).body, context)
        screens[screen.id] = screen
        return effects
    }

    // MARK: Actions

    mutating func perform(_ action: Action) -> [Effect] {
        if var screen = screens.current, let effects = screen.perform(action, context) {
            screens[screen.id] = screen
            return effects
        }
        return general(action)
    }

    /// What actions mean when the view has no meaning of its own for them.
    private mutating func general(_ action: Action) -> [Effect] {
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

    private func nothingSelected() -> [Effect] { [.toast(Notice("Nothing is selected.", kind: .problem))] }
    private func notHere() -> [Effect] { [.toast(Notice("This view has no columns to choose.", kind: .problem))] }

    private mutating func goBack() -> [Effect] {
        let left = screens.current
        guard screens.back() else { return [.toast(Notice("This is the first view."))] }
        return (left.map { [.cancelAll($0.id)] } ?? []) + returned()
    }

    private mutating func goForward() -> [Effect] {
        guard screens.forward() else { return [.toast(Notice("This is the last view."))] }
        return returned()
    }

    /// A view that is shown again reads anew, so that it never shows what is no longer so; its rows stay meanwhile.
    private mutating func returned() -> [Effect] {
        guard var screen = screens.current else { return [] }
        let effects = screen.appear(context)
        screens[screen.id] = screen
        return effects
    }

    /// esc and q: a running query first, then back, at the first view the question whether to quit.
    private mutating func leave(_ action: Action) -> [Effect] {
        if action == .cancel, let screen = screens.current, screen.isLoading { return [.cancelAll(screen.id)] }
        if action == .cancel, progress != nil { return [.cancel(.export)] }
        if screens.canGoBack { return goBack() }
        if action == .cancel { return [] }
        return [.show(ConfirmQuitOverlay())]
    }

    // MARK: What comes back

    private mutating func loaded(
        _ slot: LoadSlot, _ result: Result<LoadResult, ConsoleError>, _ microseconds: Int
    ) -> [Effect] {
        if case .success = result, slot.purpose == .page { latencyMicroseconds = microseconds }
        if slot.screen == .none {
            if slot.purpose == .command { return answered(result) }
            guard !overlays.isEmpty else { return [] }
            let outcome = overlays[overlays.count - 1].receive(result, for: slot.purpose, context)
            return settle(outcome, press: nil)
        }
        guard var screen = screens[slot.screen] else { return [] }
        let effects = screen.receive(result, for: slot, context)
        screens[slot.screen] = screen
        return effects
    }

    /// A command's reply becomes a view.
    private mutating func answered(_ result: Result<LoadResult, ConsoleError>) -> [Effect] {
        switch result {
        case .failure(let error): return [.toast(Notice(error))]
        case .success(.reply(let reply)): return ReplyScreens.effects(for: reply, context)
        case .success(.tenant(let tenant)): return [.pin(tenant)]
        case .success: return []
        }
    }

    private mutating func fired(_ timer: TimerID) -> [Effect] {
        switch timer {
        case .toast(let number):
            if toast?.number == number { toast = nil }
            return []
        case .confirmQuit:
            isInterruptArmed = false
            return []
        case .minute: return [.timer(.minute, milliseconds: 60_000)]
        case .preview:
            guard !overlays.isEmpty else { return [] }
            let outcome = overlays[overlays.count - 1].timer(timer, context)
            return settle(outcome, press: nil)
        case .dim(let id), .spinner(let id), .watch(let id):
            guard var screen = screens[id] else { return [] }
            let effects = screen.timer(timer, context)
            screens[id] = screen
            return effects
        }
    }

    private mutating func open(_ opened: OpenedSession) -> [Effect] {
        context.session = opened.session
        context.pin = nil
        overlays = []
        let first = HomeScreen.first(context)
        let ended = screens.reset(to: first)
        var effects = ended.map(Effect.cancelAll)
        if var screen = screens.current {
            effects += screen.appear(context)
            screens[screen.id] = screen
        }
        let name = opened.session.environment.name
        return effects + [.toast(Notice("Opened \(name).", kind: .done))] + opened.notes.map { .toast(Notice($0)) }
    }

    // MARK: Effects that are the app's own

    /// Carries out the app's own effects and collects the rest for the runner.
    private mutating func settle(_ effects: [Effect], into rest: inout [Effect]) {
        for effect in effects {
            let more = carryOut(effect, into: &rest)
            if !more.isEmpty { settle(more, into: &rest) }
        }
    }

    private mutating func carryOut(_ effect: Effect, into rest: inout [Effect]) -> [Effect] {
        switch effect {
        case .load(let slot, let request):
            rest.append(.load(slot, request))
        case .push(let screen):
            rest += screens.push(screen).map(Effect.cancelAll)
            return appeared()
        case .replace(let screen):
            rest += screens.replaceCurrent(with: screen).map(Effect.cancelAll)
            return appeared()
        case .run(let command): return CommandEffects.effects(for: command, context)
        case .show(let overlay):
            overlays.append(overlay)
            if let request = (overlay as? any LoadingOverlay)?.firstLoad(context) {
                rest.append(.load(LoadSlot(screen: .none, purpose: .detail), request))
            }
        case .closeOverlay: if !overlays.isEmpty { overlays.removeLast() }
        case .toast(let new):
            toastNumber += 1
            toast = (new, toastNumber)
            rest.append(.timer(.toast(toastNumber), milliseconds: new.kind == .problem ? 8000 : 4000))
        case .perform(let action): return perform(action)
        case .setFilter(let text): return apply(.filter(text))
        case .setSort(let sort): return apply(.sort(sort))
        case .setColumns(let names): return apply(.columns(names))
        case .applyWidth(let column, let width): return apply(.width(column: column, width))
        case .pin(let tenant): return pin(tenant)
        case .setZone(let name): return setZone(name)
        case .setTheme(let name): return setTheme(name)
        case .setMouse:
            isMouseOn.toggle()
            return [.toast(Notice(isMouseOn ? "Mouse on: click selects, wheel scrolls." : "Mouse off."))]
        case .setLinear:
            context.render.isLinear.toggle()
            return [.toast(Notice(context.render.isLinear ? "Linear drawing on." : "Linear drawing off."))]
        case .export(let format, let file): return export(format, file: file)
        case .openPrompt(let text): overlays.append(PromptOverlay(text: text, context))
        case .remember(let change):
            context.remembered.apply(change)
            rest.append(effect)
        case .save(let file) where file.content.isEmpty: rest.append(.save(picture(file)))
        case .quit:
            isQuitting = true
            rest.append(.quit)
        default: rest.append(effect)
        }
        return []
    }

    private mutating func appeared() -> [Effect] {
        guard var screen = screens.current else { return [] }
        var effects = screen.appear(context)
        screens[screen.id] = screen
        if let line = screen.commandLine(context) { effects.append(.remember(.lastView(line))) }
        return effects
    }

    private mutating func apply(_ change: ViewChange) -> [Effect] {
        guard var screen = screens.current else { return [] }
        let effects = screen.apply(change, context)
        screens[screen.id] = screen
        return effects
    }

    private mutating func pin(_ tenant: TenantMatch?) -> [Effect] {
        context.pin = tenant
        var effects: [Effect] = returned()
        if let tenant {
            effects.append(.remember(.recentTenant(tenant)))
            effects.append(.toast(Notice("Pinned \(tenant.name): every list shows this tenant only.", kind: .done)))
        } else {
            effects.append(.toast(Notice("Unpinned: lists of all tenants.", kind: .done)))
        }
        return effects
    }

    private mutating func setZone(_ name: String?) -> [Effect] {
        let next = name.map { ZoneClock(named: $0) } ?? (context.session.zone == .utc ? .local : .utc)
        guard let next else {
            return [
                .toast(
                    Notice("No zone '\(name ?? "")'.", hint: "utc, local or a name like Europe/Berlin", kind: .problem))
            ]
        }
        context.session.zone = next
        return returned() + [.toast(Notice("Times in \(next.name).", kind: .done))]
    }

    private mutating func setTheme(_ name: String?) -> [Effect] {
        let names = Theme.builtin.map(\.name)
        let wanted =
            name
            ?? names[((names.firstIndex(of: context.render.theme.name) ?? -1) + 1) % names.count]
        guard let theme = Theme.named(wanted) else {
            return [.toast(Notice("No theme '\(wanted)'.", hint: names.joined(separator: ", "), kind: .problem))]
        }
        context.render.theme = theme
        return [.remember(.theme(wanted)), .toast(Notice("Theme \(wanted).", kind: .done)), .redraw]
    }

    private func export(_ format: ExportFormat, file: String?) -> [Effect] {
        switch format {
        case .text: return [.save(SavedFile(stem: "view", suffix: "txt", file: file, content: ""))]
        case .svg: return [.save(SavedFile(stem: "view", suffix: "svg", file: file, content: ""))]
        case .csv, .json, .ndjson, .markdown:
            guard let query = screens.current?.exportQuery else {
                return [.toast(Notice("This view is no list; save it as text or svg.", kind: .problem))]
            }
            return [.exportRows(query, format, file: file)]
        }
    }

    /// The screen as it stands, for text and SVG files.
    private func picture(_ file: SavedFile) -> SavedFile {
        var copy = self
        copy.overlays = []
        copy.toast = nil
        let buffer = copy.frame().buffer
        let content =
            file.suffix == "svg"
            ? ScreenImage.svg(buffer, title: "tenantctl", colors: context.render.theme.name == "light" ? .light : .dark)
            : buffer.lines().joined(separator: "\n") + "\n"
        return SavedFile(stem: file.stem, suffix: file.suffix, file: file.file, content: content)
    }

    // MARK: Frame

    /// The frame of the present state. Mutating, since controls keep their sizes and scroll places in the state.
    package mutating func frame() -> Frame {
        let renderer = AppRenderer(context: context, isMouseOn: isMouseOn)
        return renderer.frame(
            screens: &screens, overlays: &overlays, toast: toast?.toast, progress: progress,
            latencyMicroseconds: latencyMicroseconds)
    }
}
