extension ConfigSchema {
    /// The key tables of docs/configuration.md, one a section; a test holds the page to them.
    package static var documentation: String {
        ConfigKey.Section.allCases.map { section in
            let rows = keys.filter { $0.section == section }.map(row)
            return """
                ### \(section.rawValue)

                | key | value | default | variable | what it does |
                | --- | --- | --- | --- | --- |
                \(rows.joined(separator: "\n"))
                """
        }.joined(separator: "\n\n")
    }

    private static func row(_ key: ConfigKey) -> String {
        let name =
            key.pattern.split(separator: "*").joined(separator: "NAME") + (key.pattern.hasSuffix("*") ? "NAME" : "")
        let value =
            switch key.type {
            case .choice(let values): values.map { "`\($0)`" }.joined(separator: " ")
            case .integer(let lowest, let highest): "\(lowest) to \(highest)"
            case .timeZone: "a zone"
            default: key.type.words
            }
        let cells = [
            "`\(name)`", value, key.defaultText.map { "`\($0)`" } ?? "", key.variable.map { "`\($0)`" } ?? "",
            key.documentation,
        ]
        return "| " + cells.map { $0.split(separator: "|").joined(separator: "\\|") }.joined(separator: " | ") + " |"
    }
}
