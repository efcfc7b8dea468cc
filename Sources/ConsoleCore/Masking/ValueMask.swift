import TenantDomain

/// What stands in place of a hidden value. Pure: the same value always gives the same mask, and nothing of the value
/// can be told from the mask but the part named here.
package enum ValueMask {
    /// Stands for any secret, whatever its length.
    package static let secret = "••••••••"
    /// Stands for personal data of which nothing stays readable.
    package static let hidden = "•••"

    /// The readable part of personal data; empty text stays empty.
    package static func personal(_ text: String, _ kind: PersonalKind) -> String {
        if text.isEmpty { return text }
        return switch kind {
        case .email: email(text)
        case .phone: phone(text)
        case .name: name(text)
        case .network: network(text)
        case .userAgent: userAgent(text)
        case .address, .payload: hidden
        }
    }

    /// Appends the readable part of a cell. What is plain ASCII, as nearly all of it is by the million, becomes no
    /// string on the way.
    static func append(
        personal cell: UnsafeRawBufferPointer, _ cellKind: RowBlock.CellKind, _ kind: PersonalKind,
        to output: inout [UInt8]
    ) {
        if cell.isEmpty { return }
        if cellKind == .text || cellKind == .integer || cellKind == .real,
            ByteScan.isPlain(cell, except: 0x7F, 0x7F)
        {
            switch kind {
            case .email:
                guard let at = cell.lastIndex(of: UInt8(ascii: "@")), at + 1 < cell.count else { break }
                if at > 0 { output.append(cell[0]) }
                output.append(contentsOf: "***".utf8)
                output.append(contentsOf: UnsafeRawBufferPointer(rebasing: cell[at...]))
                return
            case .network:
                guard let end = secondDot(ofAddress: cell) else { break }
                output.append(contentsOf: UnsafeRawBufferPointer(rebasing: cell[..<end]))
                output.append(contentsOf: ".*.*".utf8)
                return
            case .address, .payload:
                output.append(contentsOf: hidden.utf8)
                return
            case .phone, .name, .userAgent: break
            }
        }
        let text = cellKind == .bytes ? Hexadecimal.encode(cell) : String(decoding: cell, as: UTF8.self)
        output.append(contentsOf: personal(text, kind).utf8)
    }

    /// Where the second dot stands in four numbers with dots between them; nil for any other text.
    private static func secondDot(ofAddress text: UnsafeRawBufferPointer) -> Int? {
        var dots = 0
        var digits = 0
        var second: Int?
        for place in text.indices {
            if isDigit(text[place]) {
                digits += 1
            } else if text[place] == UInt8(ascii: "."), digits > 0 {
                dots += 1
                digits = 0
                if dots == 2 { second = place }
            } else {
                return nil
            }
        }
        return dots == 3 && digits > 0 ? second : nil
    }

    package static func masked(_ text: String, _ mask: ResourceColumn.Mask) -> String {
        switch mask {
        case .none: text
        case .personal(let kind): personal(text, kind)
        case .secret: secret
        }
    }

    /// `j***@acme.example`: the domain stays, since support works by it.
    private static func email(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@"), text.index(after: at) < text.endIndex else { return hidden }
        return "\(text[..<at].prefix(1))***\(text[at...])"
    }

    /// `•••67`: the last two digits, where there are enough of them to hide the rest behind.
    private static func phone(_ text: String) -> String {
        let digits = text.unicodeScalars.filter { ("0"..."9").contains($0) }
        guard digits.count >= 6 else { return hidden }
        return hidden + String(String.UnicodeScalarView(digits.suffix(2)))
    }

    /// `J…`.
    private static func name(_ text: String) -> String {
        text.first { !$0.isWhitespace }.map { "\($0)…" } ?? hidden
    }

    /// `10.8.*.*`, `2001:db8:*`, `::ffff:10.8.*.*`; a text that is no address is hidden whole.
    private static func network(_ text: String) -> String {
        let address = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)[0]
        if let colon = address.lastIndex(of: ":"), address[colon...].contains(".") {
            let tail = network(String(address[address.index(after: colon)...]))
            return tail == hidden ? hidden : "::ffff:\(tail)"
        }
        if address.contains(":") {
            guard address.utf8.allSatisfy({ isHexadecimal($0) || $0 == 0x3A || $0 == 0x25 }) else { return hidden }
            let groups = address.split(separator: ":", omittingEmptySubsequences: false).prefix(2)
            return groups.joined(separator: ":") + ":*"
        }
        let parts = address.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts.allSatisfy({ part in !part.isEmpty && part.utf8.allSatisfy(isDigit) }) else {
            return hidden
        }
        return "\(parts[0]).\(parts[1]).*.*"
    }

    /// `Firefox`: the product, without versions and platform.
    private static func userAgent(_ text: String) -> String {
        if text.hasPrefix("Mozilla/") {
            let products = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome")]
            for (token, product) in products where text.contains("\(token)/") { return product }
            return text.contains("Safari/") ? "Safari" : "Mozilla"
        }
        let product = text.prefix { $0 != "/" && $0 != " " && $0 != "(" && $0 != "@" }
        return product.isEmpty || product.count > 40 ? hidden : String(product)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
    }
}
