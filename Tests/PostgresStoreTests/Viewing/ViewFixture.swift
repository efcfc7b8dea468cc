import ConsoleCore
import Settings
import Synchronization
import TenantDomain
import TenantStore

@testable import PostgresStore

/// The reference schema with the demo's rows, and a login that can do nothing but take a member's role.
struct ViewFixture: Sendable {
    static let login = "seer"

    let name: String
    let server: TestServer

    static let shared = Result { try ViewFixture() }

    init(_ script: String = "") throws {
        server = try TestServer.start()
        name = try ReferenceFixture.database()
        try server.run(Self.logins + script, in: name)
    }

    init(database: String, _ script: String = "") throws {
        server = try TestServer.start()
        name = database
        try server.run(Self.logins + script, in: name)
    }

    private static let logins = """
        DO $$ BEGIN CREATE ROLE seer LOGIN NOINHERIT; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
        DO $$ BEGIN GRANT authenticated TO seer; EXCEPTION WHEN OTHERS THEN NULL; END $$;

        """

    /// The operator's session; members' views go to the server or through the pooler, on a login of their own or not.
    func session(
        pooled: Bool = false, own: Bool = true, persona: Persona = .admin, profile: Profile? = nil
    ) async throws -> ConsoleSession {
        let url: @Sendable (String) throws -> String = { [server, name] user in
            pooled ? try TestPooler.start().url(name, user: user) : server.url(name, user: user)
        }
        let store = try await PostgresStore.open(url("postgres"), operatorName: "dana@ops")
        let catalog = try await store.readCatalog()
        let shipped = try ShippedProfiles.all.map { try $0.parsed() }
        let found = profile ?? ProfileDetection.best(of: shipped, catalog: catalog).map { shipped[$0.place] }
        var session = ConsoleSession(
            store: store,
            registry: ResourceBuilder.registry(catalog: catalog, profile: found ?? Profile(name: "none")),
            environment: EnvironmentLabel(name: "test"), operatorName: "dana", persona: persona,
            now: { ReferenceFixture.now })
        let text = try url(Self.login)
        session.viewing =
            own
            ? PostgresViewing(main: store) { () async throws(StoreError) -> PostgresStore in
                try await PostgresStore.open(text, operatorName: "dana@ops")
            } : PostgresViewing(main: store)
        return session
    }

    /// What the cluster's owner reads.
    func lines(_ sql: String) throws -> [String] {
        let session = try server.session(in: name)
        defer { session.close() }
        return try session.run(sql).split(separator: "\n").map(String.init)
    }

    /// Someone with a place in one tenant alone, by an address; found without any policy.
    func member(role: String) throws -> String {
        let found = try lines(
            """
            SELECT u.email FROM users u JOIN workspace_members m ON m.user_id = u.id
            JOIN workspaces w ON w.id = m.workspace_id AND w.settings ->> 'is_global' IS DISTINCT FROM 'true'
            WHERE NOT u.is_super_user AND u.status = 'active'
            GROUP BY u.id, u.email HAVING count(*) = 1 AND min(m.role) = '\(role)' AND min(m.status) = 'active'
              AND bool_and(w.deleted_at IS NULL AND w.status = 'active') ORDER BY u.email LIMIT 1
            """)
        guard let first = found.first else { throw TestServer.Failure(description: "the demo has no such \(role)") }
        return first
    }

