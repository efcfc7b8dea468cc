import ChangeContract
import ConsoleCore
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// A write is planned and made by the catalog that the database has, never by one that it has since left.
@Suite struct CatalogGuardTests {
    private let promotion = ChangeVerb.set(.memberRole, [ChangeFixture.cid], .text("editor"))

    private func isRefused(_ body: () async throws -> Void) async throws -> Bool {
        do {
            try await body()
            return false
        } catch ConsoleError.refused(let reason, let hint) {
            #expect(reason.contains("have changed since they were read"))
            #expect(hint?.contains("Open the database again") == true)
            return true
        }
    }

    /// Each as another program's migration would do it, between reading the catalog and writing.
    @Test(arguments: [
        "ALTER TABLE workspace_members ADD COLUMN nickname text", "ALTER TABLE workspaces RENAME COLUMN plan TO tier",
        "CREATE POLICY nobody ON workspace_members AS RESTRICTIVE USING (false)",
        "CREATE TABLE afterthoughts (id int PRIMARY KEY)", "DROP INDEX idx_workspace_members_user_id",
    ])
    func whatWasPlannedOnARememberedCatalogIsRefused(migration: String) async throws {
        let name = try ChangeTests.database()
        let server = try TestServer.start()
        let bench = try await ChangeTests.bench(name)
        let roles = "SELECT role FROM workspace_members ORDER BY id"
        let before = try await bench.texts(roles)
        let plan = try await bench.plan(promotion)
        let indexes = try await bench.texts(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'workspace_members' AND indexdef NOT LIKE '%UNIQUE%'")
        let index = try #require(indexes.first)
        try server.run(migration.replacing("idx_workspace_members_user_id", with: "\"\(index)\""), in: name)
        #expect(try await isRefused { _ = try await bench.service().apply(plan, bench.authority()) })
        #expect(try await isRefused { _ = try await bench.plan(promotion) })
        #expect(try await bench.texts(roles) == before)
        #expect(try await bench.texts("SELECT count(*) FROM audit_logs WHERE reason IS NOT NULL") == ["0"])
        await bench.session.store.close()
    }

    /// Rows that come and go are no migration, and an opened database's own catalog is as good as any.
    @Test func readAnewItIsDone() async throws {
        let name = try ChangeTests.database()
        let server = try TestServer.start()
        let old = try await ChangeTests.bench(name)
        try server.run("ALTER TABLE workspace_members ADD COLUMN nickname text", in: name)
        #expect(try await isRefused { _ = try await old.plan(promotion) })
        let new = try await ChangeTests.bench(name)
        let plan = try await new.plan(promotion)
        try server.run("UPDATE workspaces SET name = name; ANALYZE; VACUUM workspaces", in: name)
        _ = try await new.service().apply(plan, new.authority())
        #expect(
            try await new.texts("SELECT role FROM workspace_members WHERE id = '\(ChangeFixture.id("b", 3))'") == [
                "editor"
            ])
        await old.session.store.close()
        await new.session.store.close()
    }
}
