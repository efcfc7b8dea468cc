import ConsoleCore
import Foundation
import Settings
import TenantDomain

/// Reads and saves profile files for `map`.
struct ProfileFiles {
    let launch: Launch

    /// A path, else a name among the user's own profiles, else among the shipped ones.
    ///
    /// - Throws: `settings` with every fault of the file, one a line.
    func read(_ name: String) throws(ConsoleError) -> ReadProfile {
        do {
            let located = try ProfileFinder.located(
                named: name, relativeTo: FileManager.default.currentDirectoryPath, paths: launch.paths,
                source: .flag("map check"))
            let faults = ProfileFile.errors(in: located.text, fileName: located.fileName)
            guard faults.isEmpty else {
                throw ConsoleError.settings(message: faults.map(\.description).joined(separator: "\n"))
            }
            let document = try TOMLDocument(text: located.text, fileName: located.fileName)
            let profile = try ProfileFile.parse(located.text, fileName: located.fileName)
            return ReadProfile(fileName: located.fileName, profile: profile) { key in
                document.position(of: TOMLPath(parsing: key))?.line
            }
        } catch let error as SettingsError {
            throw .settings(message: error.description)
        } catch let error as ConsoleError {
            throw error
        } catch {
            throw .settings(message: "\(error)")
        }
    }

    func save(name: String, text: String, replaces: Bool) throws(ConsoleError) -> String {
        let path = "\(launch.paths.profiles)/\(name).toml"
        if !replaces, FileManager.default.fileExists(atPath: path) {
            throw .refused(
                reason: "\(launch.paths.abbreviated(path)) is there already.",
                hint: "Give another name, or --replace.")
        }
        do {
            try OwnedFile.makeFolder(launch.paths.profiles)
            try OwnedFile.replace(path, with: Array(text.utf8))
        } catch {
            throw .file(path: path, reason: error.reason)
        }
        return launch.paths.abbreviated(path)
    }
}
