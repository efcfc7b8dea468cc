import ConsoleCore
import Dispatch
import PostgresStore
import SQLiteStore
import Settings
import Synchronization
import TenantDomain
import TenantStore

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What the trail's questions cost on a demo, within one process on connections that are warm: the services that the
/// console and the command line ask, beside the same question in SQL on a connection of the engine's own library.
struct AuditPart {
    private static let rounds = 15
    private static let pages = 1000
    /// The change under which a demo of this size writes its large documents.
    private static let largeChange = "restyle-landing-pages"

    let bench: Bench
    /// Whether a million entries are written to files too.
    let exports: Bool
    /// Asks only what has these words, and nothing else; nil for everything.
    var words: String?

    private var isPostgres: Bool { bench.database.hasPrefix("postgres") }
    private var engine: String { isPostgres ? "PostgreSQL" : "SQLite" }

    /// The tables in Markdown.
    func report() async throws -> String {
        let raw: any RawConnection =
            isPostgres ? try RawPostgres(url: bench.database) : try RawSQLite(path: bench.database)
        let session = try await session()
        let questions = try AuditQuestions(raw, isPostgres: isPostgres)
        let count =
            try raw.rows(
                "SELECT count(*) FROM (SELECT 1 FROM audit_logs WHERE change_id = '\(Self.largeChange)' LIMIT 1) AS one"
            ).first?.first ?? nil
        let all = questions.all(large: count == "1" ? Self.largeChange : nil)
        var lines = [
            "| what (\(engine)) | tenantctl, ms | raw, ms | ratio | beyond raw | budget | | plan |",
            "|---|--:|--:|--:|--:|--:|---|---|",
        ]
        for question in all where words.map(question.what.contains) ?? true {
            do {
                lines.append(try await row(question, raw, session))
            } catch {
                let reason = (error as? BenchError)?.text ?? "\(error)"
                lines.append("| \(question.what) | not measured: \(reason) | | | | | | |")
            }
        }
        if words == nil { lines += ["", try await paging(raw, session)] }
        await session.store.close()
        if exports, words == nil { lines += ["", try export(questions, raw)] }
        return lines.joined(separator: "\n")
    }

    private func session() async throws -> ConsoleSession {
        let store: any DatabaseStore
        if isPostgres {
            store = try await PostgresStore.open(bench.database, operatorName: "bench")
        } else {
            store = try await SQLiteStore.open(path: bench.database)
        }
        guard let shipped = ShippedProfiles.named("reference") else { throw BenchError("no profile") }
        let catalog = try await store.readCatalog()
        return ConsoleSession(
            store: store, registry: ResourceBuilder.registry(catalog: catalog, profile: try shipped.parsed()),
            environment: EnvironmentLabel(name: "bench"), operatorName: "bench", persona: .admin,
            now: { WallClock.now() })
    }

    // MARK: Questions

    private func row(
        _ question: AuditQuestion, _ raw: any RawConnection, _ session: ConsoleSession
    ) async throws -> String {
        // Once unmeasured, so that both find the pages of the file in memory.
        let rows = try await question.ask(session)
        let rawRows = try raw.time(question.sql).rows
        if question.isPage, rows != min(rawRows, 100) {
            throw BenchError("\(question.what): \(rows) entries, \(rawRows) rows by SQL")
        }
        var ours: [Double] = []
        var theirs: [Double] = []
        let begin = Clock.now()
        for round in 0..<Self.rounds {
            // What takes long is not asked as often.
            if round >= 5, Clock.milliseconds(Clock.now() - begin) > 10_000 { break }
            let start = Clock.now()
            _ = try await question.ask(session)
            ours.append(Clock.milliseconds(Clock.now() - start))
            theirs.append(try raw.time(question.sql).milliseconds)
        }
        let (mine, other) = (Samples(ours).median, Samples(theirs).median)
        let budget = question.budget ?? other + 2
        return line(
            question.what, mine, other, budget: budget,
            note: question.budget == nil ? "raw + 2" : NumberText.fixed(budget, 0), plan: try raw.plan(question.sql))
    }

