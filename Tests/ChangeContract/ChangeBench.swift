import ConsoleCore
import Synchronization
import TenantDomain
import TenantStore

/// A database with the rows of `ChangeFixture`, whichever engine keeps it.
package struct ChangeBench: Sendable {
    package let session: ConsoleSession
    package let writer: any WritableDatabase
    package let journal = RecordingJournal()
    package let archive = MemoryArchive()

    package init(session: ConsoleSession, writer: any WritableDatabase) {
        self.session = session
        self.writer = writer
    }

    package func service(_ persona: Persona = .admin, journal: (any ChangeJournal)? = nil) -> ChangeService {
        var session = session
        session.persona = persona
        return ChangeService(
            session: session,
            writing: ChangeWriting(database: writer, journal: journal ?? self.journal, archive: archive))
    }

    package func authority(_ persona: Persona = .admin, lease: any WritePermission = OpenLease()) -> WriteAuthority {
        WriteAuthority(operatorName: "dana@ops", persona: persona, reason: "OPS-1 because", lease: lease)
    }

    /// Plans and applies.
    @discardableResult
    package func change(_ verb: ChangeVerb, _ persona: Persona = .admin) async throws -> Receipt {
        let plan = try await plan(verb, persona)
        return try await service(persona).apply(plan, authority(persona))
    }

    package func plan(_ verb: ChangeVerb, _ persona: Persona = .admin) async throws -> ChangePlan {
        try await service(persona).plan(Change(verb, instant: session.now()))
    }

    @discardableResult
    package func undo(_ receipt: Receipt) async throws -> Receipt {
        try await change(.undo(change: receipt.changeID))
    }

    /// The refusal that the verb meets, nil where it is planned.
    package func refusal(_ verb: ChangeVerb, _ persona: Persona = .admin) async throws -> ChangeRefusal? {
        do {
            _ = try await plan(verb, persona)
            return nil
        } catch ConsoleError.change(let refusal) {
            return refusal
        }
    }

    package func texts(_ sql: String) async throws -> [String] {
        let block = try await session.store.read([Statement(sql: sql, columnCount: 1)])[0]
        return (0..<block.rowCount).map { block.text(row: $0, column: 0) ?? "null" }
    }

    /// Past the mechanism, as another program would write.
    package func execute(_ sql: String) async throws {
        let transaction = try await writer.begin()
        do {
            _ = try await transaction.execute([Statement(sql: sql, columnCount: 0)])
            try await transaction.commit()
        } catch {
            await transaction.rollBack()
            throw error
        }
    }
}

/// A lease that holds until it is ended.
package final class OpenLease: WritePermission {
    private let checks: Mutex<Int?>
    package let id = "lease-test"

    /// - Parameter checks: how often it still holds; nil for ever.
    package init(checks: Int? = nil) { self.checks = Mutex(checks) }

    package func check() throws(ConsoleError) {
        let holds = checks.withLock { checks in
            guard let left = checks else { return true }
            checks = left - 1
            return left > 0
        }
        if !holds { throw .change(.noLease) }
    }
}

/// A journal as a list.
package final class RecordingJournal: ChangeJournal {
    package enum Line: Sendable, Equatable { case intent(String), commit(String), settled(String, String) }
    private let kept = Mutex<(lines: [Line], fails: String?)>(([], nil))

    package init() {}

    package var lines: [Line] { kept.withLock { $0.lines } }

    /// The call that fails from now on: `intent` or `commit`.
    package func fail(_ call: String?) { kept.withLock { $0.fails = call } }

    package func intend(_ intent: ChangeIntent) async throws(ConsoleError) -> JournalPlace {
        let (fails, count) = kept.withLock { kept in
            if kept.fails != "intent" { kept.lines.append(.intent(intent.changeID)) }
            return (kept.fails == "intent", kept.lines.count)
        }
        if fails { throw .file(path: "journal", reason: "full") }
        return JournalPlace(session: "session-test", number: Int64(count), head: "head")
    }

    package func willCommit(_ changeID: String, transactionID: String?) async throws(ConsoleError) {
        let fails = kept.withLock { kept in
            if kept.fails != "commit" { kept.lines.append(.commit(changeID)) }
            return kept.fails == "commit"
        }
        if fails { throw .file(path: "journal", reason: "full") }
    }

    /// What was said of outcomes that were none.
    package var reasons: [String] { said.withLock { $0 } }
    private let said = Mutex<[String]>([])

    package func settle(_ changeID: String, _ outcome: ChangeOutcome) async {
        switch outcome {
        case .committed: break
        case .rolledBack(let reason), .unknown(let reason): said.withLock { $0.append(reason) }
        }
        let word =
            switch outcome {
            case .committed: "committed"
            case .rolledBack: "rolled back"
            case .unknown: "unknown"
            }
        kept.withLock { $0.lines.append(.settled(changeID, word)) }
    }
}

package final class MemoryArchive: ChangeArchive {
    private let records = Mutex<[ChangeRecord]>([])

    package init() {}

    package func keep(_ record: ChangeRecord) async throws(ConsoleError) { records.withLock { $0.append(record) } }

    package func drop(_ changeID: String) async {
        records.withLock { $0.removeAll { $0.receipt.changeID == changeID } }
    }

    package func find(_ id: String?, database: String) async throws(ConsoleError) -> ChangeRecord? {
        records.withLock { records in
            id.map { id in records.first { $0.receipt.changeID.hasPrefix(id) } } ?? records.last
        }
    }

    package func list(database: String, limit: Int) async throws(ConsoleError) -> [ChangeRecord] {
        records.withLock { Array($0.reversed().prefix(limit)) }
    }
}
