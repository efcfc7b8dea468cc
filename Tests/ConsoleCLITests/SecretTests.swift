import ConsoleCore
import Foundation
import TenantDomain
import Testing

@Suite("Secrets and personal data on the way out")
struct SecretTests {
    /// Every way to read rows, over the tables that hold secrets.
    private func everything(_ program: RealProgram, _ lead: [String]) throws -> String {
        let user = try #require(try DemoDatabase.column("SELECT id FROM users ORDER BY created_at LIMIT 1").first)
        let token = try #require(try DemoDatabase.column("SELECT id FROM embed_tokens LIMIT 1").first)
        var text = ""
        for resource in [
            "users", "members", "embed_tokens", "auth_sessions", "connections", "audit_logs", "invitations",
        ] {
            for format in ["json", "table"] {
                text += try program.run(
                    lead + ["list", resource, "--columns", "*", "--limit", "0", "-o", format]
                ).out
            }
        }
        for words in [
            ["show", "users", user], ["show", "embed_tokens", token], ["user", user], ["audit", "--limit", "0"],
            ["find", "acme"], ["tenant", "acme"],
        ] {
            for format in ["json", "table"] { text += try program.run(lead + words + ["-o", format]).out }
        }
        return text
    }

    /// What stands between blanks and signs that no address or secret holds.
    private func tokens(_ text: String) -> Set<String> {
        let signs = Array(" \n\t\"',;:()[]{}<>|\\".utf8)
        return Set(text.utf8.split { signs.contains($0) }.map { String(decoding: $0, as: UTF8.self) })
    }

    private static func secrets() throws -> [String] {
        let store = try DemoDatabase.column(
            """
            SELECT token FROM embed_tokens WHERE token IS NOT NULL UNION SELECT token FROM workspace_invitations
            WHERE token IS NOT NULL UNION
            SELECT encrypted_password FROM users WHERE encrypted_password IS NOT NULL
            """)
        return store.filter { $0.count > 8 }
    }

    @Test("support sees no secret and no whole address")
    func support() throws {
        let program = try RealProgram()
        let found = tokens(try everything(program, ["--database", try DemoDatabase.path]))
        let emails = try DemoDatabase.column("SELECT email FROM users")
        #expect(emails.count > 20)
        #expect(found.isDisjoint(with: emails))
        #expect(found.contains { $0.contains("***@") })
        #expect(found.isDisjoint(with: try Self.secrets()))
    }

    @Test("an admin sees personal data and still no secret")
    func admin() throws {
        let program = try RealProgram()
        _ = try program.configure("[environments.demo]\ndatabase = \"\(try DemoDatabase.path)\"\npersona = \"admin\"\n")
        let found = tokens(try everything(program, ["--env", "demo", "--persona", "admin"]))
        #expect(found.isSuperset(of: try DemoDatabase.column("SELECT email FROM users")))
        let secrets = try Self.secrets()
        #expect(!secrets.isEmpty)
        #expect(found.isDisjoint(with: secrets))
    }

    @Test("a masked field takes only its whole value")
    func filters() throws {
        let program = try RealProgram()
        let demo = ["--database", try DemoDatabase.path]
        let email = try #require(try DemoDatabase.column("SELECT email FROM users").first)
        #expect(try program.run(demo + ["list", "users", "email:a*"]).code == 4)
        #expect(try program.run(demo + ["list", "users", "--sort", "email"]).code == 4)
        let found = try program.run(demo + ["list", "users", "email:=\(email)", "-o", "ndjson"])
        #expect(found.code == 0 && found.out.split(separator: "\n").count == 1 && !found.out.contains(email))
    }

    @Test("a password in argv is warned about, shown nowhere, and gone from the argument memory")
    func password() throws {
        let program = try RealProgram()
        let url = "postgres://ann:s3kr1t@127.0.0.1:1/app"
        let run = try program.run("--database", url, "list", "members")
        #expect(run.code == 3)
        #expect(run.error.contains("postgres://ann:***@127.0.0.1:1/app") && run.error.contains("PGPASSWORD"))
        #expect(run.error.contains("password_command") && !run.error.contains("s3kr1t"))
        for words in [["info"], ["env", "add", "x"]] {
            let run = try program.run(words + ["--database", url])
            #expect(!run.out.contains("s3kr1t") && !run.error.contains("s3kr1t"))
        }
    }

    #if os(Linux)
        @Test("the kernel hands out the argument memory without the password", arguments: [true, false])
        func memory(isJoined: Bool) throws {
            let program = try RealProgram()
            let url = "postgres://ann:s3kr1t@127.0.0.1:1/app"
            // The program writes far more than the pipe takes: after the first byte it is past the start and waits.
            let pipe = Pipe()
            let smallest: Int32 = 4096
            #expect(fcntl(pipe.fileHandleForWriting.fileDescriptor, 1031, smallest) == smallest)
            let process = try program.process(
                (isJoined ? ["--database=\(url)"] : ["--database", url]) + ["--generate-completion-script", "zsh"])
            process.standardOutput = pipe
            process.standardError = FileHandle.nullDevice
            try process.run()
            let first = try #require(try pipe.fileHandleForReading.read(upToCount: 1))
            let memory = String(
                decoding: try Data(contentsOf: URL(fileURLWithPath: "/proc/\(process.processIdentifier)/cmdline")),
                as: UTF8.self)
            let rest = try #require(try pipe.fileHandleForReading.readToEnd())
            process.waitUntilExit()
            #expect(first.count == 1 && rest.count > 2 * Int(smallest))
            #expect(memory.contains("--database") && memory.contains("zsh"))
            #expect(!memory.contains("s3kr1t") && memory.contains("****"))
        }
    #endif
}
