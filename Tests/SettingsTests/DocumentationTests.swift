#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import Settings
import Testing

@Suite("ConfigurationPage")
struct ConfigurationPageTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    private func page(_ name: String) throws -> String {
        String(decoding: try OwnedFile.read("\(Self.root)/docs/\(name)"), as: UTF8.self)
    }

    @Test("docs/configuration.md lists every key as the program knows it")
    func keys() throws {
        let lines = try page("configuration.md").split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasPrefix("<!-- keys:") })
        let end = try #require(lines.firstIndex { $0 == "<!-- /keys -->" })
        let shown = lines[(start + 1)..<end].joined(separator: "\n")
        let expected = "\n\(ConfigSchema.documentation)\n"
        if getenv("UPDATE_DOCS") != nil {
            let text = (lines[...start] + [Substring(expected)] + lines[end...]).joined(separator: "\n")
            try OwnedFile.replace("\(Self.root)/docs/configuration.md", with: Array(text.utf8))
        } else {
            #expect(shown == expected, "run UPDATE_DOCS=1 swift test --filter ConfigurationPage")
        }
    }

    @Test("docs/profiles.md names every key that the shipped profile uses")
    func profileKeys() throws {
        let page = try page("profiles.md")
        let text = try #require(ShippedProfiles.named("reference")).text
        let document = try TOMLDocument(text: text, fileName: "reference.toml")
        for path in document.mentionedPaths {
            guard case .key(let key)? = path.steps.last, !path.steps.contains(.key("fields")) || key == "fields" else {
                continue
            }
            let isTable = document[path]?.table != nil || document[path]?.array?.first?.table != nil
            #expect(page.contains(isTable && key != "fields" ? key : "`\(key)`"), "\(path)")
        }
    }
}
