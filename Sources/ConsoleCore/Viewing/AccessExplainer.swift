import TenantDomain
import TenantStore

/// Finds out why a member may or may not do something with a row: the policies that apply, each evaluated by itself, as
/// the member, in read-only transactions.
struct AccessExplainer: Sendable {
    let session: ConsoleSession

    func explain(_ request: ExplainRequest) async throws(ConsoleError) -> AccessExplanation {
        let service = MemberViewService(session: session)
        try service.requireOwnEyes()
        let resource = try ListQueryBuilder(session).resource(request.resource)
        guard let relation = session.registry.catalog[resource.relation] else {
            throw .store(.missingRelation(resource.relation.description))
        }
        _ = try service.viewing()
        let key = try await key(request, resource)
        let facts = try await facts(
            of: relation.name, role: request.viewer.role ?? session.registry.profile.viewAs.role)
        let row = try await row(resource, relation, key, conditions: facts.policies.flatMap { [$0.using, $0.check] })
        var viewer = request.viewer
        let tenant = try await tenant(viewer, row.tenant)
        if viewer.tenant == nil, let tenant { viewer.tenant = tenant.id.text }
        let member = try await service.member(viewer)
        let viewed = try await service.open(viewer)
        let asked = try await verdicts(request.action, facts, relation.name, row.json, viewed)
        let standing = tenant.flatMap { member.facts.membership(in: $0.id) }
        return AccessExplanation(
            user: member.view.label, tenant: tenant?.name, memberRole: standing.map { $0.role ?? "a member" },
            memberStatus: standing?.status, role: member.view.role, action: request.action, resource: resource.name,
            relation: relation.name.description, kind: relation.kind.rawValue,
            id: key.map { $0.value.text ?? "" }.joined(separator: " "),
            called: request.id.joined(separator: " "),
            grant: facts.grant(for: request.action), isSchemaUsable: facts.isSchemaUsable, security: facts.security,
            isBound: facts.isBound, policies: asked, otherPolicies: facts.policies.count - Set(asked.map(\.name)).count,
            observed: request.action == .insert || facts.grant(for: .read) == .none
                ? nil : try await observed(relation, key, viewed))
    }

    /// The row by what people call it, found with the operator's own eyes.
    private func key(
        _ request: ExplainRequest, _ resource: Resource
    ) async throws(ConsoleError) -> [(column: String, value: Value)] {
        let identity = try await RowNaming(session: session).row(request.id, of: resource)
        return zip(resource.identity, identity.values).map { (column: $0, value: $1) }
    }

    // MARK: The row, as the operator reads it

    private struct Row {
        let json: String
        let tenant: Value?
    }

    /// Only the columns that policies speak of leave the database.
    private func row(
        _ resource: Resource, _ relation: Relation, _ key: [(column: String, value: Value)], conditions: [String?]
    ) async throws(ConsoleError) -> Row {
        let text = conditions.compactMap { $0 }.joined(separator: "\n")
        let wantsAll = text.contains(".*")
        let columns = relation.columns.filter {
            $0.isReadable && $0.words == nil && (wantsAll || text.contains($0.name))
        }
        let statement: Statement
        do {
            var select = ViewSelect(relation, session)
            var parts: [String] = []
            for start in stride(from: 0, to: columns.count, by: 25) {
                var pairs: [String] = []
                for column in columns[start..<min(start + 25, columns.count)] {
                    let name = select.bind(.text(column.name))
                    pairs.append("CAST(\(name) AS text), \(try select.sql(ColumnPath(column.name)))")
                }
                parts.append("jsonb_build_object(\(pairs.joined(separator: ", ")))")
            }
            select.add(expression: parts.isEmpty ? "'{}'" : "CAST(\(parts.joined(separator: " || ")) AS text)")
            if let path = resource.tenantPath, let last = path.last, last.columns.count == 1 {
                select.add(expression: try select.sql(ColumnPath(hops: Array(path.dropLast()), last.columns[0])))
            } else if resource.tenantPath != nil, let own = resource.identity.first {
                select.add(expression: try select.sql(ColumnPath(own)))
            } else {
                select.add(expression: "NULL")
            }
            for part in key { try select.whereEqual(part.column, part.value) }
            select.limit(1)
            statement = try select.statement()
        } catch {
            throw ConsoleError(error)
        }
        let block = try await session.blocks([statement])[0]
        guard block.rowCount > 0 else {
            throw .noRow(resource: resource.name, id: key.map { $0.value.text ?? "" }.joined(separator: " "))
        }
        let tenant = block.value(row: 0, column: 1)
        return Row(json: block.text(row: 0, column: 0) ?? "{}", tenant: tenant.isNull ? nil : tenant)
    }

    private func tenant(_ viewer: ViewRequest, _ id: Value?) async throws(ConsoleError) -> TenantMatch? {
        if let id { return try await TenantResolver(session: session).tenant(id: id) }
        guard let word = viewer.tenant else { return nil }
        return try await TenantResolver(session: session).resolve(word)
    }

    // MARK: Policies

