import ConsoleCore
import TenantDomain
import TerminalCore

/// Carries out the effects that are the app's own and leaves the rest to the runner.
extension ConsoleApp {
    /// Carries out the app's own effects and collects the rest for the runner.
    mutating func settle(_ effects: [Effect], into rest: inout [Effect]) {
        for effect in effects {
            let more = carryOut(effect, into: &rest)
            if !more.isEmpty { settle(more, into: &rest) }
        }
    }

    mutating func carryOut(_ effect: Effect, into rest: inout [Effect]) -> [Effect] {
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
            rest.append(.timer(.toast(toastNumber), milliseconds: new.milliseconds))
        case .perform(let action): return perform(action)
        case .setFilter(let text): return apply(.filter(text))
        case .setReason(let reason):
            guard var plan = overlays.last as? ChangePlanOverlay else { break }
            plan.take(reason: reason)
            overlays[overlays.count - 1] = plan
        case .change(let change): return apply(change)
        case .setSort(let sort): return apply(.sort(sort))
        case .setColumns(let names): return apply(.columns(names))
        case .applyWidth(let column, let width): return apply(.width(column: column, width))
        case .pin(let tenant): return pin(tenant)
        case .setZone(let name): return setZone(name)
        case .setTheme(let name): return setTheme(name)
        case .setMouse:
            isMouseOn.toggle()
            let text = isMouseOn ? "Mouse on: click selects, wheel scrolls." : "Mouse off."
            return [.toast(Notice(text, kind: .done))]
        case .setLinear:
            context.render.isLinear.toggle()
            let text = context.render.isLinear ? "Linear drawing on." : "Linear drawing off."
            return [.toast(Notice(text, kind: .done))]
        case .viewAs(let request, let command): return viewAs(request, then: command)
        case .limitRows: return limitRows()
        case .export(let format, let file): return export(format, file: file)
        case .saveFilter(let name): return saveFilter(name)
        case .openPrompt(let text): overlays.append(PromptOverlay(text: text, context))
        case .remember(let change):
            context.remembered.apply(change)
            // Where somebody was as a member is not where they were.
            if ownSession == nil || !change.isOfView { rest.append(effect) }
        case .save(let file) where file.content.isEmpty: rest.append(.save(picture(file)))
        case .quit:
            isQuitting = true
            rest.append(.quit)
        default: rest.append(effect)
        }
        return []
    }

    mutating func appeared() -> [Effect] {
        guard var screen = screens.current else { return [] }
        var effects = screen.appear(context)
        screens[screen.id] = screen
        if let line = screen.commandLine(context) { effects.append(.remember(.lastView(line))) }
        return effects
    }

    mutating func apply(_ change: ViewChange) -> [Effect] {
        guard var screen = screens.current else { return [] }
        let effects = screen.apply(change, context)
        screens[screen.id] = screen
        return effects
    }
}
