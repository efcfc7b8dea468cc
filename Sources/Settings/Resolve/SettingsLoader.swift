import TenantDomain

import Configuration
import Synchronization

/// Resolves every scalar key: flags, then `TENANTCTL_*` variables, then config.toml, then defaults.
package enum SettingsLoader {
    /// - Parameters:
    ///   - flags: key (`theme`) → text as given on the command line.
    ///   - variables: the process's environment; only variables that the schema names are read.
    /// - Throws: the first fault of the file, then of the variables, then of the flags.
    package static func load(
        file: ConfigFile, flags: [String: String] = [:], variables: [String: String] = [:]
    ) throws(SettingsError) -> ResolvedSettings {
        if let fault = file.errors.first { throw fault }
        let fromVariables = try values(of: variables, named: \.variable, source: SettingsError.Source.variable)
        let fromFlags = try values(
            of: flags, named: \.pattern, source: { .flag("--" + $0.split(separator: "_").joined(separator: "-")) })
        let trace = OriginTrace()
        let reader = ConfigReader(
            providers: [
                InMemoryProvider(name: "flags", values: fromFlags),
                InMemoryProvider(name: "variables", values: fromVariables),
                TOMLConfigProvider(file.document),
                InMemoryProvider(name: "defaults", values: Defaults.values),
            ],
            accessReporter: trace)
        var values: [String: TOMLNode] = [:]
        var origins: [String: ResolvedSettings.Origin] = [:]
        for key in ConfigSchema.scalarKeys {
            let configKey = ConfigKeyName(key.pattern)
            let value: TOMLNode? =
                switch key.type {
                case .boolean: reader.bool(forKey: configKey).map(TOMLNode.boolean)
                case .integer: reader.int(forKey: configKey).map(TOMLNode.integer)
                default: reader.string(forKey: configKey).map(TOMLNode.string)
                }
            values[key.pattern] = value
            origins[key.pattern] = origin(of: key, provider: trace.takeProvider(), file: file)
        }
        return ResolvedSettings(
            values: values, origins: origins, file: file, warnings: warnings(about: variables))
    }

    private typealias ConfigKeyName = Configuration.ConfigKey

    private static func values(
        of texts: [String: String], named name: KeyPath<ConfigKey, String?>,
        source: (String) -> SettingsError.Source
    ) throws(SettingsError) -> [AbsoluteConfigKey: ConfigValue] {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for key in ConfigSchema.scalarKeys {
            guard let name = key[keyPath: name], let text = texts[name], !text.isEmpty else { continue }
            let node: TOMLNode
            do {
                node = try ConfigValueCheck.parse(text, for: key.type)
            } catch {
                throw SettingsError(source(name), key: key.pattern, error.problem, nearest: error.nearest)
            }
            values[AbsoluteConfigKey([key.pattern])] = Defaults.value(of: node)
        }
        return values
    }

    private static func values(
        of texts: [String: String], named name: KeyPath<ConfigKey, String>, source: (String) -> SettingsError.Source
    ) throws(SettingsError) -> [AbsoluteConfigKey: ConfigValue] {
        try values(of: texts, named: name.appending(path: \.asOptional), source: source)
    }

    private static func origin(of key: ConfigKey, provider: Int?, file: ConfigFile) -> ResolvedSettings.Origin {
        switch provider {
        case 0: .flag
        case 1: .variable(key.variable ?? "")
        case 2:
            .file(path: file.path, line: file.document.position(of: TOMLPath(keys: [key.pattern]))?.line ?? 1)
        default: .default
        }
    }

    /// Variables that look like ours and do nothing are said, because their author meant something by them.
    private static func warnings(about variables: [String: String]) -> [String] {
        let known = ConfigSchema.scalarKeys.compactMap(\.variable) + Self.otherVariables
        return variables.keys.sorted().compactMap { name in
            guard name.hasPrefix("TENANTCTL_"), !known.contains(name) else { return nil }
            let key = name.dropFirst("TENANTCTL_".count).lowercased()
            if ConfigSchema.neverFromVariables.contains(key) {
                return "\(name) is ignored: `\(key)` is given per run and never read from a variable"
            }
            let hint = NearestWord.find(name, among: known).map { "; did you mean \($0)?" } ?? ""
            return "\(name) is ignored: no setting has that variable\(hint)"
        }
    }

    /// Read elsewhere: the environment to open and the config file.
    package static let otherVariables = ["TENANTCTL_ENV", "TENANTCTL_CONFIG"]
}

extension String {
    fileprivate var asOptional: String? { self }
}

/// The schema's defaults as swift-configuration takes them.
private enum Defaults {
    static let values: [AbsoluteConfigKey: ConfigValue] = {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for key in ConfigSchema.scalarKeys {
            guard let node = key.defaultNode else { continue }
            values[AbsoluteConfigKey([key.pattern])] = value(of: node)
        }
        return values
    }()

    static func value(of node: TOMLNode) -> ConfigValue? {
        switch node {
        case .string(let text): ConfigValue(.string(text), isSecret: false)
        case .integer(let number): ConfigValue(.int(number), isSecret: false)
        case .boolean(let flag): ConfigValue(.bool(flag), isSecret: false)
        default: nil
        }
    }
}

extension ConfigKey {
    /// The default as a value.
    package var defaultNode: TOMLNode? {
        guard let text = defaultText else { return nil }
        if let number = Int(text) { return .integer(number) }
        if text == "true" || text == "false" { return .boolean(text == "true") }
        if text.hasPrefix("[") {
            return .array(
                text.split(separator: "\"").enumerated().filter { $0.0 % 2 == 1 }.map { .string(String($0.1)) })
        }
        return .string(String(text.dropFirst().dropLast()))
    }
}

/// Remembers which provider answered last: the only place where swift-configuration says it.
private final class OriginTrace: AccessReporter {
    private let provider = Mutex<Int?>(nil)

    func report(_ event: AccessEvent) {
        let index = event.providerResults.firstIndex { result in
            if case .success(let lookup) = result.result { lookup.value != nil } else { false }
        }
        provider.withLock { $0 = index }
    }

    func takeProvider() -> Int? {
        provider.withLock { last in
            defer { last = nil }
            return last
        }
    }
}
