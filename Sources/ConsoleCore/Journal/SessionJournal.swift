import Synchronization

/// The journal of this session: the file is made with its first record, since most sessions only read.
package final class SessionJournal: Sendable {
    /// Who keeps it, and where: what the first record says.
    package struct Facts: Sendable, Equatable {
        package let operatorName: String
        package let persona: Persona
        package let environment: String
        /// The store's key; never a password.
        package let database: String

        package init(operatorName: String, persona: Persona, environment: String, database: String) {
            self.operatorName = operatorName
            self.persona = persona
            self.environment = environment
            self.database = database
        }
    }

    private struct Open {
        let file: any JournalFile
        let session: Int
        let id: String
        var number: Int
        var head: String
        var openIntents: Set<String> = []
    }

    /// The first fault ends the journal: what follows a record that is not there proves nothing.
    private enum State {
        case notBegun
        case open(Open)
        case failed(JournalFault)
    }

    private let storage: any JournalStorage
    private let facts: Facts
    private let now: @Sendable () -> Int64
    private let sink: (any JournalSink)?
    private let state = Mutex(State.notBegun)

    /// - Parameters:
    ///   - now: microseconds since 1970.
    ///   - sink: is handed every line after it stands in the file.
    package init(
        storage: any JournalStorage, facts: Facts, now: @escaping @Sendable () -> Int64,
        sink: (any JournalSink)? = nil
    ) {
        self.storage = storage
        self.facts = facts
        self.now = now
        self.sink = sink
    }

    /// Writes the entry down. When this returns an intent or a transaction's id has reached the disk, and so has
    /// everything before it.
    ///
    /// - Returns: the record's place, for audit rows.
    @discardableResult
    package func append(_ entry: JournalEntry) throws(JournalFault) -> JournalPlace {
        let result: Result<(JournalPlace, [[UInt8]]), JournalFault> = state.withLock { state in
            do throws(JournalFault) {
                var lines: [[UInt8]] = []
                var open = try began(state, &lines)
                let position = try write(entry, to: &open, &lines)
                state = .open(open)
                return .success((position, lines))
            } catch {
                state = .failed(error)
                return .failure(error)
            }
        }
        let (position, lines) = try result.get()
        for line in lines { sink?.take(line) }
        return position
    }

    /// The last record, for the session that ends; nothing where nothing was written.
    package func end() {
        let isOpen = state.withLock { state in if case .open = state { true } else { false } }
        if isOpen { _ = try? append(JournalEntry(.end, [])) }
        sink?.finish()
    }

    private func began(_ state: State, _ lines: inout [[UInt8]]) throws(JournalFault) -> Open {
        switch state {
        case .open(let open): return open
        case .failed(let fault): throw fault
        case .notBegun: break
        }
        // Two programs that start at once may want the same number; the file says who has it.
        for _ in 0..<100 {
            let last = try storage.sessions().last
            let session = (last ?? 0) + 1
            let previous = try last.map { (number) throws(JournalFault) in try head(of: number) }
            guard let file = try storage.create(session) else { continue }
            var open = Open(
                file: file, session: session, id: RandomID.make("session"), number: 0, head: JournalChain.genesis)
            if let previous { open.head = previous.head }
            let entry = JournalEntry(
                .session,
                [
                    ("session", .text(open.id)), ("version", .text(ProgramVersion.text)),
                    ("operator", .text(facts.operatorName)), ("persona", .text(facts.persona.rawValue)),
                    ("environment", .text(facts.environment)), ("database", .text(facts.database)),
                    ("previous", previous.map { .number($0.session) }),
                    ("previous_number", previous.map { .number($0.number) }),
                    ("previous_head", previous.map { .text($0.head) }),
                ])
            try write(entry, to: &open, &lines)
            return open
        }
        throw JournalFault(path: storage.location, reason: "other sessions keep taking the next number")
    }

    private func head(of session: Int) throws(JournalFault) -> (session: Int, number: Int, head: String) {
        let last = JournalRecord.records(in: try storage.read(session)).last
        return (session, last?.number ?? 0, last?.hash ?? JournalChain.genesis)
    }

    @discardableResult
    private func write(
        _ entry: JournalEntry, to open: inout Open, _ lines: inout [[UInt8]]
    ) throws(JournalFault) -> JournalPlace {
        let change = entry.fields.first { $0.name == "change" }?.content
        let isDurable = [.intent, .transaction, .outcome, .lease, .reveal].contains(entry.kind)
        if entry.kind == .intent, open.openIntents.isEmpty { try storage.mark(open.session, unsettled: true) }
        let (bytes, hash) = JournalChain.line(
            entry, number: open.number + 1, time: TimeText.iso(now()), after: open.head)
        try open.file.append(bytes + [0x0A], durably: isDurable)
        open.number += 1
        open.head = hash
        lines.append(bytes)
        if case .text(let change)? = change {
            if entry.kind == .intent { open.openIntents.insert(change) }
            // Where no answer came to COMMIT the next start asks again.
            let isKnown = !entry.fields.contains {
                $0.name == "outcome" && $0.content == .text(WriteOutcome.unknown.rawValue)
            }
            if entry.kind == .outcome, isKnown, open.openIntents.remove(change) != nil, open.openIntents.isEmpty {
                try? storage.mark(open.session, unsettled: false)
            }
        }
        return JournalPlace(session: open.id, number: Int64(open.number), head: hash)
    }
}

/// Somewhere else that records go to, so that an auditor can read everyone's. Never waits for its reader.
package protocol JournalSink: Sendable {
    /// A record's line, without its line feed.
    func take(_ line: [UInt8])
    func finish()
}
