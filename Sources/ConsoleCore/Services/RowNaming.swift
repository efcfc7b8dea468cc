import TenantDomain
import TenantStore

/// Rows as people name them to look at them: by key or the start of it, by name, slug or address. What is written to is
/// named more strictly (`RecordService.identity`).
struct RowNaming: Sendable {
    let session: ConsoleSession

    /// The one row that the words name.
    ///
    /// - Throws: `ambiguous` with the rows that they may mean, `noRow` where there is none.
    func row(_ words: [String], of resource: Resource) async throws(ConsoleError) -> RowIdentity {
        // A name of several words may come without quotes where a key is one word.
        let words = resource.identity.count == 1 ? [words.joined(separator: " ")] : words
        do throws(ConsoleError) {
            return try await RecordService(session: session).identity(words, of: resource)
        } catch {
            guard case .noRow = error, words.count == 1, let found = try await named(words[0], resource) else {
                throw error
            }
            return found
        }
    }

    /// By a field that names rows and holds the text whole; else by a part of what the row is called.
    private func named(_ typed: String, _ resource: Resource) async throws(ConsoleError) -> RowIdentity? {
        guard let text = FindText(typed), let plan = FindPlan(resource, text, session) else { return nil }
        for query in [whole(text, plan), inLabel(text, plan)].compactMap({ $0 }) {
            guard let rows = try await session.pages([query]).first?.rows, rows.rowCount > 0 else { continue }
            let matches = (0..<rows.rowCount).map {
                plan.match(rows, row: $0, text: text, masks: session.masks).match
            }
            guard matches.count == 1 else {
                throw .ambiguous(
                    word: typed, what: resource.title.lowercased(), candidates: matches.map(Self.candidate))
            }
            return matches[0].identity
        }
        return nil
    }

    /// What a row is called, and what no two rows (of a tenant) share: slug, address, public key.
    private func whole(_ text: FindText, _ plan: FindPlan) -> RowQuery? {
        guard var query = plan.exact ?? plan.loose, let relation = session.registry.catalog[plan.resource.relation]
        else { return nil }
        let isSmall = (relation.rowEstimate ?? 0) <= FindPlan.scanLimit
        let spellings = Set([text.text, text.text.lowercased()]).map(Value.text)
        let predicates = plan.columns[plan.firstSearched...].compactMap { column -> Predicate? in
            let isName =
                column.name == plan.resource.label || relation.uniqueKeys.contains { $0.contains(column.name) }
            guard isName, let path = column.path, path.hops.isEmpty, isSmall || column.isIndexed else { return nil }
            return .compare(
                Operand(path, type: column.type), isSmall ? .equalIgnoringCase(text.text) : .oneOf(spellings))
        }
        guard !predicates.isEmpty else { return nil }
        query.predicate = predicates.count == 1 ? predicates[0] : .any(predicates)
        return query
    }

    private func inLabel(_ text: FindText, _ plan: FindPlan) -> RowQuery? {
        let label = plan.columns[plan.label]
        guard var query = plan.loose, let path = label.path, path.hops.isEmpty, label.type == .text,
            !session.masks.hides(label)
        else { return nil }
        query.predicate = .compare(Operand(path, type: label.type), .contains(text.text))
        return query
    }

    private static func candidate(_ match: FindReply.Match) -> String {
        let key = match.identity.words.joined(separator: " ")
        return match.label == key ? key : "\(match.label) (\(key))"
    }
}
