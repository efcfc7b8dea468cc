import Settings
import Testing

@Suite("Faults of config.toml")
struct ConfigValidatorTests {
    private func messages(_ text: String) throws -> [String] {
        try ConfigFile(text: text, path: "c.toml").errors.map(\.description)
    }

    @Test("each names file, line, key and the nearest valid word")
    func faults() throws {
        let text = """
            them = "dark"
            theme = "drak"
            page_size = 5
            mouse = "yes"
            time_zone = "Europe/Nowhere"
            default_environment = "prod"

            [environments.production]
            databse = "x.db"
            mode = "readonly"
            password_command = "op read x"
            color = 3

            [environments."a b"]
            database = "mysql://u:secret@h/db"

            [[queries]]
            name = "a"
            [[queries]]
            name = "a"
            resource = "members"
            filtre = "x"
            """
        #expect(
            try messages(text) == [
                "c.toml:1:1: unknown key `them`; did you mean `theme`?",
                "c.toml:2:1: `theme` cannot be `drak`; allowed: terminal, dark, light, high-contrast, 16-colour; did you mean `dark`?",
                "c.toml:3:1: `page_size` is 5, but must be from 10 to 10000",
                "c.toml:4:1: `mouse` must be true or false, not text",
                "c.toml:5:1: `time_zone` cannot be `Europe/Nowhere`: utc, local or a zone's name such as Europe/Berlin",
                "c.toml:6:1: there is no environment `prod`; there are: production, a b; did you mean `production`?",
                "c.toml:9:1: unknown key `environments.production.databse`; did you mean `database`?",
                "c.toml:10:1: `environments.production.mode` cannot be `readonly`; allowed: read-only, read-write; did you mean `read-only`?",
                "c.toml:11:1: `environments.production.password_command` must be a list of texts, the program first, not text",
                "c.toml:12:1: `environments.production.color` must be text, not a whole number",
                "c.toml:14:15: `environments.\"a b\"` cannot be `a b`: a name is 1 to 40 letters, digits, - and _, and not `unlisted`",
                "c.toml:15:1: `environments.\"a b\".database` cannot be `mysql://u:***@h/db`: databases are SQLite files and postgres:// URLs; `mysql` is neither",
                "c.toml:17:3: the key `queries[0].resource` is missing",
                "c.toml:20:1: `queries[1].name`: `a` is there already",
                "c.toml:22:1: unknown key `queries[1].filtre`; did you mean `filter`?",
            ])
    }

    @Test("a table where a value belongs and the other way round")
    func shapes() throws {
        #expect(
            try messages("environments = 1\n") == ["c.toml:1:1: `environments` must be a table, not a whole number"])
        #expect(try messages("[queries]\nname = \"a\"\n").first?.contains("[[queries]]") == true)
        #expect(try messages("[theme]\n") == ["c.toml:1:2: `theme` must be text, not a table"])
        #expect(try messages("[keys]\nreload = [1]\n").count == 1)
        #expect(try messages("[keys]\nreload = []\nopen = \"enter\"\n") == [])
        #expect(try messages("") == [])
    }

    @Test("control characters of the file never reach the message")
    func visible() throws {
        let text = try #require(try messages("\"a\\u001b]0;x\" = 1\n").first)
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 })
    }
}
