import ConsoleCore

/// What people ask of a trail: in our words and in plain SQL.
struct AuditQuestion {
    let what: String
    let sql: String
    /// Returns how many rows there were, to be held against the raw statement's.
    let ask: @Sendable (ConsoleSession) async throws -> Int
    /// A budget other than the raw statement's time and two milliseconds.
    var budget: Double?
    /// Whether the rows are a page, so that both sides have as many.
    var isPage = true
}

/// The questions of one demo: its largest tenant, busiest actor, a record of theirs.
struct AuditQuestions {
    private static let columns =
        "created_at, id, action, workspace_id, changed_by, actor_email, actor_role, table_name, record_id, ip_address, "
        + "reason, old_data, new_data"
    private static let source = "source:audit_logs"
    private static let page = "ORDER BY created_at DESC, id LIMIT 101"

    let isPostgres: Bool
    let last: Int64
    let tenant: String
    let actor: String
    let email: String
    let record: String

    init(_ raw: any RawConnection, isPostgres: Bool) throws {
        self.isPostgres = isPostgres
        let newest = try raw.one(
            isPostgres
                ? "SELECT to_char(max(created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') FROM audit_logs"
                : "SELECT max(created_at) FROM audit_logs")
        guard let last = TimeText.parse(newest.utf8) else { throw BenchError("no time: \(newest)") }
        self.last = last
        let week = Self.iso(last - 7 * Self.day)
        tenant = try raw.one(
            "SELECT workspace_id FROM audit_logs WHERE created_at > '\(week)' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        )
        actor = try raw.one(
            "SELECT changed_by FROM audit_logs WHERE workspace_id = '\(tenant)' AND created_at > '\(week)' "
                + "GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
        email = try raw.one("SELECT email FROM users WHERE id = '\(actor)'")
        record = try raw.one(
            "SELECT record_id FROM audit_logs WHERE workspace_id = '\(tenant)' ORDER BY created_at DESC LIMIT 1")
    }

    static let day: Int64 = 86_400_000_000

    static func iso(_ time: Int64) -> String { TimeText.iso(time) }

    static func select(_ condition: String) -> String {
        "SELECT \(columns) FROM audit_logs \(condition.isEmpty ? "" : "WHERE \(condition) ")\(page)"
    }

    private func contains(_ column: String, _ text: String) -> String {
        isPostgres ? "\(column)::text ILIKE '%\(text)%'" : "\(column) LIKE '%\(text)%'"
    }

    private var changedRole: String {
        isPostgres
            ? "new_data ->> 'role' IS DISTINCT FROM old_data ->> 'role'"
            : "json_extract(new_data, '$.role') IS NOT json_extract(old_data, '$.role')"
    }

    private func histogram(_ condition: String, _ digits: Int) -> String {
        "SELECT substr(CAST(created_at AS text), 1, \(digits)), count(*) FROM audit_logs WHERE \(condition) GROUP BY 1"
    }

    private static func paged(
        _ what: String, _ condition: String, _ filter: String, isPage: Bool = true
    ) -> AuditQuestion {
        AuditQuestion(
            what: what, sql: select(condition), ask: asking(filter), isPage: isPage)
    }

    /// By the key of whoever has the address now, or the address as written down: as the best statement by hand reads it.
    /// One condition with OR has both engines sort all of the actor's entries.
    private var byAddress: AuditQuestion {
        func half(_ condition: String) -> String {
            "SELECT * FROM (SELECT \(Self.columns) FROM audit_logs WHERE \(condition) \(Self.page)) AS half"
        }
        let holder = "(SELECT id FROM users WHERE lower(email) = '\(email)')"
        return AuditQuestion(
            what: "one actor across tenants, by address",
            sql: half("changed_by = \(holder)") + " UNION " + half("lower(actor_email) = '\(email)'")
                + " ORDER BY created_at DESC, id LIMIT 101",
            ask: Self.asking("actor:\(email)"))
    }

    private static func asking(_ filter: String) -> @Sendable (ConsoleSession) async throws -> Int {
        { session in
            try await TimelineService(session: session).load(
                AuditQuery(filter: filter.isEmpty ? source : "\(source) \(filter)", limit: 100)
            ).entries.count
        }
    }

    private static func counted(
        _ what: String, _ sql: String, _ filter: String, budget: Double? = nil
    ) -> AuditQuestion {
        AuditQuestion(
            what: what, sql: sql,
            ask: { session in
                try await HistogramService(session: session).load(
                    AuditQuery(filter: "\(source) \(filter)"), buckets: 60
                ).counts.count
            }, budget: budget, isPage: false)
    }

    /// - Parameter change: the change under which the demo wrote its large documents; nil where it has none.
    func all(large change: String?) -> [AuditQuestion] {
        let (week, year) = (Self.iso(last - 7 * Self.day), Self.iso(last - 365 * Self.day))
        let (half, later) = (Self.iso(last - 182 * Self.day), Self.iso(last - 175 * Self.day))
        let mine = "workspace_id = '\(tenant)'"
        var questions = [
            Self.paged("newest page", "", ""),
            Self.paged(
                "one tenant's window", "\(mine) AND created_at >= '\(half)' AND created_at < '\(later)'",
                "tenant:\(tenant) since:\(half) until:\(later)"),
            Self.paged("one actor across tenants, by key", "changed_by = '\(actor)'", "actor:\(actor)"),
            byAddress,
            Self.paged(
                "an actor that nobody is", "lower(actor_email) = 'nobody@nowhere.example'",
                "actor:nobody@nowhere.example"),
            Self.paged("one record", "record_id = '\(record)'", "id:\(record)"),
            Self.paged("changed:role", changedRole, "changed:role"),
            Self.paged(
                "free text, one tenant, one week",
                "\(mine) AND created_at >= '\(week)' AND (\(contains("old_data", "widget")) OR \(contains("new_data", "widget")))",
                // Ours looks into the entries' own text columns too.
                "tenant:\(tenant) since:\(week) widget", isPage: false),
            Self.counted(
                "histogram of a week", histogram("created_at >= '\(week)'", 13), "since:\(week) until:\(Self.iso(last))"
            ),
            Self.counted(
                "histogram of a year, largest tenant", histogram("\(mine) AND created_at >= '\(year)'", 10),
                "tenant:\(tenant) since:\(year) until:\(Self.iso(last))", budget: 200),
            Self.paged("jump to a time", "created_at <= '\(half)'", "until:\(half)"),
        ]
        if let change {
            questions.append(Self.paged("documents of up to 100 kB", "change_id = '\(change)'", "change:\(change)"))
        }
        return questions
    }

    /// The statement of an export, and the filter that asks for the same entries.
    func export(_ raw: any RawConnection, rows: Int) throws -> (sql: String, filter: String, columns: String) {
        let time =
            isPostgres
            ? "to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')" : "created_at"
        let edge = try raw.one(
            "SELECT \(time) FROM audit_logs ORDER BY audit_logs.created_at DESC, id LIMIT 1 OFFSET \(max(0, rows - 1))")
        let columns =
            "created_at, changed_by, actor_email, actor_role, action, table_name, record_id, workspace_id, ip_address, "
            + "user_agent, reason, lease_id, change_id, old_data, new_data, id"
        return (
            "SELECT \(columns) FROM audit_logs WHERE created_at >= '\(edge)' ORDER BY created_at DESC, id",
            "\(Self.source) since:\(edge)", columns
        )
    }
}
