import ReferenceSchema
import TenantStore

/// The reference schema in a PostgreSQL database.
package struct ReferenceServer {
    package enum Status: Sendable, Equatable {
        /// No relation in `public`, extensions' left out.
        case empty
        /// The current version.
        case reference(version: Int)
        /// An earlier version, which ``lay()`` brings up.
        case older(version: Int)
        /// Made by a later program, which this one must not write to.
        case newer(version: Int)
        /// Anything else, with some of its relations.
        case foreign(relations: [String])
    }

    let connection: SchemaConnection
    private let notices: NoticeLog

    /// Connects; blocks up to the connect timeout.
    ///
    /// - Parameter text: a URL or key/value string of libpq's.
    package init(_ text: String, operatorName: String) throws(StoreError) {
        let library = try LibPQ.load()
        notices = NoticeLog()
        connection = try SchemaConnection(
            ServerSettings(text, operatorName: operatorName, library: library), key: Door.Key(), library: library,
            notices: notices)
    }

    /// Connects along the same way as every other connection: passwords and tunnels are asked of `access`.
    ///
    /// - Parameters:
    ///   - wantsProof: a server off this machine has to prove who it is.
    ///   - access: the caller closes it when this connection is no longer needed.
    package static func open(
        _ text: String, operatorName: String, wantsProof: Bool, isTunnelled: Bool, access: any ServerAccess
    ) async throws(StoreError) -> ReferenceServer {
        let library = try LibPQ.load()
        let settings = try ServerSettings(
            text, operatorName: operatorName, wantsProof: wantsProof, isTunnelled: isTunnelled, library: library)
        let door = Door(settings: settings, access: access)
        let notices = NoticeLog()
        let key = try await door.key()
        do throws(StoreError) {
            return ReferenceServer(
                connection: try SchemaConnection(settings, key: key, library: library, notices: notices),
                notices: notices)
        } catch {
            guard case .authenticationFailed = error, let other = try await door.key(after: key) else { throw error }
            return ReferenceServer(
                connection: try SchemaConnection(settings, key: other, library: library, notices: notices),
                notices: notices)
        }
    }

    private init(connection: SchemaConnection, notices: NoticeLog) {
        self.connection = connection
        self.notices = notices
    }

    /// `db.example.io:6543/app`.
    package var location: String { connection.location }
    /// What the server said unasked, raw.
    package var messages: [String] { notices.messages }

    package func status() throws(StoreError) -> Status {
        let relations = try connection.rows(
            """
            SELECT c.relname FROM pg_catalog.pg_class c WHERE c.relnamespace = 'public'::regnamespace
            AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.objid = c.oid
              AND d.classid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'e') ORDER BY c.relname LIMIT 1000
            """
        ).map { $0[0] }
        if relations.isEmpty { return .empty }
        let table = ReferenceSchema.bookkeepingTable
        let columns = try connection.rows(
            "SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass('public.\(table)') "
                + "AND attnum > 0 AND NOT attisdropped ORDER BY attnum")
        // Other tools keep a table of that name too.
        guard columns.map({ $0[0] }) == ["version", "name", "checksum", "applied_at"] else {
            return .foreign(relations: Array(relations.prefix(5)))
        }
        let steps = try connection.rows("SELECT name FROM public.\(table) ORDER BY version").map { $0[0] }
        guard let first = ReferenceSchema.migrations.first, steps.first == first.name else {
            return .foreign(relations: Array(relations.prefix(5)))
        }
        let known = ReferenceSchema.currentVersion
        return steps.count == known
            ? .reference(version: known)
            : steps.count < known ? .older(version: steps.count) : .newer(version: steps.count)
    }

    /// Lays the schema into an empty database, or the steps that an older one lacks: all or nothing.
    ///
    /// - Returns: the version it had, 0 for an empty one; the current one where nothing was to be done.
    /// - Throws: `newerReferenceSchema`; `missingRelation` where there is something else.
    package func lay() throws -> Int {
        var version = 0
        try connection.transaction {
            try lock()
            version = try layable()
            guard version < ReferenceSchema.currentVersion else { return }
            try lay(SchemaScript(dialect: .postgres, from: version)) {}
        }
        return version
    }

    /// Two programs that lay it at once come one after the other.
    func lock() throws(StoreError) {
        try connection.execute("SELECT pg_advisory_xact_lock(hashtext('tenantctl reference schema'))")
    }

    func layable() throws -> Int {
        switch try status() {
        case .empty: 0
        case .older(let found), .reference(let found): found
        case .newer(let found):
            throw StoreError.newerReferenceSchema(found: found, known: ReferenceSchema.currentVersion)
        case .foreign: throw StoreError.missingRelation(ReferenceSchema.bookkeepingTable)
        }
    }

    /// Runs the script's phases, the body between tables and indexes: one round trip a phase.
    func lay(_ script: SchemaScript, filling: () throws -> Void) throws {
        func run(_ statements: [String]) throws(StoreError) {
            if !statements.isEmpty { try connection.execute(statements.joined(separator: ";\n")) }
        }
        try run(script.tables)
        try filling()
        try run(script.indexes)
        try run(script.triggers)
        try run(script.rules)
        let now = try connection.rows(
            "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
        try run(script.record(appliedAt: now.first?.first ?? ""))
    }
}
