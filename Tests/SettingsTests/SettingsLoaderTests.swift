import Configuration
import Settings
import Testing

@Suite("Which value wins")
struct SettingsLoaderTests {
    private func load(
        _ text: String, flags: [String: String] = [:], variables: [String: String] = [:]
    ) throws -> ResolvedSettings {
        try SettingsLoader.load(
            file: ConfigFile(text: text, path: "/c/config.toml"), flags: flags, variables: variables)
    }

    @Test("flags over variables over the file over defaults, each with its origin")
    func precedence() throws {
        let text = "# comment\npage_size = 50\ntheme = \"light\"\nmouse = true\n"
        let settings = try load(
            text, flags: ["theme": "dark"], variables: ["TENANTCTL_THEME": "light", "TENANTCTL_PAGE_SIZE": "70"])
        #expect(settings.theme == "dark")
        #expect(settings.origin(of: "theme") == .flag)
        #expect(settings.pageSize == 70)
        #expect(settings.origin(of: "page_size") == .variable("TENANTCTL_PAGE_SIZE"))
        #expect(settings.mouse)
        #expect(settings.origin(of: "mouse") == .file(path: "/c/config.toml", line: 4))
        #expect(settings.busyTimeoutMilliseconds == 2000)
        #expect(settings.origin(of: "busy_timeout_ms") == .default)
        #expect(settings.operatorName == nil)
        #expect(settings.origin(of: "operator_name") == .default)
    }

    @Test("a flag's false beats a file's true, and an empty variable counts as absent")
    func falseAndEmpty() throws {
        let settings = try load(
            "mouse = true\ntheme = \"light\"\n", flags: ["mouse": "false"], variables: ["TENANTCTL_THEME": ""])
        #expect(!settings.mouse)
        #expect(settings.theme == "light")
    }

    @Test("a bad variable or flag is named")
    func badValues() throws {
        let variable = #expect(throws: SettingsError.self) {
            try load("", variables: ["TENANTCTL_THEME": "drak"])
        }
        #expect(
            variable?.description
                == "TENANTCTL_THEME: `theme` cannot be `drak`; allowed: terminal, dark, light, high-contrast, 16-colour; did you mean `dark`?"
        )
        let flag = #expect(throws: SettingsError.self) { try load("", flags: ["page_size": "many"]) }
        #expect(flag?.description == "--page-size: `page_size` must be a whole number, not `many`")
        #expect(throws: SettingsError.self) { try load("", variables: ["TENANTCTL_MOUSE": "maybe"]) }
    }

    @Test("consent and connections are never read from settings variables, and that is said")
    func consent() throws {
        let settings = try load(
            "", variables: ["TENANTCTL_WRITE": "1", "TENANTCTL_PERSONA": "admin", "TENANTCTL_THEM": "x", "OTHER": "1"])
        #expect(
            settings.warnings == [
                "TENANTCTL_PERSONA is ignored: `persona` is given per run and never read from a variable",
                "TENANTCTL_THEM is ignored: no setting has that variable; did you mean TENANTCTL_THEME?",
                "TENANTCTL_WRITE is ignored: `write` is given per run and never read from a variable",
            ])
        let variables = ConfigSchema.keys.compactMap(\.variable)
        for word in ConfigSchema.neverFromVariables {
            #expect(!variables.contains("TENANTCTL_\(word.uppercased())"))
        }
        #expect(ConfigSchema.key("default_environment")?.variable == nil)
    }

    @Test("defaults fit their own keys")
    func defaults() throws {
        for key in ConfigSchema.keys {
            guard let node = key.defaultNode else { continue }
            #expect(ConfigValueCheck.fault(of: node, for: key.type) == nil, "\(key.pattern)")
        }
        let patterns = ConfigSchema.keys.map(\.pattern)
        #expect(Set(patterns).count == patterns.count)
    }

    @Test("environments keep the file's order and their rules")
    func environments() throws {
        let settings = try load(
            """
            [environments.zeta]
            database = "z.db"
            mode = "read-write"
            [environments.alpha]
            database = "postgres://h/db"
            protected = true
            persona = "support"
            approvals = 1
            lease_personas = ["oncall"]
            longest_lease_minutes = 15
            reason_pattern = "[A-Z]+-[0-9]+"
            forbidden_verbs = ["member remove"]
            password_command = ["op", "read", "x"]
            [[queries]]
            name = "mine"
            resource = "members"
            filter = "role:owner"
            [keys]
            reload = "R"
            open = ["enter", "l"]
            """)
        #expect(settings.environments.map(\.name) == ["zeta", "alpha"])
        let alpha = try #require(settings.environment(named: "alpha"))
        #expect(alpha.isProtected && alpha.color == .red && alpha.mode == .readOnly)
        #expect(alpha.highestPersona == .support && alpha.approvals == 1)
        #expect(alpha.typedConfirmation == .notable && alpha.leasePersonas == [.oncall])
        #expect(alpha.longestLeaseMinutes == 15 && alpha.reasonPattern == "[A-Z]+-[0-9]+")
        #expect(alpha.forbiddenVerbs == ["member remove"] && alpha.undoDays == 30)
        #expect(alpha.passwordCommand == ["op", "read", "x"])
        #expect(settings.environments[0].mode == .readWrite)
        #expect(settings.environment(named: "beta") == nil)
        #expect(settings.savedQueries == [SavedQuery(name: "mine", resource: "members", filter: "role:owner")])
        #expect(settings.keyBindings.map(\.action) == ["reload", "open"])
        #expect(settings.keyBindings[1].keys == ["enter", "l"])
        let error = settings.keyError(action: "reload", known: ["reload_view", "open"])
        #expect(error.line == 19 && error.nearest == "reload_view")
    }

    @Test("the provider answers by type and refuses another one")
    func provider() throws {
        let document = try TOMLDocument(text: "a = 1\nb = { c = \"x\" }\nd = [\"y\"]\n", fileName: "t")
        let reader = ConfigReader(provider: TOMLConfigProvider(document))
        #expect(reader.int(forKey: "a") == 1)
        #expect(reader.string(forKey: "b.c") == "x")
        #expect(reader.stringArray(forKey: "d") == ["y"])
        #expect(reader.double(forKey: "a") == 1)
        #expect(throws: (any Error).self) { try reader.requiredBool(forKey: "a") }
        #expect(throws: (any Error).self) { try reader.requiredString(forKey: "none") }
    }
}
