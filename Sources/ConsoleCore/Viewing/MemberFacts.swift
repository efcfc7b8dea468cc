import TenantDomain
import TenantStore

/// What a person's requests tell the database, as the operator's own role reads it. Values go into claims and nowhere
/// else.
struct MemberFacts: Sendable {
    struct Membership: Sendable, Equatable {
        let tenant: Value
        let tenantName: String?
        let role: String?
        let status: String?
    }

    let id: Value
    var email: String?
    var phone: String?
    /// JSON text.
    var appMetadata: String?
    var userMetadata: String?
    var memberships: [Membership] = []

    func membership(in tenant: Value) -> Membership? { memberships.first { $0.tenant == tenant } }
}

/// Reads them in one round trip.
struct MemberFactsReader {
    /// Memberships that are looked at.
    private static let limit = 500

    private let session: ConsoleSession
    private var profile: Profile { session.registry.profile }

    init(_ session: ConsoleSession) { self.session = session }

    func load(user id: Value) async throws(ConsoleError) -> MemberFacts {
        guard let user = profile.user else { throw .notMapped(.user) }
        let statements: [Statement?]
        do {
            statements = [try person(user, id), try signIn(user, id), try memberships(id)]
        } catch {
            throw ConsoleError(error)
        }
        var blocks = try await session.blocks(statements.compactMap { $0 })[...]
        let read = statements.map { $0 == nil ? nil : blocks.popFirst() }
        var facts = MemberFacts(id: id)
        if let block = read[0], block.rowCount > 0 {
            facts.email = block.text(row: 0, column: 0)
            facts.phone = block.text(row: 0, column: 1)
            facts.appMetadata = block.text(row: 0, column: 2)
            facts.userMetadata = block.text(row: 0, column: 3)
        }
        if let block = read[1], block.rowCount > 0 {
            facts.appMetadata = facts.appMetadata ?? block.text(row: 0, column: 0)
            facts.userMetadata = facts.userMetadata ?? block.text(row: 0, column: 1)
        }
        if let block = read[2] {
            facts.memberships = (0..<block.rowCount).map { row in
                MemberFacts.Membership(
                    tenant: block.value(row: row, column: 0), tenantName: block.text(row: row, column: 1),
                    role: block.text(row: row, column: 2), status: block.text(row: row, column: 3))
            }
        }
        return facts
    }

    private func person(_ user: UserMapping, _ id: Value) throws(PlanningError) -> Statement? {
        guard var select = ViewSelect(user.base.table, session) else { return nil }
        try select.add(whole: user.email)
        try select.add(whole: user.phone)
        let relation = select.relation
        try select.add(whole: readable(profile.viewAs.appMetadata ?? "raw_app_meta_data", relation))
        try select.add(whole: readable(profile.viewAs.userMetadata ?? "raw_user_meta_data", relation))
        try select.whereEqual(user.base.id, id)
        select.limit(1)
        return try select.statement()
    }

    /// The sign-in service's own table, where the users are a copy of it and it may be read.
    private func signIn(_ user: UserMapping, _ id: Value) throws(PlanningError) -> Statement? {
        let table = "auth.users"
        guard user.base.table != table, var select = ViewSelect(table, session),
            readable("id", select.relation) != nil, select.relation.column("id")?.type == .uuid
        else { return nil }
        try select.add(whole: readable("raw_app_meta_data", select.relation))
        try select.add(whole: readable("raw_user_meta_data", select.relation))
        try select.whereEqual("id", id)
        return try select.statement()
    }

    private func readable(_ column: String, _ relation: Relation) -> String? {
        relation.rights?.mayRead != false && relation.column(column)?.isReadable == true
            && relation.rowSecurity.limitsThisRole == false ? column : nil
    }

    private func memberships(_ id: Value) throws(PlanningError) -> Statement? {
        guard let mapping = profile.membership, var select = ViewSelect(mapping.table, session) else { return nil }
        try select.add(whole: mapping.container)
        try select.add(profile.tenant?.base.name.map { "\(mapping.container).\($0)" })
        try select.add(mapping.role)
        try select.add(mapping.status)
        try select.whereEqual(mapping.user, id)
        select.limit(Self.limit)
        return try select.statement()
    }
}
