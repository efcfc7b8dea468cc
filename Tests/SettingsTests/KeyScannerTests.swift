import Settings
import Testing

@Suite("Where keys stand")
struct KeyScannerTests {
    /// Each text is valid TOML with one hard thing in it.
    static let corpus: [String] = [
        "a = 1\nb = 'x' # c = 2\n",
        "a.b.c = 1\na.b.d = 2\n[t.u]\nv.w = true\n",
        "point = { x = 1, y = { z = \"}\" } }\nafter = 1\n",
        "[[q]]\nn = 1\n[[q]]\nn = 2\n[q.sub]\nk = 1\n[[q.deep]]\nd = 1\n[[q.deep]]\nd = 2\n",
        "s = \"\"\"\nnot = a key\n[nor a table]\n\\\"\"\" still\"\"\"\nafter = 1\n",
        "s = '''\nnot = a key\n'''\nt = ''''quoted'''''\nafter = 1\n",
        "s = \"\"\"two quotes: \"\"\"\"\"\nafter = 1\n",
        "\"a b\" = 1\n'c.d' = 2\n\"tab\\tand \\u00e9\" = 3\n[\"x y\".z]\nk = 1\n",
        "list = [ 1, # one ]\n  [2, 3], { k = 4 },\n  \"]\",\n]\nafter = 1\n",
        "dates = [1979-05-27T07:32:00Z, 07:32:00]\nf = -1.5e3\nh = 0xFF\n",
        "  [ spaced . out ]  # comment\n  k  =  1\r\n[next]\r\nj = 2\r\n",
        "ключ = 1\n".replacingKeyWithQuoted(),
        "[a]\n[a.b]\n[c]\nx = []\ny = {}\nz = \"\"\n",
        "",
        "# only a comment",
    ]

    @Test("finds exactly the keys that the parser finds", arguments: corpus)
    func agreesWithTheParser(text: String) throws {
        let document = try TOMLDocument(text: text, fileName: "t.toml")
        var expected: Set<TOMLPath> = []
        collect(document.root, at: TOMLPath(), into: &expected)
        #expect(document.mentionedPaths == expected)
    }

    private func collect(_ node: TOMLNode, at path: TOMLPath, into paths: inout Set<TOMLPath>) {
        if !path.steps.isEmpty { paths.insert(path) }
        switch node {
        case .table(let table): for (key, child) in table { collect(child, at: path.appending(key), into: &paths) }
        case .array(let array):
            for (index, child) in array.enumerated() { collect(child, at: path.appending(index: index), into: &paths) }
        default: break
        }
    }

    @Test("counts lines and columns from 1, columns by scalar")
    func positions() throws {
        let text = """
            theme = "dark"
            list = ["é", "x"]

            [environments.production]
              database = '''
            a
            '''
              color.x = 1
            [[queries]]
            name = "a"
            [[queries]]
              name = "b"
            """
        let document = try TOMLDocument(text: text, fileName: "t.toml")
        func at(_ path: TOMLPath) -> String {
            document.position(of: path).map { "\($0.line):\($0.column)" } ?? "nowhere"
        }
        let production = TOMLPath(keys: ["environments", "production"])
        let queries = TOMLPath(keys: ["queries"])
        #expect(at(TOMLPath(keys: ["theme"])) == "1:1")
        #expect(at(TOMLPath(keys: ["list"]).appending(index: 1)) == "2:14")
        #expect(at(TOMLPath(keys: ["environments"])) == "4:2")
        #expect(at(production) == "4:15")
        #expect(at(production.appending("database")) == "5:3")
        #expect(at(production.appending("color").appending("x")) == "8:9")
        #expect(at(queries.appending(index: 1)) == "11:3")
        #expect(at(queries.appending(index: 1).appending("name")) == "12:3")
        #expect(at(queries.appending(index: 0).appending("missing")) == "9:3")
        #expect(queries.appending(index: 1).appending("name").description == "queries[1].name")
    }

    @Test(
        "ends on text that is not TOML",
        arguments: ["= = [", "[a", "k = [1, {", "\"", "a = '''", "[[", "k = {,,", "\\"])
    func endsOnNonsense(text: String) {
        _ = KeyScanner.positions(in: text)
        #expect(throws: SettingsError.self) { try TOMLDocument(text: text, fileName: "t.toml") }
    }

    @Test("a syntax error names its line")
    func syntaxError() throws {
        let error = #expect(throws: SettingsError.self) {
            try TOMLDocument(text: "a = 1\nb = = 2\n", fileName: "t.toml")
        }
        #expect(error?.line == 2)
        #expect(error?.description.hasPrefix("t.toml:2:") == true)
        #expect(throws: SettingsError.self) { try TOMLDocument(text: "a = \"x\0y\"\n", fileName: "t.toml") }
    }
}

extension String {
    /// Bare keys are ASCII; the same key in quotes.
    fileprivate func replacingKeyWithQuoted() -> String {
        guard let blank = firstIndex(of: " ") else { return self }
        return "\"\(self[..<blank])\"\(self[blank...])"
    }
}
