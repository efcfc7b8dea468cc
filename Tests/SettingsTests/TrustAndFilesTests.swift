#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import Settings
import Testing

/// A folder of one test's own, gone with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/tenantctl-settings-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) != nil }
        try #require(made)
        path = OwnedFile.resolved(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    deinit { remove(path) }

    func write(_ text: String, to name: String, mode: mode_t = 0o600) throws -> String {
        let place = "\(path)/\(name)"
        if let slash = place.lastIndex(of: "/") { try OwnedFile.makeFolder(String(place[..<slash])) }
        try OwnedFile.replace(place, with: Array(text.utf8))
        chmod(place, mode)
        return place
    }

    private func remove(_ place: String) {
        if let folder = opendir(place) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { remove("\(place)/\(name)") }
            }
            closedir(folder)
            rmdir(place)
        } else {
            unlink(place)
        }
    }
}

@Suite("Trust in commands")
struct ConfigTrustTests {
    private let folder: TemporaryFolder
    private let paths: Paths

    init() throws {
        folder = try TemporaryFolder()
        paths = Paths(variables: ["HOME": folder.path])
    }

    @Test("a file in the config folder is trusted unless others can write it or its folder")
    func ownFolder() throws {
        let trust = ConfigTrust(paths: paths)
        let file = try folder.write("x", to: ".config/tenantctl/config.toml")
        #expect(trust.refusal(for: file, content: Array("x".utf8)) == nil)
        chmod(file, 0o620)
        #expect(trust.refusal(for: file, content: []) == .writableByOthers(path: file))
        chmod(file, 0o600)
        chmod(paths.config, 0o777)
        #expect(trust.refusal(for: file, content: []) == .writableByOthers(path: paths.config))
    }

    @Test("a link out of the folder does not borrow its trust")
    func links() throws {
        let file = try folder.write("x", to: "elsewhere.toml")
        _ = try folder.write("", to: ".config/tenantctl/other.toml")
        #expect(symlink(file, paths.configFile) == 0)
        #expect(ConfigTrust(paths: paths).refusal(for: paths.configFile, content: []) == .notTrusted(path: file))
    }

    @Test("another file is trusted as it was, until one byte changes")
    func elsewhere() throws {
        let trust = ConfigTrust(paths: paths)
        let file = try folder.write("a = 1", to: "project/config.toml")
        let content = Array("a = 1".utf8)
        #expect(trust.refusal(for: file, content: content) == .notTrusted(path: file))
        try trust.trust(file)
        #expect(trust.refusal(for: file, content: content) == nil)
        #expect(trust.refusal(for: file, content: Array("a = 2".utf8)) == .changedSinceTrusted(path: file))
        #expect(try OwnedFile.facts(paths.trustedFiles).mode == 0o600)
        chmod(paths.trustedFiles, 0o666)
        #expect(trust.refusal(for: file, content: content) == .notTrusted(path: file))
        chmod(paths.trustedFiles, 0o600)
        #expect(try trust.forget(file))
        #expect(try !trust.forget(file))
        #expect(trust.refusal(for: file, content: content) == .notTrusted(path: file))
    }

    @Test("a file that others can write cannot be trusted; a missing one says why")
    func refused() throws {
        let trust = ConfigTrust(paths: paths)
        let file = try folder.write("x", to: "open.toml", mode: 0o666)
        #expect(throws: ConfigTrust.Refusal.writableByOthers(path: file)) { try trust.trust(file) }
        #expect(throws: ConfigTrust.Refusal.self) { try trust.trust("\(folder.path)/none.toml") }
    }

    @Test("a connection carries the refusal of its commands")
    func connection() throws {
        let text = "[environments.p]\ndatabase = \"x.db\"\ntunnel = [\"ssh\"]\n[environments.q]\ndatabase = \"y.db\"\n"
        let place = try folder.write(text, to: "project/config.toml")
        let file = try ConfigFile(path: place, paths: paths, workingDirectory: "/")
        let settings = try SettingsLoader.load(file: file)
        func resolve(_ name: String) throws -> ResolvedConnection? {
            try ConnectionResolver.resolve(
                database: nil, environment: name, variables: [:], settings: settings, paths: paths,
                workingDirectory: "/")
        }
        #expect(try resolve("p")?.commandRefusal == .notTrusted(path: place))
        #expect(try resolve("q")?.commandRefusal == nil)
        try ConfigTrust(paths: paths).trust(place)
        #expect(try resolve("p")?.commandRefusal == nil)
    }
}

