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
    private var patience = FramePatience()

    package init(app: ConsoleApp, host: any ConsoleHost, mailbox: Mailbox) {
        self.app = app
        self.host = host
        self.mailbox = mailbox
        runner = EffectRunner(host: host, session: app.context.session) { mailbox.post($0) }
    }

    /// Runs until the app quits. Where the database is far, the first frame is drawn before anything is read.
    package func run(notes: [String]) async -> Ending {
        var ending = Ending.quit
        var firstViewStands = false
        carryOut(app.start(HomeScreen.first(app.context), notes: notes))
        draw(isOver: false)
        for await _ in mailbox.arrivals {
            let messages = mailbox.take()
            guard !messages.isEmpty else { continue }
            var isOver = false
            var isNews = false
            for (place, message) in messages.enumerated() where runner.isCurrent(message) {
                isNews = true
                if case .terminate = message { ending = .terminated }
                if case .lost = message { ending = .lost }
                if case .timer(.frame) = message { isOver = true }
                let next = place + 1 < messages.count ? messages[place + 1] : nil
                carryOut(app.update(message, hasMoreKeys: next?.isKey == true))
                if app.isQuitting { break }
            }
            if app.isQuitting { break }
            guard isNews, draw(isOver: isOver) else { continue }
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

    /// - Returns: whether a frame was drawn.
    @discardableResult
    private func draw(isOver: Bool) -> Bool {
        switch patience.answer(isReading: !app.hasReadItsView, isFar: app.context.isFar, isOver: isOver) {
        case .startWaiting:
            runner.run(.timer(.frame, milliseconds: FramePatience.milliseconds))
            return false
        case .wait: return false
        case .draw:
            runner.run(.stopTimer(.frame))
            host.draw(app.frame())
            return true
        }
    }

    private func carryOut(_ effects: [Effect]) {
        runner.use(app.context.session)
        for effect in effects { runner.run(effect) }
    }
}
