import TenantDomain
import TenantStore

/// Holds the trail's tables against what the console asks of them: which index serves each question, and which is
/// missing. From the catalog alone, but for what triggers do, which only the server knows.
package struct IndexAdvisor: Sendable {
    private let session: ConsoleSession
    private let sources: [TimelineSource]

    package init(session: ConsoleSession) {
        self.session = session
        sources = session.registry.timelineSources
    }

    package func advice() async throws(ConsoleError) -> IndexAdvice {
        guard !sources.isEmpty else { throw .notMapped(.audit) }
        let announced = try await announced()
        var missing: [IndexAdvice.Missing] = []
        var checked = 0
        for source in sources where [.table, .partitioned, .materializedView].contains(source.relation.kind) {
            for question in Self.questions {
                guard let columns = columns(question.parts, source) else { continue }
                checked += 1
                if Self.isServed(columns, source.relation) { continue }
                if missing.contains(where: { $0.table == source.name && $0.statement.contains("(\(columns[0])") }) {
                    continue
                }
                missing.append(
                    IndexAdvice.Missing(
                        table: source.name, statement: try statement(columns, question, source),
                        reason: question.reason))
            }
            if let columns = addressColumns(source) {
                checked += 1
                if !source.relation.isIndexedInLowerCase(columns.address) {
                    missing.append(try address(columns, source))
                }
            }
            if session.store.dialect == .postgres, source.relation.kind != .materializedView {
                checked += 1
                if !announced.contains(source.relation.name) { missing.append(try notice(source)) }
            }
        }
        return IndexAdvice(missing: missing, unmapped: unmapped(), checked: checked)
    }

    // MARK: Questions

    private struct Question {
        /// Equal columns first; the time follows unless it leads.
        let parts: [TimelineSource.Part]
        let reason: String
    }

    private static let questions = [
        Question(parts: [], reason: "the newest entries, a time window, the histogram and follow"),
        Question(parts: [.tenant], reason: "one tenant's entries (tenant:)"),
        Question(parts: [.actor], reason: "what one person did, across tenants (actor:)"),
        Question(parts: [.targetTable, .targetID], reason: "one record's history (table: id:)"),
        Question(parts: [.address], reason: "what came from one address (ip:)"),
        Question(parts: [.lease], reason: "everything done under one write lease (lease:)"),
        Question(parts: [.change], reason: "the entries of one change (change:)"),
    ]

    /// The index's columns; nil where the source lacks a part or holds it in another row.
    private func columns(_ parts: [TimelineSource.Part], _ source: TimelineSource) -> [String]? {
        var columns: [String] = []
        for part in parts + [.time] {
            guard let path = source.path(part), path.hops.isEmpty else { return nil }
            columns.append(path.column)
        }
        return columns
    }

    /// Whether an index leads with the same columns in the same order. One that ends before the time serves where its
    /// columns pick few rows: a record's, a lease's, a change's.
    private static func isServed(_ columns: [String], _ relation: Relation) -> Bool {
        let few = columns.count > 2 || columns.dropLast().contains { $0.contains("lease") || $0.contains("change_id") }
        return relation.indexes.contains { index in
            let names = index.columns.map(\.name)
            let wanted = few ? Array(columns.dropLast()) : columns
            guard names.count >= wanted.count else { return false }
            let isWhole =
                index.predicate == nil || (few && index.predicate?.lowercased().contains("is not null") == true)
            return isWhole && zip(names, wanted).allSatisfy { $0 == $1 }
        }
    }

    private func statement(_ columns: [String], _ question: Question, _ source: TimelineSource) throws(ConsoleError)
        -> String
    {
        let name = ([source.relation.name.name] + columns + ["idx"]).joined(separator: "_")
        var terms: [String] = []
        do {
            for column in columns.dropLast() { terms.append(try SQLWriter.quote(column)) }
            terms.append(try SQLWriter.quote(columns[columns.count - 1]) + " DESC")
            if let key = source.relation.identity.first, source.relation.identity.count == 1 {
                terms.append(try SQLWriter.quote(key))
            }
            let concurrently = session.store.dialect == .postgres ? " CONCURRENTLY" : ""
            let sparse = question.parts == [.lease] || question.parts == [.change]
            let only = sparse ? " WHERE \(try SQLWriter.quote(columns[0])) IS NOT NULL" : ""
            return "CREATE INDEX\(concurrently) \(try SQLWriter.quote(String(name.prefix(63)))) ON "
                + "\(try SQLWriter.quote(source.relation.name)) (\(terms.joined(separator: ", ")))\(only);"
        } catch {
            throw ConsoleError(error)
        }
    }

    // MARK: Addresses and notices

    /// Where an entry bears the actor's address itself.
    private func addressColumns(_ source: TimelineSource) -> (address: String, time: String)? {
        guard let address = source.path(.actorName), address.hops.isEmpty, source.type(.actorName) == .text,
            let time = source.path(.time), time.hops.isEmpty
        else { return nil }
        return (address.column, time.column)
    }

    private func address(
        _ columns: (address: String, time: String), _ source: TimelineSource
    ) throws(ConsoleError) -> IndexAdvice.Missing {
        do {
            let concurrently = session.store.dialect == .postgres ? " CONCURRENTLY" : ""
            let name = "\(source.relation.name.name)_\(columns.address)_lower_idx"
            let statement =
                "CREATE INDEX\(concurrently) \(try SQLWriter.quote(String(name.prefix(63)))) ON "
                + "\(try SQLWriter.quote(source.relation.name)) (lower(\(try SQLWriter.quote(columns.address))), "
                + "\(try SQLWriter.quote(columns.time)) DESC);"
            return IndexAdvice.Missing(
                table: source.name, statement: statement,
                reason: "what was done by somebody who is no user (actor: with an address)")
        } catch {
            throw ConsoleError(error)
        }
    }

    /// The sources whose inserts a trigger makes known already, as following finds them.
    private func announced() async throws(ConsoleError) -> Set<RelationName> {
        do {
            return try await session.store.announced(sources.map(\.relation.name))
        } catch {
            throw ConsoleError(error)
        }
    }

    private func notice(_ source: TimelineSource) throws(ConsoleError) -> IndexAdvice.Missing {
        do {
            let table = source.relation.name.name
            let function = try SQLWriter.quote("notify_of_\(table)")
            let statement =
                "CREATE FUNCTION \(function)() RETURNS trigger LANGUAGE plpgsql AS "
                + "$$ BEGIN PERFORM pg_notify('tenantctl_audit', ''); RETURN NULL; END $$; "
                + "CREATE TRIGGER \(try SQLWriter.quote("notify_of_\(table)")) AFTER INSERT ON "
                + "\(try SQLWriter.quote(source.relation.name)) FOR EACH STATEMENT EXECUTE FUNCTION \(function)();"
            return IndexAdvice.Missing(
                table: source.name, statement: statement,
                reason: "follow: hears of entries at once on a direct connection, instead of asking every second")
        } catch {
            throw ConsoleError(error)
        }
    }

    // MARK: Unmapped

    /// Tables with a time and an action or an actor, whose names speak of a trail.
    private func unmapped() -> [(table: String, columns: [String])] {
        let mapped = Set(sources.map(\.name))
        let words = ["audit", "event", "activity", "activities", "history", "changelog", "access_log", "journal"]
        var found: [(table: String, columns: [String])] = []
        for relation in session.registry.catalog.relations {
            let name = relation.name.name.lowercased()
            guard !mapped.contains(relation.name.description), words.contains(where: name.contains) else { continue }
            let time = relation.columns.first { $0.type == .timestamp }?.name
            let what = relation.columns.first {
                ["action", "event", "event_type", "operation", "activity_type", "type"].contains($0.name)
            }?.name
            let who = relation.columns.first {
                ["actor_id", "user_id", "changed_by", "created_by", "performed_by"].contains($0.name)
            }?.name
            if let time, let what {
                found.append((relation.name.description, [time, what] + (who.map { [$0] } ?? [])))
            }
        }
        return found
    }
}
