import ChangeContract
import ConsoleCore
import Foundation
import ReferenceSchema
import SQLiteStore
import Settings
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// A database that the real program writes to and is ended at, and what database and journal say afterwards.
final class CrashBench: Sendable {
    enum Engine: String, CaseIterable, Sendable {
        /// A SQLite file with a write-ahead log, and one with a rollback journal.
        case file, rollbackFile, server
    }

    let engine: Engine
    let program: ServerProgram
    /// A path or an address.
    let place: String

    static let member = ChangeFixture.cid.key[0].text ?? ""
    static let environment = "test"

    /// - Parameters:
    ///   - settings: more lines of the environment's table.
    ///   - server: another than the one that tests share.
    init(
        _ engine: Engine, rows: [String] = ChangeFixture.script, settings: String = "", on server: TestServer? = nil
    ) async throws {
        self.engine = engine
        program = try ServerProgram()
        switch engine {
        case .file, .rollbackFile:
            place = program.folder + "/app.db"
            try ReferenceDatabase.create(at: place)
            let transaction = try await SQLiteWriter(path: place).begin()
            _ = try await transaction.execute(rows.map { Statement(sql: $0, columnCount: 0) })
            try await transaction.commit()
            if engine == .rollbackFile { try CrashBench.useRollbackJournal(place) }
        case .server:
            let database = try ChangeTests.database(rows, on: server)
            place = try (server ?? TestServer.start()).url(database)
        }
        try program.configure(
            "[environments.\(Self.environment)]\ndatabase = \"\(place)\"\nmode = \"read-write\"\n"
                + "persona = \"admin\"\n" + settings)
    }

    private static func useRollbackJournal(_ path: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", path, "PRAGMA journal_mode = DELETE"]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw TestServer.Failure(description: "sqlite3 is missing") }
    }

    /// The words of a change of the member's role.
    static func words(_ role: String) -> [String] {
        [
            "member", "set-role", member, role, "--tenant", "acme", "--write", "--yes", "--reason", "OPS-1 proof",
            "--env", environment, "--persona", "admin",
        ]
    }

    func texts(_ sql: String) async throws -> [String] {
        // A connection that stays open would keep files and logs from being what a start finds.
        let store: any DatabaseStore =
            engine == .server
            ? try await PostgresStore.open(place, operatorName: "dana@ops") : try await file()
        let block = try await store.read([Statement(sql: sql, columnCount: 1)])[0]
        await store.close()
        return (0..<block.rowCount).map { block.text(row: $0, column: 0) ?? "null" }
    }

    /// The database for stories and invariants; whoever asks closes its store.
    func changes() async throws -> ChangeBench {
        let store: any DatabaseStore
        let writer: any WritableDatabase
        if engine == .server {
            let opened = try await PostgresStore.open(place, operatorName: "dana@ops")
            (store, writer) = (opened, opened.writer)
        } else {
            (store, writer) = (try await file(), SQLiteWriter(path: place))
        }
        let profile = try #require(ShippedProfiles.named("reference")).parsed()
        let registry = ResourceBuilder.registry(catalog: try await store.readCatalog(), profile: profile)
        return ChangeBench(
            session: ConsoleSession(
                store: store, registry: registry, environment: EnvironmentLabel(name: Self.environment),
                operatorName: "dana@ops", persona: .admin, now: { ChangeFixture.now }),
            writer: writer)
    }

    /// A rollback journal that a run left behind is for the program's next start to take back: nobody can read before.
    private func file() async throws -> SQLiteStore {
        do {
            return try await SQLiteStore.open(path: place)
        } catch StoreError.unreadable where engine == .rollbackFile {
            _ = try program.run(["list", "members", "--env", Self.environment])
            return try await SQLiteStore.open(path: place)
        }
    }

    /// The member's role, and how many audit entries there are: what a change makes differ.
    func state() async throws -> (role: String, entries: Int) {
        let texts = try await texts(
            "SELECT role FROM workspace_members WHERE id = '\(Self.member)' "
                + "UNION ALL SELECT CAST(count(*) AS text) FROM audit_logs WHERE change_id IS NOT NULL")
        return (texts[0], Int(texts[1]) ?? -1)
    }

    // MARK: The journal

    var journalFolder: String { program.folder + "/home/.local/state/tenantctl/journal" }

    func journals() throws -> [(session: Int, bytes: [UInt8])] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: journalFolder)) ?? []
        return try names.filter { $0.hasSuffix(".ndjson") }.sorted().map { name in
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(journalFolder)/\(name)"))
            return (Int(name.prefix { $0 != "." }) ?? 0, Array(data))
        }
    }

    /// What the journal says of each write, once a start has settled what was open.
    func outcomes() throws -> [String: String] {
        var outcomes: [String: String] = [:]
        for (_, bytes) in try journals() {
            for record in JournalRecord.records(in: bytes) {
                guard let change = record["change"] else { continue }
                if record.kind == "intent" { outcomes[change] = outcomes[change] ?? "open" }
                if record.kind == "outcome" || record.kind == "settled" { outcomes[change] = record["outcome"] }
            }
        }
        return outcomes
    }

    /// A start settles what is open; then journal and database tell the same of every change, and the journal is whole.
    func expectAgreement(_ what: String, _ location: SourceLocation = #_sourceLocation) async throws {
        let start = try program.run(["list", "members", "--env", Self.environment])
        #expect(start.code == 0, "\(what): \(start.error)", sourceLocation: location)
        let written = Set(
            try await texts("SELECT DISTINCT change_id FROM audit_logs WHERE change_id IS NOT NULL"))
        let outcomes = try outcomes()
        for (change, outcome) in outcomes {
            let wanted = written.contains(change) ? "applied" : "not-applied"
            #expect(outcome == wanted, "\(what): the journal says \(outcome) of \(change)", sourceLocation: location)
        }
        #expect(
            written.subtracting(outcomes.keys).isEmpty, "\(what): the journal lacks changes", sourceLocation: location)
        let verified = try program.run(["journal", "verify", "--env", Self.environment])
        #expect(verified.code == 0, "\(what): \(verified.out)\(verified.error)", sourceLocation: location)
    }
}
