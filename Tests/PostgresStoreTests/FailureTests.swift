import ConsoleCore
import StoreContract
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// Each way in which a server fails has its error, its words and its exit code.
@Suite struct FailureTests {
    @Test(arguments: [
        (
            "connection to server at \"10.0.0.1\", port 5432 failed: timeout expired", ConnectionCause.noAnswer
        ),
        ("could not translate host name \"db.nope\" to address: Name or service not known", .unknownHost),
        (
            "connection to server at \"h\" (10.0.0.1), port 1 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?",
            .refused
        ),
        (
            "connection to server at \"h\", port 5432 failed: FATAL:  sorry, too many clients already",
            .tooManyConnections
        ),
        ("connection to server at \"h\", port 5432 failed: FATAL:  the database system is starting up", .notReady),
        ("connection to server at \"h\", port 6432 failed: FATAL:  no such database: app", .noDatabase),
        ("connection to server at \"h\", port 5432 failed: FATAL:  database \"app\" does not exist", .noDatabase),
        (
            "connection to server at \"h\", port 6432 failed: FATAL:  no more connections allowed (max_client_conn)",
            .tooManyConnections
        ),
        (
            "connection to server at \"h\", port 6543 failed: FATAL:  unsupported startup parameter: options",
            .startupOptions
        ),
        (
            "connection to server at \"h\", port 5432 failed: SSL error: certificate verify failed: certificate has expired",
            .certificate(.expired)
        ),
        (
            "connection to server at \"h\", port 5432 failed: server does not support SSL, but SSL was required",
            .noEncryption
        ),
        (
            """
            connection to server at "h", port 5432 failed: root certificate file "/no/ca.crt" does not exist
            Either provide the file, use the system's trusted roots with sslrootcert=system, or change sslmode.
            """, .certificate(.rootsFile(path: "/no/ca.crt", reason: nil))
        ),
        (
            "connection to server at \"h\", port 5432 failed: could not read root certificate file \"/ca.crt\": no certificate",
            .certificate(.rootsFile(path: "/ca.crt", reason: "no certificate"))
        ),
        ("something else", .other),
    ])
    func wordsTellTheCause(words: String, cause: ConnectionCause) {
        guard
            case .cannotConnect("h/app", cause, let reason) = ConnectionFailure.error(
                words: words, needsPassword: false, location: "h/app")
        else {
            Issue.record("\(words)")
            return
        }
        #expect(!reason.contains("\n") && !reason.contains("FATAL"))
        let error = ConsoleError.store(.cannotConnect(location: "h/app", cause: cause, reason: reason))
        #expect(ErrorWording.exitCode(for: error) == .connection)
        #expect(ErrorWording.wording(for: error).message.contains("h/app"))
        guard case .certificate(.rootsFile(let path, _)) = cause else { return }
        #expect(ErrorWording.wording(for: error).message.contains(path))
        #expect(ErrorWording.wording(for: error).hint?.contains("sslrootcert") == true)
    }

    @Test func statementsAndLocksHaveTheirLimits() async throws {
        let server = try TestServer.start()
        let name = try server.database("CREATE TABLE t (x int)")
        let store = try await PostgresStore.open(server.url(name), operatorName: "t", statementTimeout: 0.8)
        await #expect(throws: StoreError.timedOut(seconds: 0.8)) {
            try await store.read([
                Statement(sql: "SELECT count(*) FROM generate_series(1, 100000000000)", columnCount: 1)
            ])
        }
        let holder = try server.session(in: name)
        try holder.run("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE")
        await #expect(throws: StoreError.busy(location: store.identity.location)) {
            try await store.read([Statement(sql: "SELECT x FROM t", columnCount: 1)])
        }
        holder.close()
        #expect(try await store.read([Statement(sql: "SELECT count(*) FROM t", columnCount: 1)])[0].lines == ["0"])
        await store.close()
    }

    @Test func noConnectionLeft() async throws {
        let server = try TestServer.start()
        let name = try server.database("CREATE ROLE crowded LOGIN CONNECTION LIMIT 1")
        let first = try await server.open(name, user: "crowded")
        do throws(StoreError) {
            _ = try await PostgresStore.open(server.url(name, user: "crowded"), operatorName: "t")
            Issue.record("it let us in")
        } catch {
            guard case .cannotConnect(_, .tooManyConnections, _) = error else {
                Issue.record("\(error)")
                return
            }
        }
        await first.close()
    }

    @Test func theProgramSaysWhatIsWrongAndEndsWithTheCode() throws {
        let server = try TestServer.start()
        let program = try ServerProgram()
        let at = "127.0.0.1:\(server.port)"
        for (url, words) in [
            ("postgresql://guarded:wrong@\(at)/postgres", "refused the login"),
            ("postgresql://postgres@\(at)/nowhere", "database \"nowhere\" does not exist"),
            ("postgresql://postgres@127.0.0.1:1/app", "nobody listens there"),
            ("postgresql://postgres@no-such-host.invalid/app", "host's name is not known"),
        ] {
            let run = try program.run(["info", "--database", url])
            #expect(run.code == 3, "\(url)")
            #expect(run.error.contains(words), "\(run.error)")
        }
    }

    /// Service and password files, several hosts of which one answers, and the variables of libpq.
    @Test func everythingThatLibpqOffersWorks() throws {
        let server = try TestServer.start()
        let name = try server.database("CREATE TABLE things (x int); INSERT INTO things VALUES (42)")
        let program = try ServerProgram()
        try program.write(
            "[app]\nhost=127.0.0.1\nport=\(server.port)\ndbname=\(name)\nuser=postgres\n", to: "services")
        let words = ["list", "things", "--output", "csv", "--database"]
        let ways: [(String, [String: String])] = [
            ("service=app", ["PGSERVICEFILE": program.folder + "/services"]),
            ("postgresql:///\(name)", ["PGHOST": "127.0.0.1", "PGPORT": "\(server.port)", "PGUSER": "postgres"]),
            ("host=127.0.0.1,127.0.0.1 port=1,\(server.port) dbname=\(name) user=postgres", [:]),
            ("postgresql://postgres@127.0.0.1:1,127.0.0.1:\(server.port)/\(name)?target_session_attrs=read-write", [:]),
            ("host=\(server.folder) port=\(server.port) dbname=\(name) user=postgres", [:]),
        ]
        for (database, variables) in ways {
            let run = try program.run(words + [database], variables: variables)
            #expect(run.out == "x\n42\n", "\(database): \(run.error)")
        }
        let standby = try program.run(
            words + ["postgresql://postgres@127.0.0.1:\(server.port)/\(name)?target_session_attrs=standby"])
        #expect(standby.code == 3)
    }
}
