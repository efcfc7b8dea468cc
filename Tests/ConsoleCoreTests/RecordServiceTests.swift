import ConsoleCore
import TenantDomain
import TenantStore
import Testing

struct RecordServiceTests {
    @Test func everyFieldWithWhatItsKeysName() async throws {
        let sample = try SampleDatabase()
        let record = try await RecordService(session: sample.session(.support)).show(
            RecordRequest(resource: "members", id: ["4"]))
        let fields = Dictionary(uniqueKeysWithValues: record.fields.map { ($0.column.name, $0) })
        #expect(fields["workspace_id"]?.value == .text(SampleDatabase.umbrella))
        #expect(fields["workspace_id"]?.referenceLabel == "Umbrella")
        #expect(fields["user_id"]?.referenceLabel == "J…", "labels are masked too")
        #expect(fields["role"]?.value == .text("admin"))
        #expect(record.tenant == TenantMatch(id: .text(SampleDatabase.umbrella), name: "Umbrella"))
        let toOne = record.relations.filter { $0.direction == .toOne }
        #expect(toOne.map(\.resource).sorted() == ["users", "workspaces"])
    }

    @Test func relationsAreCountedAndListable() async throws {
        let sample = try SampleDatabase()
        let session = try await sample.session(.admin)
        let record = try await RecordService(session: session).show(RecordRequest(resource: "tenants", id: ["acme"]))
        #expect(record.label == "Acme Industries")
        let members = try #require(record.relations.first { $0.resource == "members" })
        #expect(members.tally == .exactly(3))
        #expect(members.filter == "workspace_id:=\(SampleDatabase.acme)")
        let listed = try await ListService(session: session).list(
            ListRequest(resource: members.resource, filter: members.filter))
        #expect(listed.lines.count == 3)
    }

    @Test func secretsAndDocumentsStayHidden() async throws {
        let sample = try SampleDatabase()
        let service = RecordService(session: try await sample.session(.admin))
        let user = try await service.show(RecordRequest(resource: "users", id: [SampleDatabase.jane]))
        #expect(user.fields.first { $0.column.name == "password_hash" }?.value == .text("••••••••"))
        let entry = try await service.show(RecordRequest(resource: "audit_logs", id: ["1"]))
        let old = entry.fields.first { $0.column.name == "old_data" }?.value.text ?? ""
        #expect(old.contains("old@acme.example"))
        #expect(!old.contains("x1"))
        let resource = user.resource
        await #expect { try await service.wholeCell(resource, user.identity, column: "password_hash") } throws: {
            guard case .refused? = $0 as? ConsoleError else { return false }
            return true
        }
    }

    @Test func rowsAreNamedByKeyStartOrName() async throws {
        let sample = try SampleDatabase()
        let service = RecordService(session: try await sample.session(.admin))
        func user(_ word: String) async throws -> String? {
            try await service.show(RecordRequest(resource: "users", id: [word])).identity.words.first
        }
        #expect(try await user(SampleDatabase.jane) == SampleDatabase.jane)
        #expect(try await user(SampleDatabase.jane.uppercased()) == SampleDatabase.jane)
        #expect(try await user("bbbb") == "bbbbbbbb-0000-4000-8000-000000000003")
        #expect(try await user("jane@acme.example") == SampleDatabase.jane)
        await #expect { try await user("aaaaaaaa") } throws: { error in
            guard case .ambiguous("aaaaaaaa", "user", let candidates)? = error as? ConsoleError else { return false }
            return candidates.count == 2
        }
        await #expect(throws: ConsoleError.noRow(resource: "members", id: "99")) {
            try await service.show(RecordRequest(resource: "members", id: ["99"]))
        }
        await #expect { try await service.show(RecordRequest(resource: "notes", id: ["1"])) } throws: { error in
            guard case .refused? = error as? ConsoleError else { return false }
            return true
        }
    }

    @Test func largeCellsComeAsHeadsAndWholeOnDemand() async throws {
        let sample = try SampleDatabase(
            "UPDATE workspaces SET domain = replace(hex(zeroblob(50000)), '0', 'x') WHERE slug = 'acme';")
        let service = RecordService(session: try await sample.session(.admin))
        let record = try await service.show(RecordRequest(resource: "tenants", id: ["acme"]))
        let field = try #require(record.fields.first { $0.column.name == "domain" })
        #expect(field.value.text?.utf8.count == RecordService.cellHead)
        #expect(field.fullSize != nil)
        let whole = try await service.wholeCell(record.resource, record.identity, column: "domain")
        #expect(whole.text?.utf8.count == 100_000)
        await #expect {
            try await service.wholeCell(record.resource, record.identity, column: "domain", maxBytes: 70_000)
        } throws: { error in
            guard case .refused? = error as? ConsoleError else { return false }
            return true
        }
    }
}
