import ConsoleCore
import Foundation
import Settings
import TenantDomain

/// Everything that is settled before a database is opened: flags, variables, files and paths.
struct Launch {
    let options: GlobalOptions
    let variables: [String: String]
    let paths: Paths
    let settings: ResolvedSettings
    /// The demo file to open in place of whatever the settings name.
    private(set) var demoPath: String?

    init(options: GlobalOptions, variables: [String: String]) throws(ConsoleError) {
        self.options = options
        self.variables = variables
        paths = Paths(variables: variables, fallbackHome: NSHomeDirectory())
        do {
            let named = options.config ?? variables["TENANTCTL_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
            let file = try ConfigFile(
                path: named, paths: paths, workingDirectory: FileManager.default.currentDirectoryPath)
            var flags: [String: String] = [:]
            flags["theme"] = options.theme
            flags["color"] = options.color
            flags["time_zone"] = options.zone
            flags["linear"] = options.linear ? "true" : nil
            settings = try SettingsLoader.load(file: file, flags: flags, variables: variables)
        } catch {
            throw .settings(message: error.description)
        }
    }

    func opening(demo path: String) -> Launch {
        var launch = self
        launch.demoPath = path
        return launch
    }

    /// The one connection, or nil where none is named.
    func connection() throws(ConsoleError) -> ResolvedConnection? {
        if let demoPath {
            return ResolvedConnection(environment: .demo, address: .file(path: demoPath), source: .databaseFlag)
        }
        do {
            return try ConnectionResolver.resolve(
                database: options.database, environment: options.env, variables: variables, settings: settings,
                paths: paths, workingDirectory: FileManager.default.currentDirectoryPath)
        } catch {
            throw .settings(message: error.description)
        }
    }

    var zone: ZoneClock { ZoneClock(named: settings.timeZone.text) ?? .utc }

    /// The persona asked for, never above what the environment allows; support without a word.
    func persona(under connection: ResolvedConnection) throws(ConsoleError) -> Persona {
        let environment = connection.environment
        let highest = environment.highestPersona.flatMap { Persona(rawValue: $0.rawValue) }
        guard let name = options.persona else { return .support }
        guard let persona = Persona(rawValue: name) else {
            throw .usage(
                message: "There is no persona '\(name)'.",
                hint: "One of \(Persona.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        if let refusal = connection.rulesRefusal, persona != .support {
            throw .refused(
                reason: "Under these rules there is only the persona support: \(refusal.sentence).", hint: nil)
        }
        if let highest, persona != highest, persona != .support {
            throw .refused(
                reason:
                    "Environment \(environment.label) allows the persona \(highest.rawValue), not \(persona.rawValue).",
                hint: environment.isUnlisted
                    ? "An environment may allow more: tenantctl env add NAME --database …, then its `persona` in config.toml."
                    : "The environment's `persona` in config.toml decides.")
        }
        return persona
    }

    /// Paths and versions, for `info`.
    var facts: [Fact] {
        var facts = [
            Fact("version", ProgramVersion.text),
            Fact("config file", settings.file.path + (settings.file.exists ? "" : " (not there: defaults)")),
            Fact("config file named by", configSource),
            Fact("profiles folder", paths.profiles), Fact("state folder", paths.state),
            Fact("cache folder", paths.cache), Fact("demo database", paths.demoDatabase),
            Fact("log file", settings.logFile ?? paths.logFile),
        ]
        if let connection = try? connection() {
            facts.append(Fact("environment", connection.environment.name))
            facts.append(Fact("database", connection.address.display))
            facts.append(Fact("database named by", connection.source.text))
            facts.append(Fact("profile named by", profileSource(connection.environment)))
        } else {
            facts.append(Fact("database", "none named"))
        }
        return facts
    }

    private var configSource: String {
        if options.config != nil { return "--config" }
        return variables["TENANTCTL_CONFIG", default: ""].isEmpty ? "default" : "TENANTCTL_CONFIG"
    }

    private func profileSource(_ environment: Environment) -> String {
        if let name = options.profile { return "--profile \(name)" }
        if let name = environment.profile { return "environment \(environment.name): \(name)" }
        if let name = settings.profile { return "\(settings.origin(of: "profile").text): \(name)" }
        return "the database's tables"
    }
}
