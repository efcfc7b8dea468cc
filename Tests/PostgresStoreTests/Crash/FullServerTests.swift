import ChangeContract
import Foundation
import Testing

@testable import PostgresStore

/// A server whose audit table stands on a disk with ever less room left.
@Suite struct FullServerTests {
    private static let mount = "mount -t tmpfs -o size=24m,mode=700 none /mnt"

    /// Whether this process may give a server a disk of its own: it has to mount and to become the server's user.
    private static let mayMount: Bool = {
        guard getuid() == 0 else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["unshare", "--mount", "/bin/sh", "-c", mount]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// Takes pages until none is left, then leaves about so many.
    private static func leave(_ pages: Int) -> String {
        let make = """
            DROP TABLE IF EXISTS filler;
            CREATE TABLE filler (page bytea) TABLESPACE small;
            ALTER TABLE filler ALTER COLUMN page SET STORAGE PLAIN;
            """
        return """
            CREATE TABLE IF NOT EXISTS taken (pages integer);
            TRUNCATE taken;
            \(make)
            DO $$ BEGIN LOOP
                BEGIN INSERT INTO filler VALUES (decode(repeat('00', 8000), 'hex'));
                EXCEPTION WHEN disk_full THEN EXIT; END;
            END LOOP; END $$;
            INSERT INTO taken SELECT pg_relation_size('filler') / 8192;
            \(make)
            INSERT INTO filler SELECT decode(repeat('00', 8000), 'hex')
                FROM generate_series(1, (SELECT pages FROM taken) - \(pages));
            """
    }

    @Test(.enabled(if: mayMount, "only root may mount a small disk and become the server's user"))
    func auditRowsHaveNoRoom() async throws {
        let server = try TestServer.own(
            shell: [
                "/usr/bin/unshare", "--mount", "/bin/sh", "-c", "\(Self.mount) && chown postgres /mnt && exec \"$@\"",
                "sh",
            ])
        defer { server.end() }
        let bench = try await CrashBench(.server, rows: BulkStories.script, on: server)
        let database = try #require(bench.place.split(separator: "/").last.map(String.init))
        try server.run("CREATE TABLESPACE small LOCATION '/mnt'", in: database)
        try server.run("ALTER TABLE audit_logs SET TABLESPACE small", in: database)
        var (refused, written) = (0, 0)
        for pages in [6, 12, 40, 5_000] {
            try server.run(Self.leave(pages), in: database)
            let before = try await bench.roles()
            let (from, to) = before.has("collaborator") ? ("collaborator", "editor") : ("editor", "collaborator")
            let run = try bench.program.run(
                [
                    "member", "set-role", to, "--where", "role:\(from)", "--write", "--confirm", "2500", "--reason",
                    "OPS-1 proof", "--env", CrashBench.environment, "--persona", "admin",
                ])
            let after = try await bench.roles()
            if run.code == 0 { written += 1 } else { refused += 1 }
            #expect(run.code == 0 || run.error.contains("disk is full"), "\(pages) pages: \(run.error)")
            #expect(after.roles == (run.code == 0 ? [to: 2_500] : before.roles), "\(pages) pages")
            #expect(after.entries == before.entries + (run.code == 0 ? 2_500 : 0), "\(pages) pages")
        }
        #expect(refused > 1 && written > 0, "\(refused) refused, \(written) written")
        try await bench.expectAgreement("a full disk")
    }
}

extension CrashBench {
    /// How many of the many members have which role, and how many audit entries there are of changes.
    fileprivate func roles() async throws -> Roles {
        let texts = try await texts(
            "SELECT role || ' ' || count(*) FROM workspace_members WHERE role IN ('editor', 'collaborator') "
                + "GROUP BY role UNION ALL SELECT 'entries ' || count(*) FROM audit_logs WHERE change_id IS NOT NULL")
        let counts = Dictionary(
            uniqueKeysWithValues: texts.map { text in
                let parts = text.split(separator: " ")
                return (String(parts[0]), Int(parts[1]) ?? -1)
            })
        return Roles(roles: counts.filter { $0.key != "entries" }, entries: counts["entries"] ?? -1)
    }

    fileprivate struct Roles {
        let roles: [String: Int]
        let entries: Int

        func has(_ role: String) -> Bool { roles[role] != nil }
    }
}
