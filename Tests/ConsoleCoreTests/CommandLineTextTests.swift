import ConsoleCore
import Foundation
import TenantDomain
import TenantStore
import Testing

struct CommandLineTextTests {
    @Test(arguments: [
        "", "plain", "it's", "a b", "$(touch /tmp/x)", "`id`", "a\"b\\c", "*?[x]", "~root", "北京 ü", "!!", "-x",
        "a;b|c&d>e",
        "#no", "{a,b}",
    ])
    func wordsSurviveTheShell(word: String) throws {
        #expect(try Self.shell("printf '%s' \(CommandLineText.quoted(word))") == word)
    }

    @Test func controlsNeverLeave() {
        #expect(CommandLineText.quoted("a\u{1B}[2J\nb\u{9B}c\u{7F}") == "'a[2Jbc'")
    }

    @Test func aListAsTheShellTwinReadsIt() async throws {
        let sample = try SampleDatabase()
        let session = try await sample.session(.admin)
        let query = try await ListService(session: session).query(
            ListRequest(
                resource: "members", filter: "role:owner -status:\"on hold\"",
                sort: [FieldSort("role", descending: true)],
                columns: ["role", "email"], tenant: "umbrella", limit: 20))
        let line = CommandLineText(session: session, globals: ["--env", "local"]).list(query)
        let words = try Self.shell("for w in \(line); do printf '%s\\n' \"$w\"; done")
        #expect(
            words.split(separator: "\n").map(String.init) == [
                "tenantctl", "--env", "local", "list", "members", "--sort", "-role", "--columns", "role,email",
                "--tenant", SampleDatabase.umbrella, "--limit", "20", "role:owner -status:\"on hold\"",
            ])
        guard
            case .parsed(let parsed) = Grammar.parse(Array(words.split(separator: "\n").dropFirst().map(String.init))),
            case .list(let request)? = parsed.command
        else {
            Issue.record("the line is not understood: \(line)")
            return
        }
        #expect(request.filter == query.filter && request.sort == query.sort && request.limit == 20)
        #expect(request.tenant == SampleDatabase.umbrella && request.columns == ["role", "email"])
    }

    @Test(arguments: ["-bareword", "--name:x", "-name:acme"])
    func signsAreNoOptions(filter: String) async throws {
        let sample = try SampleDatabase()
        let session = try await sample.session(.admin)
        let query = try await ListService(session: session).query(ListRequest(resource: "tenants", filter: filter))
        let line = CommandLineText(session: session).list(query)
        let words = try Self.shell("for w in \(line); do printf '%s\\n' \"$w\"; done").split(separator: "\n")
        guard case .parsed(let parsed) = Grammar.parse(Array(words.dropFirst().map(String.init))),
            case .list(let request)? = parsed.command
        else {
            Issue.record("the line is not understood: \(line)")
            return
        }
        #expect(request.filter == filter)
    }

    /// A rewritten filter resolves to what the typed one resolves to now.
    @Test(arguments: [
        "created_at:24h", "created_at:today", "-created_at:yesterday", "created_at:>today", "created_at:<=2026-11",
        "created_at:>=03:00", "created_at:<7d", "created_at:22:00..06:00", "created_at:2026..", "created_at:=today",
        "created_at:+7d", "created_at:null", "created_at:today,7d name:24h", "(created_at:now or name:x)",
    ])
    func timesAreWrittenOut(filter: String) async throws {
        let sample = try SampleDatabase()
        var session = try await sample.session(.admin)
        session.zone = try #require(ZoneClock(named: "Europe/Berlin"))
        let tenants = try #require(session.registry.resource(named: "tenants"))
        let resolver = session.filterResolver(tenants)
        let written = FilterFormatter.text(resolver.absolute(try FilterSyntax.parse(filter)))
        #expect(try resolver.resolve(written) == resolver.resolve(filter), "\(written)")
        var later = session.filterContext()
        later.now += 86_400_000_000
        later.zone = .utc
        #expect(
            try FilterResolver(resource: tenants, context: later).resolve(written) == resolver.resolve(filter),
            "a day later, elsewhere: \(written)")
    }

    private static func shell(_ script: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
