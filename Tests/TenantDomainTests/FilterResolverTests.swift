import Testing

@testable import TenantDomain

private func at(_ text: String) -> Value { .text(text) }

private func compare(_ name: String, _ comparison: Comparison) -> Predicate {
    .compare(FilterFixture.operand(name), comparison)
}

private let uuid = "0b0c1d2e-0000-4000-8000-00000000abcd"

private func related(_ column: String, _ target: String, _ inner: Predicate) -> Predicate {
    .related([Hop(columns: [column], target: RelationName(target), targetColumns: ["id"])], inner)
}

private func field(_ name: String, _ comparison: Comparison) -> Predicate {
    .compare(Operand(ColumnPath(name), type: .text), comparison)
}

@Suite struct FilterResolverTests {
    @Test(arguments: [
        ("", Predicate.everything),
        // Closed lists: spelled as declared.
        ("role:owner", compare("role", .equal(.text("owner")))),
        ("ROLE:Owner", compare("role", .equal(.text("owner")))),
        ("role:super-editor", compare("role", .equal(.text("super_editor")))),
        ("role:owner,admin,owner", compare("role", .oneOf([.text("owner"), .text("admin")]))),
        ("role:owner,null", .any([compare("role", .equal(.text("owner"))), compare("role", .isNull)])),
        ("role:*", compare("role", .isNotNull)),
        ("-role:owner", .not(compare("role", .equal(.text("owner"))))),
        ("role:e*", compare("role", .equal(.text("editor")))),
        // Keys by name, other text.
        ("status:active", compare("status", .equal(.text("active")))),
        ("status:a*", compare("status", .hasPrefix("a"))),
        ("note:Late", compare("note", .contains("Late"))),
        ("note:\"\"", compare("note", .equal(.text("")))),
        ("note:=Late", compare("note", .equal(.text("Late")))),
        ("note:la*", compare("note", .hasPrefix("la"))),
        ("note:>m", compare("note", .greater(.text("m")))),
        ("note:a..b", compare("note", .between(.text("a"), .text("b")))),
        ("note:a,=b", .any([compare("note", .contains("a")), compare("note", .contains("=b"))])),
        // Ids.
        ("id:\(uuid)", compare("id", .equal(.text(uuid)))),
        ("id:0b0c1d2e00004000800000000000abcd", compare("id", .equal(.text(uuid)))),
        ("id:0b0c*", compare("id", .hasPrefix("0b0c"))),
        // Numbers and booleans.
        ("seats:5", compare("seats", .equal(.integer(5)))),
        ("seats:-5", compare("seats", .equal(.integer(-5)))),
        ("seats:>=5", compare("seats", .greaterOrEqual(.integer(5)))),
        ("seats:<4.5", compare("seats", .less(.real(4.5)))),
        ("seats:1..5", compare("seats", .between(.integer(1), .integer(5)))),
        ("seats:..5", compare("seats", .lessOrEqual(.integer(5)))),
        ("seats:5..", compare("seats", .greaterOrEqual(.integer(5)))),
        ("score:0.5", compare("score", .equal(.real(0.5)))),
        ("score:>1", compare("score", .greater(.integer(1)))),
        ("price:12345678901234567.89", compare("price", .equal(.text("12345678901234567.89")))),
        ("active:yes", compare("active", .equal(.integer(1)))),
        ("active:FALSE", compare("active", .equal(.integer(0)))),
        ("active:1,no", compare("active", .oneOf([.integer(1), .integer(0)]))),
        // Times, two hours east of Greenwich, at 08:30 on the wall.
        (
            "joined_at:2026-11-01",
            compare("joined_at", .between(at("2026-10-31T22:00:00.000000Z"), at("2026-11-01T21:59:59.999999Z")))
        ),
        (
            "Joined:2026-11",
            compare("joined_at", .between(at("2026-10-31T22:00:00.000000Z"), at("2026-11-30T21:59:59.999999Z")))
        ),
        ("joined_at:>2026-11-01", compare("joined_at", .greater(at("2026-11-01T21:59:59.999999Z")))),
        ("joined_at:<2026-11-01", compare("joined_at", .less(at("2026-10-31T22:00:00.000000Z")))),
        ("joined_at:>=2026-11-01T03:00Z", compare("joined_at", .greaterOrEqual(at("2026-11-01T03:00:00.000000Z")))),
        ("joined_at:>2026-11-01T03:00+05:30", compare("joined_at", .greater(at("2026-10-31T21:30:00.000000Z")))),
        ("joined_at:=2026-11-01T03:00:00.5Z", compare("joined_at", .equal(at("2026-11-01T03:00:00.500000Z")))),
        (
            "joined_at:2026-11-01T03:00",
            compare("joined_at", .between(at("2026-11-01T01:00:00.000000Z"), at("2026-11-01T01:00:59.999999Z")))
        ),
        ("joined_at:7d", compare("joined_at", .greaterOrEqual(at("2026-11-14T06:30:00.000000Z")))),
        ("joined_at:1h30m", compare("joined_at", .greaterOrEqual(at("2026-11-21T05:00:00.000000Z")))),
        ("joined_at:<2w", compare("joined_at", .less(at("2026-11-07T06:30:00.000000Z")))),
        (
            "joined_at:+1d",
            compare("joined_at", .between(at("2026-11-21T06:30:00.000000Z"), at("2026-11-22T06:30:00.000000Z")))
        ),
        (
            "joined_at:today",
            compare("joined_at", .between(at("2026-11-20T22:00:00.000000Z"), at("2026-11-21T21:59:59.999999Z")))
        ),
        (
            "joined_at:yesterday",
            compare("joined_at", .between(at("2026-11-19T22:00:00.000000Z"), at("2026-11-20T21:59:59.999999Z")))
        ),
        ("joined_at:>03:00", compare("joined_at", .greater(at("2026-11-21T01:00:00.000000Z")))),
        ("joined_at:>09:00", compare("joined_at", .greater(at("2026-11-20T07:00:00.000000Z")))),
        (
            "joined_at:23:00..01:00",
            compare("joined_at", .between(at("2026-11-20T21:00:00.000000Z"), at("2026-11-20T23:00:00.000000Z")))
        ),
        (
            "joined_at:08:00..09:00",
            compare("joined_at", .between(at("2026-11-21T06:00:00.000000Z"), at("2026-11-21T07:00:00.000000Z")))
        ),
        (
            "joined_at:2026-11-01..2026-11-02",
            compare("joined_at", .between(at("2026-10-31T22:00:00.000000Z"), at("2026-11-02T21:59:59.999999Z")))
        ),
        ("birthday:today", compare("birthday", .equal(at("2026-11-21")))),
        ("birthday:2026-11", compare("birthday", .between(at("2026-11-01"), at("2026-11-30")))),
        ("birthday:>2026-11-01", compare("birthday", .greater(at("2026-11-01")))),
        // Addresses.
        ("last_ip:10.8.0.17", compare("last_ip", .equal(.text("10.8.0.17")))),
        ("last_ip:10.8.*", compare("last_ip", .hasPrefix("10.8."))),
        ("last_ip:10.8.0.0/16", compare("last_ip", .inNetwork("10.8.0.0/16"))),
        // JSON.
        ("metadata.source:ads", .compare(FilterFixture.operand("metadata", "source"), .contains("ads"))),
        ("metadata.plan:pro", .compare(FilterFixture.operand("metadata", "plan"), .equal(.text("pro")))),
        ("metadata.a.0:5", .compare(FilterFixture.operand("metadata", "a", "0"), .equal(.text("5")))),
        ("metadata.a:null", .compare(FilterFixture.operand("metadata", "a"), .isNull)),
        (
            "metadata.a:>5",
            .compare(Operand(ColumnPath("metadata"), type: .real, jsonPath: ["a"]), .greater(.integer(5)))
        ),
        ("metadata.a:>x", .compare(FilterFixture.operand("metadata", "a"), .greater(.text("x")))),
        ("metadata:ads", compare("metadata", .contains("ads"))),
        ("avatar:null", compare("avatar", .isNull)),
        // Names of referenced rows.
        (
            "tenant:acme",
            related(
                "workspace_id", "workspaces",
                .any([field("slug", .equalIgnoringCase("acme")), field("name", .contains("acme"))]))
        ),
        (
            "workspace:=acme",
            related(
                "workspace_id", "workspaces",
                .any([field("slug", .equalIgnoringCase("acme")), field("name", .equalIgnoringCase("acme"))]))
        ),
        ("workspace:acm*", related("workspace_id", "workspaces", field("name", .hasPrefix("acm")))),
        ("user:jane@acme.io", related("user_id", "users", field("email", .equalIgnoringCase("jane@acme.io")))),
        ("workspace_id:\(uuid)", compare("workspace_id", .equal(.text(uuid)))),
        ("workspace_id:null", compare("workspace_id", .isNull)),
        // Together.
        (
            "seats:1 (active:1 or seats:2)",
            .all([
                compare("seats", .equal(.integer(1))),
                .any([compare("active", .equal(.integer(1))), compare("seats", .equal(.integer(2)))]),
            ])
        ),
    ])
    func resolves(_ text: String, _ predicate: Predicate) throws {
        #expect(try FilterFixture.resolve(text) == predicate)
    }

