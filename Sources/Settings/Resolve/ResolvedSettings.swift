import TenantDomain

/// Every setting with its final value and where it came from.
package struct ResolvedSettings: Sendable {
    package enum Origin: Sendable, Equatable {
        case flag
        case variable(String)
        case file(path: String, line: Int)
        case `default`

        /// As `config show` names it.
        package var text: String {
            switch self {
            case .flag: "flag"
            case .variable(let name): name
            case .file(let path, let line): "\(path):\(line)"
            case .default: "default"
            }
        }
    }

    package enum Clipboard: String, Sendable { case auto, osc52, native }
    package enum ColorMode: String, Sendable {
        case auto, always, never, sixteen = "16", twoHundredFiftySix = "256", trueColor = "truecolor"
    }

    private let values: [String: TOMLNode]
    private let origins: [String: Origin]
    package let file: ConfigFile
    /// Variables that look like ours and are ignored, in words.
    package let warnings: [String]

    init(values: [String: TOMLNode], origins: [String: Origin], file: ConfigFile, warnings: [String]) {
        self.values = values
        self.origins = origins
        self.file = file
        self.warnings = warnings
    }

    package func origin(of key: String) -> Origin { origins[key] ?? .default }

    /// The final value of a scalar key of the schema; nil where it is absent.
    package func value(of key: String) -> TOMLNode? { values[key] }

    package var defaultEnvironment: String? { text("default_environment") }
    package var profile: String? { text("profile") }
    package var operatorName: String? { text("operator_name") }
    package var timeZone: TimeZoneName { text("time_zone").flatMap(TimeZoneName.init) ?? .local }
    package var mouse: Bool { flag("mouse") }
    package var linear: Bool { flag("linear") }
    package var clipboard: Clipboard { text("clipboard").flatMap(Clipboard.init) ?? .auto }
    package var theme: String { text("theme") ?? ConfigSchema.themes[0] }
    package var color: ColorMode { text("color").flatMap(ColorMode.init) ?? .auto }
    package var ambiguousIsWide: Bool { text("ambiguous_width") == "wide" }
    /// 0 for only on demand.
    package var refreshSeconds: Int { number("refresh_seconds") }
    package var pageSize: Int { number("page_size") }
    package var statementTimeoutSeconds: Int { number("statement_timeout_seconds") }
    package var busyTimeoutMilliseconds: Int { number("busy_timeout_ms") }
    package var safeCells: Bool { flag("safe_cells") }
    package var editor: String? { text("editor") }
    package var pager: String? { text("pager") }
    package var logLevel: String { text("log_level") ?? "notice" }
    package var logFile: String? { text("log_file") }

    private func text(_ key: String) -> String? { values[key]?.string }
    private func flag(_ key: String) -> Bool { values[key]?.boolean ?? false }
    private func number(_ key: String) -> Int {
        values[key]?.integer ?? ConfigSchema.key(key)?.defaultNode?.integer ?? 0
    }

    // MARK: Tables

    /// Environments in the order of the file.
    package var environments: [Environment] {
        let root = TOMLPath(keys: ["environments"])
        return file.document.keys(of: root).map { name in
            environment(name: name, at: root.appending(name))
        }
    }

    package func environment(named name: String) -> Environment? {
        let path = TOMLPath(keys: ["environments", name])
        return file.document[path]?.table == nil ? nil : environment(name: name, at: path)
    }

    private func environment(name: String, at path: TOMLPath) -> Environment {
        func node(_ key: String) -> TOMLNode? { file.document[path.appending(key)] }
        var result = Environment(name: name)
        result.label = node("label")?.string ?? name
        result.database = node("database")?.string
        result.profile = node("profile")?.string
        result.isProtected = node("protected")?.boolean ?? false
        result.color =
            node("color")?.string.flatMap(Environment.Color.init) ?? (result.isProtected ? .red : .green)
        result.mode = node("mode")?.string.flatMap(Environment.Mode.init) ?? .readOnly
        result.allowsSuperuser = node("allow_superuser")?.boolean ?? false
        result.highestPersona = node("persona")?.string.flatMap(Environment.Persona.init)
        result.typedConfirmation =
            node("typed_confirmation")?.string.flatMap(Environment.TypedConfirmation.init)
            ?? (result.isProtected ? .notable : .destructive)
        result.approvals = node("approvals")?.integer ?? 0
        let personas = node("lease_personas")?.strings?.compactMap(Environment.Persona.init)
        result.leasePersonas = personas ?? result.leasePersonas
        result.longestLeaseMinutes = node("longest_lease_minutes")?.integer ?? result.longestLeaseMinutes
        result.reasonPattern = node("reason_pattern")?.string
        result.reasonMinimumLength = node("reason_min_length")?.integer ?? result.reasonMinimumLength
        result.forbiddenVerbs = node("forbidden_verbs")?.strings ?? []
        result.undoDays = node("undo_days")?.integer ?? result.undoDays
        result.journalSink = node("journal_sink")?.strings
        result.isImmutable = node("immutable")?.boolean ?? false
        result.defaultTenant = node("default_tenant")?.string
        result.passwordCommand = node("password_command")?.strings
        result.tunnel = node("tunnel")?.strings
        result.viewAs = node("view_as")?.string
        result.viewAsPasswordCommand = node("view_as_password_command")?.strings
        return result
    }

    package var savedQueries: [SavedQuery] {
        (file.document[TOMLPath(keys: ["queries"])]?.array ?? []).compactMap { node in
            guard let table = node.table, let name = table["name"]?.string, let resource = table["resource"]?.string
            else { return nil }
            return SavedQuery(
                name: name, resource: resource, filter: table["filter"]?.string ?? "",
                sort: table["sort"]?.string ?? "")
        }
    }

    /// Action name → keys, in the order of the file. Whether an action exists is the console's to say: `keyError`.
    package var keyBindings: [(action: String, keys: [String])] {
        let root = TOMLPath(keys: ["keys"])
        return file.document.keys(of: root).map { action in
            let node = file.document[root.appending(action)]
            return (action, node?.strings ?? node?.string.map { [$0] } ?? [])
        }
    }

    /// The error for an action that the console does not have, or a key it cannot read (`value`), at its place.
    package func keyError(action: String, value: String? = nil, known: [String]) -> SettingsError {
        let path = TOMLPath(keys: ["keys", action])
        if let value {
            return file.document.error(.invalid(value: value, rule: "no such key"), at: path)
        }
        return file.document.error(.unknownKey, at: path, nearest: NearestWord.find(action, among: known))
    }
}
