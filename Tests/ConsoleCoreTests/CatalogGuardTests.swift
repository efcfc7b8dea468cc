import ChangeContract
import ConsoleCore
import TenantDomain
import TenantStore
import Testing

/// A file whose tables another program has changed since they were read is not written by what they were.
@Suite struct FileCatalogGuardTests {
    private let promotion = ChangeVerb.set(.memberRole, [ChangeFixture.cid], .text("editor"))

    private func isRefused(_ body: () async throws -> Void) async throws -> Bool {
        do {
            try await body()
            return false
        } catch ConsoleError.refused(let reason, _) {
            return reason.contains("have changed since they were read")
        }
    }

    @Test(arguments: [
        "ALTER TABLE workspace_members ADD COLUMN nickname TEXT", "CREATE TABLE afterthoughts (id INTEGER PRIMARY KEY)",
    ])
    func whatWasPlannedBeforeAMigrationIsRefusedAndDoneAfterReadingAnew(migration: String) async throws {
        let file = try await ChangeFile()
        let (old, roles) = (file.bench, "SELECT role FROM workspace_members ORDER BY id")
        let before = try await old.texts(roles)
        let plan = try await old.plan(promotion)
        try await old.execute(migration)
        #expect(try await isRefused { _ = try await old.service().apply(plan, old.authority()) })
        #expect(try await isRefused { _ = try await old.plan(promotion) })
        #expect(try await old.texts(roles) == before)
        let new = try await ChangeFile.bench(file.path)
        try await new.change(promotion)
        #expect(try await new.texts(roles) != before)
        await old.session.store.close()
        await new.session.store.close()
    }
}
