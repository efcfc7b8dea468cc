import TenantDomain
import TenantStore

/// People and tenants that are gone, found by the name that the trail itself wrote down: `actor:` and `tenant:` values
/// that no row answers to get the keys of the deleted rows that bore them.
struct DepartedNames {
    private struct Asked {
        let text: String
        let table: String
        let columns: [String]
    }

    private let session: ConsoleSession

    init(_ session: ConsoleSession) { self.session = session }

    /// The expression with keys beside names that only the trail knows. Reads nothing where no name is asked.
    func filledIn(_ expression: FilterExpression) async throws(ConsoleError) -> FilterExpression {
        var asked: [(field: String, Asked)] = []
        for term in expression.terms {
            guard case .field(let field, let sign, let values) = term.content, !sign.kind.isOrder,
                let lookup = lookup(field.text.lowercased())
            else { continue }
            for value in values {
                guard case .text(let text) = value.form, UUIDText.canonical(text) == nil, Int64(text) == nil else {
                    continue
                }
                asked.append(
                    (field.text.lowercased(), Asked(text: text, table: lookup.table, columns: lookup.columns)))
            }
        }
        guard !asked.isEmpty else { return expression }
        var keys: [String: [String]] = [:]
        for (field, one) in asked {
            let name = "\(field):\(one.text)"
            var found = session.queries.departed(name)
            if found == nil {
                let read = try await isKnown(field, one.text) ? [] : try await departed(one)
                session.queries.keep(departed: read, for: name)
                found = read
            }
            if let found, !found.isEmpty { keys[name] = found }
        }
        guard !keys.isEmpty else { return expression }
        return try TrailExpression.mapping(expression) { (term) throws(ConsoleError) in
            guard case .field(let field, let sign, let values) = term.content else { return nil }
            let more = values.flatMap { value -> [FilterValue] in
                guard case .text(let text) = value.form else { return [] }
                return (keys["\(field.text.lowercased()):\(text)"] ?? []).map { FilterValue(.text($0)) }
            }
            if more.isEmpty { return nil }
            return .term(FilterTerm(.field(field, sign, values + more), range: term.range))
        }
    }

    private func lookup(_ field: String) -> (table: String, columns: [String])? {
        let profile = session.registry.profile
        switch field {
        case "actor":
            guard let user = profile.user else { return nil }
            return (user.base.table, [user.email, user.base.name].compactMap { $0 }.filter { !$0.contains(".") })
        case "tenant":
            guard let tenant = profile.tenant else { return nil }
            return (
                tenant.base.table,
                [tenant.slug, tenant.base.name, tenant.domain].compactMap { $0 }.filter { !$0.contains(".") }
            )
        default: return nil
        }
    }

    private func isKnown(_ field: String, _ text: String) async throws(ConsoleError) -> Bool {
        do throws(ConsoleError) {
            if field == "actor" {
                _ = try await UserResolver(session: session).resolve(text)
            } else {
                _ = try await TenantResolver(session: session).resolve(text)
            }
            return true
        } catch {
            switch error {
            case .noSuch, .notMapped: return false
            case .ambiguous: return true
            default: throw error
            }
        }
    }

    /// The action that says a row is gone; one of the column's own words where those are known, which an index serves.
    private static func deleted(_ action: Operand, _ column: ResourceColumn?) -> Predicate {
        let words = ["delete", "deleted"]
        let allowed = (column?.allowedValues ?? []).filter { words.contains($0.lowercased()) }
        if !allowed.isEmpty { return .compare(action, .oneOf(allowed.map { .text($0) })) }
        return .any(words.map { .compare(action, .equalIgnoringCase($0)) })
    }

    /// Keys of deleted rows whose document held the text in one of the columns.
    private func departed(_ asked: Asked) async throws(ConsoleError) -> [String] {
        let reader = TimelineReader(session)
        var plans: [(source: TimelineSource, plan: PlannedPage)] = []
        for source in reader.sources where source.isPaged {
            guard let before = source.path(.before), let table = source.equal(.targetTable, .text(asked.table)),
                let action = source.path(.action), source.has(.targetID)
            else { continue }
            let named = Predicate.any(
                asked.columns.map {
                    .compare(
                        Operand(before, type: source.type(.before), jsonPath: [$0]), .equalIgnoringCase(asked.text))
                })
            let deleted = Self.deleted(Operand(action, type: source.type(.action)), source.column(.action))
            plans.append((source, try reader.plan(source, .all([table, deleted, named]), PageRequest(limit: 20))))
        }
        var found: [String] = []
        for (plan, block) in zip(plans, try await session.blocks(plans.map(\.plan.statement))) {
            let rows = plan.plan.page(from: block).rows
            for row in 0..<rows.rowCount {
                let cells = TimelineCells(source: plan.source, rows: rows, row: row, policy: session.masks)
                if let id = cells.text(.targetID), !found.contains(id) { found.append(id) }
            }
        }
        return found
    }
}
