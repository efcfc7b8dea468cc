/// The names that a filter may use for a resource's fields.
package struct FilterFields: Sendable {
    let resource: Resource
    private var positions: [String: Int] = [:]

    package init(resource: Resource, aliases: [String: String] = [:]) {
        self.resource = resource
        // Later entries never shadow earlier ones: names, then aliases, then keys without `_id`, then titles.
        for (index, column) in resource.columns.enumerated() { register(column.name, index) }
        for (alias, name) in aliases.sorted(by: { $0.key < $1.key }) {
            if let index = positions[FilterFields.normalized(name)] { register(alias, index) }
        }
        for (index, column) in resource.columns.enumerated() where column.references != nil {
            if column.name.hasSuffix("_id") { register(String(column.name.dropLast(3)), index) }
        }
        for (index, column) in resource.columns.enumerated() { register(column.title, index) }
    }

    private mutating func register(_ name: String, _ index: Int) {
        let key = FilterFields.normalized(name)
        if !key.isEmpty, positions[key] == nil { positions[key] = index }
    }

    /// The column of that name, in any case; `-` and blanks count as `_`.
    func column(_ name: String) -> ResourceColumn? {
        positions[FilterFields.normalized(name)].map { resource.columns[$0] }
    }

    /// The column that the longest start of the name means, and the rest as a path into it.
    func column(_ field: FilterField) -> (column: ResourceColumn, path: [String])? {
        for count in stride(from: field.parts.count, to: 0, by: -1) {
            if let column = column(field.parts[..<count].joined(separator: ".")) {
                return (column, Array(field.parts[count...]))
            }
        }
        return nil
    }

    /// Names that may stand before a colon, in the resource's order.
    var filterable: [String] {
        resource.columns.filter { $0.path != nil && $0.mask != .secret }.map(\.name)
    }

    static func normalized(_ name: String) -> String {
        String(
            decoding: CaseFolding.lowerASCII(name).utf8.map { $0 == 0x20 || $0 == 0x2D ? 0x5F : $0 }, as: UTF8.self)
    }
}

/// What `:` and the other operators mean for a field.
enum FilterFieldKind: Equatable {
    /// One of a closed list of values.
    case choice([String])
    case boolean, integer, real, numeric, timestamp, date, uuid, network
    /// Text that is looked up whole: ids, keys, roles, types.
    case key
    case text
    case json
    /// Only null or not.
    case opaque

    init(_ column: ResourceColumn, in resource: Resource) {
        switch column.type {
        case .boolean: self = .boolean
        case .integer: self = .integer
        case .real: self = .real
        case .numeric: self = .numeric
        case .timestamp: self = .timestamp
        case .date: self = .date
        case .uuid: self = .uuid
        case .network: self = .network
        case .json: self = .json
        case .bytes, .vector: self = .opaque
        case .enumeration: self = column.allowedValues.isEmpty ? .key : .choice(column.allowedValues)
        case .array: self = .text
        case .text, .other, .interval:
            if !column.allowedValues.isEmpty {
                self = .choice(column.allowedValues)
            } else if FilterFieldKind.isKey(column, in: resource) {
                self = .key
            } else {
                self = .text
            }
        }
    }

    private static func isKey(_ column: ResourceColumn, in resource: Resource) -> Bool {
        guard let path = column.path else { return false }
        return column.references != nil || column.display == .identifier || namesKey(path.column)
            || namesKey(column.name) || (path.hops.isEmpty && resource.identity.contains(path.column))
    }

    /// Whether a name says that its values are looked up whole: its last word is `id`, `key`, `role`, …
    static func namesKey(_ name: String) -> Bool {
        let last = FilterFields.normalized(name).split(separator: "_").last.map(String.init) ?? ""
        return ["id", "key", "role", "plan", "status", "type", "kind"].contains(last)
    }
}
