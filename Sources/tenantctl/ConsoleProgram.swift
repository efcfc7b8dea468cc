import ConsoleCore
import ConsoleTUI
import Foundation
import Settings
import TenantDomain
import TenantStore
import TerminalCore
import TerminalDevice

/// The full-screen console in a terminal.
struct ConsoleProgram {
    let launch: Launch

    func run() async throws(ConsoleError) -> ExitCode {
        let capabilities: TerminalCapabilities
        switch TerminalCapabilities.detect(environment: launch.variables) {
        case .usable(let found): capabilities = colours(found)
        case .unusable(let reason): throw Self.refusal(reason)
        }
        let (keymap, problems) = keymap()
        if let first = problems.first { throw .settings(message: first) }
        let opened = try await SessionOpener(launch: launch, takesRememberedCatalog: true).open()
        let device = TerminalDevice(capabilities: capabilities)
        let state = RememberedState(
            paths: launch.paths, database: opened.session.store.identity.key,
            views: FirstViewCache(launch: launch, session: opened.session))
        let remembered = state.views
        let mailbox = Mailbox()
        let host = TerminalHost(device: device, launch: launch, state: state)
        let theme = Theme.named(launch.settings.theme) ?? Theme.builtin[0]
        let app = ConsoleApp(
            opened: opened,
            render: RenderContext(
                theme: capabilities.colorDepth == .none ? theme.withoutColour : theme, isLinear: launch.settings.linear),
            keymap: keymap, remembered: remembered, environments: launch.settings.environments.map(\.name),
            mouse: launch.settings.mouse,
            policy: WidthPolicy(ambiguous: launch.settings.ambiguousIsWide ? .wide : .narrow), size: device.size)
        do {
            try device.enter { event in Self.deliver(event, to: mailbox) }
        } catch {
            throw .usage(message: "The terminal cannot be used: \(error).", hint: "The same commands work without it.")
        }
        try? OwnedFile.makeFolder(launch.paths.state)
        try? device.redirectStandardError(toFile: launch.settings.logFile ?? launch.paths.logFile)
        let ending = await ConsoleLoop(app: app, host: host, mailbox: mailbox).run(notes: opened.notes)
        device.leave()
        Drafts.removeAll()
        state.finish()
        await opened.session.store.close()
        switch ending {
        case .quit: return .ok
        case .terminated: return .interrupted
        case .lost: return .failed
        }
    }

    private static func deliver(_ event: DeviceEvent, to mailbox: Mailbox) {
        switch event {
        case .input(let input): mailbox.post(.input(input))
        case .suspendedResumed: mailbox.post(.resumed)
        case .terminate: mailbox.post(.terminate)
        case .lost: mailbox.post(.lost)
        }
    }

    private func colours(_ capabilities: TerminalCapabilities) -> TerminalCapabilities {
        var capabilities = capabilities
        switch launch.settings.color {
        case .auto, .always: break
        case .never: capabilities.colorDepth = .none
        case .sixteen: capabilities.colorDepth = .sixteen
        case .twoHundredFiftySix: capabilities.colorDepth = .palette256
        case .trueColor: capabilities.colorDepth = .trueColor
        }
        return capabilities
    }

    private func keymap() -> (Keymap, [String]) {
        var problems: [Keymap.Problem] = []
        let overrides = launch.settings.keyBindings.map { ($0.action, $0.keys.joined(separator: " ")) }
        let keymap = Keymap(overrides: overrides, problems: &problems)
        let known = Action.allCases.map(\.rawValue)
        let texts = problems.map { problem in
            switch problem {
            case .unknownAction(let action): launch.settings.keyError(action: action, known: known).description
            case .unknownKey(let key, let action):
                launch.settings.keyError(action: action, value: key, known: known).description
            case .taken(let key, let by, let instead):
                launch.settings.keyError(action: instead, value: "\(key) (\(by) has it)", known: known).description
            }
        }
        return (keymap, texts)
    }

    private static func refusal(_ reason: TerminalCapabilities.Unusable) -> ConsoleError {
        let hint = "The same commands work here: tenantctl list, show, find, audit … (tenantctl --help)"
        return switch reason {
        case .inputIsNoTerminal: .usage(message: "The console needs a terminal; standard input is none.", hint: hint)
        case .outputIsNoTerminal: .usage(message: "The console needs a terminal; standard output is none.", hint: hint)
        case .dumb(let term):
            .usage(message: "The console cannot draw on a terminal of the kind '\(term)' (TERM).", hint: hint)
        }
    }
}
