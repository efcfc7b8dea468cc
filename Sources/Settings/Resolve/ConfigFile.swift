/// A config file as read once: its text, its tree, and the bytes that trust is decided on.
package struct ConfigFile: Sendable {
    /// Absolute; the default place even where no file is there.
    package let path: String
    package let exists: Bool
    package let document: TOMLDocument
    package let content: [UInt8]

    /// Reads `path` (from `--config` or TENANTCTL_CONFIG; must exist) or the default place (may be absent). The schema
    /// is not checked here: `errors` is.
    package init(path: String?, paths: Paths, workingDirectory: String) throws(SettingsError) {
        let place = path.map { paths.expanded($0, relativeTo: workingDirectory) } ?? paths.configFile
        let name = paths.abbreviated(place)
        let content: [UInt8]
        do {
            content = try OwnedFile.read(place)
        } catch {
            guard path == nil, error.isMissing else {
                throw SettingsError(.file(name), key: "", .unreadable(reason: error.reason))
            }
            self.path = place
            exists = false
            document = TOMLDocument(emptyNamed: name)
            self.content = []
            return
        }
        self.path = place
        exists = true
        self.content = content
        document = try TOMLDocument(text: try ConfigFile.text(content, named: name), fileName: name)
    }

    /// A config that is not in a file, for tests and the demo.
    package init(text: String, path: String) throws(SettingsError) {
        self.path = path
        exists = true
        content = Array(text.utf8)
        document = try TOMLDocument(text: text, fileName: path)
    }

    /// Every fault of the file, in its order.
    package var errors: [SettingsError] { ConfigValidator.errors(in: document) }

    /// The folder that relative paths in the file start from.
    package var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func text(_ bytes: [UInt8], named name: String) throws(SettingsError) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var line = 1
        for part in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if String(validating: part, as: UTF8.self) == nil { break }
            line += 1
        }
        throw SettingsError(
            .file(name), at: TextPosition(line: line, column: 1), key: "", .syntax("the line is not UTF-8 text"))
    }
}
