import Settings
import Testing

@Suite("The one connection")
struct ConnectionTests {
    private let paths = Paths(variables: ["HOME": "/home/dana"])

    private func resolve(
        _ text: String = """
        default_environment = "local"
        [environments.local]
        database = "data/app.db"
        [environments.production]
        database = "postgres://ro@db.example.com/app"
        protected = true
        [environments.empty]
        """,
        database: String? = nil, environment: String? = nil, variables: [String: String] = [:]
    ) throws -> ResolvedConnection? {
        let file = try ConfigFile(text: text, path: "/home/dana/.config/tenantctl/config.toml")
        return try ConnectionResolver.resolve(
            database: database, environment: environment, variables: variables,
            settings: SettingsLoader.load(file: file), paths: paths, workingDirectory: "/work")
    }

    @Test("--database, then --env, TENANTCTL_ENV, DATABASE_URL, default_environment, none")
    func order() throws {
        let variables = ["TENANTCTL_ENV": "production", "DATABASE_URL": "postgres://h/x"]
        let flag = try #require(try resolve(database: "a.db", environment: "local", variables: variables))
        #expect(flag.source == .databaseFlag && flag.environment.isUnlisted)
        #expect(flag.address == .file(path: "/work/a.db"))

        let named = try #require(try resolve(environment: "local", variables: variables))
        #expect(named.source == .environmentFlag && named.environment.name == "local")
        #expect(named.address == .file(path: "/home/dana/.config/tenantctl/data/app.db"))

        let variable = try #require(try resolve(variables: variables))
        #expect(variable.source == .environmentVariable && variable.environment.isProtected)
        #expect(variable.address.display == "db.example.com/app")

        let url = try #require(try resolve(variables: ["TENANTCTL_ENV": "", "DATABASE_URL": "postgres://h/x"]))
        #expect(url.source == .databaseURL && url.environment == .unlisted)

        #expect(try resolve()?.source == .defaultEnvironment)
        #expect(try resolve("") == nil)
    }

    @Test("an unlisted database gets the strictest rules")
    func unlisted() {
        let rules = Environment.unlisted
        #expect(
            rules.isProtected && rules.typedConfirmation == .all && rules.leasePersonas.isEmpty
                && rules.mode == .readOnly && !rules.allowsSuperuser)
        #expect(rules.highestPersona == .support && rules.name == "unlisted")
    }

    @Test("an unknown environment names the nearest one; one without a database says so")
    func unknown() {
        let error = #expect(throws: SettingsError.self) { try resolve(environment: "producton") }
        #expect(
            error?.description
                == "--env: there is no environment `producton`; there are: local, production, empty; did you mean `production`?"
        )
        let variable = #expect(throws: SettingsError.self) { try resolve(variables: ["TENANTCTL_ENV": "x"]) }
        #expect(variable?.source == .variable("TENANTCTL_ENV"))
        let empty = #expect(throws: SettingsError.self) { try resolve(environment: "empty") }
        #expect(empty?.problem == .environmentWithoutDatabase(name: "empty"))
        #expect(empty?.line == 7)
        #expect(throws: SettingsError.self) { try resolve(database: "") }
        #expect(throws: SettingsError.self) { try resolve(variables: ["DATABASE_URL": "mysql://h/x"]) }
    }

    @Test("a password on the command line is warned about without being shown")
    func password() throws {
        let url = "postgres://dana:s3cret@db.example.com/app?sslpassword=hush&sslmode=require"
        let flag = try #require(try resolve(database: url))
        #expect(flag.warnsAboutPassword)
        let warning = try #require(flag.passwordWarning)
        #expect(!warning.contains("s3cret") && !warning.contains("hush"))
        #expect(warning.contains("dana:***@db.example.com/app?sslpassword=***&sslmode=require"))
        #expect(try resolve(variables: ["DATABASE_URL": url])?.warnsAboutPassword == false)
        #expect(try resolve(database: "postgres://dana@h/app")?.warnsAboutPassword == false)
    }

    @Test(
        "addresses as people write them",
        arguments: [
            ("app.db", "app.db", false), ("file:///var/a%20b.db", "/var/a b.db", false), ("sqlite:x.db", "x.db", false),
            ("./host=x.db", "./host=x.db", false),
            ("postgresql://u:p@h:5433/d?x=1", "h:5433/d", true), ("postgres:///d", "/d", false),
            ("postgres://u:p/q@h/d", "h/d", true), ("postgres://u:p@a:1,b:2/d", "a:1,b:2/d", true),
            ("host=h port=5 dbname=d password='a b'", "h:5/d", true), ("service=prod", "service prod", false),
            ("host=h dbname=d user=x", "h/d", false), ("a=b.db", "a=b.db", false), ("C=x", "C=x", false),
        ])
    func addresses(text: String, display: String, hasPassword: Bool) throws {
        let address = try DatabaseAddress(parsing: text)
        #expect(address.display == display)
        #expect(address.hasPassword == hasPassword)
        if case .server(let server) = address { #expect(server.text == text) }
    }
}

@Suite("Folders")
struct PathsTests {
    @Test func defaults() {
        let paths = Paths(variables: ["HOME": "/home/dana/"])
        #expect(paths.configFile == "/home/dana/.config/tenantctl/config.toml")
        #expect(paths.state == "/home/dana/.local/state/tenantctl")
        #expect(paths.data == "/home/dana/.local/share/tenantctl")
        #expect(paths.cache == "/home/dana/.cache/tenantctl")
    }

    @Test("absolute XDG values win, relative ones are ignored")
    func xdg() {
        let paths = Paths(variables: [
            "HOME": "/h", "XDG_CONFIG_HOME": "/c/", "XDG_STATE_HOME": "relative", "XDG_DATA_HOME": "",
        ])
        #expect(paths.config == "/c/tenantctl")
        #expect(paths.state == "/h/.local/state/tenantctl")
        #expect(paths.data == "/h/.local/share/tenantctl")
        #expect(Paths(variables: [:], fallbackHome: "/nowhere").config == "/nowhere/.config/tenantctl")
    }

    @Test func expansion() {
        let paths = Paths(variables: ["HOME": "/h"])
        #expect(paths.expanded("~/a.db", relativeTo: "/w") == "/h/a.db")
        #expect(paths.expanded("../a.db", relativeTo: "/w/x") == "/w/a.db")
        #expect(paths.expanded("/../a//b/./c", relativeTo: "/w") == "/a/b/c")
        #expect(paths.expanded("~x", relativeTo: "/w") == "/w/~x")
        #expect(paths.abbreviated("/h/a") == "~/a")
        #expect(paths.abbreviated("/hot/a") == "/hot/a")
    }
}

@Suite("Who")
struct OperatorIdentityTests {
    @Test func claimsAreMarked() {
        let plain = OperatorIdentity(user: "dana", host: "ops")
        #expect(plain.display == "dana@ops")
        let named = OperatorIdentity(user: "dana", host: "ops", unverifiedName: "Dana")
        #expect(named.display == "Dana (unverified)" && named.account == "dana@ops")
        let current = OperatorIdentity.current(unverifiedName: nil)
        #expect(!current.user.isEmpty && !current.host.isEmpty && !current.host.contains("."))
    }
}
