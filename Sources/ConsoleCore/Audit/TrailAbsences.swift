import TenantDomain

/// Why no entry was found, as far as the filter's own words tell: people, tenants and tables that nothing is called by.
struct TrailAbsences {
    let session: ConsoleSession

    /// A sentence for each such word, with the nearest one. Reads only where people or tenants are named.
    func words(_ filter: String) async throws(ConsoleError) -> [String] {
        guard let expression = try? FilterSyntax.parse(filter) else { return [] }
        var found: [String] = []
        for term in expression.terms {
            guard case .field(let field, let sign, let values) = term.content, !sign.kind.isOrder else { continue }
            for value in values {
                guard case .text(let text) = value.form,
                    let sentence = try await sentence(field.text.lowercased(), text), !found.contains(sentence)
                else { continue }
                found.append(sentence)
            }
        }
        if let sentence = stretch(expression) { found.append(sentence) }
        return found
    }

    private func sentence(_ field: String, _ text: String) async throws(ConsoleError) -> String? {
        switch field {
        case "tenant":
            let resolver = TenantResolver(session: session)
            return try await unknown(text) { (word) throws(ConsoleError) in
                try await resolver.candidates(word, limit: Self.looked)
            }
            .map { Self.sentence("No tenant is called “\(text)”", $0.nearest) }
        case "actor":
            let resolver = UserResolver(session: session)
            return try await unknown(text) { (word) throws(ConsoleError) in
                try await resolver.candidates(word, limit: Self.looked)
            }
            .map { Self.sentence("Nobody is called “\(text)”", $0.nearest) }
        case "table":
            guard FilterContexts.tables(text, session.registry).isEmpty else { return nil }
            let names = session.registry.resources.flatMap { [$0.name, $0.relation.name] }
            return Self.sentence("There is no table “\(text)”", NearestWord.find(text, among: names))
        case "member":
            let mapping = session.registry.profile.membership
            guard let mapping, let status = mapping.status,
                let column = session.registry.catalog.relation(named: mapping.table)?.column(status),
                !column.allowedValues.isEmpty
            else { return nil }
            let known = column.allowedValues + ["removed", "none"]
            if known.contains(where: { $0.lowercased() == text.lowercased() }) { return nil }
            return Self.sentence(
                "No membership is “\(text)”", NearestWord.find(text, among: known) ?? known.joined(separator: ", "))
        default: return nil
        }
    }

    /// Names looked at for the nearest one.
    private static let looked = 200

    /// Nil where somebody or something is called so; else the nearest name that this persona may see.
    private func unknown(
        _ text: String, _ candidates: (String) async throws(ConsoleError) -> [TenantMatch]
    ) async throws(ConsoleError) -> (nearest: String?, text: String)? {
        guard try await candidates(text).isEmpty else { return nil }
        var names: [String] = []
        for length in [4, 3, 2] where names.isEmpty && text.count > length {
            names = try await candidates(String(text.prefix(length))).map(\.name)
        }
        let words = names.flatMap { [$0] + $0.split(separator: " ").map(String.init) }
        return (NearestWord.find(text, among: words), text)
    }

    private func stretch(_ expression: FilterExpression) -> String? {
        let parts = if case .all(let parts) = expression { parts } else { [expression] }
        var bounds: [String: (text: String, time: Int64)] = [:]
        for part in parts {
            guard case .term(let term) = part, case .field(let field, _, let values) = term.content,
                case .text(let text)? = values.first?.form, let time = session.instant(text)
            else { continue }
            bounds[field.text.lowercased()] = (text, time)
        }
        guard let since = bounds["since"], let until = bounds["until"], since.time > until.time else { return nil }
        return "since:\(since.text) is later than until:\(until.text): nothing lies between."
    }

    private static func sentence(_ what: String, _ nearest: String?) -> String {
        "\(what)." + (nearest.map { " Did you mean \($0)?" } ?? "")
    }
}
