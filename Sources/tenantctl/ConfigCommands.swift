import ConsoleCore
import Foundation
import Settings
import TenantDomain

/// `config check|path|show|trust`.
struct ConfigCommands {
    let launch: Launch

    func reply(to command: ConfigCommand) throws(ConsoleError) -> Reply {
        switch command {
        case .path: return .message(launch.settings.file.path)
        case .check(let file): return try check(file)
        case .show: return .facts(show())
        case .trust(let file):
            let path = launch.paths.expanded(file, relativeTo: FileManager.default.currentDirectoryPath)
            do {
                try ConfigTrust(paths: launch.paths).trust(path)
            } catch {
                throw .refused(reason: "\(path) cannot be trusted: \(error.sentence)", hint: nil)
            }
            return .message("Trusted \(path) as it is now.")
        }
    }

    private func check(_ file: String?) throws(ConsoleError) -> Reply {
        do {
            let checked =
                try file.map {
                    try ConfigFile(
                        path: $0, paths: launch.paths, workingDirectory: FileManager.default.currentDirectoryPath)
                } ?? launch.settings.file
            guard checked.exists else { return .message("\(checked.path): no such file; the defaults are used.") }
            let faults = checked.errors
            guard faults.isEmpty else {
                throw ConsoleError.settings(message: faults.map(\.description).joined(separator: "\n"))
            }
            return .message("\(checked.path): no faults.")
        } catch let error as SettingsError {
            throw .settings(message: error.description)
        } catch let error as ConsoleError {
            throw error
        } catch {
            throw .settings(message: "\(error)")
        }
    }

    private func show() -> FactTable {
        let rows = ConfigSchema.scalarKeys.map { key in
            [
                key.pattern, launch.settings.value(of: key.pattern)?.spelled ?? "",
                launch.settings.origin(of: key.pattern).text,
            ]
        }
        return FactTable(title: "Configuration", columns: ["key", "value", "from"], rows: rows)
    }
}

/// `env list|add|use`.
struct EnvironmentCommands {
    let launch: Launch

    func reply(to command: EnvironmentCommand) throws(ConsoleError) -> Reply {
        switch command {
        case .list:
            let rows = launch.settings.environments.map { environment in
                [
                    environment.name, environment.database.flatMap { try? DatabaseAddress(parsing: $0).display } ?? "",
                    environment.mode.rawValue, environment.isProtected ? "protected" : "",
                    environment.highestPersona?.rawValue ?? "",
                ]
            }
            return .facts(
                FactTable(
                    title: "Environments", columns: ["name", "database", "mode", "protected", "persona"], rows: rows))
        case .add(let name, let database, let isProtected):
            do throws(SettingsError) {
                try EnvironmentFile.add(
                    name: name, database: database, extras: isProtected ? [("protected", .boolean(true))] : [],
                    to: launch.settings.file, allowsPassword: false)
            } catch {
                throw .settings(message: error.description)
            }
            return .message("Added \(name) to \(launch.settings.file.path).")
        case .use(let name): return .open(environment: name)
        }
    }
}
