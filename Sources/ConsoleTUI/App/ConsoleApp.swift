import ConsoleCore
import TenantDomain
import TerminalCore

/// The whole console as a value: one message in, effects out; a frame is a function of it and a size.
package struct ConsoleApp: Sendable {
    var context: AppContext
    var screens = ScreenStack()
    var overlays: [any Overlay] = []
    var toast: (toast: Notice, number: Int)?
    var progress: String?
    var latencyMicroseconds: Int?
    var isQuitting = false
    var toastNumber = 0
    var isMouseOn: Bool
    /// When ctrl-c was pressed once and a second press quits.
    var isInterruptArmed = false
    /// The operator's own session while everything is read as a member, and the tenants they had looked at.
    var ownSession: ConsoleSession?
    var ownRecents: [TenantMatch] = []
    /// What is to be shown once a member's view is open.
    var afterView: Command?
    /// While the database is away.
    var reconnection: Reconnection?
    /// Waits for the first rows.
    var catalogCheck: CatalogCheck?
    /// What an earlier session saw, until the database has answered this one.
    var firstView: FirstView?
    var hasNewFirstRows = false
    let clock: @Sendable () -> Int64

    package init(
        opened: OpenedSession, render: RenderContext, keymap: Keymap = .standard,
        remembered: RememberedViews = RememberedViews(), environments: [String] = [], globals: [String] = [],
        mouse: Bool = false,
        policy: WidthPolicy = .standard, size: Size
    ) {
        clock = opened.session.now
        isMouseOn = mouse
        catalogCheck = opened.check
        firstView = opened.firstView
        context = AppContext(
            session: opened.session, render: render, keymap: keymap, pin: nil, size: size, now: opened.session.now(),
            remembered: remembered, policy: policy, environments: environments, globals: globals)
        context.isFar = opened.isFar
    }

    /// The first view and its reads.
    package mutating func start(_ first: any Screen, notes: [String] = []) -> [Effect] {
        var effects: [Effect] = []
        settle([.push(first)], into: &effects)
        for note in notes { settle([.toast(Notice(note))], into: &effects) }
        if let offer = MenuOverlay.mappingOffer(context) { settle([.show(offer)], into: &effects) }
        if screens.current?.isLoading != true { effects += takeCatalogCheck() }
        effects.append(.timer(.minute, milliseconds: 60_000))
        return effects
    }

    /// - Parameter hasMoreKeys: whether another key is taken before a frame is drawn.
    /// - Returns: what the runner has to carry out.
    package mutating func update(_ message: Message, hasMoreKeys: Bool = false) -> [Effect] {
        context.hasMoreKeys = hasMoreKeys
        let time = clock()
        if !Self.standsStill(message, for: time - context.now) { context.now = time }
        context.lookAtLease()
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
        case .edited(let draft, let outcome): settle(EditEffects.edited(draft, outcome, context), into: &effects)
        case .viewed(let session): settle(entered(session), into: &effects)
        case .opened(let opened): settle(open(opened), into: &effects)
        case .refreshed(let mapping, let environment):
            if environment == context.session.environment.name { settle(refresh(mapping), into: &effects) }
        case .resumed: effects.append(.redraw)
        case .terminate, .lost:
            isQuitting = true
            effects.append(.quit)
        }
        return effects
    }

    /// Relative times do not tick with each key press: a cursor move would have every row drawn anew.
    private static func standsStill(_ message: Message, for microseconds: Int64) -> Bool {
        guard case .input = message else { return false }
        return (0..<10_000_000).contains(microseconds)
    }

    /// The frame of the present state. Mutating, since controls keep their sizes and scroll places in the state.
    package mutating func frame() -> Frame {
        let renderer = AppRenderer(context: context, isMouseOn: isMouseOn)
        return renderer.frame(
            screens: &screens, overlays: &overlays, toast: toast?.toast, progress: progress, oldView: oldView,
            latencyMicroseconds: latencyMicroseconds)
    }
}
