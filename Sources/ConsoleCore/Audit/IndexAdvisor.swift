import TenantDomain
import TenantStore

/// Holds the trail's tables against what the console asks of them: which index serves each question, and which is
/// missing. From the catalog alone; nothing is read.
package struct IndexAdvisor: Sendable {
    private let session: ConsoleSession
    private let sources: [TimelineSource]

    package init(session: ConsoleSession) {
        self.session = session
        sources = TimelineSource.all(session.registry)
    }

    package func advice() throws(ConsoleError) -> IndexAdvice {
        guard !sources.isEmpty else { throw .notMapped(.audit) }
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
