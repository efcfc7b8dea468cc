import ConsoleCore
import TenantDomain
import TerminalCore

/// What comes back: reads, timers, another database.
extension ConsoleApp {
    mutating func loaded(
        _ slot: LoadSlot, _ result: Result<LoadResult, ConsoleError>, _ microseconds: Int
    ) -> [Effect] {
        if case .success = result, slot.purpose == .page { latencyMicroseconds = microseconds }
        if slot == Self.reconnectSlot { return reconnected(result) }
        return watchConnection(result, received(slot, result))
    }

    private mutating func received(_ slot: LoadSlot, _ result: Result<LoadResult, ConsoleError>) -> [Effect] {
        if slot.screen == .none {
            if slot.purpose == .command || slot.purpose == .lease { return answered(result) }
            if slot.purpose == .change { return changed(result) }
            guard !overlays.isEmpty else { return [] }
            let outcome = overlays[overlays.count - 1].receive(result, for: slot.purpose, context)
            return settle(outcome, press: nil)
        }
        if case .success = result {
            answeredFirstView(slot, isSuccess: true)
        } else {
            answeredFirstView(slot, isSuccess: false)
        }
        guard var screen = screens[slot.screen] else { return [] }
        if slot.purpose == .watch, screen.id.number != screens.current?.id.number { return [] }
        var effects = screen.receive(result, for: slot, context)
        screens[slot.screen] = screen
        if case .success = result { effects += takeCatalogCheck() }
        return effects
    }

    mutating func takeCatalogCheck() -> [Effect] {
        defer { catalogCheck = nil }
        return catalogCheck.map { [.checkCatalog($0)] } ?? []
    }

    /// The same database, read anew: the view on top reads again where the schema is another.
    mutating func refresh(_ mapping: MappedCatalog) -> [Effect] {
        guard ownSession == nil else {
            // A member's view has a catalog of its own.
            ownSession?.take(mapping)
            return []
        }
        let old = context.registry.catalog.fingerprint
        context.session.take(mapping)
        guard mapping.registry.catalog.fingerprint != old else { return [] }
        return returned() + [.toast(Notice("The database's schema has changed since last time: read anew."))]
    }

    /// A command's reply becomes a view.
    mutating func answered(_ result: Result<LoadResult, ConsoleError>) -> [Effect] {
        switch result {
        case .failure(let error): return [.toast(Notice(error))]
        case .success(.reply(let reply)): return ReplyScreens.effects(for: reply, context)
        case .success(.tenant(let tenant)): return [.pin(tenant)]
        case .success(.lease(let lease)):
            context.lookAtLease()
            return LeaseEffects.taken(lease, context)
        case .success(.draft(let change)):
            return [.show(ChangePlanOverlay(change, openedBy: KeyPress(key: .enter)))]
        case .success(.editDraft(let draft)): return [.edit(draft, text: draft.text)]
        case .success(.receipt(let receipt)):
            context.lastReceipt = receipt
            return ChangeEffects.undo(receipt, context)
        case .success(.leaseEnded(let lease, let how)):
            context.lookAtLease()
            return LeaseEffects.ended(lease, how)
        case .success: return []
        }
    }

    /// A change that is being written: its plan hears of it, and everybody where the plan was closed meanwhile.
    private mutating func changed(_ result: Result<LoadResult, ConsoleError>) -> [Effect] {
        if case .success(.receipt(let receipt)) = result { context.lastReceipt = receipt }
        if let place = overlays.lastIndex(where: { $0 is ChangePlanOverlay }), place == overlays.count - 1 {
            return settle(overlays[place].receive(result, for: .change, context), press: nil)
        }
        switch result {
        case .success(.receipt(let receipt)): return ChangeEffects.done(receipt, context)
        case .failure(let error): return [.toast(Notice(error))]
        default: return []
        }
    }

    mutating func fired(_ timer: TimerID) -> [Effect] {
        switch timer {
        case .toast(let number):
            if toast?.number == number { toast = nil }
            return []
        case .frame: return []
        case .confirmQuit:
            isInterruptArmed = false
            return []
        case .reconnect: return reconnection == nil ? [] : [.load(Self.reconnectSlot, .ping)]
        case .minute: return [.timer(.minute, milliseconds: 60_000)]
        case .lease: return LeaseEffects.ticked(context)
        case .preview:
            guard !overlays.isEmpty else { return [] }
            let outcome = overlays[overlays.count - 1].timer(timer, context)
            return settle(outcome, press: nil)
        case .watch(let id) where id.number != screens.current?.id.number:
            // Out of sight nothing is polled; the view goes on when it appears again.
            return []
        case .dim(let id), .spinner(let id), .watch(let id), .reveal(let id):
            guard var screen = screens[id] else { return [] }
            let effects = screen.timer(timer, context)
            screens[id] = screen
            return effects
        }
    }

    mutating func open(_ opened: OpenedSession) -> [Effect] {
        let left = ownSession ?? context.session
        if ownSession != nil { context.remembered.recentTenants = ownRecents }
        ownSession = nil
        context.session = opened.session
        catalogCheck = opened.check
        context.isFar = opened.isFar
        (firstView, hasNewFirstRows) = (opened.firstView, false)
        context.pin = nil
        context.away = nil
        reconnection = nil
        overlays = []
        let first = HomeScreen.first(context)
        let ended = screens.reset(to: first)
        var effects = [Effect.close(left)] + ended.map(Effect.cancelAll)
        if var screen = screens.current {
            effects += screen.appear(context)
            screens[screen.id] = screen
        }
        let name = opened.session.environment.name
        effects += [.toast(Notice("Opened \(name).", kind: .done))] + opened.notes.map { .toast(Notice($0)) }
        return effects + (MenuOverlay.mappingOffer(context).map { [.show($0)] } ?? [])
    }
}