    private func line(
        _ what: String, _ mine: Double, _ raw: Double, budget: Double, note: String, plan: String
    ) -> String {
        let beyond = mine - raw
        let cells = [
            what, NumberText.fixed(mine, 2), NumberText.fixed(raw, 2), NumberText.fixed(mine / max(raw, 0.001), 2),
            (beyond < 0 ? "" : "+") + NumberText.fixed(beyond, 2), note, mine <= budget ? "met" : "**missed**", plan,
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    // MARK: Paging

    /// Down a thousand screens and back, each page from where the one before ended.
    private func paging(_ raw: any RawConnection, _ session: ConsoleSession) async throws -> String {
        let service = TimelineService(session: session)
        let page = { (position: AuditQuery.Position) in
            AuditQuery(filter: "source:audit_logs", limit: 50, position: position)
        }
        var reply = try await service.load(page(.first))
        var down: [Double] = []
        var up: [Double] = []
        var keys: [[String]] = [reply.entries.compactMap(\.id.text)]
        while down.count < Self.pages, let next = reply.next {
            let begin = Clock.now()
            reply = try await service.load(page(.after(next)))
            down.append(Clock.milliseconds(Clock.now() - begin))
            keys.append(reply.entries.compactMap(\.id.text))
        }
        for place in stride(from: keys.count - 2, through: 0, by: -1) {
            guard let here = reply.here else { throw BenchError("no way back from page \(place + 1)") }
            let begin = Clock.now()
            reply = try await service.load(page(.before(here)))
            up.append(Clock.milliseconds(Clock.now() - begin))
            guard reply.entries.compactMap(\.id.text) == keys[place] else {
                throw BenchError("page \(place) is another on the way back")
            }
        }
        let resident = ProcessFacts.of(getpid()).resident
        var raws: [Double] = []
        for _ in 0..<101 { raws.append(try raw.time(AuditQuestions.select("") + " ").milliseconds) }
        func cells(_ name: String, _ samples: [Double]) -> String {
            let samples = Samples(samples)
            return
                "| \(name) | \(NumberText.fixed(samples.median, 2)) | \(NumberText.fixed(samples.percentile(99), 2)) | "
                + "\(NumberText.fixed(samples.largest, 2)) |"
        }
        return [
            "| \(down.count) screens of 50 entries (\(engine)) | p50, ms | p99, ms | longest, ms |",
            "|---|--:|--:|--:|",
            cells("down", down), cells("back up, every screen the one of the way down", up),
            cells("raw: one page of 101 rows by the index", raws), "",
            "Resident memory of the benchmark, two connections and the raw one's pages included, at the end: "
                + "\(NumberText.megabytes(resident)).",
        ].joined(separator: "\n")
    }

    // MARK: Export

    /// A million entries by the program itself, beside the raw tool.
    private func export(_ questions: AuditQuestions, _ raw: any RawConnection) throws -> String {
        let count = min(bench.rows, 1_000_000)
        let (sql, filter, _) = try questions.export(raw, rows: count)
        let ours = "\(bench.work)/trail.csv"
        let theirs = "\(bench.work)/raw.csv"
        var mine: [SpawnedProcess.Finished] = []
        var others: [SpawnedProcess.Finished] = []
        let rawWords =
            isPostgres
            ? ["psql", "-X", "-q", bench.database, "-c", "\\copy (\(sql)) TO '\(theirs)' WITH (FORMAT csv)"]
            : ["sqlite3", "-readonly", "-csv", bench.database, sql]
        for _ in 0..<3 {
            mine.append(
                try bench.run(
                    [
                        bench.program, "audit", "export", filter, "--file", ours, "--force", "--database",
                        bench.database,
                    ],
                    into: "\(bench.work)/out"))
            others.append(try bench.run(rawWords, into: isPostgres ? "\(bench.work)/out" : theirs))
        }
        let (time, other) = (Samples(mine.map(\.milliseconds)).median, Samples(others.map(\.milliseconds)).median)
        let memory = Samples(mine.map(\.memory)).largest
        let size = { (path: String) in NumberText.megabytes(Double(FileText.size(path))) }
        return [
            "| \(count) entries to CSV (\(engine)) | tenantctl | raw | ratio | budget | |", "|---|--:|--:|--:|--:|---|",
            "| time | \(NumberText.milliseconds(time)) | \(isPostgres ? "\\copy" : "sqlite3 -csv") "
                + "\(NumberText.milliseconds(other)) | \(NumberText.fixed(time / other, 2)) | 1.2 | "
                + "\(time <= other * 1.2 ? "met" : "**missed**") |",
            "| peak memory | \(NumberText.megabytes(memory)) | | | 48 MB | "
                + "\(memory <= 48 * 1_048_576 ? "met" : "**missed**") |",
            "| file | \(size(ours)) | \(size(theirs)) | | | |",
        ].joined(separator: "\n")
    }
}

extension AuditPart {
    /// The report, for a program that is not asynchronous itself.
    func waitForReport() throws -> String {
        let done = DispatchSemaphore(value: 0)
        let outcome = Mutex<Result<String, any Error>?>(nil)
        Task.detached {
            let result: Result<String, any Error>
            do { result = .success(try await report()) } catch { result = .failure(error) }
            outcome.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard let result = outcome.withLock({ $0 }) else { throw BenchError("no report") }
        return try result.get()
    }
}

/// The time of day, in microseconds since 1970.
private enum WallClock {
    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }
}