@Suite("Reading and extending config.toml")
struct ConfigFileTests {
    private let folder: TemporaryFolder
    private let paths: Paths

    init() throws {
        folder = try TemporaryFolder()
        paths = Paths(variables: ["HOME": folder.path])
    }

    @Test("the default file may be absent, a named one may not")
    func absent() throws {
        let file = try ConfigFile(path: nil, paths: paths, workingDirectory: "/")
        #expect(!file.exists && file.path == paths.configFile && file.errors.isEmpty)
        let error = #expect(throws: SettingsError.self) {
            try ConfigFile(path: "none.toml", paths: paths, workingDirectory: folder.path)
        }
        #expect(error?.description == "~/none.toml: cannot be read: No such file or directory")
    }

    @Test("bytes that are not UTF-8 are named by line; a folder is not a file")
    func unreadable() throws {
        let place = try folder.write("a", to: "bad.toml")
        try OwnedFile.replace(place, with: Array("mouse = true\ntheme = \"".utf8) + [0xFF] + Array("\"\n".utf8))
        let error = #expect(throws: SettingsError.self) {
            try ConfigFile(path: place, paths: paths, workingDirectory: "/")
        }
        #expect(error?.line == 2)
        #expect(throws: SettingsError.self) { try ConfigFile(path: folder.path, paths: paths, workingDirectory: "/") }
    }

    @Test("adding an environment keeps everything else, byte for byte")
    func add() throws {
        let before = "# mine\ntheme = \"dark\" # kept\n\n[environments.local]\ndatabase = \"a.db\""
        let place = try folder.write(before, to: ".config/tenantctl/config.toml", mode: 0o644)
        let file = try ConfigFile(path: nil, paths: paths, workingDirectory: "/")
        try EnvironmentFile.add(
            name: "staging", database: "postgres://ro@h/d\"b", extras: [("protected", .boolean(true))], to: file)
        let after = String(decoding: try OwnedFile.read(place), as: UTF8.self)
        #expect(
            after == before
                + "\n\n[environments.staging]\ndatabase = \"postgres://ro@h/d\\\"b\"\nprotected = true\n")
        #expect(try OwnedFile.facts(place).mode == 0o600)
        let settings = try SettingsLoader.load(file: ConfigFile(path: nil, paths: paths, workingDirectory: "/"))
        #expect(settings.environments.map(\.name) == ["local", "staging"])
        #expect(settings.environment(named: "staging")?.database == "postgres://ro@h/d\"b")
    }

    @Test("the first environment makes folder and file")
    func addFirst() throws {
        let file = try ConfigFile(path: nil, paths: paths, workingDirectory: "/")
        try EnvironmentFile.add(name: "local", database: "a.db", to: file)
        let text = String(decoding: try OwnedFile.read(paths.configFile), as: UTF8.self)
        #expect(text == "[environments.local]\ndatabase = \"a.db\"\n")
        #expect(try OwnedFile.facts(paths.config).mode == 0o700)
    }

    @Test(
        "duplicates, bad names, passwords and files that cannot be extended are refused",
        arguments: [
            ("local", "b.db", "[environments.local]\ndatabase = \"a.db\"\n"),
            ("a b", "b.db", ""), ("unlisted", "b.db", ""), ("", "b.db", ""), ("x\n[y]", "b.db", ""),
            ("p", "postgres://u:secret@h/d", ""), ("p", "", ""), ("p", "mysql://h", ""),
            ("p", "b.db", "environments = { local = { database = \"a.db\" } }\n"), ("p", "b.db", "themee = 1\n"),
        ])
    func refused(name: String, database: String, text: String) {
        let error = #expect(throws: SettingsError.self) {
            try EnvironmentFile.adding(name: name, database: database, to: text, fileName: "c.toml")
        }
        #expect(error?.description.contains("secret") == false)
    }

    @Test("a password is written when that is asked for")
    func password() throws {
        let text = try EnvironmentFile.adding(
            name: "p", database: "postgres://u:secret@h/d", to: "", fileName: "c.toml", allowsPassword: true)
        #expect(text.contains("secret"))
    }
}
