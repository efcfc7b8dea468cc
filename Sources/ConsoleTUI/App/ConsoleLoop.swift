import ConsoleCore
import TerminalCore

/// The one loop: messages change the app, effects go to the runner, one frame answers a batch of messages.
@MainActor
package final class ConsoleLoop {
    /// Why the console ended.
    package enum Ending: Sendable { case quit, terminated, lost }

    private var app: ConsoleApp
    private let host: any ConsoleHost
    private let mailbox: Mailbox
    private let runner: EffectRunner

    package init(app: ConsoleApp, host: any ConsoleHost, mailbox: Mailbox) {
        self.app = app
        self.host = host
        self.mailbox = mailbox
        runner = EffectRunner(host: host, session: app.context.session) { mailbox.post($0) }
    }

    /// Runs until the app quits. The first frame is drawn before anything is read.
    package func run(notes: [String]) async -> Ending {
        var ending = Ending.quit
        var firstViewStands = false
        carryOut(app.start(HomeScreen.first(app.context), notes: notes))
        host.draw(app.frame())
        for await _ in mailbox.arrivals {
            let messages = mailbox.take()
            guard !messages.isEmpty else { continue }
            for message in messages where runner.isCurrent(message) {
                if case .terminate = message { ending = .terminated }
                if case .lost = message { ending = .lost }
                carryOut(app.update(message))
                if app.isQuitting { break }
            }
            if app.isQuitting { break }
            host.draw(app.frame())
            if !firstViewStands, app.hasReadItsView {
                firstViewStands = true
                host.firstViewStands()
            }
            if let view = app.takeFirstView() { host.remember(.firstView(view)) }
        }
        await runner.endEditor()
        runner.stop()
        app.context.session.leave(.session)
        return ending
    }

    private func carryOut(_ effects: [Effect]) {
        runner.use(app.context.session)
        for effect in effects { runner.run(effect) }
    }
}
