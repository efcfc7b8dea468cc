import TenantDomain

/// A profile that comes with the program, inside the binary.
package struct ShippedProfile: Sendable, Equatable {
    package let name: String
    /// The file's text, comments and all: `profile show` prints it.
    package let text: String

    package func parsed() throws(SettingsError) -> Profile {
        try ProfileFile.parse(text, fileName: "\(name).toml")
    }
}

package enum ShippedProfiles {
    /// In the order in which they are tried on a catalog.
    package static var all: [ShippedProfile] {
        [ShippedProfile(name: "reference", text: String(decoding: PackageResources.reference_toml, as: UTF8.self))]
    }

    package static func named(_ name: String) -> ShippedProfile? {
        all.first { $0.name == name }
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
