import Testing

@testable import TenantDomain

/// Paths into audit documents, whose tables hide different keys, and terms on the clock over any stretch.
@Suite struct FilterDocumentTests {
    private static func context(
        _ access: DocumentAccess, engine: DatabaseEngine.Kind = .sqlite, isMasked: Bool = false
    ) -> FilterContext {
        var context = FilterFixture.context(engine: engine, isMasked: isMasked, audit: FilterFixture.auditMap)
        context.documents = { _ in access }
        context.tables = { ["member", "members"].contains($0.lowercased()) ? ["workspace_members"] : [] }
        return context
    }

    private func resolve(_ text: String, _ context: FilterContext) throws -> Predicate {
        try FilterResolver(resource: FilterFixture.audit, context: context).resolve(text)
    }

    private static func theme(_ comparison: Comparison) -> Predicate {
        .compare(FilterFixture.operand("new_data", "config", "theme", in: FilterFixture.audit), comparison)
    }

    private static func tables(_ names: String...) -> Predicate {
        .compare(FilterFixture.operand("table_name", in: FilterFixture.audit), .oneOf(names.map(Value.text)))
    }

    @Test func tablesThatHideThePathAreLeftOut() throws {
        let context = Self.context(
            DocumentAccess(otherwise: .open, tables: ["tokens": .closed, "people": .wholeValue]))
        #expect(
            try resolve("after.config.theme:dark", context)
                == .all([Self.theme(.contains("dark")), .not(Self.tables("people", "tokens"))]))
        // Whole values may be asked of what is personal, never of what is secret.
        #expect(
            try resolve("after.config.theme:=dark", context)
                == .all([Self.theme(.equal(.text("dark"))), .not(Self.tables("tokens"))]))
        #expect(
            try resolve("new_data.config.theme:*", context)
                == .all([Self.theme(.isNotNull), .not(Self.tables("tokens"))]))
    }

    @Test func hiddenByNameIsAskedOfTheTablesThatShowIt() throws {
        let shown = Self.context(DocumentAccess(otherwise: .closed, tables: ["widgets": .open]))
        #expect(
            try resolve("after.config.theme:*", shown) == .all([Self.theme(.isNotNull), Self.tables("widgets")]))
        let hidden = Self.context(DocumentAccess(otherwise: .closed, tables: [:]))
        let error = FilterFixture.error { try resolve("after.config.theme:*", hidden) }
        #expect(error?.problem == .secret(field: "after.config.theme"))
        let personal = Self.context(DocumentAccess(otherwise: .wholeValue, tables: [:]))
        #expect(
            FilterFixture.error { try resolve("after.config.theme:dark", personal) }?.problem
                == .masked(field: "after.config.theme"))
    }

    /// A part of a document may be an object with hidden values in it: whoever may not see those looks into no text.
    @Test func partsOfTextStayClosedUnderAMask() {
        let context = Self.context(DocumentAccess(otherwise: .open, tables: [:]), isMasked: true)
        for text in ["after.config.theme:dark", "after.config.theme:d*", "after.config.theme:a..e"] {
            #expect(
                FilterFixture.error { try resolve(text, context) }?.problem == .masked(field: "after.config.theme"))
        }
    }

    private static let texts = Resource(
        name: "log", title: "Log", singular: "entry", relation: RelationName("audit_log"), concept: .audit,
        columns: ["old_data", "new_data", "table_name", "note"].map {
            ResourceColumn(name: $0, title: $0, source: .stored(ColumnPath($0)), type: .text)
        }, defaultColumns: [], identity: [], label: "note", defaultSort: [], tenantPath: nil)

    @Test func documentsKeptAsTextAreLookedIntoWhereNoneCanFail() throws {
        let open = DocumentAccess(otherwise: .open, tables: [:])
        func resolve(_ text: String, _ context: FilterContext) throws -> Predicate {
            try FilterResolver(resource: Self.texts, context: context).resolve(text)
        }
        #expect(
            try resolve("after.role:owner", Self.context(open))
                == .compare(
                    Operand(ColumnPath("new_data"), type: .json, jsonPath: ["role"]), .equal(.text("owner"))))
        let error = FilterFixture.error { try resolve("after.role:owner", Self.context(open, engine: .postgres)) }
        #expect(error?.problem == .textDocument(field: "new_data") && error?.suggestion == "changed:role")
        // Whoever sees documents masked finds nothing in them by a word either.
        #expect(
            try resolve("needle", Self.context(open, isMasked: true))
                == .any(
                    ["note", "table_name"].map { .compare(Operand(ColumnPath($0), type: .text), .contains("needle")) }))
        #expect(
            FilterFixture.error { try resolve("after:needle", Self.context(open, isMasked: true)) }?.problem
                == .masked(field: "after"))
    }

    @Test(arguments: ["table:member", "table:Members", "table:MEMBER"])
    func tablesAnswerToWhatTheyAreCalled(text: String) throws {
        let context = Self.context(DocumentAccess(otherwise: .open, tables: [:]))
        #expect(
            try resolve(text, context)
                == .compare(
                    FilterFixture.operand("table_name", in: FilterFixture.audit), .equal(.text("workspace_members"))))
    }

    // MARK: The clock

    private func floor(_ text: String) throws -> Int64? {
        FilterResolver(
            resource: FilterFixture.audit, context: FilterFixture.context(audit: FilterFixture.auditMap)
        ).clockFloor(try FilterSyntax.parse(text))
    }

    private func matches(_ text: String, _ time: String) throws -> Bool {
        let predicate = try FilterFixture.resolveAudit(text)
        return FilterEvaluator(value: { $0 == ColumnPath("created_at") ? .text(time) : .null }).matches(predicate)
    }

    /// The zone is two hours east.
    @Test(arguments: [
        ("hours:2..3 since:2026-03-01 until:2026-03-02", "2026-03-01T00:30:00.000000Z", true),
        ("hours:2..3 since:2026-03-01 until:2026-03-02", "2026-03-01T01:30:00.000000Z", false),
        ("hours:2..3 since:300d", "2026-03-01T00:30:00.000000Z", true),
        ("since:300d (hours:2..3 or action:delete)", "2026-03-01T00:30:00.000000Z", true),
        ("hours:22..3 since:2026-03-01 until:2026-03-01", "2026-02-28T22:30:00.000000Z", true),
        ("weekday:sun since:2026-03-01 until:2026-03-31", "2026-03-15T10:00:00.000000Z", true),
        ("weekday:sun since:2026-03-01 until:2026-03-31", "2026-03-16T10:00:00.000000Z", false),
        ("-hours:2..3 since:300d", "2026-03-01T01:30:00.000000Z", true),
        ("-hours:2..3 since:300d", "2026-03-01T00:30:00.000000Z", false),
        // Without since: it looks a month back, and so does what is not on the clock.
        ("hours:2..3", "2026-03-01T00:30:00.000000Z", false),
        ("-hours:2..3", "2026-03-01T01:30:00.000000Z", false),
        ("hours:2..3", "2026-11-20T00:30:00.000000Z", true),
    ])
    func hoursReachAsFarAsAsked(text: String, time: String, isFound: Bool) throws {
        #expect(try matches(text, time) == isFound)
    }

    @Test func whatHoursLeaveOutIsSaid() throws {
        #expect(try floor("hours:2..3 since:2026-03-01 until:2026-03-02") == nil)
        #expect(try floor("since:300d (hours:2..3 or weekday:sat)") == nil)
        #expect(try floor("action:delete") == nil)
        #expect(
            try floor("hours:2..3")
                == FilterClock.instant("2026-10-21", now: FilterFixture.now, zone: .fixed(seconds: 7200)))
        #expect(try floor("-hours:2..3 since:2020") != nil)
    }

    // MARK: What to write instead

    @Test(arguments: [
        ("since:7x", "7d"), ("since:1y", "365d"), ("since:2mo", "60d"), ("since:2026-02-30", "2026-02-28"),
        ("since:24.11.2026", "2026-11-24"), ("since:11/24/2026", "2026-11-24"), ("until:yesterdy", "yesterday"),
        ("ip:10.0.0.0/33", "10.0.0.0/24"), ("ip:10.8", "10.8.*"), ("ip:10.8.0.1.2", "10.8.0.1"),
    ])
    func valuesThatCannotBeReadHaveANeighbour(text: String, suggestion: String) {
        let error = FilterFixture.error { try FilterFixture.resolveAudit(text) }
        #expect(error?.suggestion == suggestion)
        if let suggestion = error?.suggestion, let field = text.split(separator: ":").first {
            #expect(throws: Never.self) { try FilterFixture.resolveAudit("\(field):\(suggestion)") }
        }
    }
}
