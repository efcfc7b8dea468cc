import TenantDomain
import TenantStore

/// Opens a session that reads as a member does.
package struct MemberViewService: Sendable {
    private let session: ConsoleSession
    private var registry: ResourceRegistry { session.registry }

    /// - Parameter session: the operator's own, through which the person is found.
    package init(session: ConsoleSession) { self.session = session }

    /// - Throws: `refused` where the database knows no such thing, under a lease, or where the rules forbid the login.
    package func open(_ request: ViewRequest) async throws(ConsoleError) -> ConsoleSession {
        let member = try await member(request)
        let viewing = try viewing()
        let opened: ViewedStore
        let catalog: Catalog
        do {
            opened = try await viewing.open(member.view)
        } catch {
            throw ConsoleError(error)
        }
        try check(opened.login, request)
        do {
            catalog = try await opened.store.readCatalog()
        } catch {
            throw ConsoleError(error)
        }
        do {
            try session.journal.append(.impersonation(as: "\(member.id.text ?? "") (\(member.view.role))", reason: nil))
        } catch {
            throw .journal(error)
        }
        let seen = ResourceBuilder.registry(catalog: catalog, profile: registry.profile)
        var unreadable: [String: String] = [:]
        for resource in registry.resources where seen.resource(named: resource.name) == nil {
            for word in [resource.name] + resource.aliases { unreadable[word] = resource.relation.description }
        }
        return session.viewed(
            opened.store, registry: seen,
            by: ViewedMember(
                label: member.view.label, userID: member.id,
                claimedTenant: registry.profile.viewAs.namesTenant ? member.tenant : nil, role: member.view.role,
                login: opened.login, notes: member.notes + Self.notes(on: opened.login), unreadable: unreadable))
    }

    /// A person found, and what their requests would tell the database.
    struct Member {
        let id: Value
        let view: MemberView
        let facts: MemberFacts
        let tenant: TenantMatch?
        let notes: [String]
    }

    func member(_ request: ViewRequest) async throws(ConsoleError) -> Member {
        try requireOwnEyes()
        if session.leases.current != nil {
            throw .refused(
                reason: "Under a lease nobody looks through another's eyes: a view never writes.",
                hint: ":relinquish gives the lease up.")
        }
        _ = try viewing()
        let found = try await UserResolver(session: session).resolve(request.user)
        let facts = try await MemberFactsReader(session).load(user: found.id)
        let mapping = registry.profile.viewAs
        let role = request.role ?? mapping.role
        let tenant = try await tenant(request, facts)
        let label = request.user == found.id.text ? found.name : request.user
        do {
            let slug = try await slug(of: tenant, mapping)
            let view = try MemberClaims.view(
                of: facts, mapping: mapping, role: role, tenant: tenant, slug: slug, label: label)
            return Member(
                id: found.id, view: view, facts: facts, tenant: tenant, notes: notes(request, facts, tenant, label))
        } catch let error as ConsoleError {
            throw error
        } catch let missing as MemberClaims.MissingWord {
            throw .refused(
                reason: "The profile's [view_as] sets \(missing.name) to \(missing.word), and \(label) has none"
                    + (missing.needsTenant && tenant == nil ? " without a tenant." : "."),
                hint: missing.needsTenant ? "--tenant NAME says in which tenant." : nil)
        } catch {
            throw .cancelled
        }
    }

    /// A member's view tells nothing of another's, and not why rows are hidden in it.
    func requireOwnEyes() throws(ConsoleError) {
        if session.view != nil { throw .refused(reason: "This is a member's view already.", hint: ":as off ends it.") }
    }

    func viewing() throws(ConsoleError) -> any MemberViewing {
        if let viewing = session.viewing { return viewing }
        throw .refused(
            reason: "A SQLite file has no row-level security: no policy decides who sees which row, so there is no "
                + "member's view of it.",
            hint: "tenantctl user NAME shows what the person's roles allow by the application's own rules.")
    }

    private func tenant(_ request: ViewRequest, _ facts: MemberFacts) async throws(ConsoleError) -> TenantMatch? {
        if let word = request.tenant { return try await TenantResolver(session: session).resolve(word) }
        guard facts.memberships.count == 1, let only = facts.memberships.first else { return nil }
        return TenantMatch(id: only.tenant, name: only.tenantName ?? only.tenant.text ?? "")
    }

    private func slug(of tenant: TenantMatch?, _ mapping: ViewAsMapping) async throws(ConsoleError) -> String? {
        let sources = Array(mapping.settings.values) + Array(mapping.extraClaims.values)
        guard let tenant, sources.contains(.word(.tenantSlug)), let profile = registry.profile.tenant else {
            return nil
        }
        let statement: Statement
        do {
            guard var select = ViewSelect(profile.base.table, session) else { return nil }
            try select.add(whole: profile.slug)
            try select.whereEqual(profile.base.id, tenant.id)
            statement = try select.statement()
        } catch {
            throw ConsoleError(error)
        }
        let block = try await session.blocks([statement])[0]
        return block.rowCount > 0 ? block.text(row: 0, column: 0) : nil
    }

    private func notes(
        _ request: ViewRequest, _ facts: MemberFacts, _ tenant: TenantMatch?, _ label: String
    ) -> [String] {
        var notes: [String] = []
        if request.tenant != nil, let tenant, registry.profile.membership != nil,
            facts.membership(in: tenant.id) == nil
        {
            notes.append("\(label) is no member of \(tenant.name).")
        }
        if let tenant, let status = facts.membership(in: tenant.id)?.status, UserOverviewAccess.bars(status) {
            notes.append("\(label)'s membership in \(tenant.name) is \(status).")
        }
        return notes
    }

    /// A login that gains something by leaving the role: a function in a view may do that, use what it gains, and come
    /// back before the role is looked at. Nothing keeps a superuser's function from it and nothing tells afterwards, so
    /// only a person who trusts the database's functions goes on, and nobody does in production.
    private func check(_ login: ViewLogin, _ request: ViewRequest) throws(ConsoleError) {
        if login.gainsNothing { return }
        // A database without a name of its own on this machine is somebody's own.
        let isOwn = session.environment.name == "unlisted" && session.store.identity.isLocal
        let mayTrust = !session.environment.isProtected || isOwn
        if mayTrust, request.trustsFunctions { return }
        throw .refused(
            reason:
                "The login \(login.name) \(Self.gain(login)): a function in a view or policy could leave the member's "
                + "role, read what policies hide, and come back unseen.",
            hint: "Name a login of its own with view_as in the environment; tenantctl operator sql prints one."
                + (mayTrust
                    ? " --trust-functions goes on with this one."
                    : request.trustsFunctions ? " --trust-functions does not count in a protected environment." : ""))
    }

    private static func notes(on login: ViewLogin) -> [String] {
        guard !login.gainsNothing else { return [] }
        return [
            "The login \(login.name) \(gain(login)), and the database's functions are trusted: a hostile one could show "
                + "what policies hide. On a login of its own (view_as) it could not."
        ]
    }

    private static func gain(_ login: ViewLogin) -> String {
        if login.isSuperuser { return "is a superuser" }
        if let role = login.unlimitedRoles.first {
            return role == login.name ? "bypasses policies" : "may become \(role), which bypasses policies"
        }
        return "owns tables"
    }
}

/// Through whose eyes.
package struct ViewRequest: Sendable, Equatable {
    /// Id, email or name.
    package var user: String
    package var tenant: String?
    /// A database role other than the profile's.
    package var role: String?
    /// Whether the view may run on a login that a hostile function of the database would gain something by.
    package var trustsFunctions: Bool

    package init(user: String, tenant: String? = nil, role: String? = nil, trustsFunctions: Bool = false) {
        self.user = user
        self.tenant = tenant
        self.role = role
        self.trustsFunctions = trustsFunctions
    }
}
