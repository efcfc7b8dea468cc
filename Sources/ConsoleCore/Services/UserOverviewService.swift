import TenantDomain
import TenantStore

/// Everything that one person may see and do, and where. Two reads: the person with memberships, invitations and last
/// actions, then the names that the actions speak of.
package struct UserOverviewService: Sendable {
    static let actions = 10
    /// Memberships, project memberships and invitations that are read.
    static let memberships = 500

    private let session: ConsoleSession
    private let reader: TimelineReader
    private var profile: Profile { session.registry.profile }

    package init(session: ConsoleSession) {
        self.session = session
        reader = TimelineReader(session)
    }

    package func load(user identity: RowIdentity) async throws(ConsoleError) -> UserOverview {
        guard let user = profile.user, let resource = session.registry.resource(for: .user),
            let id = identity.values.first
        else { throw .notMapped(.user) }
        let first: [Statement?]
        do {
            first = [
                try person(user, id), try memberships(id), try projects(id), try invitations(user, id),
            ]
        } catch {
            throw ConsoleError(error)
        }
        let trail = try actions(id)
        var blocks = try await session.blocks(first.compactMap { $0 } + trail.map(\.plan.statement))[...]
        let read = first.map { $0 == nil ? nil : blocks.popFirst() }
        guard let row = read[0], row.rowCount > 0 else {
            throw .noRow(resource: resource.name, id: identity.words.joined(separator: ","))
        }
        let pages = zip(trail, blocks).map { ($0.source, $0.plan.page(from: $1).rows) }
        let merged = TimelineMerge.merged(
            pages.map { source, rows in (0..<rows.rowCount).map { reader.time(source, rows, $0) } },
            limit: Self.actions, fromEnd: false)
        let entries = reader.entries(merged.map { (pages[$0.source].0, pages[$0.source].1, $0.row) })
        let names = try TimelineNames(of: entries, session, policy: reader.policy)
        let named = names.applied(to: entries, try await session.blocks(names.statements))
        let status = row.isNull(row: 0, column: 5) ? row.text(row: 0, column: 3) : "deleted"
        return UserOverview(
            identity: identity, label: label(user, resource, row) ?? identity.words.joined(separator: ","),
            facts: facts(user, resource, row), status: status,
            memberships: memberships(read[1], projects: read[2], userStatus: status),
            invitations: invitations(read[3]), actions: named)
    }

    // MARK: Statements

    private func person(_ user: UserMapping, _ id: Value) throws(PlanningError) -> Statement? {
        guard var select = ViewSelect(user.base.table, session) else { return nil }
        for text in [user.base.name, user.email, user.phone, user.base.status, user.lastSeen, user.base.deleted] {
            try select.add(text)
        }
        try select.add(user.base.created)
        try select.whereEqual(user.base.id, id)
        select.limit(1)
        return try select.statement()
    }

    /// `container.name`, where the key leads to a mapped row.
    private func along(_ key: String?, _ column: String?) -> String? {
        key.flatMap { key in column.map { "\(key).\($0)" } }
    }

    private func memberships(_ id: Value) throws(PlanningError) -> Statement? {
        guard let mapping = profile.membership, var select = ViewSelect(mapping.table, session) else { return nil }
        let tenant = profile.tenant
        try select.add(whole: mapping.container)
        try select.add(along(mapping.container, tenant?.base.name))
        try select.add(along(mapping.container, tenant?.base.status))
        try select.add(select.plan(along(mapping.container, tenant?.plan), profile.plan))
        try select.add(along(mapping.container, tenant?.base.deleted))
        try select.add(mapping.role)
        try select.add(mapping.status)
        try select.add(mapping.created)
        try select.add(along(mapping.invitedBy, profile.user?.base.name))
        try select.add(along(mapping.invitedBy, profile.user?.email))
        try select.whereEqual(mapping.user, id)
        if let name = try select.sql(along(mapping.container, tenant?.base.name)) { select.order(by: name) }
        select.limit(Self.memberships)
        return try select.statement()
    }

    private func projects(_ id: Value) throws(PlanningError) -> Statement? {
        guard let mapping = profile.projectMembership, var select = ViewSelect(mapping.table, session) else {
            return nil
        }
        try select.add(along(mapping.container, profile.project?.tenant))
        try select.add(along(mapping.container, profile.project?.name))
        try select.add(mapping.role)
        try select.whereEqual(mapping.user, id)
        if let name = try select.sql(along(mapping.container, profile.project?.name)) { select.order(by: name) }
        select.limit(Self.memberships)
        return try select.statement()
    }

    private func invitations(_ user: UserMapping, _ id: Value) throws(PlanningError) -> Statement? {
        guard let mapping = profile.invitation, var select = ViewSelect(mapping.table, session), user.email != nil,
            let email = try select.sql(mapping.email)
        else { return nil }
        let tenant = along(mapping.tenant, profile.tenant?.base.name)
        try select.add(select.column(tenant) == nil ? mapping.tenant : tenant)
        try select.add(mapping.role)
        try select.add(mapping.status)
        try select.add(mapping.expires)
        let own = try select.nested(user.base.table) { (person) throws(PlanningError) in
            person.add(expression: "lower(\(try person.sql(user.email) ?? "NULL"))")
            try person.whereEqual(user.base.id, id)
        }
        select.add(where: "lower(\(email)) IN (\(own ?? "NULL"))")
        if let expires = try select.sql(mapping.expires) { select.order(by: "\(expires) DESC") }
        select.limit(Self.memberships)
        return try select.statement()
    }

    private func actions(_ id: Value) throws(ConsoleError) -> [(source: TimelineSource, plan: PlannedPage)] {
        var plans: [(TimelineSource, PlannedPage)] = []
        for source in reader.sources where source.isPaged {
            guard let own = source.equal(.actor, id), own != .nothing else { continue }
            plans.append((source, try reader.plan(source, own, PageRequest(limit: Self.actions))))
        }
        return plans
    }

    // MARK: Making sense of it

    private func masked(_ text: String?, _ field: String?, _ resource: Resource) -> String? {
        guard let text, let field else { return text }
        return ValueMask.masked(text, reader.policy.applied(session.registry.mask(of: field, in: resource)))
    }

    private func label(_ user: UserMapping, _ resource: Resource, _ row: RowBlock) -> String? {
        let name = row.text(row: 0, column: 0).flatMap { $0.isEmpty ? nil : $0 }
        return masked(name, user.base.name, resource) ?? masked(row.text(row: 0, column: 1), user.email, resource)
    }

    private func facts(_ user: UserMapping, _ resource: Resource, _ row: RowBlock) -> [Fact] {
        var facts: [Fact] = []
        for (title, field, column) in [("email", user.email, 1), ("phone", user.phone, 2)] {
            if let text = masked(row.text(row: 0, column: column), field, resource), !text.isEmpty {
                facts.append(Fact(title, text))
            }
        }
        for (title, column) in [("last seen", 4), ("created", 6), ("deleted", 5)] {
            if let time = row.time(row: 0, column: column) {
                facts.append(Fact(title, TimeText.full(time, zone: session.zone)))
            }
        }
        return facts
    }

    private func memberships(_ block: RowBlock?, projects: RowBlock?, userStatus: String?) -> [UserOverview.Membership]
    {
        guard let block, let mapping = profile.membership else { return [] }
        var byTenant: [Value: [UserOverview.ProjectRole]] = [:]
        if let projects {
            for row in 0..<projects.rowCount {
                byTenant[projects.exactValue(row: row, column: 0), default: []].append(
                    UserOverview.ProjectRole(
                        name: projects.text(row: row, column: 1) ?? "", role: projects.text(row: row, column: 2) ?? ""))
            }
        }
        let roles =
            mapping.roles.isEmpty
            ? ViewSelect(mapping.table, session)?.column(mapping.role)?.allowedValues ?? [] : mapping.roles
        let tenantWord = session.registry.resource(for: .tenant)?.singular ?? "tenant"
        let user = session.registry.resource(for: .user)
        return (0..<block.rowCount).map { row in
            let id = block.exactValue(row: row, column: 0)
            let tenantStatus = block.isNull(row: row, column: 4) ? block.text(row: row, column: 2) : "deleted"
            let standing = UserOverviewAccess.Standing(
                role: block.text(row: row, column: 5), roles: roles, membershipStatus: block.text(row: row, column: 6),
                tenantStatus: tenantStatus, userStatus: userStatus, tenantWord: tenantWord)
            func inviter(_ column: Int, _ field: String?) -> String? {
                user.flatMap { masked(block.text(row: row, column: column), field, $0) }
            }
            return UserOverview.Membership(
                tenant: TenantMatch(id: id, name: block.text(row: row, column: 1) ?? id.text ?? ""),
                tenantStatus: tenantStatus, plan: block.text(row: row, column: 3), role: standing.role,
                status: standing.membershipStatus,
                since: block.time(row: row, column: 7).map { TimeText.offset($0, zone: session.zone) },
                invitedBy: inviter(8, profile.user?.base.name) ?? inviter(9, profile.user?.email),
                projects: byTenant[id] ?? [], can: UserOverviewAccess.words(standing))
        }.sorted { left, right in
            let (first, second) = (left.can.first ?? "", right.can.first ?? "")
            return !first.hasPrefix("no access") && second.hasPrefix("no access")
        }
    }

    private func invitations(_ block: RowBlock?) -> [UserOverview.Invitation] {
        guard let block else { return [] }
        return (0..<block.rowCount).map { row in
            UserOverview.Invitation(
                tenant: block.text(row: row, column: 0) ?? "", role: block.text(row: row, column: 1),
                status: block.text(row: row, column: 2),
                expires: block.time(row: row, column: 3).map { TimeText.offset($0, zone: session.zone) }
                    ?? block.text(row: row, column: 3))
        }
    }
}
