import TenantDomain
import TenantStore

/// SQL for a persona's roles, each with no more rights than it needs. It is printed, never run: a person reads it first.
package struct OperatorSQL: Sendable {
    let session: ConsoleSession

    package init(session: ConsoleSession) { self.session = session }

    /// - Throws: `refused` where the engine has no roles, `notMapped` where no profile says what tables mean.
    package func lines(_ request: OperatorRequest) async throws(ConsoleError) -> [String] {
        let registry = session.registry
        guard registry.catalog.engine.kind == .postgres else {
            throw .refused(
                reason: "A SQLite file has no roles: the file's permissions decide who reads and writes it.", hint: nil)
        }
        guard registry.profile.tenant != nil else { throw .notMapped(.tenant) }
        guard request.isPrefixPlain else {
            throw .usage(
                message: "--prefix takes up to 30 letters, digits and _, no digit first.", hint: "--prefix tenantctl")
        }
        let viewRole = registry.profile.viewAs.role
        let hasRole = try await session.blocks([PolicyPlan.role(named: viewRole)])[0].rowCount > 0
        do {
            return try OperatorScript(
                request: request, registry: registry, viewRole: hasRole ? viewRole : nil
            ).lines
        } catch {
            throw ConsoleError(error)
        }
    }
}

package struct OperatorRequest: Sendable, Equatable {
    package var persona: Persona
    /// What role names begin with.
    package var prefix: String
    /// Policies that let the reader through in place of BYPASSRLS.
    package var usesPolicies: Bool

    /// Role names are typed and granted by hand: what would have to be quoted is no good one.
    var isPrefixPlain: Bool {
        guard let first = prefix.utf8.first, !(0x30...0x39).contains(first), prefix.utf8.count <= 30 else {
            return false
        }
        return prefix.utf8.allSatisfy { byte in
            byte == 0x5F || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
        }
    }

    package init(persona: Persona, prefix: String = "tenantctl", usesPolicies: Bool = false) {
        self.persona = persona
        self.prefix = prefix
        self.usesPolicies = usesPolicies
    }
}

/// The script for one persona. Pure.
struct OperatorScript {
    let request: OperatorRequest
    let registry: ResourceRegistry
    /// The role of members' requests; nil where the database has none.
    let viewRole: String?

    private var tables: MappedTables { MappedTables(catalog: registry.catalog, profile: registry.profile) }
    private var reader: String { "\(request.prefix)_\(request.persona.rawValue)" }
    private var isFrom16: Bool {
        (Int(registry.catalog.engine.version.prefix { $0 != "." }) ?? 0) >= 16
    }

    var lines: [String] {
        get throws(PlanningError) {
            let readable = tables.read
            var lines = [
                "-- Roles of least privilege for the persona \(request.persona.rawValue), by the profile "
                    + "\(Self.comment(registry.profile.name)). Read it, then run it as the owner of the tables"
                    + (request.usesPolicies ? "." : " (BYPASSRLS takes a superuser)."),
                "-- Nobody has a password yet: \\password \(reader) in psql.", "BEGIN;", "",
            ]
            lines += try reading(readable)
            lines += try viewing()
            lines += try writing(readable)
            return lines + ["", "COMMIT;"]
        }
    }

