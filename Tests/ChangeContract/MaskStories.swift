// swift-format-ignore-file: LineLength
import ConsoleCore
import TenantDomain
import TenantStore
import Testing

/// What stays hidden from support: nothing masked leaves by any command, and no question finds out about it piece by
/// piece. Told once for both engines, over the rows of `ChangeFixture`.
package struct MaskStories {
    let bench: ChangeBench

    package init(_ bench: ChangeBench) { self.bench = bench }

    /// Personal data that support sees masked, in columns, documents and the trail.
    private static let personal = [
        "cid@acme.example", "zilch@needle.example", "+49301234567", "needle-payload", "needle-summary", "10.77.88.99",
        "NeedleBrowser/9", "ann@acme.example",
    ]
    /// What nobody sees.
    private static let secrets = ["needle-hash", "old-secret", "needle-api-key"]

    private var cid: String { ChangeFixture.id("c", 3) }

    package func run() async throws {
        try await seed()
        try await nothingMaskedLeaves()
        try await nothingIsFoundOutPieceByPiece()
        try await wholeValuesAreFound()
        try await whatMayNotBeAskedIsRefused()
        try await consoleLoadsHideToo()
        try await plansAreMasked()
        try await errorsCarryNoValues()
        try await revealsAreOneRecordAndJournaled()
    }

    private func session(_ persona: Persona = .support) -> ConsoleSession {
        var session = bench.session
        session.persona = persona
        return session
    }

    private func seed() async throws {
        try await bench.change(
            .edit(
                table: "users", key: [KeyPart("id", .text(cid))],
                fields: [
                    ColumnValue("phone", .text("+49301234567")), ColumnValue("email", .text("zilch@needle.example")),
                    ColumnValue("profile", .text(#"{"note": "needle-payload"}"#)),
                ]))
        try await bench.change(
            .edit(
                table: "users", key: [KeyPart("id", .text(cid))],
                fields: [ColumnValue("email", .text("cid@acme.example"))]))
        try await bench.change(
            .setSetting(tenant: ChangeFixture.acme, key: "mail.api_key", json: "\"needle-api-key\""))
        try await bench.change(
            .addInteraction(
                deal: ChangeFixture.target("7", 1, "Relaunch"), kind: "call", text: "needle-summary",
                id: ChangeFixture.id("5", 9)))
        try await bench.execute("UPDATE users SET encrypted_password = 'needle-hash' WHERE id = '\(cid)'")
        try await bench.execute(
            """
            INSERT INTO audit_logs (id, workspace_id, changed_by, actor_email, action, table_name, record_id, old_data, new_data, ip_address, user_agent, created_at)
            VALUES ('\(ChangeFixture.id("4", 1))', '\(ChangeFixture.id("a", 1))', '\(ChangeFixture.id("c", 1))', 'ann@acme.example', 'UPDATE', 'users', '\(cid)',
            '{"id": "\(cid)", "email": "zilch@needle.example", "encrypted_password": "needle-hash"}', '{"id": "\(cid)", "email": "cid@acme.example", "encrypted_password": "x"}', '10.77.88.99', 'NeedleBrowser/9', '2026-11-20T06:00:00.000000Z')
            """)
    }

    // MARK: Asking

    private func ask(_ line: String, _ persona: Persona = .support) async -> Result<Reply, ConsoleError> {
        let session = session(persona)
        guard case .parsed(let parsed) = Grammar.parse(line: line, registry: session.registry),
            let command = parsed.command
        else {
            Issue.record("\(line) is no command")
            return .failure(.cancelled)
        }
        do throws(ConsoleError) {
            return .success(try await CommandRouter(session: session, host: NoHost()).run(command))
        } catch {
            return .failure(error)
        }
    }

    /// Every text in a reply, however deep, shown or not.
    private func texts(_ value: Any) -> [String] {
        if let text = value as? String { return [text] }
        if let block = value as? RowBlock {
            return (0..<block.rowCount).flatMap { row in
                (0..<block.columnCount).compactMap { block.text(row: row, column: $0) }
            }
        }
        return Mirror(reflecting: value).children.flatMap { texts($0.value) }
    }

    private func leaks(_ texts: [String], _ hidden: [String], asked: String = "") -> [String] {
        hidden.filter { needle in !asked.contains(needle) && texts.contains { $0.contains(needle) } }
    }

    private func nothingMaskedLeaves() async throws {
        let users = ChangeFixture.id("c", 3)
        let entry = ChangeFixture.id("4", 1)
        let lines = [
            "list users", "list users --columns email,phone,profile,encrypted_password", "list workspace_members",
            "list workspace_members --columns email", "list embed_tokens", "list crm_interactions", "list audit_logs",
            "list audit_logs --columns old_data,new_data,actor_email,ip_address,user_agent", "show users \(users)",
            "show audit_logs \(entry)", "show workspaces acme", "show crm_interactions \(ChangeFixture.id("5", 9))",
            "user \(users)", "tenant acme", "find Cid", "find needle", "find \(users)", "find acme", "audit",
            "audit --tenant acme", "audit table:users", "entry \(entry)", "audit top --by actor",
            "audit top --by tenant", "audit histogram", "audit history users \(users)", "case acme",
            "case acme --member Cid", "board --tenant acme", "over", "plans", "describe users", "receipts",
            "info", "resources", "functions", "audit queries", "audit advise", "complete fields users",
        ]
        for line in lines {
            switch await ask(line) {
            case .success(let reply):
                let leaks = leaks(texts(reply), Self.personal + Self.secrets)
                #expect(
                    leaks.isEmpty,
                    "\(line) gives \(leaks): \(texts(reply).filter { text in leaks.contains { text.contains($0) } }.prefix(4))"
                )
            case .failure(let error):
                let wording = ErrorWording.wording(for: error)
                #expect(leaks([wording.message, wording.hint ?? ""], Self.personal + Self.secrets).isEmpty)
                Issue.record("\(line): \(wording.message)")
            }
            // Secrets are hidden from whoever sees everything else.
            if case .success(let reply) = await ask(line, .admin) {
                let leaks = leaks(texts(reply), Self.secrets)
                #expect(leaks.isEmpty, "\(line) gives admin \(leaks)")
            }
        }
    }

    // MARK: Guessing

    /// What can be told from the answer: how many rows, or that it was refused.
    private func told(_ line: String) async -> String {
        switch await ask(line) {
        case .success(.list(let reply)): "\(reply.page.rows.rowCount) rows"
        case .success(.find(let found)): "\(found.matches.count) matches"
        case .success(.timeline(let trail)): "\(trail.entries.count) entries"
        case .success(.user): "a user"
        case .success(.record): "a record"
        case .success(.trail): "a trail"
        case .success: "something"
        case .failure(let error):
            switch error {
            case .noSuch, .noRow: "nothing"
            case .ambiguous, .choiceNeeded: "several"
            default: "refused"
            }
        }
    }

    /// A right guess of a part has to look like a wrong one.
    private func nothingIsFoundOutPieceByPiece() async throws {
        for (right, wrong) in [
            ("list users cid@ac", "list users xyz@ac"), ("list users 30123", "list users 99999"),
            ("list users -- -cid@acme", "list users -- -xyz@acme"), ("list users needle-pay", "list users xyzzy-pay"),
            ("list workspace_members cid@", "list workspace_members xyz@"), ("find cid@ac", "find xyz@ac"),
            ("find 493012345", "find 493099999"), ("find needle-pay", "find xyzzy-pay"),
            ("find needle-hash", "find xyzzy-hash"), ("find needle-summ", "find xyzzy-summ"),
            ("find zilch@needle.example", "find xyzzy@needle.example"), ("user cid@acme.ex", "user xyz@acme.ex"),
            ("show users cid@acme.ex", "show users xyz@acme.ex"), ("audit cid@acme", "audit xyz@acme"),
            ("audit zilch@", "audit xyzzy@"), ("audit needle-hash", "audit xyzzy-hash"),
            ("audit NeedleBrow", "audit XyzzyBrow"), ("audit 10.77", "audit 10.99"),
            ("audit actor:ann@acme.ex", "audit actor:xyz@acme.ex"), ("audit needle-api", "audit xyzzy-api"),
            ("list audit_logs zilch@", "list audit_logs xyzzy@"),
            ("list audit_logs needle-h", "list audit_logs xyzzy-h"),
            ("case acme --member cid@ac", "case acme --member xyz@ac"),
            ("list crm_interactions needle-s", "list crm_interactions xyzzy-s"),
        ] {
            let (yes, no) = (await told(right), await told(wrong))
            #expect(yes == no, "\(right): \(yes), \(wrong): \(no)")
        }
    }

    private func whatMayNotBeAskedIsRefused() async throws {
        let lines = [
            "list users email:c*", "list users email:cid", "list users email:>a", "list users email:<z",
            "list users email:a..z", "list users phone:+49*", "list users phone:>1", "list users -- -email:c*",
            "list users not email:c*", "list users (email:c* or name:x)", "list users --sort email",
            "list users --sort -phone", "list workspace_members email:c*", "list workspace_members --sort email",
            "list users profile.note:needle*", "list users profile.note:>a", "list users encrypted_password:needle*",
            "list users encrypted_password:=needle-hash", "list users encrypted_password:>a",
            "audit top --by ip", "list embed_tokens token:=old-secret", "list embed_tokens --sort token",
            "audit ip:10.77.*",
            "audit ip:>10.0.0.0", "audit after.email:c*", "audit before.email:>a", "audit before.email:z*",
            "audit before.encrypted_password:needle*", "audit before.encrypted_password:=needle-hash",
            "list audit_logs old_data.email:z*", "list audit_logs old_data.encrypted_password:=needle-hash",
            "list audit_logs ip_address:10.77*", "list audit_logs user_agent:Needle*", "list audit_logs actor_email:a*",
            "list workspaces settings.mail.api_key:needle*", "list workspaces settings.mail.api_key:=needle-api-key",
        ]
        for line in lines {
            let answer = await ask(line)
            guard case .failure = answer else {
                Issue.record("\(line) is answered: \(await told(line))")
                continue
            }
        }
    }

    /// The whole value finds its row: that is how support works.
    private func wholeValuesAreFound() async throws {
        #expect(await told("list users email:=cid@acme.example") == "1 rows")
        #expect(await told("list users email:=xyz@acme.example") == "0 rows")
        #expect(await told("find cid@acme.example") != "0 matches")
        #expect(await told("user cid@acme.example") == "a user")
        #expect(await told("audit actor:=ann@acme.example") != "refused")
    }

    // MARK: The console's own reads

    private func consoleLoadsHideToo() async throws {
        let session = session()
        let lists = ListService(session: session)
        for (word, columns) in [
            ("users", ["email", "phone", "profile", "encrypted_password"]), ("workspace_members", ["email"]),
            ("embed_tokens", ["token"]), ("audit_logs", ["actor_email", "ip_address", "user_agent", "old_data"]),
        ] {
            let resource = try #require(session.registry.resource(named: word))
            for column in columns {
                for prefix in ["", "c", "z", "n", "+"] {
                    let values = try? await lists.frequentValues(resource, column: column, prefix: prefix)
                    #expect(values ?? [] == [], "completion of \(word).\(column)")
                }
            }
        }
        let reply = try await lists.list(ListRequest(resource: "users", limit: 2))
        let next = try #require(reply.next)
        #expect(
            leaks(
                [
                    next,
                    texts(try lists.cursor(next, of: try await lists.query(ListRequest(resource: "users")))).joined(
                        separator: " "),
                ], Self.personal
            ).isEmpty)
        // A cursor of another sort is no way to compare with a masked column.
        for sort in [[FieldSort("email")], [FieldSort("phone", descending: true)]] {
            await #expect(throws: ConsoleError.self) {
                _ = try await lists.list(ListRequest(resource: "users", sort: sort, after: next))
            }
        }
        for filter in ["email:c*", "phone:>1", "profile.note:n*"] {
            await #expect(throws: ConsoleError.self) {
                _ = try await lists.tally(try await lists.query(ListRequest(resource: "users", filter: filter)))
            }
        }
        let users = try #require(session.registry.resource(named: "users"))
        let cell = try await RecordService(session: session).wholeCell(
            users, RowIdentity([.text(cid)]), column: "profile")
        #expect(leaks([cell.text ?? ""], Self.personal).isEmpty)
        await #expect(throws: ConsoleError.self) {
            _ = try await RecordService(session: session).wholeCell(
                users, RowIdentity([.text(cid)]), column: "encrypted_password")
        }
    }

    // MARK: Plans and errors

    private func plansAreMasked() async throws {
        let plan = try await bench.plan(
            .edit(
                table: "users", key: [KeyPart("id", .text(cid))],
                fields: [
                    ColumnValue("phone", .text("+4930999")), ColumnValue("email", .text("new@needle.example")),
                    ColumnValue("profile", .text("{}")),
                ]))
        for persona in [Persona.support, .admin] {
            let shown = session(persona).shown(plan)
            let leaks = leaks(texts(shown.rows), persona == .support ? Self.personal + ["+4930999", "new@needle"] : [])
            #expect(leaks.isEmpty, "a plan shows \(persona) \(leaks)")
            #expect(shown.digest == plan.digest)
        }
        let settings = try await bench.plan(.setSetting(tenant: ChangeFixture.acme, key: "n", json: "4"))
        for text in texts(session(.admin).shown(settings)) { #expect(!text.contains("needle-api-key")) }
        let saved = String(
            decoding: try SavedPlans(session: session(.admin)).encode(settings, reason: nil), as: UTF8.self)
        #expect(!saved.contains("needle-api-key"))
    }

    private func failure(of plan: ChangePlan) async -> ConsoleError? {
        do {
            _ = try await bench.service().apply(plan, bench.authority())
            return nil
        } catch {
            return error as? ConsoleError
        }
    }

    /// What the database says of a row that it does not take stays out of messages and of the journal.
    private func errorsCarryNoValues() async throws {
        let email = ColumnValue("email", .text("cid@acme.example"))
        let twice = try await bench.plan(
            .edit(table: "users", key: [KeyPart("id", .text(ChangeFixture.id("c", 5)))], fields: [email]))
        let taken = try #require(await failure(of: twice), "two users with one address")
        let said = ErrorWording.wording(for: taken)
        #expect(leaks([said.message, said.hint ?? ""] + bench.journal.reasons, Self.personal).isEmpty, "\(said)")
        let phone = ColumnValue("phone", .text("+4930999"))
        let stale = try await bench.plan(.edit(table: "users", key: [KeyPart("id", .text(cid))], fields: [phone]))
        try await bench.execute("UPDATE users SET phone = '+49307777777' WHERE id = '\(cid)'")
        let late = try #require(await failure(of: stale), "a stale plan was applied")
        let words = ErrorWording.wording(for: late).message
        #expect(leaks([words] + bench.journal.reasons, ["+49307777777", "+49301234567"]).isEmpty)
        try await bench.execute("UPDATE users SET phone = '+49301234567' WHERE id = '\(cid)'")
    }

    // MARK: Reveals

    private func revealsAreOneRecordAndJournaled() async throws {
        let session = session()
        let request = RecordRequest(resource: "users", id: [cid])
        await #expect(throws: ConsoleError.self) {
            _ = try await RevealService(session: session).reveal(request, reason: " ")
        }
        let revealed = try await RevealService(session: session).reveal(request, reason: "OPS-1 she asked")
        let texts = texts(revealed)
        #expect(texts.contains("cid@acme.example") && texts.contains("+49301234567"))
        #expect(leaks(texts, Self.secrets).isEmpty)
        // The session itself sees no more than before.
        if case .success(let reply) = await ask("show users \(cid)") {
            #expect(leaks(self.texts(reply), Self.personal).isEmpty)
        }
    }
}

