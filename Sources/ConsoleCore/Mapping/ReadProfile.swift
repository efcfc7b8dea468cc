import TenantDomain

/// A profile as a file holds it, with where its keys stand.
package struct ReadProfile: Sendable {
    /// As messages name it.
    package let fileName: String
    package let profile: Profile
    /// The line of a key path (`audit[1].tenant`), or of the nearest table around it.
    package let line: @Sendable (String) -> Int?

    package init(fileName: String, profile: Profile, line: @escaping @Sendable (String) -> Int?) {
        self.fileName = fileName
        self.profile = profile
        self.line = line
    }
}
