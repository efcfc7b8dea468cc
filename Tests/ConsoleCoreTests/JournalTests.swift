import TenantDomain
import Testing

@testable import ConsoleCore

@Suite("journal")
struct JournalTests {
    private let storage = MemoryJournal()

    private func session() -> SessionJournal {
        SessionJournal(
            storage: storage,
            facts: SessionJournal.Facts(
                operatorName: "dana@ops", persona: .admin, environment: "production", database: "/srv/app.db"),
            now: { 1_795_664_838_123_456 })
    }

    private func intent(_ change: String) -> JournalEntry {
        .intent(
            change: change, verb: "member set-role", title: "Set role: J…   viewer → editor", database: "/srv/app.db",
            tables: "update workspace_members 1", rows: 1, digest: "d1", lease: "lease-1",
            reason: "OPS-4412 \"why\"\u{202E}")
    }

    private func report(_ anchors: [JournalAnchor]? = nil) throws -> JournalReport {
        try JournalService(storage: storage).report(anchors: anchors, operatorName: "dana@ops")
    }

    /// Three sessions with writes in them, and the place of the last intent.
    private func filled() throws -> [JournalPlace] {
        var places: [JournalPlace] = []
        for number in 1...3 {
            let journal = session()
            for write in 1...number {
                let change = "change-\(number)-\(write)"
                places.append(try journal.append(intent(change)))
                try journal.append(.transaction(change: change, id: "74\(write)"))
                try journal.append(.outcome(change: change, .applied))
            }
            if number < 3 { journal.end() }
        }
        return places
    }

    @Test("a session that only reads leaves no file")
    func untouched() throws {
        session().end()
        #expect(try storage.sessions().isEmpty)
    }

    @Test("records come back as they were written, and each session names the head of the one before")
    func chained() throws {
        let places = try filled()
        let records = JournalRecord.records(in: try storage.read(3))
        #expect(records.map(\.number) == Array(1...10) && records[0].kind == "session")
        #expect(records[0].time == "2026-11-26T03:47:18.123456Z")
        #expect(records[0]["previous"] == "2" && records[0]["previous_number"] == "8")
        #expect(records[0]["previous_head"] == JournalRecord.records(in: try storage.read(2)).last?.hash)
        #expect(records[1]["reason"] == "OPS-4412 \"why\"\u{202E}")
        let anchors = places.map { JournalAnchor(position: $0, operatorName: "dana@ops") }
        let report = try report(anchors)
        #expect(report.problems.isEmpty && report.openIntents.isEmpty)
        #expect(report.sessions == 3 && report.records == 23 && report.anchoring == .checked(6))
    }

    @Test("an intent without an outcome stays open until it is settled, and its session is marked")
    func openIntents() throws {
        let journal = session()
        try journal.append(intent("change-a"))
        #expect(storage.unsettled() == [1])
        try journal.append(.transaction(change: "change-a", id: "751"))
        let open = try #require(try report().openIntents.first)
        #expect(open.change == "change-a" && open.transaction == "751" && open.database == "/srv/app.db")
        let next = session()
        try next.append(.settled(change: "change-a", session: 1, .applied, by: "pg_xact_status"))
        #expect(try report().openIntents.isEmpty)
        try journal.append(.outcome(change: "change-a", .applied))
        #expect(storage.unsettled().isEmpty)
    }

    @Test("a journal that cannot be written takes nothing any more")
    func unwritable() throws {
        let journal = session()
        try journal.append(intent("change-a"))
        let fault = JournalFault(path: "memory", reason: "No space left on device")
        storage.fail(with: fault)
        #expect(throws: fault) { try journal.append(.outcome(change: "change-a", .applied)) }
        storage.fail(with: nil)
        #expect(throws: fault) { try journal.append(intent("change-b")) }
    }

    @Test("records go on to the sink as they stand in the file")
    func sink() throws {
        final class Lines: JournalSink {
            let lines = MemoryJournal()
            let file: any JournalFile
            init() throws { file = try #require(try lines.create(1)) }
            func take(_ line: [UInt8]) { try? file.append(line + [0x0A], durably: false) }
            func finish() {}
        }
        let sink = try Lines()
        let journal = SessionJournal(
            storage: storage,
            facts: SessionJournal.Facts(
                operatorName: "dana@ops", persona: .admin, environment: "production", database: "/srv/app.db"),
            now: { 0 }, sink: sink)
        try journal.append(intent("change-a"))
        #expect(try sink.lines.read(1) == storage.read(1))
    }

    // MARK: Tampering

    /// A small generator, so that a failure can be repeated by its seed.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private enum Tampering: CaseIterable {
        case flip, drop, swap, duplicate, truncateLine, cutTail, loseFile, rewrite, moveBetween
    }

    @Test("every way of tampering is found", arguments: 1...150)
    func tampered(seed: Int) throws {
        let places = try filled()
        let anchors = places.map { JournalAnchor(position: $0, operatorName: "dana@ops") }
        var dice = Dice(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
        let session = Int.random(in: 1...3, using: &dice)
        let bytes = try storage.read(session)
        var lines = bytes.split(separator: 0x0A).map(Array.init)
        let place = Int.random(in: 0..<lines.count, using: &dice)
        let tampering = Tampering.allCases[seed % Tampering.allCases.count]
        switch tampering {
        case .flip:
            let byte = Int.random(in: 0..<lines[place].count, using: &dice)
            lines[place][byte] ^= UInt8(1 << Int.random(in: 0..<7, using: &dice))
        case .drop: lines.remove(at: place)
        case .swap: lines.swapAt(place, (place + 1) % lines.count)
        case .duplicate: lines.insert(lines[place], at: place)
        case .truncateLine: lines[place].removeLast(Int.random(in: 1..<20, using: &dice))
        case .cutTail: lines.removeLast(lines.count - max(1, lines.count - 3))
        case .moveBetween:
            let other = try storage.read(session % 3 + 1).split(separator: 0x0A).map(Array.init)
            lines[place] = other[min(place, other.count - 1)]
        case .loseFile: lines = []
        case .rewrite:
            // A forger who knows how the chain is made, and writes another reason.
            var head = JournalRecord(line: lines[0][...])?["previous_head"] ?? JournalChain.genesis
            for (index, line) in lines.enumerated() {
                let parts = try #require(JournalChain.parts(of: line[...]))
                var rest = Array(parts.rest)
                if index == 1 {
                    rest = Array(String(decoding: rest, as: UTF8.self).replacing("4412", with: "4413").utf8)
                }
                head = JournalChain.hash(rest: rest[...], after: head)
                lines[index] = Array("{\"hash\":\"\(head)\",".utf8) + rest
            }
        }
        if case .loseFile = tampering {
            storage.replace(session, with: nil)
        } else {
            storage.replace(session, with: lines.flatMap { $0 + [0x0A] })
        }
        let found = try report(anchors)
        // An outcome that is taken off the very end leaves its intent open.
        #expect(
            !found.problems.isEmpty || !found.openIntents.isEmpty,
            "\(tampering) of session \(session), line \(place + 1)")
        // What only the tail of the newest session can hide needs the database's word.
        if session < 3 { #expect(try !report().problems.isEmpty, "\(tampering) of session \(session)") }
    }
}
