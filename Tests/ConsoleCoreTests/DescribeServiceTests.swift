import ConsoleCore
import TenantDomain
import Testing

struct DescribeServiceTests {
    @Test func aTableIsDescribedByAnyOfItsNames() async throws {
        let session = try await SampleDatabase().session(.admin)
        let service = DescribeService(session: session)
        let members = try service.describe("members")
        #expect(try service.describe("workspace_members").sections == members.sections)
        #expect(members.facts.first == Fact("table", "workspace_members"))
        let role = members.sections.first { $0.title == "Columns" }?.rows.first { $0.name == "role" }
        #expect(role?.text.contains("not null") == true)
        let keys = try #require(members.sections.first { $0.title == "Foreign keys" })
        #expect(keys.rows.contains { $0.target == RelationName("workspaces") })
        let parents = try service.describe("workspaces")
        #expect(
            parents.sections.first { $0.title == "Referenced by" }?.rows.contains { $0.name == "workspace_members" }
                == true)
        #expect(throws: ConsoleError.unknownResource("membres", nearest: "members")) {
            try service.describe("membres")
        }
    }

    @Test func theReplyIsOneObject() async throws {
        let session = try await SampleDatabase().session(.admin)
        let reply = Reply.description(try DescribeService(session: session).describe("members"))
        guard case .one(let node)? = ReplyJSON.document(of: reply) else {
            Issue.record("no object")
            return
        }
        var bytes: [UInt8] = []
        node.append(to: &bytes, indented: false)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasPrefix(#"{"facts":{"table":"workspace_members","#))
        #expect(text.contains(#""columns":[{"column":"#))
    }
}