    /// Ids, by table, of every row that stands in a tenant the person is no active member of, and of people they share
    /// none with, worked out from the memberships alone; their own rows left out.
    func hidden(from email: String) throws -> [String: Set<String>] {
        let mine = """
            (SELECT m.workspace_id FROM workspace_members m JOIN users u ON u.id = m.user_id
             JOIN workspaces w ON w.id = m.workspace_id WHERE u.email = '\(email)' AND m.status = 'active'
             AND w.deleted_at IS NULL AND w.settings ->> 'is_global' IS DISTINCT FROM 'true')
            """
        let me = "(SELECT id FROM users WHERE email = '\(email)')"
        let tables = try lines(
            """
            SELECT c.relname || ' ' || EXISTS (SELECT 1 FROM pg_attribute p WHERE p.attrelid = c.oid AND p.attname = 'user_id')
            FROM pg_class c JOIN pg_attribute w ON w.attrelid = c.oid AND w.attname = 'workspace_id'
            JOIN pg_attribute i ON i.attrelid = c.oid AND i.attname = 'id'
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
            """)
        var parts = tables.map { line in
            let words = line.split(separator: " ")
            var own = words[1] == "true" ? " AND user_id IS DISTINCT FROM \(me)" : ""
            // A personal project is its owner's, wherever it stands.
            if words[0] == "projects" { own += " AND settings ->> 'owner_id' IS DISTINCT FROM \(me)::text" }
            return "SELECT '\(words[0])|' || id FROM \(words[0]) WHERE workspace_id NOT IN \(mine)\(own)"
        }
        parts.append(
            "SELECT 'workspaces|' || id FROM workspaces WHERE id NOT IN \(mine) "
                + "AND settings ->> 'is_global' IS DISTINCT FROM 'true'")
        parts.append(
            "SELECT 'users|' || id FROM users WHERE id <> \(me) AND id NOT IN "
                + "(SELECT user_id FROM workspace_members WHERE workspace_id IN \(mine))")
        var hidden: [String: Set<String>] = [:]
        for line in try lines(parts.joined(separator: " UNION ")) {
            let words = line.split(separator: "|").map(String.init)
            hidden[words[0], default: []].insert(words[1])
        }
        return hidden
    }

    /// Names of tenants that the person is no member of and no visible one is called by.
    func hiddenNames(_ hidden: Set<String>) throws -> Set<String> {
        let list = hidden.map { "'\($0)'" }.joined(separator: ",")
        return Set(
            try lines(
                "SELECT name FROM workspaces WHERE id IN (\(list)) EXCEPT SELECT name FROM workspaces WHERE id NOT IN (\(list))"
            ))
    }
}

/// Remembers every cell that a store gave out.
final class WitnessStore: DatabaseStore {
    let store: any DatabaseStore
    private let seen = Mutex<Set<String>>([])
    private let read = Atomic<Int>(0)

    init(_ store: any DatabaseStore) { self.store = store }

    var cells: Set<String> { seen.withLock { $0 } }
    var rows: Int { read.load(ordering: .relaxed) }

    private func keep(_ block: RowBlock) {
        read.add(block.rowCount, ordering: .relaxed)
        seen.withLock { seen in
            for row in 0..<block.rowCount {
                for column in 0..<block.columnCount {
                    if let text = block.text(row: row, column: column) { seen.insert(text) }
                }
            }
        }
    }

    var identity: StoreIdentity { store.identity }
    var dialect: SQLDialect { store.dialect }
    func readCatalog() async throws(StoreError) -> Catalog { try await store.readCatalog() }
    func read(_ statements: [Statement]) async throws(StoreError) -> [RowBlock] {
        let blocks = try await store.read(statements)
        for block in blocks { keep(block) }
        return blocks
    }
    func stream(_ statement: Statement, receive: @Sendable (RowBlock) throws -> Bool) async throws(StoreError) {
        try await store.stream(statement) { block in
            self.keep(block)
            return try receive(block)
        }
    }
    func changeToken() async throws(StoreError) -> Int64? { nil }
    func close() async { await store.close() }
}

/// Puts a witness between the views and whoever reads them.
struct WitnessedViewing: MemberViewing {
    let viewing: any MemberViewing
    let opened: @Sendable (WitnessStore) -> Void

    func open(_ view: MemberView) async throws(StoreError) -> ViewedStore {
        let found = try await viewing.open(view)
        let witness = WitnessStore(found.store)
        opened(witness)
        return ViewedStore(store: witness, login: found.login)
    }
    func close() async { await viewing.close() }
}
