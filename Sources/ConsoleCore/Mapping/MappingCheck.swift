import TenantDomain

/// Holds a whole profile to a catalog: what `ResourceBuilder` leaves out, and what it would let pass in lists and masks.
enum MappingCheck {
    static func problems(of profile: Profile, catalog: Catalog) -> [ProfileProblem] {
        var found: [ProfileProblem] = []
        let completed = ProfileCatalog.completed(catalog, by: profile, problems: &found)
        _ = ProfileCheck.keepingWhatIsThere(profile, catalog: completed, problems: &found)
        for (place, mapping) in profile.resources.enumerated() {
            guard let relation = completed.relation(named: mapping.table) else { continue }
            resource(mapping, relation, completed, profile, key: "resources[\(place)]", &found)
        }
        for (place, word) in profile.requires.enumerated() {
            required(word, completed, key: "requires[\(place)]", &found)
        }
        for (section, columns) in [
            ("secrets", profile.secrets), ("personal", profile.personal), ("unmask", profile.unmask),
        ] {
            for (place, text) in columns.enumerated() {
                qualified(text, completed, key: "\(section).columns[\(place)]", &found)
            }
        }
        for (place, mapping) in profile.cents.enumerated() {
            qualified(mapping.column, completed, key: "cents[\(place)].column", &found)
        }
        return found
    }

    private static func resource(
        _ mapping: ResourceMapping, _ relation: Relation, _ catalog: Catalog, _ profile: Profile, key: String,
        _ found: inout [ProfileProblem]
    ) {
        for (field, path) in mapping.fields.sorted(by: { $0.key < $1.key })
        where ProfilePath.resolve(path, from: relation.name, in: catalog) == nil {
            found.append(missing(path, relation, relation.columns.map(\.name), key: "\(key).fields.\(field)"))
        }
        let made = ResourceBuilder.registry(catalog: catalog, profile: only(mapping, of: profile))
        guard let resource = made.resources.first else { return }
        let names = resource.columns.map(\.name)
        for (place, name) in mapping.columns.enumerated() where !names.contains(name) {
            found.append(missing(name, relation, names, key: "\(key).columns[\(place)]"))
        }
        for (place, name) in mapping.computed.enumerated() where !names.contains(name) {
            let limits = profile.usage.map(\.limit) + ["usage", "last_activity"]
            found.append(missing(name, relation, limits, key: "\(key).computed[\(place)]"))
        }
        for (place, text) in mapping.sort.enumerated() where !names.contains(FieldSort(parsing: text).field) {
            found.append(missing(FieldSort(parsing: text).field, relation, names, key: "\(key).sort[\(place)]"))
        }
        if let label = mapping.label, !names.contains(label) {
            found.append(missing(label, relation, names, key: "\(key).label"))
        }
    }

    /// The profile with this list alone; links and words are in the catalog already.
    private static func only(_ mapping: ResourceMapping, of profile: Profile) -> Profile {
        var single = profile
        single.resources = [mapping]
        single.links = []
        single.words = []
        return single
    }

    private static func missing(
        _ name: String, _ relation: Relation, _ names: [String], key: String
    ) -> ProfileProblem {
        ProfileProblem(
            key: key,
            kind: .missingColumn(
                name, table: relation.name.description, nearest: NearestWord.find(name, among: names)))
    }

    private static func required(
        _ word: String, _ catalog: Catalog, key: String, _ found: inout [ProfileProblem]
    ) {
        if catalog.relation(named: word) != nil { return }
        guard let dot = word.lastIndex(of: "."), let relation = catalog.relation(named: String(word[..<dot])) else {
            let table = word.lastIndex(of: ".").map { String(word[..<$0]) } ?? word
            let nearest = NearestWord.find(table, among: catalog.relations.map(\.name.description))
            found.append(ProfileProblem(key: key, kind: .missingTable(table, nearest: nearest)))
            return
        }
        let column = String(word[word.index(after: dot)...])
        if relation.column(column) == nil {
            found.append(missing(column, relation, relation.columns.map(\.name), key: key))
        }
    }

    /// `*.column` stands for whatever tables have it.
    private static func qualified(
        _ text: String, _ catalog: Catalog, key: String, _ found: inout [ProfileProblem]
    ) {
        if text.hasPrefix("*.") { return }
        required(text, catalog, key: key, &found)
    }
}
