import TenantDomain

/// Whether a value fits its key, for files (typed) and for variables and flags (text) alike.
package enum ConfigValueCheck {
    package struct Fault: Error, Sendable, Equatable {
        package let problem: SettingsError.Problem
        package let nearest: String?

        init(_ problem: SettingsError.Problem, nearest: String? = nil) {
            self.problem = problem
            self.nearest = nearest
        }
    }

    package static func fault(of node: TOMLNode, for type: ConfigKey.ValueType) -> Fault? {
        let wrongType = Fault(.wrongType(expected: type.words, found: node.typeName))
        switch type {
        case .text, .path, .timeZone, .database, .choice, .pattern:
            guard let text = node.string else { return wrongType }
            return fault(of: text, for: type)
        case .boolean: return node.boolean == nil ? wrongType : nil
        case .integer(let lowest, let highest):
            guard let value = node.integer else { return wrongType }
            return (lowest...highest).contains(value)
                ? nil : Fault(.outOfRange(value: value, lowest: lowest, highest: highest))
        case .textList: return node.strings == nil ? wrongType : nil
        case .choiceList(let allowed):
            guard let words = node.strings else { return wrongType }
            return words.lazy.compactMap { fault(of: $0, for: .choice(allowed)) }.first
        case .command:
            guard let words = node.strings else { return wrongType }
            return words.first.map(\.isEmpty) ?? true ? Fault(.empty) : nil
        case .keyPresses:
            if let text = node.string { return text.isEmpty ? Fault(.empty) : nil }
            return node.strings == nil ? wrongType : nil
        }
    }

    /// The typed value of a variable's or flag's text.
    package static func parse(_ text: String, for type: ConfigKey.ValueType) throws(Fault) -> TOMLNode {
        switch type {
        case .boolean:
            switch text.lowercased() {
            case "true", "yes", "1", "on": return .boolean(true)
            case "false", "no", "0", "off": return .boolean(false)
            default: throw Fault(.notAllowed(value: text, allowed: ["true", "false"]))
            }
        case .integer:
            guard let value = Int(text) else { throw Fault(.wrongType(expected: type.words, found: "`\(text)`")) }
            if let fault = fault(of: .integer(value), for: type) { throw fault }
            return .integer(value)
        default:
            if let fault = fault(of: .string(text), for: type) { throw fault }
            return .string(text)
        }
    }

    private static func fault(of text: String, for type: ConfigKey.ValueType) -> Fault? {
        switch type {
        case .choice(let allowed):
            if allowed.contains(text) { return nil }
            return Fault(.notAllowed(value: text, allowed: allowed), nearest: NearestWord.find(text, among: allowed))
        case .timeZone:
            return TimeZoneName(text) == nil
                ? Fault(.invalid(value: text, rule: "utc, local or a zone's name such as Europe/Berlin")) : nil
        case .database:
            do throws(SettingsError.Problem) {
                _ = try DatabaseAddress(parsing: text)
                return nil
            } catch {
                return Fault(error)
            }
        case .pattern:
            if text.isEmpty { return Fault(.empty) }
            return (try? Regex(text)) == nil ? Fault(.invalid(value: text, rule: "no regular expression")) : nil
        default: return text.isEmpty ? Fault(.empty) : nil
        }
    }
}
