import TenantDomain

/// Which of several profiles was made for a database.
package struct ProfileDetection: Sendable, Equatable {
    /// Its place among the candidates.
    package let place: Int
    /// Why this one, in words.
    package let reason: String

    /// True where everything that the profile requires (`table` or `table.column`) is in the catalog. A profile
    /// without requirements fits nothing by itself.
    package static func fits(_ profile: Profile, catalog: Catalog) -> Bool {
        !profile.requires.isEmpty && profile.requires.allSatisfy { isThere($0, catalog) }
    }

    /// The fitting candidate that requires the most, of equal ones the one with the fewest mappings that the database
    /// lacks, then the first; nil where none fits.
    package static func best(of candidates: [Profile], catalog: Catalog) -> ProfileDetection? {
        let fitting = candidates.indices.filter { fits(candidates[$0], catalog: catalog) }
        guard let most = fitting.map({ candidates[$0].requires.count }).max() else { return nil }
        let equal = fitting.filter { candidates[$0].requires.count == most }
        let lacking = equal.count > 1 ? equal.map { problems(candidates[$0], catalog) } : [0]
        guard let place = zip(equal, lacking).min(by: { ($0.1, $0.0) < ($1.1, $1.0) })?.0 else { return nil }
        var reason = "everything it requires is here: \(candidates[place].requires.joined(separator: ", "))"
        let others = fitting.filter { $0 != place }.map { "\(candidates[$0].name) (\(candidates[$0].requires.count))" }
        if !others.isEmpty {
            reason += "; more specific (\(most)) than \(others.joined(separator: ", ")), which would fit too"
        }
        return ProfileDetection(place: place, reason: reason)
    }

    private static func isThere(_ word: String, _ catalog: Catalog) -> Bool {
        if catalog.relation(named: word) != nil { return true }
        guard let dot = word.lastIndex(of: ".") else { return false }
        return catalog.relation(named: String(word[..<dot]))?.column(String(word[word.index(after: dot)...])) != nil
    }

    private static func problems(_ profile: Profile, _ catalog: Catalog) -> Int {
        ResourceBuilder.registry(catalog: catalog, profile: profile).problems.count
    }
}
