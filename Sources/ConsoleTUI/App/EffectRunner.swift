import ConsoleCore
import TenantDomain

/// Carries effects out: reads in tasks of their own, one a slot and the newest wins; everything comes back as a
/// message. Input never waits for it.
@MainActor
package final class EffectRunner {
    package typealias Post = @Sendable (Message) -> Void

    private let host: any ConsoleHost
    private let post: Post
    private let sleep: @Sendable (Int) async throws -> Void
    private var session: ConsoleSession
    private var tasks: [LoadSlot: (number: Int, task: Task<Void, Never>)] = [:]
    private var timers: [TimerID: Task<Void, Never>] = [:]
    /// The ticket of the newest read of each slot.
    private var newest: [LoadSlot: Int] = [:]
    private var number = 0
    /// Reads, copies, saves and exports that have not ended; cancelled ones among them until they really have.
    private var underWay = 0
    private var awaitingIdle: [CheckedContinuation<Void, Never>] = []

    /// - Parameter sleep: waits this many milliseconds; tests hand in their own clock.
    package init(
        host: any ConsoleHost, session: ConsoleSession, post: @escaping Post,
        sleep: @escaping @Sendable (Int) async throws -> Void = { try await Task.sleep(for: .milliseconds($0)) }
    ) {
        self.host = host
        self.session = session
        self.post = post
        self.sleep = sleep
    }

    /// The session that later reads use; changes with environment, persona and zone.
    package func use(_ session: ConsoleSession) { self.session = session }

    package func run(_ effect: Effect) {
        switch effect {
        case .load(let slot, let request): load(slot, request)
        case .cancel(let slot): cancel(slot)
        case .cancelAll(let screen): cancelAll(of: screen)
        case .timer(let timer, let milliseconds): start(timer, milliseconds)
        case .stopTimer(let timer): stop(timer)
        case .copy(let text, let what): copy(text, what)
        case .save(let file): save(file)
        case .exportRows(let query, let format, let file): export(query, format, file)
        case .useEnvironment(let name): open(name)
        case .close(let session): close(session)
        case .leaveReads: for slot in Array(tasks.keys) { cancel(slot) }
        case .openView(let request): openView(request)
        case .reopen: reopen()
        case .edit(let draft, let text): edit(draft, text)
        case .checkCatalog(let check): run(check)
        case .remember(let change): host.remember(change)
        case .redraw: host.redraw()
        default: break
        }
    }

    /// Ends every read and timer.
    package func stop() {
        for (_, entry) in tasks { entry.task.cancel() }
        for (_, task) in timers { task.cancel() }
        tasks = [:]
        timers = [:]
    }

    /// Whether the message still means something: an answer that was waiting to be taken while its slot was read anew
    /// or cancelled must not be mistaken for the newer one, and a timer that was stopped meanwhile has nothing to say.
    package func isCurrent(_ message: Message) -> Bool {
        switch message {
        case .loaded(let slot, let ticket, _, _): newest[slot] == ticket
        case .timer(let timer): timers[timer] != nil
        default: true
        }
    }

    /// Returns once nothing that was started is under way; what it posted is then waiting to be taken. Timers do not
    /// count.
    package func idle() async {
        guard underWay > 0 else { return }
        await withCheckedContinuation { awaitingIdle.append($0) }
    }

    private func began() { underWay += 1 }

    private func ended() {
        underWay -= 1
        guard underWay == 0 else { return }
        for continuation in awaitingIdle { continuation.resume() }
        awaitingIdle = []
    }

    private func load(_ slot: LoadSlot, _ request: LoadRequest) {
        tasks[slot]?.task.cancel()
        number += 1
        let mine = number
        newest[slot] = mine
        began()
        let post = post
        let runner = LoadRunner(session: session, commands: host.commands)
        let task = Task.detached(priority: .userInitiated) { [weak self] in
            let clock = ContinuousClock()
            let start = clock.now
            let result = await runner.result(of: request) { partial in
                post(
                    .loaded(
                        slot, ticket: mine, .success(partial), microseconds: (clock.now - start).wholeMicroseconds))
            }
            let took = (clock.now - start).wholeMicroseconds
            // Whether a change was written is told even to who cancelled it.
            if !Task.isCancelled || slot.purpose == .change {
                post(.loaded(slot, ticket: mine, result, microseconds: took))
            }
            await self?.finished(slot, mine)
        }
        tasks[slot] = (mine, task)
    }

    private func finished(_ slot: LoadSlot, _ mine: Int) {
        if tasks[slot]?.number == mine { tasks[slot] = nil }
        ended()
    }

    private func cancel(_ slot: LoadSlot) {
        if slot.purpose == .change {
            tasks[slot]?.task.cancel()
            return
        }
        guard let entry = tasks.removeValue(forKey: slot) else { return }
        entry.task.cancel()
        number += 1
        newest[slot] = number
        post(.loaded(slot, ticket: number, .failure(.cancelled), microseconds: 0))
    }

    private func cancelAll(of screen: ScreenID) {
        for slot in tasks.keys where slot.screen.number == screen.number { cancel(slot) }
        for timer in timers.keys where timer.screen?.number == screen.number { stop(timer) }
    }

    private func stop(_ timer: TimerID) { timers.removeValue(forKey: timer)?.cancel() }

    private func start(_ timer: TimerID, _ milliseconds: Int) {
        timers[timer]?.cancel()
        let post = post
        let sleep = sleep
        timers[timer] = Task {
            do {
                try await sleep(milliseconds)
                post(.timer(timer))
            } catch { return }
        }
    }

    private func copy(_ text: String, _ what: String) {
        let host = host
        let post = post
        began()
        Task {
            defer { ended() }
            do throws(ConsoleError) {
                let route = try await host.copy(text)
                post(.said(Notice("Copied \(what) by \(route).", kind: .done)))
            } catch {
                post(.said(Notice(error)))
            }
        }
    }

    private func save(_ file: SavedFile) {
        let host = host
        let post = post
        began()
        Task {
            defer { ended() }
            do throws(ConsoleError) {
                post(.said(Notice("Saved \(try await host.save(file)).", kind: .done)))
            } catch {
                post(.said(Notice(error)))
            }
        }
    }

    private func export(_ query: ListQuery, _ format: ExportFormat, _ file: String?) {
        let host = host
        let post = post
        let session = session
        let slot = LoadSlot.export
        tasks[slot]?.task.cancel()
        number += 1
        let mine = number
        began()
        let task = Task {
            defer { finished(slot, mine) }
            do throws(ConsoleError) {
                let written = try await host.export(query, format, file: file, session: session) { rows in
                    post(.progress("saving … \(NumberText.grouped(Int64(rows))) rows"))
                }
                post(
                    .said(
                        Notice("Saved \(NumberText.grouped(Int64(written.rows))) rows to \(written.path).", kind: .done)
                    ))
            } catch {
                post(.said(Notice(error)))
            }
        }
        tasks[slot] = (mine, task)
    }

    private func edit(_ draft: EditDraft, _ text: String) {
        let host = host
        let post = post
        number += 1
        let mine = number
        began()
        let task = Task {
            defer { finished(.editor, mine) }
            post(.edited(draft, await host.edit(draft, text: text)))
        }
        tasks[.editor] = (mine, task)
    }

    /// Ends an editor that has the terminal, and waits for it: it leaves no file behind.
    package func endEditor() async {
        guard let entry = tasks[.editor] else { return }
        entry.task.cancel()
        await entry.task.value
    }

    /// Comes before any read of the new session is started: whatever runs now reads the old one.
    private func close(_ session: ConsoleSession) {
        let running = tasks.values.map(\.task)
        for slot in Array(tasks.keys) { cancel(slot) }
        began()
        Task {
            defer { ended() }
            for task in running { await task.value }
            await session.close()
        }
    }

    private func run(_ check: CatalogCheck) {
        let post = post
        let environment = session.environment.name
        began()
        Task {
            defer { ended() }
            do throws(ConsoleError) {
                if let mapping = try await check.run() { post(.refreshed(mapping, environment: environment)) }
            } catch {
                // A database that does not answer says so to whoever reads from it.
                if case .refused = error { post(.said(Notice(error))) }
            }
        }
    }

    private func openView(_ request: ViewRequest) {
        let post = post
        let session = session
        began()
        Task {
            defer { ended() }
            do throws(ConsoleError) {
                post(.viewed(try await MemberViewService(session: session).open(request)))
            } catch {
                post(.said(Notice(error)))
            }
        }
    }

    private func reopen() {
        let host = host
        let post = post
        let session = session
        began()
        Task {
            defer { ended() }
            do throws(ConsoleError) {
                let opened = try await host.reopen(environment: session.environment.name)
                session.leave(.environment)
                post(.opened(opened))
            } catch {
                post(.said(Notice(error)))
            }
        }
    }

    private func open(_ environment: String) {
        let host = host
        let post = post
        let session = session
        began()
        Task {
            defer { ended() }
            do throws(ConsoleError) {
                let opened = try await host.open(environment: environment)
                session.leave(.environment)
                post(.opened(opened))
            } catch {
                post(.said(Notice(error)))
            }
        }
    }
}

extension Duration {
    /// Microseconds, fractions dropped.
    var wholeMicroseconds: Int {
        Int(components.seconds) * 1_000_000 + Int(components.attoseconds / 1_000_000_000_000)
    }
}
