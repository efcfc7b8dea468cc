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
