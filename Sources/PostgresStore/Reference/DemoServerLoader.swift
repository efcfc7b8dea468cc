import ReferenceSchema
import TenantStore

/// Fills a server's reference schema with the demo's rows, the same that a SQLite demo has.
package struct DemoServerLoader {
    private let server: ReferenceServer

    package init(_ server: ReferenceServer) {
        self.server = server
    }

    package enum Refusal: Error, Equatable {
        /// Nobody's tenants are mixed with the demo's.
        case hasTenants
    }

    /// Lays the schema where there is none, and copies every row in: all in one transaction.
    ///
    /// The database must hold the current schema without tenants, or nothing. Memory does not grow with the rows.
    /// - Parameter progress: called every few thousand rows; what it throws ends the filling and leaves nothing.
    /// - Throws: ``Refusal``, and what ``ReferenceServer/lay()`` throws.
    package func fill(_ data: DemoData, progress: (DemoProgress) throws -> Void = { _ in }) throws {
        let connection = server.connection
        try connection.transaction {
            try server.lock()
            let version = try server.layable()
            let script = try SchemaScript(dialect: .postgres, from: version)
            if version == 0 {
                try server.lay(script) { try copy(data, progress: progress) }
            } else {
                try server.lay(script) {}
                // The workspace that the schema itself brings is no tenant.
                let tenants = try connection.rows(
                    "SELECT 1 FROM workspaces WHERE settings ->> 'is_global' IS DISTINCT FROM 'true' LIMIT 1")
                guard tenants.isEmpty else { throw Refusal.hasTenants }
                // Rows bring their own trail, and go in fastest without what is kept for each of them.
                let tables = try ReferenceSchema.catalog().tables.map(\.name)
                let indexes = try SchemaScript(dialect: .postgres).indexes.filter { $0.contains(" ON audit_logs ") }
                try connection.execute(tables.map { "ALTER TABLE \($0) DISABLE TRIGGER USER" }.joined(separator: ";"))
                try connection.execute(
                    indexes.compactMap { $0.split(separator: " ON ").first?.split(separator: " ").last }
                        .map { "DROP INDEX \($0)" }.joined(separator: ";"))
                try copy(data, progress: progress)
                try connection.execute(indexes.joined(separator: ";"))
                try connection.execute(tables.map { "ALTER TABLE \($0) ENABLE TRIGGER USER" }.joined(separator: ";"))
            }
        }
        try connection.execute("ANALYZE")
    }

    /// Adds rows to a table of the demo: all or none.
    package func append(table: String, columns: [String], rows: [[DemoValue]]) throws {
        try server.connection.transaction {
            var sink = try CopySink(connection: server.connection)
            try sink.open(table: table, columns: columns)
            for row in rows { try sink.row(row) }
            try sink.end()
        }
        try server.connection.execute("ANALYZE \(try SQLWriter.quote(table))")
    }

    /// The foreign keys are dropped for the while, since rows come table by table, and found to hold when they are
    /// made again.
    private func copy(_ data: DemoData, progress: (DemoProgress) throws -> Void) throws {
        let connection = server.connection
        let keys = try connection.rows(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
                + "WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2")
        func alter(_ what: ([String]) -> String) throws(StoreError) {
            try connection.execute(keys.map { "ALTER TABLE \($0[0]) \(what($0))" }.joined(separator: ";"))
        }
        try alter { "DROP CONSTRAINT \($0[1])" }
        var sink = try CopySink(connection: connection)
        try data.write(to: &sink, progress: progress)
        try alter { "ADD CONSTRAINT \($0[1]) \($0[2])" }
    }
}

/// Demo rows in COPY's text form.
private struct CopySink: DemoSink {
    private static let chunk = 256 * 1024

    private let connection: SchemaConnection
    /// Columns that hold a JSON array in the portable form and an array here.
    private let arrays: Set<String>
    private var isArray: [Bool] = []
    private var sql = ""
    private var buffer: [UInt8] = []

    init(connection: SchemaConnection) throws {
        self.connection = connection
        var arrays: Set<String> = []
        for table in try ReferenceSchema.catalog().tables {
            for column in table.columns {
                switch column.type {
                case .textArray, .vector: arrays.insert("\(table.name).\(column.name)")
                default: break
                }
            }
        }
        self.arrays = arrays
        buffer.reserveCapacity(Self.chunk + 64 * 1024)
    }

    mutating func begin(table: String, columns: [String]) throws {
        // The schema's own rows are among the demo's where it has rows for a table at all.
        try connection.execute("DELETE FROM \(table)")
        try open(table: table, columns: columns)
    }

    mutating func open(table: String, columns: [String]) throws {
        let names = try columns.map { (name) throws(PlanningError) in try SQLWriter.quote(name) }
        sql = "COPY \(try SQLWriter.quote(table)) (\(names.joined(separator: ", "))) FROM STDIN"
        isArray = columns.map { arrays.contains("\(table).\($0)") }
        try connection.beginCopy(sql)
    }

    mutating func row(_ values: [DemoValue]) throws {
        for place in values.indices {
            if place > 0 { buffer.append(UInt8(ascii: "\t")) }
            switch values[place] {
            case .null: buffer += "\\N".utf8
            case .integer(let number): buffer += String(number).utf8
            case .real(let number): buffer += "\(number)".utf8
            case .text(let bytes): isArray[place] ? appendArray(bytes) : append(bytes[...])
            case .bytes(let bytes):
                buffer += "\\\\x".utf8
                for byte in bytes { buffer += [Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]] }
            }
        }
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.chunk { try flush() }
    }

    mutating func end() throws {
        try flush()
        try connection.endCopy(sql)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private mutating func flush() throws(StoreError) {
        guard !buffer.isEmpty else { return }
        try connection.copy(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// `["a","b"]` as `{"a","b"}`: both quote and escape alike.
    private mutating func appendArray(_ bytes: [UInt8]) {
        buffer.append(UInt8(ascii: "{"))
        append(bytes.dropFirst().dropLast())
        buffer.append(UInt8(ascii: "}"))
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\\"): buffer += "\\\\".utf8
            case UInt8(ascii: "\t"): buffer += "\\t".utf8
            case UInt8(ascii: "\n"): buffer += "\\n".utf8
            case UInt8(ascii: "\r"): buffer += "\\r".utf8
            default: buffer.append(byte)
            }
        }
    }
}
