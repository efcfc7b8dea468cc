import ConsoleCore
import Settings
import TenantDomain
import TenantStore
import Testing

/// Rows as text: what an editor is given, what it may leave, and what of that is refused.
package struct EditStories {
    let bench: ChangeBench

    package init(_ bench: ChangeBench) { self.bench = bench }

    package func run() async throws {
        try await everyTextReadsBackAsTheRow()
        try await changesGoTheOrdinaryWay()
        try await faultsAreNamedByPlace()
        try await closedColumnsStayClosed()
    }

    private var eve: String { ChangeFixture.eve.key[0].text ?? "" }

    private func draft(
        _ resource: String, _ id: String, _ persona: Persona = .admin
    ) async throws -> EditDraft {
        var session = bench.session
        session.persona = persona
        return try await EditService(session: session).draft(resource, [id])
    }

    private func faults(_ draft: EditDraft, _ text: String) -> [EditFault] {
        do {
            _ = try draft.values(of: try EditedFields.read(text))
        } catch let fault as EditFault {
            return [fault]
        } catch ConsoleError.edit(let faults) {
            return faults
        } catch {
            Issue.record("\(error)")
        }
        return []
    }

    private func everyTextReadsBackAsTheRow() async throws {
        let texts = [
            "plain", "", " blanks ", "it's", "say \"x\"", "back\\slash", "both ' and \"", "two\nlines", "\nfirst empty",
            "ends\n", "'''", "\"\"\"", "tab\tand\r\nreturn", "= # [x]", "\u{202E}turned\u{200B}", "日本語 😀", "\u{1B}[31m",
            "'''\n\\n\"\"\"", "ends with '", "a\n'", "#comment", "null",
        ]
        for text in texts {
            try await bench.change(
                .edit(
                    table: "users", key: [KeyPart("id", .text(eve))], fields: [ColumnValue("name", .text("reset"))]))
            try await bench.change(
                .edit(table: "users", key: [KeyPart("id", .text(eve))], fields: [ColumnValue("name", .text(text))]))
            let draft = try await draft("users", eve)
            let fields = try EditedFields.read(draft.text)
            #expect(
                fields.first { $0.name == "name" }?.content == .text(text), "\(text.debugDescription)\n\(draft.text)")
            #expect(try draft.values(of: fields) == [], "\(text.debugDescription)")
        }
        for (resource, table) in [
            ("workspaces", "workspaces"), ("workspace_subscriptions", "workspace_subscriptions"),
            ("crm_deals", "crm_deals"), ("widgets", "widgets"), ("workspace_members", "workspace_members"),
        ] {
            let id = try await bench.texts("SELECT CAST(id AS text) FROM \(table) ORDER BY 1 LIMIT 1")
            let draft = try await draft(resource, id[0])
            #expect(try draft.values(of: try EditedFields.read(draft.text)) == [], "\(draft.text)")
        }
    }

    private func changesGoTheOrdinaryWay() async throws {
        let key = ChangeFixture.id("e", 1)
        let draft = try await draft("workspace_subscriptions", key)
        let text = """
            additional_tokens = 250
            current_period_end = "2027-01-12T00:00:00Z"
            status = "past_due"
            """
        let values = try draft.values(of: try EditedFields.read(text))
        #expect(values.map(\.column) == ["additional_tokens", "current_period_end", "status"])
        let plan = try await bench.plan(draft.change(values, instant: bench.session.now()).verb)
        #expect(plan.rows[0].fields.map(\.column).sorted() == ["additional_tokens", "current_period_end", "status"])
        #expect(draft.conflict(with: plan) == nil)
        let receipt = try await bench.service().apply(plan, bench.authority())
        #expect(
            try await bench.texts("SELECT status FROM workspace_subscriptions WHERE id = '\(key)'") == ["past_due"])
        let late = try await bench.plan(
            draft.change([ColumnValue("status", .text("canceled"))], instant: bench.session.now()).verb)
        guard case .change(.changedSince)? = draft.conflict(with: late) else {
            Issue.record("what somebody else wrote meanwhile would be overwritten unseen")
            return
        }
        try await bench.undo(receipt)
        #expect(
            try await bench.texts("SELECT additional_tokens FROM workspace_subscriptions WHERE id = '\(key)'") == ["0"])
        let emptied = try await self.draft("users", eve).values(
            of: try EditedFields.read("set_null = [\"phone\", \"banned_until\"]\nname = \"Eve\""))
        #expect(emptied.allSatisfy { $0.column != "phone" }, "empty already")
    }

    private func faultsAreNamedByPlace() async throws {
        let draft = try await draft("users", eve)
        func check(_ text: String, _ line: Int, _ column: Int, _ words: String) {
            let found = faults(draft, text)
            #expect(
                found.contains { $0.place == TextPlace(line: line, column: column) && $0.message.contains(words) },
                "\(text) → \(found)")
        }
        check("name = \"x\"\n  status = \"actve\"", 2, 3, "Did you mean 'active'?")
        check("nmae = \"x\"", 1, 1, "did you mean 'name'?")
        check("is_anonymous = \"perhaps\"", 1, 1, "true or false")
        check("name = 7", 1, 1, "a text in quotes, not a number")
        check("banned_until = 2027-01-01", 1, 1, "a text in quotes, not a date or time")
        check("banned_until = \"soon\"", 1, 1, "a time such as")
        check("profile = \"{\"", 1, 1, "JSON")
        check("name = [\"x\"]", 1, 1, "not a list")
        check("set_null = \"name\"", 1, 1, "list of columns")
        check("set_null = [\"name\",\n  \"email\"]", 2, 3, "needs a value")
        check("name = \"a\"\nset_null = [\"name\"]", 2, 13, "a value above")
        check("name = \"a\"\nname = \"b\"", 2, 8, "redefine")
        check("name = ", 1, 8, "")
        #expect(faults(draft, "status = 1\nrole = 2").count == 2, "all at once")
    }

    private func closedColumnsStayClosed() async throws {
        let draft = try await draft("users", eve)
        #expect(!draft.text.contains("encrypted_password ="))
        for line in ["id = \"x\"", "encrypted_password = \"x\"", "set_null = [\"encrypted_password\"]"] {
            #expect(faults(draft, line).contains { $0.message.contains("cannot be edited") }, "\(line)")
        }
        for persona in [Persona.support, .auditor, .oncall] {
            await #expect(throws: ConsoleError.self) { _ = try await self.draft("users", eve, persona) }
        }
        let trail = try await bench.texts("SELECT CAST(id AS text) FROM audit_logs LIMIT 1")[0]
        await #expect(throws: ConsoleError.self) { _ = try await self.draft("audit_logs", trail) }
        #expect(
            try await bench.refusal(
                .edit(
                    table: "audit_logs", key: [KeyPart("id", .text(trail))],
                    fields: [ColumnValue("reason", .text("nothing happened"))]))
                == .unwritable(column: "audit_logs", why: "it is the audit trail"))
    }
}
