import ConsoleCore
import TenantDomain
import Testing

/// The histogram is of the entries that the query finds: every source, exactly, over a stretch that it names.
struct HistogramTests {
    private func story() async throws -> ViewsFixture {
        var script = ViewsStory.script
        for number in 0..<9 {
            script += """
                INSERT INTO security_events (id, user_id, event_type, severity, email, created_at) VALUES
                  ('\(key(910 + number))', '\(ViewsStory.mallory)', '\(number < 8 ? "sign_in_failed" : "login")', 'high',
                   'mallory@acme.example', '\(ago(hours: 2, minutes: 20 - number))');
                """
        }
        return try await ViewsFixture.reference(script)
    }

    @Test func everySourceIsCounted() async throws {
        let fixture = try await story()
        let histograms = HistogramService(session: fixture.session)
        let timeline = TimelineService(session: fixture.session)
        for filter in [
            "since:60d", "since:5h", "@failed-then-signed-in since:2d", "actor:mallory@acme.example since:9d",
        ] {
            let entries = try await timeline.load(AuditQuery(filter: filter, limit: 1000)).entries
            for split in [nil, HistogramSplit.action, .source] {
                let histogram = try await histograms.load(AuditQuery(filter: filter), buckets: 50, split: split)
                #expect(histogram.total == entries.count && !entries.isEmpty, "\(filter)")
                #expect(histogram.uncounted.isEmpty)
                if split == nil {
                    #expect(histogram.series.isEmpty)
                } else {
                    #expect(histogram.series.flatMap(\.counts).reduce(0, +) == histogram.total, "\(filter)")
                }
            }
        }
        let sources = try await histograms.load(AuditQuery(filter: "since:5h"), split: .source).series
        #expect(sources.contains { $0.name == "security_events" && $0.counts.reduce(0, +) == 9 })
    }

    /// What `top` counts in the stretch of the chart is what the chart counts, also where the filter names no time.
    @Test func chartAndFacetsAreOfOneStretch() async throws {
        let fixture = try await story()
        for filter in ["", "since:5d", "source:audit_logs"] {
            let histogram = try await HistogramService(session: fixture.session).load(AuditQuery(filter: filter))
            let top = try await TopService(session: fixture.session).load(
                TopRequest(facet: .action, filter: filter, stretch: histogram.stretch), tenant: nil)
            #expect(top.total == histogram.total && histogram.total > 0, "\(filter)")
        }
        // Older than a week and within 30 days, so that the default of `top` would leave it out.
        let histogram = try await HistogramService(session: fixture.session).load(AuditQuery())
        #expect(histogram.from == ViewsFixture.now - 30 * 86_400_000_000)
    }

    @Test func whatNoIndexLeadsThroughIsCountedOrSaid() async throws {
        var profile = Profile(name: "trail")
        profile.audit = [AuditMapping(table: "log", time: "at", action: "what")]
        let fixture = try await ViewsFixture(
            ["CREATE TABLE log (id INTEGER PRIMARY KEY, at timestamp NOT NULL, what TEXT)"], profile: profile)
        func fill(_ rows: Int) throws {
            try fixture.execute(
                "INSERT INTO log (at, what) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(rows)) SELECT '\(ago(hours: 3))', 'x' FROM n"
            )
        }
        try fill(300)
        let service = HistogramService(session: fixture.session)
        let small = try await service.load(AuditQuery(filter: "since:1d"))
        #expect(small.total == 300 && small.uncounted.isEmpty)
        try fill(20_000)
        let large = try await service.load(AuditQuery(filter: "since:1d"))
        #expect(large.total == 0 && large.uncounted == ["log"])
        let words = TrailTables.remarks(.histogram(large), zone: .utc).joined()
        #expect(words.contains("1 source not counted (log): no index on time"))
    }

    /// 25 October 2026 has the hour from two to three twice in Berlin.
    @Test func theHourThatClocksRepeatIsToldApart() throws {
        let berlin = try #require(ZoneClock(named: "Europe/Berlin"))
        let first = try #require(TimeText.parse("2026-10-25T00:00:00Z".utf8))
        let histogram = TimelineHistogram(
            edges: [0, 1, 2].map { first + $0 * 3_600_000_000 }, width: 3_600_000_000, counts: [3, 4], cap: 100)
        let table = try #require(TrailTables.tables(.histogram(histogram), zone: berlin).first)
        #expect(table.columns[0] == "from (Europe/Berlin)")
        #expect(table.rows.map { $0[0] } == ["2026-10-25 02:00+02:00", "2026-10-25 02:00+01:00"])
        let shorts = [0, 1].map { TrailWords.short(histogram, $0, zone: berlin) }
        #expect(shorts[0] == "Sun 02:00 UTC+2" && shorts[1] == "Sun 02:00 UTC+1")
        #expect(TrailWords.short(histogram, 0, zone: .utc) == "Sun 00:00")
    }

    @Test func topSaysThatThereAreMore() async throws {
        let fixture = try await story()
        let top = try await TopService(session: fixture.session).load(
            TopRequest(facet: .action, filter: "since:60d", limit: 1), tenant: nil)
        #expect(top.rows.count == 1 && top.values > 1)
        #expect(TrailTables.remarks(.top(top), zone: .utc).contains { $0.hasPrefix("the first 1 of \(top.values)") })
    }

    /// A command line that was copied from a page works behind `:`; apostrophes stay what they are.
    @Test(arguments: [
        (
            "audit top --against 'since:8d until:1d' since:1d",
            ["audit", "top", "--against", "since:8d until:1d", "since:1d"]
        ),
        ("audit top --against \"since:8d until:1d\"", ["audit", "top", "--against", "\"since:8d until:1d\""]),
        ("list users name:O'Brien 'x", ["list", "users", "name:O'Brien", "'x"]),
        ("find 'O'Brien", ["find", "'O'Brien"]), ("audit 'a \"b c\"'", ["audit", "a \"b c\""]),
    ]) func singleQuotesAreAShells(line: String, words: [String]) {
        #expect(LineWords.split(line) == words)
    }

    @Test func theExampleOfTheManualIsOneCommand() throws {
        guard
            case .parsed(let parsed) = Grammar.parse(
                line: "audit top --by action since:1d --against 'since:8d until:1d'", registry: nil),
            case .trail(.top(let request)) = parsed.command
        else {
            Issue.record("not understood")
            return
        }
        #expect(request.against == "since:8d until:1d" && request.filter == "since:1d")
    }
}
