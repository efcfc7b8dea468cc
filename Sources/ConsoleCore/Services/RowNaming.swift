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

    /// By a field that holds the text whole, as `find` looks it up; else by a part of what the row is called.
    private func named(_ typed: String, _ resource: Resource) async throws(ConsoleError) -> RowIdentity? {
        guard let text = FindText(typed), let plan = FindPlan(resource, text, session) else { return nil }
        for query in [plan.exact, inLabel(text, plan)].compactMap({ $0 }) {
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
