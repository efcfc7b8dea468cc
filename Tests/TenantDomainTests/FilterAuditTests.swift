import Testing

@testable import TenantDomain

private func operand(_ name: String, _ json: String...) -> Operand {
    let column = FilterFixture.audit.column(name)
    return Operand(ColumnPath(name), type: column?.type ?? .other, jsonPath: json)
}

private func compare(_ name: String, _ comparison: Comparison) -> Predicate { .compare(operand(name), comparison) }

private func related(_ column: String, _ target: String, _ inner: Predicate) -> Predicate {
    .related([Hop(columns: [column], target: RelationName(target), targetColumns: ["id"])], inner)
}

@Suite struct FilterAuditTests {
    static let uuid = "0b0c1d2e-0000-4000-8000-00000000abcd"
    static let users = related(
        "changed_by", "users", .compare(Operand(ColumnPath("email"), type: .text), .equalIgnoringCase("jane@acme.io")))

    @Test(arguments: [
        ("actor:jane@acme.io", .any([users, compare("changed_by_email", .equalIgnoringCase("jane@acme.io"))])),
        ("actor:\(uuid)", compare("changed_by", .equal(.text(uuid)))),
        ("actor:null", compare("changed_by", .isNull)),
        ("action:UPDATE", compare("operation", .equalIgnoringCase("UPDATE"))),
        ("action:sign*", compare("operation", .hasPrefix("sign"))),
        ("table:workspace_members", compare("table_name", .equal(.text("workspace_members")))),
        ("id:\(uuid)", compare("record_id", .equal(.text(uuid)))),
        ("changed:role", .compare(operand("new_data"), .changed(against: ColumnPath("old_data"), key: "role"))),
        (
            "changed:settings.theme",
            .compare(operand("new_data", "settings"), .changed(against: ColumnPath("old_data"), key: "theme"))
        ),
        ("before.role:viewer", .compare(operand("old_data", "role"), .equal(.text("viewer")))),
        ("after.role:owner", .compare(operand("new_data", "role"), .equal(.text("owner")))),
        ("ip:10.8.0.17", compare("ip_address", .equal(.text("10.8.0.17")))),
        ("ip:10.8.*", compare("ip_address", .hasPrefix("10.8."))),
        ("ip:10.8.0.0/16", compare("ip_address", .inNetwork("10.8.0.0/16"))),
        ("since:03:00", compare("created_at", .greaterOrEqual(.text("2026-11-21T01:00:00.000000Z")))),
        ("since:7d", compare("created_at", .greaterOrEqual(.text("2026-11-14T06:30:00.000000Z")))),
        ("until:yesterday", compare("created_at", .lessOrEqual(.text("2026-11-20T21:59:59.999999Z")))),
        ("source:audit_logs", .everything),
        ("source:audit*", .everything),
        ("source:security_events", .nothing),
        ("created_at:>03:00", compare("created_at", .greater(.text("2026-11-21T01:00:00.000000Z")))),
    ])
    func resolves(_ text: String, _ predicate: Predicate) throws {
        #expect(try FilterFixture.resolveAudit(text) == predicate)
    }

    @Test func aPartThatTheSourceLacksMatchesNothing() throws {
        let map = AuditFieldMap(time: "created_at", source: "security_events", sources: ["security_events"])
        for text in ["changed:role", "before.x:1", "actor:null", "ip:10.0.0.1", "tenant:acme"] {
            #expect(try FilterFixture.resolveAudit(text, map: map) == (text.hasPrefix("actor") ? .any([]) : .nothing))
        }
        #expect(try FilterFixture.resolveAudit("-changed:role", map: map) == .not(.nothing))
    }

    @Test func masksFollowIntoTheTrail() throws {
        #expect(
            try FilterFixture.resolveAudit("actor:jane@acme.io", isMasked: true)
                == FilterFixture.resolveAudit("actor:jane@acme.io"))
        for text in ["actor:jane*", "after.email:x", "before:x", "changed_by_email:jane"] {
            let problem = FilterFixture.error { try FilterFixture.resolveAudit(text, isMasked: true) }?.problem
            guard case .masked? = problem else {
                Issue.record("\(text) gave \(String(describing: problem))")
                continue
            }
        }
    }

    @Test(
        arguments: [
            ("chnged:role", FilterError.Problem.unknownField("chnged"), "changed"),
            ("since:tody", .invalidValue("tody", field: "since", expected: .time), "today"),
            ("since:>7d", .operatorNotAllowed(":>", field: "since"), nil),
            ("since:1d,2d", .listNotAllowed(field: "since"), nil),
            ("changed:*", .operatorNotAllowed("*", field: "changed"), nil),
            ("changed:a..b", .operatorNotAllowed("..", field: "changed"), nil),
            ("source:audit_log", .unknownValue("audit_log", field: "source"), "audit_logs"),
            ("ip:host", .invalidValue("host", field: "ip_address", expected: .address), nil),
        ] as [(String, FilterError.Problem, String?)])
    func namesTheProblem(_ text: String, _ problem: FilterError.Problem, _ suggestion: String?) {
        let error = FilterFixture.error { try FilterFixture.resolveAudit(text) }
        #expect(error?.problem == problem)
        #expect(error?.suggestion == suggestion)
    }
}
