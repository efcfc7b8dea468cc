import TenantDomain

/// Every browsable collection of one database, by name, alias and concept: the catalog seen through a profile.
///
/// Built once per connection by `ResourceBuilder`; every table of the catalog has a resource, mapped or not.
package struct ResourceRegistry: Sendable {
    package let catalog: Catalog
    /// Only the mappings that the catalog can serve; what was dropped stands in `problems`.
    package let profile: Profile
    package let problems: [ProfileProblem]

    private let shelf: ResourceShelf
    private let byName: [String: Int]
    private let byRelation: [RelationName: Int]
    let timeline = TimelineShelf()

    init(catalog: Catalog, profile: Profile, shelf: ResourceShelf, problems: [ProfileProblem]) {
        self.catalog = catalog
        self.profile = profile
        self.shelf = shelf
        self.problems = problems
        var byName: [String: Int] = [:]
        var byRelation: [RelationName: Int] = [:]
        for (position, entry) in shelf.entries.enumerated() {
            byName[entry.mapping.name] = position
            if byRelation[entry.relation.name] == nil { byRelation[entry.relation.name] = position }
        }
        for (position, entry) in shelf.entries.enumerated() {
            for alias in entry.mapping.aliases + [entry.singular, entry.relation.name.description]
            where byName[alias] == nil {
                byName[alias] = position
            }
        }
        self.byName = byName
        self.byRelation = byRelation
    }

    /// All of them, in the order a person would look for them: profile order first, then tables by name.
    package var resources: [Resource] { shelf.entries.indices.map { shelf[$0] } }

    /// Finds a resource by name, alias, singular or table name; case does not matter.
    package func resource(named word: String) -> Resource? {
        let position = byName[word] ?? byName[word.lowercased()]
        return position.map { shelf[$0] }
    }

    package func resource(of relation: RelationName) -> Resource? {
        byRelation[relation].map { shelf[$0] }
    }

    package func resource(for concept: Concept) -> Resource? {
        shelf.entries.firstIndex { $0.concept == concept }.map { shelf[$0] }
    }

    /// All names and aliases, for completion and for the nearest valid word.
    package var words: [String] { byName.keys.sorted() }

    /// A profile's column text (`column` or `foreign_key_column.column`) as a path from the relation.
    package func path(_ text: String, from relation: RelationName) -> ColumnPath? {
        ProfilePath.resolve(text, from: relation, in: catalog)
    }

    /// The predicate that keeps a resource's rows of one tenant; nil where the rows belong to no tenant.
    package func scope(_ resource: Resource, toTenant id: Value) -> Predicate? {
        guard let path = resource.tenantPath else { return nil }
        guard let last = path.last else {
            guard let key = resource.identity.first else { return nil }
            return .key([key], [id])
        }
        let type = catalog[relationBefore(last: path, of: resource)]?.column(last.columns[0])?.type ?? .text
        let inner = Predicate.compare(Operand(ColumnPath(last.columns[0]), type: type), .equal(id))
        return path.count == 1 ? inner : .related(Array(path.dropLast()), inner)
    }

    private func relationBefore(last path: [Hop], of resource: Resource) -> RelationName {
        path.count == 1 ? resource.relation : path[path.count - 2].target
    }
}

/// A mapping that the catalog cannot serve.
package struct ProfileProblem: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case missingTable(String, nearest: String?)
        case missingColumn(String, table: String, nearest: String?)
        case duplicateName(String)
    }

    /// Where in the profile: `membership.role`, `resources[3].columns`.
    package let key: String
    package let kind: Kind

    package init(key: String, kind: Kind) {
        self.key = key
        self.kind = kind
    }
}
