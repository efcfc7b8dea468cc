import Foundation
import TenantDomain

/// A profile that comes with the program, inside the binary.
package struct ShippedProfile: Sendable, Equatable {
    package let name: String
    /// The file's text, comments and all: `profile show` prints it.
    package let text: String

    package func parsed() throws(SettingsError) -> Profile {
        try ProfileFile.parse(text, fileName: "\(name).toml")
    }

    /// Name, title and requirements alone, which stand before the first table: enough to tell whether the profile fits
    /// a database, and a small part of the text.
    package func head() throws(SettingsError) -> Profile {
        let end = text.range(of: "\n[")?.lowerBound ?? text.endIndex
        return try ProfileFile.parse(String(text[..<end]), fileName: "\(name).toml")
    }
}

package enum ShippedProfiles {
    package static var all: [ShippedProfile] {
        [
            shipped("reference", PackageResources.reference_toml),
            shipped("widget-platform", PackageResources.widget_platform_toml),
            shipped("project-studio", PackageResources.project_studio_toml),
            shipped("agency-crm", PackageResources.agency_crm_toml),
            shipped("growth-platform", PackageResources.growth_platform_toml),
        ]
    }

    private static func shipped(_ name: String, _ bytes: [UInt8]) -> ShippedProfile {
        ShippedProfile(name: name, text: String(decoding: bytes, as: UTF8.self))
    }

    package static func named(_ name: String) -> ShippedProfile? {
        all.first { $0.name == name }
    }

    /// The profiles whose head says that they fit; only these are read whole.
    package static func parsed(where fits: (Profile) -> Bool) throws(SettingsError) -> [Profile] {
        var profiles: [Profile] = []
        for shipped in all where fits(try shipped.head()) { profiles.append(try shipped.parsed()) }
        return profiles
    }
}

/// Finds the profile that a person names.
package enum ProfileFinder {
    /// A path (it holds a slash or ends in `.toml`), else a file of the user's profile folder, else a shipped name.
    ///
    /// - Parameter folder: where a relative path starts: the config file's folder, or the working directory for a flag.
    package static func profile(
        named text: String, relativeTo folder: String, paths: Paths, key: String = "profile",
        source: SettingsError.Source
    ) throws(SettingsError) -> Profile {
        if text.contains("/") || text.hasSuffix(".toml") {
            return try read(paths.expanded(text, relativeTo: folder), paths)
        }
        let own = "\(paths.profiles)/\(text).toml"
        if (try? OwnedFile.facts(own)) != nil { return try read(own, paths) }
        if let shipped = ShippedProfiles.named(text) { return try shipped.parsed() }
        let known = ShippedProfiles.all.map(\.name)
        throw SettingsError(
            source, key: key, .unknownProfile(name: text, known: known), nearest: NearestWord.find(text, among: known))
    }

    /// The profiles of the user's folder that can be read, by file name; broken ones are no candidates, `map check` says why.
    package static func own(_ paths: Paths) -> [(path: String, profile: Profile)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: paths.profiles)) ?? []
        return names.filter { $0.hasSuffix(".toml") }.sorted().compactMap { name in
            let path = "\(paths.profiles)/\(name)"
            return (try? read(path, paths)).map { (path, $0) }
        }
    }

    /// A profile's text by path, own name or shipped name, for whoever says what is wrong with it.
    package static func located(
        named text: String, relativeTo folder: String, paths: Paths, source: SettingsError.Source
    ) throws(SettingsError) -> (fileName: String, text: String) {
        let own = "\(paths.profiles)/\(text).toml"
        let isPath = text.contains("/") || text.hasSuffix(".toml")
        if !isPath, (try? OwnedFile.facts(own)) == nil {
            if let shipped = ShippedProfiles.named(text) { return ("\(shipped.name).toml", shipped.text) }
            let known = ShippedProfiles.all.map(\.name)
            throw SettingsError(
                source, key: "profile", .unknownProfile(name: text, known: known),
                nearest: NearestWord.find(text, among: known))
        }
        let path = isPath ? paths.expanded(text, relativeTo: folder) : own
        let name = paths.abbreviated(path)
        let content: [UInt8]
        do throws(OwnedFile.Failure) {
            content = try OwnedFile.read(path)
        } catch {
            throw SettingsError(.file(name), key: "", .unreadable(reason: error.reason))
        }
        return (name, try ConfigFile.text(content, named: name))
    }

    private static func read(_ path: String, _ paths: Paths) throws(SettingsError) -> Profile {
        let name = paths.abbreviated(path)
        let content: [UInt8]
        do throws(OwnedFile.Failure) {
            content = try OwnedFile.read(path)
        } catch {
            throw SettingsError(.file(name), key: "", .unreadable(reason: error.reason))
        }
        return try ProfileFile.parse(try ConfigFile.text(content, named: name), fileName: name)
    }
}