    /// Text from a profile behind `--`: a new line in it would be SQL.
    private static func comment(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            line.unicodeScalars.append(scalar.properties.isWhitespace || scalar.value < 0x20 ? " " : scalar)
        }
        return line
    }

    // MARK: Reading

    private func reading(_ relations: [Relation]) throws(PlanningError) -> [String] {
        let name = try SQLWriter.quote(reader)
        var lines = [
            "-- Reads what the profile maps, secret columns left out, past row-level security.",
            "CREATE ROLE \(name) LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
                + (request.usesPolicies ? " NOBYPASSRLS;" : " BYPASSRLS;"),
            "ALTER ROLE \(name) SET default_transaction_read_only = on;",
        ]
        lines += try schemas(of: relations, to: name)
        for relation in relations { lines.append("GRANT \(try select(relation)) TO \(name);") }
        guard request.usesPolicies else { return lines }
        lines.append("-- The server cannot tell that these policies hide nothing: open with --limited-rows.")
        for relation in relations where relation.rowSecurity.isEnabled {
            let policy = try SQLWriter.quote("\(reader)_reads")
            lines.append("CREATE POLICY \(policy) ON \(try inFull(relation.name)) FOR SELECT TO \(name) USING (true);")
        }
        return lines
    }

    private func schemas(of relations: [Relation], to role: String) throws(PlanningError) -> [String] {
        var lines: [String] = []
        for schema in Set(relations.map { $0.name.schema ?? "public" }).sorted() {
            lines.append("GRANT USAGE ON SCHEMA \(try SQLWriter.quote(schema)) TO \(role);")
        }
        return lines
    }

    private func select(_ relation: Relation) throws(PlanningError) -> String {
        let columns = registry.resource(of: relation.name)?.columns ?? []
        let secrets = Set(columns.filter { $0.mask == .secret && $0.path?.hops.isEmpty == true }.map(\.name))
        let own = relation.columns.filter { $0.words == nil }
        guard !secrets.isEmpty else { return "SELECT ON \(try inFull(relation.name))" }
        var names: [String] = []
        for column in own where !secrets.contains(column.name) { names.append(try SQLWriter.quote(column.name)) }
        return "SELECT (\(names.joined(separator: ", "))) ON \(try inFull(relation.name))"
    }

    // MARK: Views

    private func viewing() throws(PlanningError) -> [String] {
        guard let viewRole else {
            return [
                "",
                "-- The database has no role '\(Self.comment(registry.profile.viewAs.role))' for members' requests: no login for views.",
            ]
        }
        let name = try SQLWriter.quote("\(reader)_viewas")
        let role = try SQLWriter.quote(viewRole)
        return [
            "", "-- For members' views (view_as in config.toml): it can do nothing but take their role.",
            "CREATE ROLE \(name) LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;",
            "ALTER ROLE \(name) SET default_transaction_read_only = on;",
            "GRANT \(role) TO \(name)" + (isFrom16 ? " WITH INHERIT FALSE, SET TRUE;" : ";"),
        ]
    }

    // MARK: Writing

    private func writing(_ readable: [Relation]) throws(PlanningError) -> [String] {
        let grants = VerbGrants(request.persona, tables: tables).grants
        guard !grants.isEmpty else {
            return ["", "-- \(request.persona.rawValue) has no verb that writes: no writer."]
        }
        if request.usesPolicies {
            return [
                "",
                "-- There is no writer without BYPASSRLS: a write's guards (the last owner, limits) have to see every",
                "-- row, and the server cannot tell that policies hide none. Without --read-policies one is printed.",
            ]
        }
        let name = try SQLWriter.quote("\(reader)_writer")
        var lines = [
            "", "-- Writes what the persona's verbs write, for an environment with mode = \"read-write\".",
            "-- The verbs edit and undo reach as far as these grants.",
            "CREATE ROLE \(name) LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;",
            "GRANT \(try SQLWriter.quote(reader)) TO \(name);",
        ]
        let missing = grants.keys.compactMap { registry.catalog[$0] }
        lines += try schemas(of: missing, to: name)
        for relation in missing.sorted(by: { $0.name < $1.name }) {
            guard let grant = grants[relation.name] else { continue }
            // A plan holds whole rows against each other, so what is written is read whole.
            var rights = ["SELECT"]
            if grant.insert { rights.append("INSERT") }
            if grant.delete { rights.append("DELETE") }
            if !grant.update.isEmpty {
                var columns: [String] = []
                for column in grant.update.sorted() { columns.append(try SQLWriter.quote(column)) }
                rights.append("UPDATE (\(columns.joined(separator: ", ")))")
            }
            lines.append("GRANT \(rights.joined(separator: ", ")) ON \(try inFull(relation.name)) TO \(name);")
            if grant.insert {
                for sequence in sequences(of: relation) {
                    lines.append("GRANT USAGE ON SEQUENCE \(sequence) TO \(name);")
                }
            }
        }
        return lines
    }

    /// Of `nextval('audit_logs_id_seq'::regclass)` the name, which the server has quoted.
    private func sequences(of relation: Relation) -> [String] {
        relation.columns.compactMap { column in
            guard let value = column.defaultValue, value.hasPrefix("nextval('"),
                let end = value.firstRange(of: "'::regclass")
            else { return nil }
            return String(value[value.index(value.startIndex, offsetBy: 9)..<end.lowerBound]).replacing("''", with: "'")
        }
    }

    private func inFull(_ name: RelationName) throws(PlanningError) -> String {
        try SQLWriter.quote(RelationName(schema: name.schema ?? "public", name.name))
    }
}
