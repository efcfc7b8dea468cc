import TenantDomain

/// The faults found so far; a reader goes on after one, so that all are found in one pass.
final class FaultList {
    private let document: TOMLDocument
    private var faults: [SettingsError] = []

    init(document: TOMLDocument) {
        self.document = document
    }

    func add(_ problem: SettingsError.Problem, at path: TOMLPath, nearest: String? = nil) {
        faults.append(document.error(problem, at: path, nearest: nearest))
    }

    var inOrder: [SettingsError] {
        faults.sorted { ($0.line ?? 0, $0.column ?? 0, $0.key) < ($1.line ?? 0, $1.column ?? 0, $1.key) }
    }
}

/// One table of a profile, read key by key; what was not asked for when it is finished is unknown.
final class ProfileTable {
    /// The rule that a text breaks, nil where it is fine.
    typealias Check = @Sendable (String) -> String?

    private let entries: [String: TOMLNode]
    private let path: TOMLPath
    private let faults: FaultList
    private var asked: [String] = []

    /// - Parameter path: where the table stands in its document, for messages.
    init(_ entries: [String: TOMLNode], at path: TOMLPath, _ faults: FaultList) {
        self.entries = entries
        self.path = path
        self.faults = faults
    }

    private func node(_ key: String) -> TOMLNode? {
        asked.append(key)
        return entries[key]
    }

    /// The key's text; a fault and an empty text where it is missing.
    func required(_ key: String, checkedBy check: Check? = nil) -> String {
        let value = optional(key, checkedBy: check)
        if entries[key] == nil { faults.add(.missingKey, at: path.appending(key)) }
        return value ?? ""
    }

    func optional(_ key: String, checkedBy check: Check? = nil) -> String? {
        guard let node = node(key) else { return nil }
        return text(node, at: path.appending(key), check)
    }

    private func text(_ node: TOMLNode, at place: @autoclosure () -> TOMLPath, _ check: Check?) -> String? {
        guard let text = node.string else {
            faults.add(.wrongType(expected: "text", found: node.typeName), at: place())
            return nil
        }
        if text.isEmpty {
            faults.add(.empty, at: place())
            return nil
        }
        if let rule = check?(text) {
            faults.add(.invalid(value: text, rule: rule), at: place())
            return nil
        }
        return text
    }

    func choice<Value>(_ key: String, _ make: (String) -> Value?, _ allowed: [String]) -> Value? {
        guard let text = optional(key) else { return nil }
        if let value = make(text) { return value }
        faults.add(
            .notAllowed(value: text, allowed: allowed), at: path.appending(key),
            nearest: NearestWord.find(text, among: allowed))
        return nil
    }

    func list(_ key: String, checkedBy check: Check? = nil) -> [String] {
        guard let node = node(key) else { return [] }
        let place = path.appending(key)
        guard let array = node.array else {
            faults.add(.wrongType(expected: "a list of texts", found: node.typeName), at: place)
            return []
        }
        return array.enumerated().compactMap { index, node in
            text(node, at: place.appending(index: index), check)
        }
    }

    /// A table of texts.
    func map(_ key: String) -> [String: String] {
        guard let node = node(key) else { return [:] }
        let place = path.appending(key)
        guard let table = node.table else {
            faults.add(.wrongType(expected: "a table of texts", found: node.typeName), at: place)
            return [:]
        }
        var result: [String: String] = [:]
        for (name, node) in table { result[name] = text(node, at: place.appending(name), nil) }
        return result
    }

    func table(_ key: String) -> ProfileTable? {
        guard let node = node(key) else { return nil }
        let place = path.appending(key)
        guard let entries = node.table else {
            faults.add(.wrongType(expected: "a table", found: node.typeName), at: place)
            return nil
        }
        return ProfileTable(entries, at: place, faults)
    }

    func requiredTable(_ key: String) -> ProfileTable? {
        if entries[key] == nil { faults.add(.missingKey, at: path.appending(key)) }
        return table(key)
    }

    /// The elements of an array of tables, `[[key]]`.
    func tables(_ key: String) -> [ProfileTable] {
        guard let node = node(key) else { return [] }
        let place = path.appending(key)
        guard let array = node.array else {
            faults.add(.wrongType(expected: "a list of tables, [[\(key)]]", found: node.typeName), at: place)
            return []
        }
        return array.enumerated().compactMap { index, node in
            let place = place.appending(index: index)
            guard let entries = node.table else {
                faults.add(.wrongType(expected: "a table", found: node.typeName), at: place)
                return nil
            }
            return ProfileTable(entries, at: place, faults)
        }
    }

    /// Reports a rule that the table's keys break together.
    func fault(_ rule: String, at key: String) {
        faults.add(.invalid(value: key, rule: rule), at: path.appending(key))
    }

    /// Reports every key that nobody asked for.
    func finish() {
        for key in entries.keys.sorted() where !asked.contains(key) {
            faults.add(.unknownKey, at: path.appending(key), nearest: NearestWord.find(key, among: asked))
        }
    }

    func finished<Mapping>(_ mapping: Mapping) -> Mapping {
        finish()
        return mapping
    }
}
