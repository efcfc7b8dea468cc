/// A TOML value without its parser: what validation, settings and profiles read.
package enum TOMLNode: Sendable, Equatable {
    case string(String)
    case integer(Int)
    case real(Double)
    case boolean(Bool)
    /// A date, time or date-time; no key of ours takes one.
    case time
    case array([TOMLNode])
    case table([String: TOMLNode])

    /// The type as a message names it.
    package var typeName: String {
        switch self {
        case .string: "text"
        case .integer: "a whole number"
        case .real: "a decimal number"
        case .boolean: "true or false"
        case .time: "a date or time"
        case .array: "a list"
        case .table: "a table"
        }
    }

    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    package var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
    package var array: [TOMLNode]? { if case .array(let value) = self { value } else { nil } }
    package var table: [String: TOMLNode]? { if case .table(let value) = self { value } else { nil } }

    /// The list's texts, nil where it is no list or holds anything else.
    package var strings: [String]? {
        guard let array else { return nil }
        var result: [String] = []
        for node in array {
            guard let text = node.string else { return nil }
            result.append(text)
        }
        return result
    }

    /// The value as `config show` prints it: texts bare, lists with blanks between.
    package var spelled: String {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .boolean(let flag): flag ? "true" : "false"
        case .time: ""
        case .array(let items): items.map(\.spelled).joined(separator: " ")
        case .table(let members):
            members.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value.spelled)" }.joined(separator: ", ")
        }
    }

    package subscript(path: TOMLPath) -> TOMLNode? {
        var node = self
        for step in path.steps {
            switch (step, node) {
            case (.key(let key), .table(let table)):
                guard let next = table[key] else { return nil }
                node = next
            case (.index(let index), .array(let array)):
                guard array.indices.contains(index) else { return nil }
                node = array[index]
            default: return nil
            }
        }
        return node
    }
}