    private func facts(of relation: RelationName, role: String) async throws(ConsoleError) -> PolicyFacts {
        let statements: [Statement]
        do {
            statements = [
                PolicyPlan.fullNames, try PolicyPlan.facts(of: relation, role: role),
                try PolicyPlan.policies(of: relation, role: role),
            ]
        } catch {
            throw ConsoleError(error)
        }
        let blocks = try await session.blocks(statements)
        guard blocks[1].rowCount > 0 else { throw .store(.missingRelation(relation.description)) }
        return PolicyFacts(blocks[1], blocks[2])
    }

    private func verdicts(
        _ action: ExplainRequest.Action, _ facts: PolicyFacts, _ relation: RelationName, _ row: String,
        _ viewed: ConsoleSession
    ) async throws(ConsoleError) -> [AccessExplanation.Policy] {
        guard facts.security == .on || facts.security == .forced, facts.isSchemaUsable else { return [] }
        var asked: [AccessExplanation.Policy] = []
        for (policy, part, condition) in facts.asked(for: action) {
            asked.append(
                AccessExplanation.Policy(
                    name: policy.name, command: policy.command, isPermissive: policy.isPermissive, part: part,
                    condition: ConditionText.line(condition),
                    verdict: try await verdict(condition, relation, row, viewed)))
        }
        return asked
    }

    /// Each in a transaction of its own: one that fails must not end the others.
    private func verdict(
        _ condition: String, _ relation: RelationName, _ row: String, _ viewed: ConsoleSession
    ) async throws(ConsoleError) -> AccessExplanation.Verdict {
        do throws(ConsoleError) {
            let statement = try viewed.planned { (_) throws(PlanningError) in
                try PolicyPlan.evaluation(of: condition, on: relation, row: row)
            }
            let block = try await viewed.blocks([statement])[0]
            return block.rowCount > 0 && block.truth(row: 0, column: 0) ? .passes : .fails
        } catch {
            guard let words = Self.broken(error) else { throw error }
            return .breaks(words)
        }
    }

    private func observed(
        _ relation: Relation, _ key: [(column: String, value: Value)], _ viewed: ConsoleSession
    ) async throws(ConsoleError) -> AccessExplanation.Observation {
        do throws(ConsoleError) {
            let statement: Statement
            do {
                var select = ViewSelect(relation, session)
                select.add(expression: "1")
                for part in key { try select.whereEqual(part.column, part.value) }
                statement = try select.statement()
            } catch {
                throw ConsoleError(error)
            }
            return try await viewed.blocks([statement])[0].rowCount > 0 ? .visible : .hidden
        } catch {
            guard let words = Self.broken(error) else { throw error }
            return .failed(words)
        }
    }

    /// The server's words where the member's own right or a policy is at fault; nil where the console should say it.
    private static func broken(_ error: ConsoleError) -> String? {
        guard case .store(.memberView(let fault)) = error else { return nil }
        return switch fault {
        case .denied(_, let relation): "permission denied for \(relation)"
        case .policyFails(_, _, let message): message
        default: nil
        }
    }
}

/// What the server says of one relation, its policies and a role.
private struct PolicyFacts {
    struct Policy {
        let name: String
        /// `select`, `all`.
        let command: String
        let isPermissive: Bool
        let isForRole: Bool
        let using: String?
        let check: String?
    }

    let security: AccessExplanation.Security
    let isBound: Bool
    let isSchemaUsable: Bool
    let policies: [Policy]
    private let grants: [AccessExplanation.Grant]

    init(_ facts: RowBlock, _ policies: RowBlock) {
        func holds(_ column: Int) -> Bool { facts.truth(row: 0, column: column) }
        let isTable = ["r", "p"].contains(facts.text(row: 0, column: 0) ?? "")
        security = !isTable ? .none : !holds(1) ? .off : holds(2) ? .forced : .on
        isBound = !holds(3) && (!holds(4) || holds(2))
        isSchemaUsable = holds(5)
        grants = (0..<4).map { holds(6 + 2 * $0) ? .whole : holds(7 + 2 * $0) ? .columns : .none }
        let commands = ["r": "select", "a": "insert", "w": "update", "d": "delete"]
        self.policies = (0..<policies.rowCount).map { row in
            Policy(
                name: policies.text(row: row, column: 0) ?? "",
                command: commands[policies.text(row: row, column: 1) ?? ""] ?? "all",
                isPermissive: policies.truth(row: row, column: 2), isForRole: policies.truth(row: row, column: 3),
                using: policies.text(row: row, column: 4), check: policies.text(row: row, column: 5))
        }
    }

    func grant(for action: ExplainRequest.Action) -> AccessExplanation.Grant {
        switch action {
        case .read: grants[0]
        case .insert: grants[1]
        case .update: grants[2]
        case .delete: grants[3]
        }
    }

    /// The conditions that the server would ask, in the order it names policies.
    func asked(
        for action: ExplainRequest.Action
    ) -> [(policy: Policy, part: AccessExplanation.Part, condition: String)] {
        guard isBound else { return [] }
        let command = action == .read ? "select" : action.rawValue
        var asked: [(policy: Policy, part: AccessExplanation.Part, condition: String)] = []
        for policy in policies where policy.isForRole && (policy.command == "all" || policy.command == command) {
            if action != .insert, let using = policy.using { asked.append((policy, .using, using)) }
            if action == .insert || action == .update, let check = policy.check ?? policy.using {
                asked.append((policy, .check, check))
            }
        }
        return asked
    }
}
