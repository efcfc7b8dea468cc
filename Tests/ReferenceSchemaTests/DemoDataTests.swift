import Testing

@testable import ReferenceSchema

/// Keeps every row, by table and column name.
struct MemorySink: DemoSink, Sendable {
    var tables: [String: [[String: DemoValue]]] = [:]
    var order: [String] = []
    private var open = ""
    private var columns: [String] = []
    var widthErrors = 0

    mutating func begin(table: String, columns: [String]) throws {
        if tables[table] != nil { widthErrors += 1 }
        tables[table] = []
        order.append(table)
        open = table
        self.columns = columns
    }

    mutating func row(_ values: [DemoValue]) throws {
        if values.count != columns.count { widthErrors += 1 }
        tables[open]?.append(Dictionary(zip(columns, values)) { first, _ in first })
    }

    mutating func end() throws { open = "" }

    func text(_ row: [String: DemoValue], _ column: String) -> String? {
        guard case .text(let bytes)? = row[column] else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Keeps what is dated later than now.
private struct FutureSink: DemoSink, Sendable {
    let now: String
    let planned: Set<String>
    private(set) var future: [String] = []
    private(set) var times = 0
    private var columns: [String] = []
    private var table = ""

    init(now: String, planned: Set<String>) {
        self.now = now
        self.planned = planned
    }

    mutating func begin(table: String, columns: [String]) throws {
        self.table = table
        self.columns = columns
    }

    mutating func row(_ values: [DemoValue]) throws {
        for (column, value) in zip(columns, values) where !planned.contains(column) {
            guard case .text(let bytes) = value, bytes.count == now.utf8.count || bytes.count == 10,
                bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[0] == UInt8(ascii: "2")
            else { continue }
            times += 1
            let text = String(decoding: bytes, as: UTF8.self)
            if text > now { future.append("\(table).\(column) \(text)") }
        }
    }

    mutating func end() throws {}
}

@Suite struct DemoDataTests {
    /// Saturday 21 November 2026, 06:00 UTC.
    static let now: Int64 = 1_795_240_800_000_000

    private static let shared = Result { try make(seed: 1, rows: 1_500) }

    private func demo(seed: UInt64 = 1, rows: Int = 1_500) throws -> MemorySink {
        if seed == 1, rows == 1_500 { return try Self.shared.get() }
        return try Self.make(seed: seed, rows: rows)
    }

    private static func make(seed: UInt64, rows: Int) throws -> MemorySink {
        var sink = MemorySink()
        try DemoData(seed: seed, tenants: 24, auditRows: rows, now: now).write(to: &sink)
        return sink
    }

    @Test func theSameSeedGivesTheSameRows() throws {
        let first = try demo()
        let second = try Self.make(seed: 1, rows: 1_500)
        #expect(first.tables == second.tables)
        #expect(first.tables["users"] != (try demo(seed: 2)).tables["users"])
    }

    @Test func rowsFitTheSchema() throws {
        let sink = try demo()
        let catalog = try ReferenceSchema.catalog()
        #expect(sink.widthErrors == 0)
        for (name, rows) in sink.tables {
            let table = try #require(catalog.table(name), "\(name)")
            let columns = Set(rows.first.map { Array($0.keys) } ?? [])
            for column in columns { #expect(table.column(column) != nil, "\(name).\(column)") }
            for column in table.columns where column.isNotNull && !column.clauses.contains("DEFAULT") && !rows.isEmpty {
                #expect(columns.contains(column.name), "\(name).\(column.name) is never given")
            }
            // SQLite gives no id of its own.
            if table.primaryKey == ["id"], !rows.isEmpty { #expect(columns.contains("id"), "\(name).id") }
        }
    }

    @Test(arguments: [0, 10, 700, 1_500])
    func theTrailIsAsLongAsAskedAndInOrder(rows: Int) throws {
        let sink = try demo(rows: rows)
        let trail = try #require(sink.tables["audit_logs"])
        // The stories are told however short the trail.
        #expect(trail.count == max(rows, 7))
        let ids = trail.compactMap { sink.text($0, "id") }
        let times = trail.compactMap { sink.text($0, "created_at") }
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        #expect(times.allSatisfy { $0 <= "2026-11-21T06:00:00.000000Z" && $0 >= "2025-11-21T05:00:00.000000Z" })
    }

    /// Nothing has happened yet that lies in the future; what is planned, due or expires may.
    @Test(arguments: [(1, 24, 1_500), (7, 200, 20_000), (3, 60, 20_000)])
    func nothingPastLiesInTheFuture(seed: UInt64, tenants: Int, rows: Int) throws {
        let planned: Set = [
            "banned_until", "trial_ends_at", "expires_at", "current_period_end", "period_end", "due_on",
            "expected_close_on",
        ]
        let now = DemoData.instant(Self.now)
        var sink = FutureSink(now: now, planned: planned)
        try DemoData(seed: seed, tenants: tenants, auditRows: rows, now: Self.now).write(to: &sink)
        #expect(sink.future.isEmpty, "\(sink.future.prefix(5))")
        #expect(sink.times > rows)
    }

    @Test func beforeFollowsFromAfter() throws {
        let sink = try demo(rows: 6_000)
        var last: [String: String] = [:]
        var followed = 0
        for row in try #require(sink.tables["audit_logs"]) {
            let key = (sink.text(row, "table_name") ?? "") + (sink.text(row, "record_id") ?? "")
            if let known = last[key] {
                #expect(sink.text(row, "old_data") == known)
                followed += 1
            }
            last[key] = sink.text(row, "new_data")
        }
        #expect(followed > 1_000)
    }

    @Test func instants() {
        #expect(DemoData.instant(Self.now) == "2026-11-21T06:00:00.000000Z")
        #expect(DemoData.instant(951_782_400_123_456) == "2000-02-29T00:00:00.123456Z")
        #expect(DemoData.instant(0) == "1970-01-01T00:00:00.000000Z")
        let incident = DemoStories.incidentInstant(now: Self.now)
        #expect(DemoData.instant(incident) == "2026-11-17T03:12:41.000000Z")
        // On a Wednesday morning the day before is too fresh.
        #expect(
            DemoData.instant(DemoStories.incidentInstant(now: incident + DemoBytes.day - 1))
                == "2026-11-10T03:12:41.000000Z")
    }

    @Test func supportStory() throws {
        let sink = try demo()
        let users = try #require(sink.tables["users"])
        let jane = try #require(users.first { sink.text($0, "email") == DemoStories.supportEmail })
        #expect(sink.text(jane, "name") == DemoStories.supportName)
        var names: [String: String] = [:]
        for row in sink.tables["workspaces"] ?? [] { names[sink.text(row, "id") ?? ""] = sink.text(row, "name") }
        let memberships = (sink.tables["workspace_members"] ?? []).filter { $0["user_id"] == jane["id"] }.map { row in
            [names[sink.text(row, "workspace_id") ?? ""], sink.text(row, "role"), sink.text(row, "status")]
        }
        let told = DemoStories.supportMemberships.map { [$0.workspace, $0.role, $0.status] }
        #expect(Set(memberships) == Set(told))
        let projects = (sink.tables["project_users"] ?? []).filter { $0["user_id"] == jane["id"] }
        #expect(projects.count == DemoStories.supportProjects.count)
        #expect((sink.tables["workspace_invitations"] ?? []).contains { $0["accepted_by"] == jane["id"] })
    }

    @Test func adminStory() throws {
        let sink = try demo()
        #expect(Set(DemoStories.overLimits.map(\.workspace)).count == DemoStories.overLimitWorkspaces)
        for workspace in sink.tables["workspaces"] ?? [] {
            let name = try #require(sink.text(workspace, "name"))
            func count(_ table: String) -> Int {
                (sink.tables[table] ?? []).filter { $0["workspace_id"] == workspace["id"] }.count
            }
            let used = [
                "members": count("workspace_members"), "widgets": count("widgets"), "projects": count("projects"),
            ]
            let plan = try #require(sink.text(workspace, "plan"))
            let limits: [String: [String: Int]] = [
                "free": ["members": 3, "widgets": 3, "projects": 2],
                "hobby": ["members": 10, "widgets": 10, "projects": 5],
                "pro": ["members": 50, "widgets": 25, "projects": 40],
            ]
            for (limit, value) in used {
                let told = DemoStories.overLimits.first { $0.workspace == name && $0.limit == limit }
                let allowed = limits[plan]?[limit] ?? .max
                #expect((value > allowed) == (told != nil), "\(name) \(limit) \(value)")
                if let told { #expect(told.used == value && told.allowed == allowed && told.plan == plan, "\(name)") }
            }
        }
    }

    @Test func onCallStory() throws {
        let sink = try demo()
        let start = "2026-11-17T02:58:00"
        let trail = (sink.tables["audit_logs"] ?? []).filter {
            (sink.text($0, "created_at") ?? "") >= start && (sink.text($0, "created_at") ?? "") < "2026-11-17T03:15"
                && [DemoStories.incidentActorEmail, DemoStories.incidentPersonEmail].contains(
                    sink.text($0, "actor_email"))
        }
        #expect(
            trail.compactMap { sink.text($0, "event") } == [
                "member.role_changed", "widget.paused", "widget.paused", "widget.deleted", "token.rotated",
                "token.rotated", "token.rotated",
            ])
        let change = try #require(trail.first)
        #expect(sink.text(change, "actor_email") == DemoStories.incidentActorEmail)
        #expect(sink.text(change, "old_data")?.contains("\"role\":\"viewer\"") == true)
        #expect(sink.text(change, "new_data")?.contains("\"role\":\"owner\"") == true)
        #expect(sink.text(change, "ip_address") == DemoStories.incidentActorAddress)
        for table in ["failed_login_attempts", "security_events"] {
            let failed = (sink.tables[table] ?? []).filter {
                sink.text($0, "email") == DemoStories.incidentPersonEmail
                    && sink.text($0, "ip_address") == DemoStories.incidentSignInAddress
            }
            #expect(failed.count == DemoStories.incidentFailedSignIns, "\(table)")
        }
    }
}
