import SQLiteStore
import StoreContract
import TenantDomain
import TenantStore
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct OpeningTests {
    private func failure(_ path: String) async -> StoreError? {
        do throws(StoreError) {
            let store = try await SQLiteStore.open(path: path)
            _ = try await store.readCatalog()
            return nil
        } catch {
            return error
        }
    }

    @Test func namesWhatIsWrongWithAFile() async throws {
        let fixture = try Fixture(nil)
        #expect(await failure(fixture.path) == .notFound(path: fixture.path))
        #expect(await failure(fixture.folder) == .isDirectory(path: fixture.folder))
        try fixture.write(bytes: Array("hello, this is no database at all".utf8))
        #expect(await failure(fixture.path) == .notADatabase(path: fixture.path))
        try fixture.write(bytes: Array("SQLite".utf8))
        #expect(await failure(fixture.path) == .notADatabase(path: fixture.path))
        #expect(await failure("/dev/null") == .notADatabase(path: "/dev/null"))
    }

    @Test func anEmptyFileIsADatabaseWithoutTables() async throws {
        let fixture = try Fixture(nil)
        try fixture.write(bytes: [])
        let store = try await fixture.open()
        #expect(try await store.readCatalog().relations.isEmpty)
    }

    @Test func pathsAreNeverTakenForAddresses() async throws {
        let fixture = try Fixture("CREATE TABLE a (x); INSERT INTO a VALUES (7)", name: "odd ?mode=memory#%41 é.db")
        let plain = try await fixture.open()
        #expect(try await plain.read([Statement(sql: "SELECT x FROM a", columnCount: 1)])[0].lines == ["7"])
        let snapshot = try await fixture.open(immutable: true)
        #expect(try await snapshot.read([Statement(sql: "SELECT x FROM a", columnCount: 1)])[0].lines == ["7"])
        #expect(snapshot.identity.warnings == ["snapshot"])
        #expect(try await snapshot.changeToken() == nil)
        #expect(plain.identity.warnings == [])
    }

    @Test func aWriteAheadLogNeedsItsFolder() async throws {
        let fixture = try Fixture("PRAGMA journal_mode = wal; CREATE TABLE a (x)")
        // What a folder without write permission does, also to root: the shared memory can't be made.
        try? FileManager.default.removeItem(atPath: fixture.path + "-shm")
        try FileManager.default.createSymbolicLink(
            atPath: fixture.path + "-shm", withDestinationPath: fixture.folder + "/no/such/place")
        let path = try await fixture.open(immutable: true).identity.key
        #expect(await failure(fixture.path) == .walNeedsWritableFolder(path: path))
    }

    @Test func damageInTheMiddleIsNamed() async throws {
        let fixture = try Fixture(
            """
            CREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
            INSERT INTO a SELECT i, printf('%0200d', i) FROM n;
            """)
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: fixture.path)))
        for position in (4096 * 20)..<(4096 * 40) { bytes[position] = 0xA5 }
        try fixture.write(bytes: bytes)
        let store = try await fixture.open()
        _ = try await store.readCatalog()
        do throws(StoreError) {
            _ = try await store.read([Statement(sql: "SELECT count(t) FROM a", columnCount: 1)])
            Issue.record("read through damage")
        } catch {
            guard case .corrupt(_, let detail) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(detail.contains("malformed"))
        }
    }

    @Test func theEngineRefusesEveryWrite() async throws {
        let fixture = try Fixture("CREATE TABLE a (x); INSERT INTO a VALUES (1)")
        let store = try await fixture.open()
        for sql in [
            "INSERT INTO a VALUES (2)", "DELETE FROM a", "UPDATE a SET x = 3", "DROP TABLE a", "CREATE TABLE b (y)",
            "PRAGMA user_version = 4",
        ] {
            await #expect(throws: StoreError.self) {
                _ = try await store.read([Statement(sql: sql, columnCount: 1)])
            }
        }
        #expect(try await store.read([Statement(sql: "SELECT x FROM a", columnCount: 1)])[0].lines == ["1"])
    }

    @Test func tellsWhenAnotherProgramHasCommitted() async throws {
        let fixture = try Fixture("CREATE TABLE a (x)")
        let store = try await fixture.open()
        let before = try #require(try await store.changeToken())
        #expect(try await store.changeToken() == before)
        try fixture.write("INSERT INTO a VALUES (1)")
        #expect(try await store.changeToken() != before)
    }

    @Test func aClosedStoreSaysSo() async throws {
        let fixture = try Fixture("CREATE TABLE a (x)")
        let store = try await fixture.open()
        await store.close()
        await #expect(throws: StoreError.closed) { _ = try await store.readCatalog() }
    }
}
