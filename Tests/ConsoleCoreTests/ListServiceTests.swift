import ConsoleCore
import Synchronization
import TenantDomain
import TenantStore
import Testing

struct ListServiceTests {
    @Test func defaultColumnsSortAndHiddenOnes() async throws {
        let sample = try SampleDatabase()
        let reply = try await ListService(session: sample.session()).list(ListRequest(resource: "tenants"))
        #expect(reply.columns.map(\.name) == ["name", "plan", "status", "members", "usage", "activity"])
        #expect(
            reply.lines == [
                "Acme Industries|free|active|∅|∅|∅", "Acme Labs|∅|active|∅|∅|∅", "Umbrella|pro|suspended|∅|∅|∅",
            ])
        #expect(reply.identity(row: 0) == RowIdentity([.text(SampleDatabase.acme)]))
        #expect(reply.label(row: 2) == "Umbrella")
        #expect(reply.tenantColumn.map { reply.page.rows.text(row: 0, column: $0) } == SampleDatabase.acme)
        #expect(reply.next == nil)
    }

    @Test func pagesGoOnFromTheirCursor() async throws {
        let sample = try SampleDatabase()
        let service = ListService(session: try await sample.session())
        var request = ListRequest(resource: "tenants", columns: ["name"], limit: 2)
        let first = try await service.list(request)
        #expect(first.lines == ["Acme Industries", "Acme Labs"])
        request.after = first.next
        let second = try await service.list(request)
        #expect(second.lines == ["Umbrella"])
        #expect(second.next == nil)
        request.sort = [FieldSort("name", descending: true)]
        await #expect(throws: ConsoleError.badCursor) { try await service.list(request) }
        request.after = "nonsense"
        await #expect(throws: ConsoleError.badCursor) { try await service.list(request) }
    }

    @Test func supportSeesMasksAndMayAskForWholeValuesOnly() async throws {
        let sample = try SampleDatabase()
        let service = ListService(session: try await sample.session(.support))
        let users = ListRequest(resource: "users", columns: ["name", "email", "phone", "password_hash"])
        let reply = try await service.list(users)
        #expect(
            Set(reply.lines) == [
                "J…|j***@acme.example|•••67|••••••••", "M…|m***@acme.example|∅|∅", "∅|s***@acme.example|∅|∅",
            ])
        var request = users
        request.filter = "email:=jane@acme.example"
        #expect(try await service.list(request).lines.count == 1)
        request.filter = "email:jane"
        await #expect { try await service.list(request) } throws: { error in
            guard case .filter(_, let problem, _, _, _)? = error as? ConsoleError else { return false }
            return problem.contains("masked")
        }
        request.filter = ""
        request.sort = [FieldSort("email")]
        await #expect { try await service.list(request) } throws: { error in
            guard case .notFilterable("email", _)? = error as? ConsoleError else { return false }
            return true
        }
    }

    @Test func adminSeesPersonalDataButNoSecrets() async throws {
        let sample = try SampleDatabase()
        let service = ListService(session: try await sample.session(.admin))
        let reply = try await service.list(
            ListRequest(resource: "users", filter: "jane", columns: ["email", "password_hash"]))
        #expect(reply.lines == ["jane@acme.example|••••••••"])
    }

    @Test func joinedFieldsAreShownFilteredAndSortedBy() async throws {
        let sample = try SampleDatabase()
        let service = ListService(session: try await sample.session(.admin))
        let reply = try await service.list(
            ListRequest(
                resource: "members", filter: "email:acme role:owner,admin",
                sort: [FieldSort("workspace", descending: true)]
            ))
        #expect(
            reply.lines == [
                "Jane Doe|jane@acme.example|admin|active|Umbrella",
                "Jane Doe|jane@acme.example|owner|active|Acme Industries",
            ])
    }

    @Test(arguments: ["acme", "ACME", "acme.example", "acme industries", SampleDatabase.acme, "Acme I"])
    func rowsOfOneTenant(word: String) async throws {
        let sample = try SampleDatabase()
        let service = ListService(session: try await sample.session(.admin))
        let reply = try await service.list(ListRequest(resource: "members", tenant: word))
        #expect(reply.tenant?.name == "Acme Industries")
        #expect(reply.lines.count == 3)
        let users = try await service.list(ListRequest(resource: "users", columns: ["email"], tenant: "umbrella"))
        #expect(users.lines == ["jane@acme.example"])
        let filtered = try await service.list(ListRequest(resource: "members", filter: "tenant:umbrella"))
        #expect(filtered.lines.count == 1)
    }

    @Test func wordsThatFitNothingAreAnsweredWithTheNearest() async throws {
        let sample = try SampleDatabase()
        let service = ListService(session: try await sample.session())
        await #expect(throws: ConsoleError.unknownResource("membrs", nearest: "members")) {
            try await service.list(ListRequest(resource: "membrs"))
        }
        await #expect(throws: ConsoleError.unknownField("rol", resource: "members", nearest: "role")) {
            try await service.list(ListRequest(resource: "members", columns: ["rol"]))
        }
        await #expect(
            throws: ConsoleError.ambiguous(
                word: "acm", what: "tenant", candidates: ["Acme Industries (acme)", "Acme Labs (acme-labs)"])
        ) { try await service.list(ListRequest(resource: "members", tenant: "acm")) }
        await #expect { try await service.list(ListRequest(resource: "members", tenant: "nobody")) } throws: { error in
            guard case .noSuch("tenant", "nobody", _)? = error as? ConsoleError else { return false }
            return true
        }
        await #expect { try await service.list(ListRequest(resource: "plans", tenant: "acme")) } throws: { error in
            guard case .usage? = error as? ConsoleError else { return false }
            return true
        }
    }

    @Test func documentsOfTheAuditTrailAreMaskedByTheirTable() async throws {
        let sample = try SampleDatabase()
        let request = ListRequest(
            resource: "audit_logs", filter: "table_name:users", columns: ["old_data", "new_data", "ip_address"])
        let support = try await ListService(session: sample.session(.support)).list(request)
        #expect(
            support.lines == [
                #"{"email":"o***@acme.example","password_hash":"••••••••","role":"viewer"}|"#
                    + #"{"email":"j***@acme.example","password_hash":"••••••••","role":"owner"}|10.8.*.*"#
            ])
        let admin = try await ListService(session: sample.session(.admin)).list(request)
        #expect(admin.lines[0].contains("jane@acme.example"))
        #expect(!admin.lines[0].contains("x2"))
    }

    @Test func secretsInsideDocumentsAreNeverShown() async throws {
        let sample = try SampleDatabase()
        let reply = try await ListService(session: sample.session(.admin)).list(
            ListRequest(resource: "tenants", filter: "slug:=acme", columns: ["settings"]))
        #expect(reply.lines == [#"{"theme":"dark","smtp_password":"••••••••"}"#])
    }

    @Test func talliesStopCounting() async throws {
        let sample = try SampleDatabase()
        let service = ListService(session: try await sample.session())
        let query = try await service.query(ListRequest(resource: "members", filter: "role:viewer"))
        #expect(try await service.tally(query) == .exactly(2))
        #expect(try await service.tally(query, cap: 1) == .moreThan(1))
        let view = try await service.query(ListRequest(resource: "active_workspaces", filter: "name:acme"))
        #expect(try await service.tally(view) == .exactly(2))
        #expect(try await service.page(view).lines.count == 2)
    }

    @Test func streamsEverythingMasked() async throws {
        let sample = try SampleDatabase()
        let service = ListService(session: try await sample.session())
        let query = try await service.query(ListRequest(resource: "users", columns: ["email"], limit: 1))
        let lines = Lines()
        try await service.stream(query) { block in
            for row in 0..<block.rowCount { lines.append(block.text(row: row, column: 0) ?? "∅") }
            return true
        }
        #expect(lines.all.sorted() == ["j***@acme.example", "m***@acme.example", "s***@acme.example"])
        let two = Lines()
        try await service.stream(query, limit: 2) { block in
            for row in 0..<block.rowCount { two.append(block.text(row: row, column: 0) ?? "∅") }
            return true
        }
        #expect(two.all.count == 2)
    }

    @Test func computedCellsOfTheVisibleRows() async throws {
        let sample = try SampleDatabase()
        let service = ListService(session: try await sample.session())
        let reply = try await service.list(ListRequest(resource: "tenants"))
        let cells = try await service.computed(reply, rows: 0..<3)
        func content(_ row: Int, _ column: String) -> ComputedCell.Content? {
            cells.first { $0.row == row && $0.column == reply.place(of: column) }?.content
        }
        let acme = LimitUsage(key: "members", title: "Members", used: 2, limit: 1, enforcement: .hard)
        #expect(content(0, "members") == .usage(acme))
        #expect(content(0, "usage") == .highestUsage(acme))
        #expect(content(0, "activity") == .activity(SampleDatabase.now - 120_000_000))
        let labs = LimitUsage(key: "members", title: "Members", used: 0, limit: nil, enforcement: .none)
        #expect(content(1, "members") == .usage(labs), "no plan, no limit")
        #expect(content(1, "usage") == .highestUsage(nil))
        #expect(content(1, "activity") == .activity(nil))
        let members = LimitUsage(key: "members", title: "Members", used: 1, limit: 50, grace: 5, enforcement: .soft)
        #expect(content(2, "members") == .usage(members))
        let tokens = LimitUsage(key: "tokens", title: "Tokens", used: 711, limit: 1000, enforcement: .hard)
        #expect(content(2, "usage") == .highestUsage(tokens), "only what was used since the period began counts")
        let only = try await service.computed(reply, rows: 1..<2)
        #expect(Set(only.map(\.row)) == [1])
    }

    @Test func frequentValuesForCompletion() async throws {
        let sample = try SampleDatabase()
        let session = try await sample.session()
        let service = ListService(session: session)
        let members = try #require(session.registry.resource(named: "members"))
        #expect(try await service.frequentValues(members, column: "status") == ["active", "removed"])
        #expect(try await service.frequentValues(members, column: "role", prefix: "o") == ["owner"])
        #expect(try await service.frequentValues(members, column: "email") == [], "masked")
    }
}

extension ListReply {
    /// The page as lines, cells parted by `|`, null as `∅`.
    var lines: [String] {
        (0..<page.rows.rowCount).map { row in
            columns.indices.map { page.rows.text(row: row, column: $0) ?? "∅" }.joined(separator: "|")
        }
    }
}

/// Lines gathered from a concurrent closure.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    func append(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}
