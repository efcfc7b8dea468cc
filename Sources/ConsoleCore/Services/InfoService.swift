import TenantDomain
import TenantStore

/// What the console knows of the open database, as plain columns and rows.
package struct InfoService: Sendable {
    let session: ConsoleSession

    package init(session: ConsoleSession) {
        self.session = session
    }

    /// Every browsable collection with its other names and size.
    package func resources() -> FactTable {
        let catalog = session.registry.catalog
        return FactTable(
            title: "Resources", columns: ["resource", "aliases", "table", "concept", "columns", "rows"],
            rows: session.registry.resources.map { resource in
                let estimate = catalog[resource.relation]?.rowEstimate
                return [
                    resource.name, resource.aliases.joined(separator: ", "), resource.relation.description,
                    resource.concept?.rawValue ?? "", String(resource.columns.count),
                    estimate.map { RowTally.about($0).text } ?? "",
                ]
            })
    }

    /// The database, the profile and what it maps.
    ///
    /// - Parameter host: what only the program's entry point knows (version, files), shown before.
    package func info(host: [Fact] = []) -> FactTable {
        let registry = session.registry
        let store = session.store.identity
        var facts = host
        let said = Set(host.map(\.title))
        if !said.contains("environment") { facts.append(Fact("environment", session.environment.name)) }
        if !said.contains("database") { facts.append(Fact("database", store.location)) }
        facts.append(Fact("engine", "\(store.engine.kind.rawValue) \(store.engine.version)"))
        let warnings = session.database.warnings
        if !warnings.isEmpty { facts.append(Fact("warnings", warnings.joined(separator: ", "))) }
        if let role = registry.catalog.role {
            let member = role.memberOf.isEmpty ? "" : ", member of \(role.memberOf.joined(separator: ", "))"
            let above = role.bypassesRowSecurity && !role.isSuperuser ? ", above row-level security" : ""
            facts.append(Fact("database role", role.name + above + member))
        }
        facts.append(Fact("profile", "\(registry.profile.name) (\(registry.profile.title))"))
        if !session.profileReason.isEmpty { facts.append(Fact("profile because", session.profileReason)) }
        facts.append(Fact("operator", session.operatorName))
        facts.append(
            Fact("persona", "\(session.persona.rawValue) (personal data \(masksText))"))
        facts.append(Fact("zone", session.zone.name))
        let columns = registry.catalog.relations.map(\.columns.count).reduce(0, +)
        facts.append(
            Fact("catalog", "\(registry.catalog.relations.count) tables, \(NumberText.grouped(Int64(columns))) columns")
        )
        facts.append(Fact("resources", NumberText.grouped(Int64(registry.resources.count))))
        facts.append(Fact("schema version", registry.catalog.fingerprint))
        let concepts = Concept.allCases.filter { registry.resource(for: $0) != nil }.map(\.rawValue)
        facts.append(Fact("mapped", concepts.isEmpty ? "nothing" : concepts.joined(separator: ", ")))
        for problem in registry.problems { facts.append(Fact("profile problem", Self.text(problem))) }
        for column in registry.profile.unmask { facts.append(Fact("unmasked by profile", column)) }
        return FactTable(title: "Info", columns: ["what", "value"], rows: facts.map { [$0.title, $0.text] })
    }

    private var masksText: String { session.persona.seesPersonalData ? "shown" : "masked" }

    /// A profile problem in words, with the nearest valid name.
    package static func text(_ problem: ProfileProblem) -> String {
        switch problem.kind {
        case .missingTable(let name, let nearest):
            "\(problem.key): no table \(name)" + (nearest.map { "; did you mean \($0)?" } ?? "")
        case .missingColumn(let name, let table, let nearest):
            "\(problem.key): \(table) has no column \(name)" + (nearest.map { "; did you mean \($0)?" } ?? "")
        case .duplicateName(let name): "\(problem.key): \(name) is named twice"
        }
    }
}
