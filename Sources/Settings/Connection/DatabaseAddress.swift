/// Where a database is, as a person writes it.
package enum DatabaseAddress: Sendable, Equatable {
    /// A SQLite file.
    case file(path: String)
    /// A PostgreSQL server.
    case server(ServerAddress)

    /// Reads a path, `file:PATH`, `sqlite:PATH`, a `postgres://` URL or a libpq string (`host=… dbname=…`).
    package init(parsing text: String) throws(SettingsError.Problem) {
        let text = Self.trimmed(text)
        guard !text.isEmpty else { throw .empty }
        if let scheme = Self.scheme(of: text) {
            switch scheme {
            case "postgres", "postgresql": self = .server(ServerAddress(text))
            case "file", "sqlite": self = .file(path: try Self.path(in: text, scheme: scheme))
            default:
                throw .invalid(
                    value: ServerAddress.redacted(text),
                    rule: "databases are SQLite files and postgres:// URLs; `\(scheme)` is neither")
            }
        } else if ServerAddress.isKeywordString(text) {
            self = .server(ServerAddress(text))
        } else {
            self = .file(path: text)
        }
    }

    /// Without any password, for messages and headers.
    package var display: String {
        switch self {
        case .file(let path): path
        case .server(let address): address.display
        }
    }

    package var hasPassword: Bool {
        if case .server(let address) = self { address.hasPassword } else { false }
    }

    private static func scheme(of text: String) -> String? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let word = text[..<colon]
        let isWord = word.utf8.allSatisfy {
            (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2B || (0x30...0x39).contains($0)
        }
        guard isWord, word.count > 1 else { return nil }
        let rest = text[colon...]
        let name = word.lowercased()
        return rest.hasPrefix("://") || name == "file" || name == "sqlite" ? name : nil
    }

    private static func path(in text: String, scheme: String) throws(SettingsError.Problem) -> String {
        var path = text.dropFirst(scheme.count + 1)
        if path.hasPrefix("//") {
            path = path.dropFirst(2)
            if path.hasPrefix("localhost/") { path = path.dropFirst("localhost".count) }
        }
        guard !path.contains("?") else {
            throw .invalid(
                value: text, rule: "options belong in the environment's keys (`immutable = true`), not in the path")
        }
        guard !path.isEmpty else { throw .empty }
        return decoded(path)
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
