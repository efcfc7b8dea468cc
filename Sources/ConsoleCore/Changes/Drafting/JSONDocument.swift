import TenantDomain

/// A JSON document as a tree, numbers and nested strings as they were spelled.
enum JSONDocument {
    static func isValid(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var grammar = JSONGrammar(UnsafeRawBufferPointer(bytes))
            return grammar.isDocument()
        }
    }

    /// Nil for anything but one valid document. Objects become trees; every other value keeps its text.
    static func parse(_ text: String) -> JSONNode? {
        guard isValid(text) else { return nil }
        var scanner = JSONScanner(Array(text.utf8))
        return value(&scanner)
    }

    private static func value(_ scanner: inout JSONScanner) -> JSONNode {
        scanner.skipBlanks()
        let start = scanner.position
        guard start < scanner.bytes.count, scanner.bytes[start] == UInt8(ascii: "{") else {
            skip(&scanner)
            return .document(String(decoding: scanner.bytes[start..<scanner.position], as: UTF8.self))
        }
        scanner.position += 1
        var members: [JSONNode.Member] = []
        while scanner.position < scanner.bytes.count {
            scanner.skipBlanks()
            switch scanner.bytes[scanner.position] {
            case UInt8(ascii: "}"):
                scanner.position += 1
                return .object(members)
            case UInt8(ascii: "\""):
                let key = scanner.string()
                _ = scanner.colon()
                members.append(JSONNode.Member(key, value(&scanner)))
            default: scanner.position += 1
            }
        }
        return .object(members)
    }

    /// Behind the value that starts here; the document is known to be valid.
    private static func skip(_ scanner: inout JSONScanner) {
        var depth = 0
        while scanner.position < scanner.bytes.count {
            switch scanner.bytes[scanner.position] {
            case UInt8(ascii: "\""): _ = scanner.string()
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                scanner.position += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if depth == 0 { return }
                depth -= 1
                scanner.position += 1
            case UInt8(ascii: ","):
                if depth == 0 { return }
                scanner.position += 1
            case let byte where JSONScanner.isBlank(byte):
                if depth == 0 { return }
                scanner.position += 1
            default:
                while scanner.position < scanner.bytes.count, !isEnd(scanner.bytes[scanner.position]) {
                    scanner.position += 1
                }
            }
            if depth == 0 { return }
        }
    }

    private static func isEnd(_ byte: UInt8) -> Bool {
        JSONScanner.isBlank(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
    }

    /// The members of a document that is an object.
    static func members(_ text: String) -> [JSONNode.Member]? {
        guard case .object(let members)? = parse(text) else { return nil }
        return members
    }

    /// The text of a scalar or the document itself; nil for null.
    static func text(_ node: JSONNode) -> String? {
        guard case .document(let text) = node else {
            var bytes: [UInt8] = []
            node.append(to: &bytes, indented: false)
            return String(decoding: bytes, as: UTF8.self)
        }
        if text == "null" { return nil }
        guard text.utf8.first == UInt8(ascii: "\"") else { return text }
        var scanner = JSONScanner(Array(text.utf8))
        return scanner.string()
    }
}

extension JSONNode {
    /// The object with a key set or, with nil, taken out; nil where the path leads through something that is no object.
    func setting(_ path: ArraySlice<String>, to value: JSONNode?) -> JSONNode? {
        guard case .object(var members) = self, let key = path.first, !key.isEmpty else { return nil }
        let place = members.firstIndex { $0.key == key }
        if path.count == 1 {
            if let value {
                if let place { members[place] = Member(key, value) } else { members.append(Member(key, value)) }
            } else if let place {
                members.remove(at: place)
            }
            return .object(members)
        }
        let inner = place.map { members[$0].value } ?? .object([])
        guard let changed = inner.setting(path.dropFirst(), to: value) else { return nil }
        if let place { members[place] = Member(key, changed) } else { members.append(Member(key, changed)) }
        return .object(members)
    }
}
