import TenantDomain

/// Whether a profile was made for a database.
package enum ProfileDetection {
    /// True where everything that the profile requires (`table` or `table.column`) is in the catalog. A profile
    /// without requirements fits nothing by itself.
    package static func fits(_ profile: Profile, catalog: Catalog) -> Bool {
        !profile.requires.isEmpty
            && profile.requires.allSatisfy { word in
                if catalog.relation(named: word) != nil { return true }
                guard let dot = word.lastIndex(of: ".") else { return false }
                return catalog.relation(named: String(word[..<dot]))?.column(String(word[word.index(after: dot)...]))
                    != nil
            }
    }
}
