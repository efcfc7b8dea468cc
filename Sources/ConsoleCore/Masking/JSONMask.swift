import TenantDomain

/// Hides values inside JSON text by the keys they stand under, leaving every other byte as it is.
///
/// Works on documents cut short as well: a hidden value that runs to the end of the text is hidden to the end.
package struct JSONMask: Sendable {
    private let policy: MaskPolicy
    /// Masks of the outermost keys: the columns of the row that an audit document holds.
    private let columns: [String: ResourceColumn.Mask]

    /// - Parameter columns: what is known of the document's own keys; other keys, and keys further in, go by name.
    package init(_ policy: MaskPolicy, columns: [String: ResourceColumn.Mask] = [:]) {
        self.policy = policy
        self.columns = columns
    }

    /// What hides the value at a path of keys, `none` where it may be seen. Anything below a hidden key is hidden.
    package func mask(path: [String]) -> ResourceColumn.Mask {
        for (depth, key) in path.enumerated() {
            let mask = self.mask(key: key, depth: depth)
            if mask != .none { return mask }
        }
        return .none
    }

    private func mask(key: String, depth: Int) -> ResourceColumn.Mask {
        if depth == 0, let known = columns[key] { return policy.applied(known) }
        return policy.applied(MaskRules.mask(named: key))
    }

    /// The document with hidden values replaced by their masks as strings; nil where nothing had to be hidden (or the
    /// text is no JSON object or array).
    package func masked(_ bytes: some Collection<UInt8>) -> [UInt8]? {
        masked(Array(bytes), depth: 0)
    }

    private func masked(_ bytes: [UInt8], depth: Int) -> [UInt8]? {
        guard let first = bytes.first(where: { !JSONScanner.isBlank($0) }), first == 0x7B || first == 0x5B else {
            return nil
        }
        var scanner = JSONScanner(bytes)
        var output: [UInt8] = []
        var copied = 0
        var level = 0
        /// Whether each open bracket is an object.
        var isObject: [Bool] = []
        var expectsKey = false
        while scanner.position < bytes.count {
            let byte = bytes[scanner.position]
            switch byte {
            case 0x7B, 0x5B:
                level += 1
                isObject.append(byte == 0x7B)
                expectsKey = byte == 0x7B
                scanner.position += 1
            case 0x7D, 0x5D:
                level -= 1
                if !isObject.isEmpty { isObject.removeLast() }
                expectsKey = false
                scanner.position += 1
            case 0x2C:
                expectsKey = isObject.last ?? false
                scanner.position += 1
            case 0x22:
                let start = scanner.position
                let text = scanner.string()
                if expectsKey {
                    expectsKey = false
                    let objects = isObject.lazy.filter { $0 }.count
                    let mask = mask(key: text, depth: depth + (isObject.first == true ? objects - 1 : objects))
                    guard mask != .none, scanner.colon() else { continue }
                    let value = scanner.value()
                    if let replacement = replacement(bytes[value], mask) {
                        output += bytes[copied..<value.lowerBound]
                        output += replacement
                        copied = value.upperBound
                    }
                } else if let inner = nested(text, depth: depth + 1) {
                    output += bytes[copied..<start]
                    output += inner
                    copied = scanner.position
                }
            default: scanner.position += 1
            }
        }
        guard copied > 0 else { return nil }
        output += bytes[copied...]
        return output
    }

    /// JSON inside a string, as engines without a JSON type store it in the documents of audit triggers.
    private func nested(_ text: String, depth: Int) -> [UInt8]? {
        guard depth < 4, let document = masked(Array(text.utf8), depth: depth) else { return nil }
        return JSONText.quoted(String(decoding: document, as: UTF8.self))
    }

    private func replacement(_ value: ArraySlice<UInt8>, _ mask: ResourceColumn.Mask) -> [UInt8]? {
        if value.elementsEqual("null".utf8) { return nil }
        if case .personal(let kind) = mask, value.first == 0x22 {
            var scanner = JSONScanner(Array(value))
            return JSONText.quoted(ValueMask.personal(scanner.string(), kind))
        }
        return JSONText.quoted(mask == .secret ? ValueMask.secret : ValueMask.hidden)
    }
}

/// Walks over JSON tokens without building a tree; never fails, whatever the bytes.
struct JSONScanner {
    let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    mutating func skipBlanks() {
        while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
    }

    mutating func colon() -> Bool {
        skipBlanks()
        guard position < bytes.count, bytes[position] == 0x3A else { return false }
        position += 1
        skipBlanks()
        return true
    }

    /// The string that starts here, unescaped; an unfinished one runs to the end.
    mutating func string() -> String {
        position += 1
        var units: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == 0x22 { break }
            guard byte == 0x5C, position < bytes.count else {
                units.append(byte)
                continue
            }
            let escape = bytes[position]
            position += 1
            switch escape {
            case 0x6E: units.append(0x0A)
            case 0x74: units.append(0x09)
            case 0x72: units.append(0x0D)
            case 0x62: units.append(0x08)
            case 0x66: units.append(0x0C)
            case 0x75: units += scalar()
            default: units.append(escape)
            }
        }
        return String(decoding: units, as: UTF8.self)
    }

    private mutating func scalar() -> [UInt8] {
        guard var code = hexadecimal() else { return [] }
        if (0xD800..<0xDC00).contains(code), position + 6 <= bytes.count, bytes[position] == 0x5C,
            bytes[position + 1] == 0x75
        {
            let start = position
            position += 2
            if let low = hexadecimal(), (0xDC00..<0xE000).contains(low) {
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            } else {
                position = start
            }
        }
        return Array(String(UnicodeScalar(code).map(Character.init) ?? "\u{FFFD}").utf8)
    }

    private mutating func hexadecimal() -> UInt32? {
        guard position + 4 <= bytes.count else {
            position = bytes.count
            return nil
        }
        defer { position += 4 }
        return UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    }

    /// The range of the value that starts here; an unfinished one runs to the end.
    mutating func value() -> Range<Int> {
        let start = position
        guard position < bytes.count else { return start..<start }
        switch bytes[position] {
        case 0x22: _ = string()
        case 0x7B, 0x5B:
            var level = 0
            while position < bytes.count {
                let byte = bytes[position]
                if byte == 0x22 {
                    _ = string()
                    continue
                }
                position += 1
                if byte == 0x7B || byte == 0x5B { level += 1 }
                if byte == 0x7D || byte == 0x5D {
                    level -= 1
                    if level == 0 { break }
                }
            }
        default:
            while position < bytes.count, bytes[position] != 0x2C, bytes[position] != 0x7D, bytes[position] != 0x5D,
                !Self.isBlank(bytes[position])
            {
                position += 1
            }
        }
        return start..<position
    }
}

/// Spelling JSON.
package enum JSONText {
    /// The text as a JSON string with its quotes.
    package static func quoted(_ text: String) -> [UInt8] {
        var output: [UInt8] = [0x22]
        for byte in text.utf8 {
            switch byte {
            case 0x22: output += [0x5C, 0x22]
            case 0x5C: output += [0x5C, 0x5C]
            case 0x0A: output += [0x5C, 0x6E]
            case 0x0D: output += [0x5C, 0x72]
            case 0x09: output += [0x5C, 0x74]
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                output += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: output.append(byte)
            }
        }
        output.append(0x22)
        return output
    }
}
