/// A PostgreSQL server's URL or keyword string, kept as written for libpq; only what messages need is read out of it.
package struct ServerAddress: Sendable, Equatable {
    /// For libpq; may hold a password, so it goes nowhere else.
    package let text: String
    package let hasPassword: Bool
    /// `pooler.example.io:6543/app`, never a password.
    package let display: String

    init(_ text: String) {
        self.text = text
        let redacted = Self.redacted(text)
        hasPassword = redacted != text
        display = text.contains("://") ? Self.urlDisplay(redacted) : Self.keywordDisplay(redacted)
    }

    /// The same text with every password replaced by `***`, for showing the command line back.
    package var redacted: String { Self.redacted(text) }

    static let hidden = "***"

    /// Whether the text is libpq's `key=value` form, not a file's path.
    static func isKeywordString(_ text: String) -> Bool {
        guard !text.contains("://") else { return false }
        return keywords(in: text).contains { ["host", "hostaddr", "dbname", "service", "port"].contains($0.key) }
            && !text.hasPrefix("/") && !text.hasPrefix("./")
    }

    static func redacted(_ text: String) -> String {
        text.contains("://") ? redactedURL(text) : redactedKeywords(text)
    }

    private static func redactedURL(_ text: String) -> String {
        guard let start = text.range(of: "://") else { return text }
        var result = String(text[..<start.upperBound])
        let rest = text[start.upperBound...]
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        // A password with an unescaped slash or question mark still ends at the last @ that a host follows.
        let at =
            rest[..<authorityEnd].lastIndex(of: "@")
            ?? rest.lastIndex(of: "@").flatMap { at in
                rest[..<at].contains(":") ? at : nil
            }
        var tail = rest
        if let at {
            let user = rest[..<at]
            if let colon = user.firstIndex(of: ":") {
                result += String(user[..<colon]) + ":" + hidden
            } else {
                result += user
            }
            tail = rest[at...]
        }
        return result + redactedQuery(tail)
    }

    private static func redactedQuery(_ text: Substring) -> String {
        guard let mark = text.firstIndex(of: "?") else { return String(text) }
        let terms = text[text.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false).map {
            term -> String in
            guard let equals = term.firstIndex(of: "="), isSecret(String(term[..<equals])) else { return String(term) }
            return String(term[...equals]) + hidden
        }
        return String(text[...mark]) + terms.joined(separator: "&")
    }

    private static func isSecret(_ key: String) -> Bool {
        ["password", "sslpassword", "passphrase", "pass", "pwd"].contains(key.lowercased())
    }

    private static func redactedKeywords(_ text: String) -> String {
        let found = keywords(in: text)
        guard found.contains(where: { isSecret($0.key) }) else { return text }
        return found.map { isSecret($0.key) ? "\($0.key)=\(hidden)" : "\($0.key)=\($0.spelled)" }.joined(separator: " ")
    }

    private static func urlDisplay(_ redacted: String) -> String {
        guard let start = redacted.range(of: "://") else { return redacted }
        var rest = redacted[start.upperBound...]
        if let mark = rest.firstIndex(of: "?") { rest = rest[..<mark] }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        return rest.isEmpty ? "localhost" : String(rest)
    }

    private static func keywordDisplay(_ redacted: String) -> String {
        var values: [String: String] = [:]
        for keyword in keywords(in: redacted) { values[keyword.key] = keyword.value }
        if let service = values["service"] { return "service \(service)" }
        var text = values["host"] ?? values["hostaddr"] ?? "localhost"
        if let port = values["port"] { text += ":\(port)" }
        if let name = values["dbname"] { text += "/\(name)" }
        return text
    }

    /// libpq's `key = value` pairs; empty where the text is not of that form.
    private static func keywords(in text: String) -> [(key: String, value: String, spelled: String)] {
        var found: [(key: String, value: String, spelled: String)] = []
        let bytes = Array(text.utf8)
        var rest = bytes[...]
        func skipBlanks() { while let byte = rest.first, byte == 0x20 || byte == 0x09 { rest.removeFirst() } }
        while true {
            skipBlanks()
            if rest.isEmpty { return found }
            let key = rest.prefix { (0x61...0x7A).contains($0 | 0x20) || $0 == 0x5F }
            guard !key.isEmpty else { return [] }
            rest = rest.dropFirst(key.count)
            skipBlanks()
            guard rest.popFirst() == UInt8(ascii: "=") else { return [] }
            skipBlanks()
            let start = rest.startIndex
            var value: [UInt8] = []
            let isQuoted = rest.first == UInt8(ascii: "'")
            if isQuoted { rest.removeFirst() }
            while let byte = rest.first {
                if isQuoted ? byte == UInt8(ascii: "'") : byte == 0x20 || byte == 0x09 { break }
                rest.removeFirst()
                if byte == UInt8(ascii: "\\"), let next = rest.popFirst() {
                    value.append(next)
                } else {
                    value.append(byte)
                }
            }
            if isQuoted, rest.popFirst() == nil { return [] }
            let spelled = bytes[start..<rest.startIndex]
            found.append(
                (
                    String(decoding: key, as: UTF8.self), String(decoding: value, as: UTF8.self),
                    String(decoding: spelled, as: UTF8.self)
                ))
        }
    }
}

extension String {
    /// The first place of a short text; the standard library alone has none.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
