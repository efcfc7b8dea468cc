import ConsoleCore
import TenantDomain
import TenantStore
import Testing

/// One role for thousands of members: looked at without holding them, written in one transaction, cancelled, taken back.
package struct BulkStories {
    private static let members = 2_500
    private let bench: ChangeBench
    private let verb = ChangeVerb.setWhere(
        .memberRole, filter: "role:collaborator", tenant: nil, .text("editor"))

    package init(_ bench: ChangeBench) { self.bench = bench }

    /// Acme, and members of it by the thousand.
    package static let script: [String] = {
        let people = (0..<members).map {
            "('\(ChangeFixture.id("c", 10_000 + $0))', 'm\($0)@acme.example', 'M', 'active')"
        }
        let places = (0..<members).map { number in
            "('\(ChangeFixture.id("b", 10_000 + number))', '\(ChangeFixture.id("a", 1))', "
                + "'\(ChangeFixture.id("c", 10_000 + number))', 'collaborator', 'active')"
        }
        return ChangeFixture.script + [
            "UPDATE workspaces SET plan = 'enterprise' WHERE slug = 'acme'",
            "INSERT INTO users (id, email, name, status) VALUES " + people.joined(separator: ", "),
            "INSERT INTO workspace_members (id, workspace_id, user_id, role, status) VALUES "
                + places.joined(separator: ", "),
        ]
    }()

    package func run() async throws {
        try await planned()
        try await cancelled()
        try await appliedAndTakenBack()
        try await ownersStay()
        try await archivedTenantsAreNamed()
    }

    private func count(_ role: String) async throws -> Int {
        Int(try await bench.texts("SELECT CAST(count(*) AS text) FROM workspace_members WHERE role = '\(role)'")[0])
            ?? -1
    }

    private func entries(_ change: String) async throws -> Int {
        Int(
            try await bench.texts(
                "SELECT CAST(count(DISTINCT record_id) AS text) FROM audit_logs WHERE change_id = '\(change)'")[0])
            ?? -1
    }

    /// A few rows to look at, the rest as numbers, the digest over all of them.
    private func planned() async throws {
        let plan = try await bench.plan(verb)
        #expect(plan.rowCount == Self.members && plan.rows.count == 20 && plan.moreRows == Self.members - 20)
        #expect(plan.groups == [ValueCount(.text("collaborator"), rows: Self.members)])
        #expect(plan.severity == .destructive)
        #expect(try await bench.plan(verb).digest == plan.digest)
        let last = ChangeFixture.id("b", 10_000 + Self.members - 1)
        try await bench.execute("UPDATE workspace_members SET role = 'viewer' WHERE id = '\(last)'")
        #expect(try await bench.plan(verb).digest != plan.digest, "a row that is not on screen counts as well")
        try await bench.execute("UPDATE workspace_members SET role = 'collaborator' WHERE id = '\(last)'")
    }

    private func cancelled() async throws {
        let plan = try await bench.plan(verb)
        let trail = try await bench.texts("SELECT CAST(count(*) AS text) FROM audit_logs")
        for step in ["checked", "wrote", "audited", "announced"] {
            let error = await Task { [bench] () -> ConsoleError? in
                do throws(ConsoleError) {
                    _ = try await bench.service().apply(plan, bench.authority()) { reached in
                        if case .wrote(0, _) = reached { return }
                        if reached.name == step { withUnsafeCurrentTask { $0?.cancel() } }
                    }
                    return nil
                } catch {
                    return error
                }
            }.value
            #expect(error == .cancelled || error == .store(.cancelled), "\(step): \(String(describing: error))")
            #expect(try await count("collaborator") == Self.members, "\(step)")
            #expect(try await bench.texts("SELECT CAST(count(*) AS text) FROM audit_logs") == trail, "\(step)")
        }
    }

    private func appliedAndTakenBack() async throws {
        let plan = try await bench.plan(verb)
        let seen = MemoryJournal()
        let file = try #require(try seen.create(1))
        let receipt = try await bench.service().apply(plan, bench.authority()) { step in
            guard case .wrote(let done, Self.members) = step else { return }
            try? file.append(Array("\(done) ".utf8), durably: false)
        }
        #expect(String(decoding: try seen.read(1), as: UTF8.self) == "0 2000 2500 ", "progress is told")
        #expect(receipt.rowCount == Self.members)
        #expect(try await count("editor") == Self.members)
        #expect(try await entries(receipt.changeID) == Self.members)
        let undo = try await bench.undo(receipt)
        #expect(try await count("collaborator") == Self.members)
        #expect(try await entries(undo.changeID) == Self.members)
        // The way back has a way back of its own.
        let again = try await bench.undo(undo)
        #expect(try await count("editor") == Self.members)
        #expect(try await entries(again.changeID) == Self.members)
        let moved = ChangeFixture.id("b", 10_000 + 77)
        try await bench.execute("UPDATE workspace_members SET role = 'viewer' WHERE id = '\(moved)'")
        guard case .changedSince? = try await bench.refusal(.undo(change: again.changeID)) else {
            Issue.record("a change by filter was taken back over somebody else's")
            return
        }
    }

    private func archivedTenantsAreNamed() async throws {
        try await bench.execute(
            "INSERT INTO workspace_members (id, workspace_id, user_id, role, status) VALUES ('\(ChangeFixture.id("b", 9_000))', "
                + "'\(ChangeFixture.id("a", 3))', '\(ChangeFixture.id("c", 1))', 'super_editor', 'active')")
        let verb = ChangeVerb.setWhere(.memberRole, filter: "role:super_editor", tenant: nil, .text("editor"))
        #expect(try await bench.refusal(verb) == .archived(tenant: "Closed"))
    }

    /// Owners that a change by filter made may be the only ones when it is taken back.
    private func ownersStay() async throws {
        let promoted = try await bench.change(
            .setWhere(.memberRole, filter: "role:admin", tenant: ChangeFixture.acme, .text("owner")))
        try await bench.change(.set(.memberRole, [ChangeFixture.ann], .text("viewer")))
        #expect(try await bench.refusal(.undo(change: promoted.changeID)) == .lastOwner(tenant: "Acme"))
    }
}