    @Test func bareWordsSearchOpenTextColumns() throws {
        #expect(
            try FilterFixture.resolve("edit")
                == .any([
                    compare("name", .contains("edit")), compare("status", .contains("edit")),
                    compare("note", .contains("edit")), compare("email", .contains("edit")),
                    compare("role", .oneOf([.text("super_editor"), .text("editor")])),
                ]))
        #expect(
            try FilterFixture.resolve("jane*", isMasked: true)
                == .any([compare("status", .hasPrefix("jane")), compare("note", .hasPrefix("jane"))]))
        guard case .any(let parts) = try FilterFixture.resolve(uuid) else {
            Issue.record("no alternatives")
            return
        }
        #expect(parts.first == .key(["id"], [.text(uuid)]))
    }

    @Test func upperCaseUUIDsAreTakenAsPasted() throws {
        let typed = uuid.uppercased()
        #expect(try FilterFixture.resolve("id:\(typed)") == compare("id", .oneOf([.text(uuid), .text(typed)])))
    }

    @Test func identifierPrefixIsARangeOnPostgres() throws {
        let resolver = FilterResolver(
            resource: FilterFixture.members, context: FilterFixture.context(engine: .postgres))
        #expect(
            try resolver.resolve("id:0B0C1d2e-0*")
                == compare(
                    "id",
                    .between(
                        .text("0b0c1d2e-0000-0000-0000-000000000000"), .text("0b0c1d2e-0fff-ffff-ffff-ffffffffffff"))))
    }

    @Test func daysFollowTheClockChange() throws {
        // Clocks go back at 2026-10-25T01:00Z: east two hours before, one after.
        let change: Int64 = 1_792_890_000 * 1_000_000
        let zone = FilterZone(
            utc: { civil in
                civil - 2 * CivilCalendar.hour < change ? civil - 2 * CivilCalendar.hour : civil - CivilCalendar.hour
            },
            civil: { utc in utc < change ? utc + 2 * CivilCalendar.hour : utc + CivilCalendar.hour })
        let resolver = FilterResolver(resource: FilterFixture.members, context: FilterFixture.context(zone: zone))
        #expect(
            try resolver.resolve("joined_at:2026-10-25")
                == compare("joined_at", .between(at("2026-10-24T22:00:00.000000Z"), at("2026-10-25T22:59:59.999999Z"))))
    }

    @Test(
        arguments: [
            ("rol:owner", FilterError.Problem.unknownField("rol"), 0..<3, "role"),
            ("x joind_at:7d", .unknownField("joind_at"), 2..<10, "joined_at"),
            ("tenent:x", .unknownField("tenent"), 0..<6, "tenant"),
            ("zzzzzz:x", .unknownField("zzzzzz"), 0..<6, nil),
            ("usage:5", .computedField("usage"), 0..<5, nil),
            ("role.x:5", .notJSON(field: "role"), 0..<6, "role"),
            ("role:admn", .unknownValue("admn", field: "role"), 5..<9, "admin"),
            ("role:owner,vewer", .unknownValue("vewer", field: "role"), 11..<16, "viewer"),
            ("role:>a", .operatorNotAllowed(":>", field: "role"), 6..<7, nil),
            ("role:a..b", .operatorNotAllowed("..", field: "role"), 5..<9, nil),
            ("seats:many", .invalidValue("many", field: "seats", expected: .integer), 6..<10, nil),
            ("seats:1.5", .invalidValue("1.5", field: "seats", expected: .integer), 6..<9, nil),
            (
                "seats:99999999999999999999", .invalidValue("99999999999999999999", field: "seats", expected: .integer),
                6..<26, nil
            ),
            ("seats:>1,2", .listNotAllowed(field: "seats"), 0..<10, nil),
            ("seats:1*", .operatorNotAllowed("*", field: "seats"), 6..<8, nil),
            ("amount_cents:>4.50", .invalidValue("4.50", field: "amount_cents", expected: .cents), 14..<18, nil),
            ("score:inf", .invalidValue("inf", field: "score", expected: .number), 6..<9, nil),
            ("score:0x10", .invalidValue("0x10", field: "score", expected: .number), 6..<10, nil),
            ("active:maybe", .invalidValue("maybe", field: "active", expected: .boolean), 7..<12, nil),
            ("active:tru", .invalidValue("tru", field: "active", expected: .boolean), 7..<10, "true"),
            ("joined_at:tody", .invalidValue("tody", field: "joined_at", expected: .time), 10..<14, "today"),
            (
                "joined_at:2026-02-30", .invalidValue("2026-02-30", field: "joined_at", expected: .time), 10..<20,
                "2026-02-28"
            ),
            ("joined_at:25:00", .invalidValue("25:00", field: "joined_at", expected: .time), 10..<15, "7d"),
            (
                "joined_at:>999999999w999999999w",
                .invalidValue("999999999w999999999w", field: "joined_at", expected: .time), 11..<31, "7d"
            ),
            ("id:abc", .invalidValue("abc", field: "id", expected: .uuid), 3..<6, "abc*"),
            ("id:xyz", .invalidValue("xyz", field: "id", expected: .uuid), 3..<6, nil),
            ("id:xyz*", .invalidValue("xyz*", field: "id", expected: .uuidPrefix), 3..<7, nil),
            ("last_ip:10.8", .invalidValue("10.8", field: "last_ip", expected: .address), 8..<12, "10.8.*"),
            ("last_ip:2001:db8::/20", .networkNotSupported("2001:db8::/20"), 8..<21, nil),
            ("avatar:x", .operatorNotAllowed(":", field: "avatar"), 7..<8, nil),
            ("metadata:=x", .operatorNotAllowed(":=", field: "metadata"), 10..<11, nil),
            ("api_token:x", .secret(field: "api_token"), 0..<9, nil),
            ("api_token:null", .secret(field: "api_token"), 0..<9, nil),
        ] as [(String, FilterError.Problem, Range<Int>, String?)])
    func namesTheProblem(_ text: String, _ problem: FilterError.Problem, _ range: Range<Int>, _ suggestion: String?) {
        let error = FilterFixture.error { try FilterFixture.resolve(text) }
        #expect(error?.problem == problem)
        #expect(error?.range == range)
        #expect(error?.suggestion == suggestion)
        #expect(error?.term.isEmpty == false)
    }

    @Test func unknownNamesListTheValidOnes() {
        let fields = FilterFixture.error { try FilterFixture.resolve("rol:x") }?.valid ?? []
        #expect(fields.contains("role") && !fields.contains("api_token") && !fields.contains("usage"))
        let roles = FilterFixture.error { try FilterFixture.resolve("role:x") }?.valid
        #expect(roles == ["owner", "admin", "super_editor", "editor", "viewer"])
    }

    @Test func maskedColumnsAnswerWholeValuesOnly() throws {
        for text in [
            "email:=jane@acme.io", "email:null", "email:*", "-email:=a,b", "metadata.email:=x", "metadata.plan:x",
        ] {
            _ = try FilterFixture.resolve(text, isMasked: true)
        }
        for text in [
            "email:jane", "email:jane*", "email:a..b", "email:>a", "metadata.email:x", "metadata:x",
            "metadata.source:x", "metadata.a:x*", "metadata.a:>x", "metadata.a:1..x",
        ] {
            let name = String(text.prefix { $0 != ":" })
            let problem = FilterFixture.error { try FilterFixture.resolve(text, isMasked: true) }?.problem
            #expect(problem == .masked(field: name), "\(text)")
        }
    }

    @Test func writesNameTheirRows() throws {
        let resolver = FilterResolver(resource: FilterFixture.members, context: FilterFixture.context())
        for text in ["role:owner", "note:=x", "id:\(uuid)", "seats:>5", "note:null"] {
            #expect(try resolver.resolveForWrite(text) == resolver.resolve(text))
        }
        #expect(
            try resolver.resolveForWrite("tenant:acme")
                == related(
                    "workspace_id", "workspaces",
                    .any([field("slug", .equalIgnoringCase("acme")), field("name", .equalIgnoringCase("acme"))])))
        for (text, loose) in [
            ("note:x", FilterError.Loose.contains), ("jane", .bareWord), ("role:owner -jane*", .bareWord),
            ("metadata.source:x", .contains),
        ] {
            let problem = FilterFixture.error { try resolver.resolveForWrite(text) }?.problem
            #expect(problem == .tooLooseForWriting(loose), "\(text)")
        }
    }
}
