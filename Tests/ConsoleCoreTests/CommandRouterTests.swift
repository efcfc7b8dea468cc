import ConsoleCore
import TenantDomain
import TenantStore
import Testing

struct CommandRouterTests {
    private struct Host: HostCommands {
        let journal: any JournalStorage = MemoryJournal()
        func savedPlan(_ file: String) throws(ConsoleError) -> SavedPlanFile {
            throw .file(path: file, reason: "not here")
        }
        func save(_ query: NamedQuery) async throws(ConsoleError) -> String { "config.toml" }
        func export(
            _ request: TrailExportRequest, tenant: TenantMatch?, session: ConsoleSession
        ) async throws(ConsoleError) -> ExportOutcome { throw .needsDatabase }
        func bundle(
            _ request: BundleRequest, tenant: TenantMatch?, session: ConsoleSession
        ) async throws(ConsoleError) -> BundleOutcome { throw .needsDatabase }
        func config(_ command: ConfigCommand) async throws(ConsoleError) -> Reply { .message("config") }
        func environment(_ command: EnvironmentCommand) async throws(ConsoleError) -> Reply { .message("environment") }
        func demo(_ request: DemoRequest) async throws(ConsoleError) -> Reply { .message("demo") }
        func database(_ request: DatabaseRequest) async throws(ConsoleError) -> Reply { .message("db") }
        func facts() async -> [Fact] { [Fact("version", "1")] }
        func profile(named name: String) async throws(ConsoleError) -> ReadProfile {
            throw .noSuch(what: "profile", word: name, hint: nil)
        }
        func saveProfile(name: String, text: String, replaces: Bool) async throws(ConsoleError) -> String { "saved" }
        func environmentNames() async -> [String] { ["local", "production"] }
    }

    /// The command line's words to the reply, as both fronts send them.
    @Test func everyReadingCommandHasAReply() async throws {
        let sample = try SampleDatabase()
        let router = CommandRouter(session: try await sample.session(.admin), host: Host())
        func reply(_ line: String) async throws -> Reply {
            guard case .parsed(let parsed) = Grammar.parse(line: line, registry: router.session.registry),
                let command = parsed.command
            else { throw ConsoleError.usage(message: line, hint: nil) }
            return try await router.run(command)
        }
        guard case .list(let list) = try await reply("members role:owner") else { throw ConsoleError.cancelled }
        #expect(list.lines.count == 1)
        guard case .record = try await reply("show tenants acme") else { throw ConsoleError.cancelled }
        guard case .find(let found) = try await reply("find acme") else { throw ConsoleError.cancelled }
        #expect(!found.matches.isEmpty)
        guard case .tenant(let overview) = try await reply("tenant acme") else { throw ConsoleError.cancelled }
        #expect(overview.tenant.name == "Acme Industries")
        guard case .user(let user) = try await reply("user jane@acme.example") else { throw ConsoleError.cancelled }
        #expect(user.memberships.count == 2)
        guard case .plans = try await reply("matrix") else { throw ConsoleError.cancelled }
        guard case .timeline(let trail) = try await reply("audit --limit 1") else { throw ConsoleError.cancelled }
        #expect(trail.entries.count == 1 && trail.hasAfter)
        guard case .entry = try await reply("entry 1") else { throw ConsoleError.cancelled }
        guard case .facts(let info) = try await reply("info") else { throw ConsoleError.cancelled }
        #expect(info.rows.first == ["version", "1"])
        guard case .facts(let resources) = try await reply("resources") else { throw ConsoleError.cancelled }
        #expect(resources.rows.contains { $0[0] == "members" && $0[3] == "member" })
        guard case .lines(let fields) = try await reply("complete fields members") else { throw ConsoleError.cancelled }
        #expect(fields.contains("role:") && fields.contains("tenant:"))
        #expect(try await reply("complete environments") == .lines(["local", "production"]))
        #expect(try await reply("env use production") == .open(environment: "production"))
        await #expect(throws: ConsoleError.notMapped(.pipeline)) { try await reply("board") }
    }

    @Test func aFilterFaultIsSaidWithItsPlace() async throws {
        let sample = try SampleDatabase()
        let router = CommandRouter(session: try await sample.session(.admin), host: Host())
        await #expect {
            try await router.run(.list(ListRequest(resource: "members", filter: "role:owner rol:admin")))
        } throws: { error in
            guard case .filter(let text, let problem, let hint, let range, _)? = error as? ConsoleError else {
                return false
            }
            let word = String(decoding: Array(text.utf8)[range], as: UTF8.self)
            return word == "rol" && problem == "no field “rol” here" && hint == "did you mean role?"
        }
    }
}
