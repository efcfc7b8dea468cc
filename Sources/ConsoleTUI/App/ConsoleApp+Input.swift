import ConsoleCore
import TenantDomain
import TerminalCore

/// Where a key, a paste or the mouse goes: the topmost overlay first, then the view, then the keymap.
extension ConsoleApp {
    mutating func input(_ event: InputEvent) -> [Effect] {
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

    mutating func key(_ press: KeyPress) -> [Effect] {
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

    mutating func settle(_ outcome: OverlayOutcome, press: KeyPress?) -> [Effect] {
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
    mutating func interrupt() -> [Effect] {
        if isInterruptArmed { return [.quit] }
        isInterruptArmed = true
        var effects: [Effect] = [.timer(.confirmQuit, milliseconds: 2000)]
        if let overlay = overlays.popLast() {
            effects += overlay.abandoned()
        } else if let screen = screens.current, screen.isLoading {
            effects.append(.cancelAll(screen.id))
        } else if progress != nil {
            effects.append(.cancel(.export))
        }
        effects.append(.toast(Notice("ctrl-c again quits")))
        return effects
    }

    mutating func mouse(_ event: MouseEvent) -> [Effect] {
        guard overlays.isEmpty, var screen = screens.current else { return [] }
        let effects = screen.mouse(event, in: Layout(size: context.size).body, context)
        screens[screen.id] = screen
        return effects
    }
}