/// A program around the commands that has nothing.
struct NoHost: HostCommands {
    let journal: any JournalStorage = MemoryJournal()
    func savedPlan(_ file: String) throws(ConsoleError) -> SavedPlanFile { throw .needsDatabase }
    func save(_ query: NamedQuery) async throws(ConsoleError) -> String { throw .needsDatabase }
    func export(
        _ request: TrailExportRequest, tenant: TenantMatch?, session: ConsoleSession
    ) async throws(ConsoleError) -> ExportOutcome { throw .needsDatabase }
    func bundle(
        _ request: BundleRequest, tenant: TenantMatch?, session: ConsoleSession
    ) async throws(ConsoleError) -> BundleOutcome { throw .needsDatabase }
    func config(_ command: ConfigCommand) async throws(ConsoleError) -> Reply { throw .needsDatabase }
    func environment(_ command: EnvironmentCommand) async throws(ConsoleError) -> Reply { throw .needsDatabase }
    func demo(_ request: DemoRequest) async throws(ConsoleError) -> Reply { throw .needsDatabase }
    func database(_ request: DatabaseRequest) async throws(ConsoleError) -> Reply { throw .needsDatabase }
    func facts() async -> [Fact] { [] }
    func profile(named name: String) async throws(ConsoleError) -> ReadProfile { throw .needsDatabase }
    func saveProfile(name: String, text: String, replaces: Bool) async throws(ConsoleError) -> String { "" }
    func environmentNames() async -> [String] { [] }
}
