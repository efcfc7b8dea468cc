import TenantDomain

/// What a searched text looks like, which decides where it is worth looking for it.
package struct FindText: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case uuid
        /// Four to thirty-five hexadecimal digits and dashes, as ids are shortened on screen.
        case uuidStart
        case integer
        case email
        case domain
        case phone
        /// `cus_…`, `sub_…`, `pk_live_…`: an identifier that another system or a key generator gave.
        case external
        case words
    }

    package let text: String
    package let kind: Kind

    /// Nil for blank text.
    package init?(_ typed: String) {
        let text = typed.split(whereSeparator: \.isWhitespace).joined(separator: " ").filter { $0 != "\0" }
        guard !text.isEmpty else { return nil }
        self.text = text
        kind = Self.kind(of: text)
    }

    private static func kind(of text: String) -> Kind {
        if UUIDText.canonical(text) != nil { return .uuid }
        if Int64(text) != nil { return .integer }
        if KeyText.isUUIDPrefix(text) { return .uuidStart }
        let hasBlank = text.contains(" ")
        if !hasBlank, let at = text.firstIndex(of: "@"), at != text.startIndex,
            text[at...].dropFirst().contains(".")
        {
            return .email
        }
        let digits = text.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }.count
        if digits >= 6, text.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || " +-()/.".utf8.contains($0) }) {
            return .phone
        }
        if !hasBlank, let mark = text.firstIndex(of: "_"), digits > 0,
            text.distance(from: text.startIndex, to: mark) <= 6, text.utf8.count >= 10
        {
            return .external
        }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        if !hasBlank, labels.count > 1, labels.allSatisfy({ !$0.isEmpty }), text.utf8.allSatisfy(isHostByte) {
            return .domain
        }
        return .words
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == 0x2D || byte == 0x2E
            || byte >= 0x80
    }

    /// Whether a part of a value may match too; ids match whole or from their start.
    var looksInside: Bool {
        switch kind {
        case .uuid, .external: false
        case .uuidStart, .integer, .email, .domain, .phone, .words: text.count >= 2
        }
    }
}
