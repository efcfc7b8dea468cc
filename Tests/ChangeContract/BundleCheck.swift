import Crypto
import Foundation
import Testing

/// An incident's folder as whoever receives it looks at it: by the files alone.
package struct BundleCheck {
    private struct Manifest: Decodable {
        struct File: Decodable {
            let name: String
            let bytes: Int
            let sha256: String
        }
        let persona: String
        let entries: Int
        let files: [File]
    }

    package let folder: String

    /// A folder that nothing else is in; the bundle goes into it as `incident`.
    package static func place() throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("bundle-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    package init(in place: String) { folder = place + "/incident" }

    private func bytes(_ name: String) throws -> Data {
        try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"), "\(name)")
    }

    package func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    /// Everything in it as one text.
    package func everything() throws -> String {
        try FileManager.default.contentsOfDirectory(atPath: folder).map(text).joined()
    }

    /// The folder is whole: every file is in the manifest with its size and hash, and nothing else lies about.
    package func isWhole(persona: String, entries: Int) throws {
        let manifest = try JSONDecoder().decode(Manifest.self, from: try bytes("manifest.json"))
        #expect(manifest.persona == persona && manifest.entries == entries)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == (manifest.files.map(\.name) + ["manifest.json"]).sorted())
        #expect(
            manifest.files.map(\.name) == [
                "actors.csv", "changes.csv", "entries.csv", "entries.ndjson", "journal.csv", "query.json",
                "tenants.csv", "timeline.svg", "timeline.txt",
            ])
        for file in manifest.files {
            let data = try bytes(file.name)
            #expect(file.bytes == data.count, "\(file.name)")
            let hash = SHA256.hash(data: data).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(file.sha256 == hash, "\(file.name)")
        }
        #expect(try text("entries.ndjson").split(separator: "\n").count == entries)
        #expect(try text("timeline.svg").hasPrefix("<svg"))
        // Beside it no draft is left.
        let place = (folder as NSString).deletingLastPathComponent
        #expect(try FileManager.default.contentsOfDirectory(atPath: place) == ["incident"])
    }

    package func remove() {
        try? FileManager.default.removeItem(atPath: (folder as NSString).deletingLastPathComponent)
    }
}
