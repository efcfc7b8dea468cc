import TenantDomain

/// A JSON value made of a reply's parts; keys keep their order.
package indirect enum JSONNode: Sendable, Equatable {
    case null
    case boolean(Bool)
    /// Beyond 2^53 it is written as a string, so that every reader keeps its digits.
    case integer(Int64)
    case string(String)
    /// Text that is embedded where it is JSON and written as a string where it is not.
    case document(String)
    case array([JSONNode])
    case object([Member])

    package struct Member: Sendable, Equatable {
        package let key: String
        package let value: JSONNode

        package init(_ key: String, _ value: JSONNode) {
            self.key = key
            self.value = value
        }
    }

    static func text(_ text: String?) -> JSONNode { text.map(JSONNode.string) ?? .null }
    static func number(_ number: Int?) -> JSONNode { number.map { .integer(Int64($0)) } ?? .null }
    static func number(_ number: Int64?) -> JSONNode { number.map(JSONNode.integer) ?? .null }

    static func value(_ value: Value?) -> JSONNode {
        switch value {
        case .null?, nil: .null
        case .integer(let number)?: .integer(number)
        case .real, .text, .bytes: text(value?.text)
        }
    }

    /// Appends the value: indented for people, or on one line.
    package func append(to output: inout [UInt8], indented: Bool, depth: Int = 0) {
        switch self {
        case .null: output.append(contentsOf: "null".utf8)
        case .boolean(let flag): output.append(contentsOf: (flag ? "true" : "false").utf8)
        case .integer(let number):
            if number.magnitude <= 1 << 53 {
                output.append(contentsOf: String(number).utf8)
            } else {
                JSONText.appendString(String(number), into: &output)
            }
        case .string(let text): JSONText.appendString(text, into: &output)
        case .document(var text):
            let isDocument = text.withUTF8 { JSONText.appendDocument(UnsafeRawBufferPointer($0), into: &output) }
            if !isDocument { JSONText.appendString(text, into: &output) }
        case .array(let items):
            Self.append(items, "[", "]", to: &output, indented: indented, depth: depth) { item, output in
                item.append(to: &output, indented: indented, depth: depth + 1)
            }
        case .object(let members):
            Self.append(members, "{", "}", to: &output, indented: indented, depth: depth) { member, output in
                JSONText.appendString(member.key, into: &output)
                output.append(contentsOf: (indented ? ": " : ":").utf8)
                member.value.append(to: &output, indented: indented, depth: depth + 1)
            }
        }
    }

    private static func append<Item>(
        _ items: [Item], _ opening: String, _ closing: String, to output: inout [UInt8], indented: Bool, depth: Int,
        _ write: (Item, inout [UInt8]) -> Void
    ) {
        func newLine(_ depth: Int) {
            guard indented else { return }
            output.append(UInt8(ascii: "\n"))
            output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
        }
        output.append(contentsOf: opening.utf8)
        for (place, item) in items.enumerated() {
            if place > 0 { output.append(UInt8(ascii: ",")) }
            newLine(depth + 1)
            write(item, &output)
        }
        if !items.isEmpty { newLine(depth) }
        output.append(contentsOf: closing.utf8)
    }
}
