import ReferenceSchema
import TenantDomain
import TenantStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// SQLite files that hold the reference schema.
package enum ReferenceDatabase {
    package enum Status: Sendable, Equatable {
        /// No table at all.
        case empty
        /// The current version.
        case reference(version: Int)
        /// An earlier version: ``migrate(at:)`` brings it up.
        case older(version: Int)
        /// Made by a later program, which this one must not write to.
        case newer(version: Int)
        /// Anything else.
        case foreign
    }

    /// What a file holds; it is opened for reading only.
    package static func status(of path: String) throws(StoreError) -> Status {
        _ = try DatabaseFile(path: path, isImmutable: false)
        return try status(BulkConnection(path: path, mode: .readOnly))
    }

    static func status(_ connection: BulkConnection) throws(StoreError) -> Status {
        let tables = try connection.column(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        if tables.isEmpty { return .empty }
        guard tables.contains(ReferenceSchema.bookkeepingTable) else { return .foreign }
        let columns = try connection.column("SELECT name FROM pragma_table_info('\(ReferenceSchema.bookkeepingTable)')")
        guard columns == bookkeepingColumns else { return .foreign }
        return status(steps: try connection.column(stepsTaken))
    }

    /// What an open database holds, by its catalog and one small read: another connection would have to read the whole
    /// schema once more.
    package static func status(
        of catalog: Catalog, in store: any DatabaseStore
    ) async throws(StoreError) -> Status {
        guard let table = catalog.relation(named: ReferenceSchema.bookkeepingTable) else {
            return catalog.relations.isEmpty ? .empty : .foreign
        }
        guard table.columns.map(\.name) == bookkeepingColumns else { return .foreign }
        let blocks = try await store.read([Statement(sql: stepsTaken, columnCount: 1)])
        guard let steps = blocks.first else { return .foreign }
        return status(steps: (0..<steps.rowCount).map { steps.text(row: $0, column: 0) ?? "" })
    }

    /// Other tools keep a table of that name too.
    private static let bookkeepingColumns = ["version", "name", "checksum", "applied_at"]
    private static let stepsTaken = "SELECT name FROM \(ReferenceSchema.bookkeepingTable) ORDER BY version"

    private static func status(steps: [String]) -> Status {
        guard let first = ReferenceSchema.migrations.first, steps.first == first.name else { return .foreign }
        let known = ReferenceSchema.currentVersion
        return steps.count == known
            ? .reference(version: known)
            : steps.count < known ? .older(version: steps.count) : .newer(version: steps.count)
    }

    /// Makes a file with the current schema and nothing but the rows that the schema brings itself.
    ///
    /// It stands under its name only when it is whole. A file that is there already is left alone.
    package static func create(at path: String) throws {
        try NewFile(path: path, isReplacing: false).write { connection in
            let script = try SchemaScript(dialect: .sqlite)
            try connection.execute("BEGIN")
            for (_, statements) in script.phases {
                for statement in statements { try connection.execute(statement) }
            }
            for statement in script.record(appliedAt: now()) { try connection.execute(statement) }
            try connection.execute("COMMIT")
        }
    }

    /// Takes the steps that an older file lacks, all or none.
    ///
    /// - Returns: the version it had; the current one where nothing was to be done.
    package static func migrate(at path: String) throws -> Int {
        _ = try DatabaseFile(path: path, isImmutable: false)
        let connection = try BulkConnection(path: path, mode: .readWrite)
        let version: Int
        switch try status(connection) {
        case .empty: version = 0
        case .older(let found): version = found
        case .reference(let found): return found
        case .newer(let found):
            throw StoreError.newerReferenceSchema(found: found, known: ReferenceSchema.currentVersion)
        case .foreign: throw StoreError.missingRelation(ReferenceSchema.bookkeepingTable)
        }
        let script = try SchemaScript(dialect: .sqlite, from: version)
        try connection.execute("BEGIN IMMEDIATE")
        do {
            for (_, statements) in script.phases {
                for statement in statements { try connection.execute(statement) }
            }
            for statement in script.record(appliedAt: now()) { try connection.execute(statement) }
            try connection.execute("COMMIT")
        } catch {
            try? connection.execute("ROLLBACK")
            throw error
        }
        return version
    }

    /// This instant as the schema keeps times.
    private static func now() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return DemoData.instant(Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
