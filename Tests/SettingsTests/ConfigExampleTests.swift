import Settings
import Testing

@Suite("config.toml.example")
struct ConfigExampleTests {
    private static let text: String = {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return (try? OwnedFile.read("/\(folder)/config.toml.example")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }()

    /// The example with every `#key = value` line switched on.
    private static let uncommented = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.hasPrefix("#") && !line.hasPrefix("# ") && line != "#" ? String(line.dropFirst()) : String(line)
    }.joined(separator: "\n")

    @Test("holds no fault, as it stands and with every key switched on")
    func valid() throws {
        #expect(!Self.text.isEmpty)
        #expect(try ConfigFile(text: Self.text, path: "config.toml.example").errors.map(\.description) == [])
        #expect(try ConfigFile(text: Self.uncommented, path: "config.toml.example").errors.map(\.description) == [])
    }

    @Test("documents every key of the schema")
    func complete() throws {
        let document = try TOMLDocument(text: Self.uncommented, fileName: "config.toml.example")
        var patterns: Set<String> = []
        for path in document.mentionedPaths {
            let pattern = path.steps.enumerated().map { depth, step -> String in
                switch step {
                case .key(let key):
                    guard depth == 1, case .key(let top) = path.steps[0], ["environments", "keys"].contains(top) else {
                        return depth == 0 ? key : ".\(key)"
                    }
                    return ".*"
                case .index: return "[]"
                }
            }.joined()
            patterns.insert(pattern)
        }
        for key in ConfigSchema.keys { #expect(patterns.contains(key.pattern), "\(key.pattern) is not in the example") }
    }

    @Test("shows the defaults that the program has")
    func defaults() throws {
        let document = try TOMLDocument(text: Self.uncommented, fileName: "config.toml.example")
        for key in ConfigSchema.scalarKeys {
            guard let node = key.defaultNode else { continue }
            #expect(document[TOMLPath(keys: [key.pattern])] == node, "\(key.pattern)")
        }
        for environment in ["local", "production"] {
            for key in ConfigSchema.keys {
                guard key.pattern.hasPrefix("environments.*."), let node = key.defaultNode else { continue }
                let name = String(key.pattern.dropFirst("environments.*.".count))
                let line = "#\(name) = "
                guard Self.text.contains(line) else { continue }
                let shown = document[TOMLPath(keys: ["environments", environment, name])]
                if let shown, name != "protected" { #expect(shown == node, "\(environment) \(name)") }
            }
        }
    }
}
