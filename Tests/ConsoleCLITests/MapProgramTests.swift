import Foundation
import Testing

/// `map suggest`, `map check` and `map show` as they are typed, on a SQLite file that no profile knows.
@Suite("The map commands on a file of unknown shape")
struct MapProgramTests {
    private static let schema = """
        CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT NOT NULL, tier TEXT CHECK (tier IN ('free', 'gold')));
        CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT UNIQUE NOT NULL, full_name TEXT);
        CREATE TABLE account_people (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES accounts(id),
          person_id INTEGER NOT NULL REFERENCES people(id), level INTEGER NOT NULL, UNIQUE (account_id, person_id));
        INSERT INTO accounts VALUES (1, 'Acme', 'gold'), (2, 'Globex', 'free');
        INSERT INTO people VALUES (1, 'ann@acme.example', 'Ann'), (2, 'bob@acme.example', 'Bob');
        INSERT INTO account_people VALUES (1, 1, 1, 9), (2, 1, 2, 1), (3, 2, 2, 9);
        """

    private func database(_ program: RealProgram) throws -> String {
        try program.database("app.db", Self.schema)
    }

    @Test("suggest, save, check, show, and use")
    func wholeWay() throws {
        let program = try RealProgram()
        let path = try database(program)
        let printed = try program.run("map", "suggest", "--database", path)
        #expect(printed.code == 0, "\(printed.error)")
        #expect(printed.out.contains("table = \"accounts\""), "\(printed.out)")
        #expect(printed.out.contains("table = \"account_people\""))
        let saved = try program.run("map", "suggest", "--save", "app", "--database", path)
        #expect(saved.code == 0, "\(saved.error)")
        #expect(try program.run("map", "suggest", "--save", "app", "--database", path).code == 4)
        let checked = try program.run("map", "check", "--database", path)
        #expect(checked.code == 0, "\(checked.out)\(checked.error)")
        let shown = try program.run("map", "show", "-o", "csv", "--database", path)
        #expect(shown.out.contains("accounts"), "\(shown.out)")
        #expect(try program.run("map", "show", "-o", "json", "--database", path).out.hasPrefix("["))
        let members = try program.run("list", "account_people", "-o", "csv", "--database", path)
        #expect(members.code == 0, "\(members.error)")
    }

    @Test("check names file, line, key and the nearest name")
    func faults() throws {
        let program = try RealProgram()
        let path = try database(program)
        let file = "\(program.folder)/wrong.toml"
        try """
        name = "wrong"
        [tenant]
        table = "acounts"
        name = "name"
        """.write(toFile: file, atomically: true, encoding: .utf8)
        let run = try program.run("map", "check", file, "--database", path)
        #expect(run.code != 0)
        let said = run.out + run.error
        #expect(said.contains("wrong.toml") && said.contains("3") && said.contains("accounts"), "\(said)")
    }

    @Test("a role made of codes is shown by its words and written by no change")
    func codes() throws {
        let program = try RealProgram()
        let path = try database(program)
        try """
        name = "codes"
        [tenant]
        table = "accounts"
        name = "name"
        plan = "tier"
        [user]
        table = "people"
        name = "full_name"
        email = "email"
        [membership]
        table = "account_people"
        container = "account_id"
        user = "person_id"
        role = "role_name"
        roles = ["owner", "agent"]
        [[words]]
        table = "account_people"
        name = "role_name"
        column = "level"
        codes = ["9", "1"]
        words = ["owner", "agent"]
        [[resources]]
        name = "members"
        table = "account_people"
        columns = ["id", "account_id", "person_id", "role_name"]
        """.write(toFile: "\(program.folder)/codes.toml", atomically: true, encoding: .utf8)
        _ = try program.configure(
            "[environments.e]\ndatabase = \"\(path)\"\nprofile = \"\(program.folder)/codes.toml\"\nmode = \"read-write\"\n"
        )
        let base = ["--env", "e", "--persona", "admin"]
        let listed = try program.run(base + ["list", "members", "-o", "csv"])
        #expect(listed.out.contains("owner"), "\(listed.out)\(listed.error)")
        let terms = ["--write", "--yes", "--reason", "OPS-1 a test"]
        for words in [
            ["member", "set-role", "2", "owner"], ["edit", "members", "2", "--set", "level=9"],
            ["edit", "members", "2", "--set", "role_name=owner"],
        ] {
            let run = try program.run(base + words + terms)
            #expect(run.code == 4, "\(words) \(run.code) \(run.error)")
            #expect(run.error.contains("cannot be written"), "\(run.error)")
        }
        // The last owner's membership is still known as one.
        let removed = try program.run(base + ["member", "remove", "1"] + terms)
        #expect(removed.code == 4, "\(removed.error)")
        #expect(removed.error.contains("no owner"), "\(removed.error)")
        let agent = try program.run(base + ["member", "remove", "2", "--confirm", "Acme"] + terms)
        #expect(agent.code == 0, "\(agent.error)")
    }
}
