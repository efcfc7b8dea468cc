import ConsoleCore
import Foundation
import TenantDomain
import TenantStore
import Testing

/// What holds of the database after a storm, asked of the database itself.
package struct StormInvariants: Sendable {
    private let bench: ChangeBench

    package init(_ bench: ChangeBench) { self.bench = bench }

    /// - Parameter rows: by change, as its receipt counts them.
    package func check(rows: [String: Int]) async throws {
        try await checkRules()
        try await checkTrail(rows)
        for table in ["workspaces", "workspace_members", "workspace_subscriptions", "widgets"] {
            try await checkHistory(table)
        }
    }

    /// Tokens that were added, over all tenants.
    package func tokens() async throws -> Int64 {
        Int64(try await bench.texts("SELECT CAST(sum(additional_tokens) AS text) FROM workspace_subscriptions")[0]) ?? 0
    }

    private func checkRules() async throws {
        let ownerless = try await bench.texts(
            "SELECT name FROM workspaces w WHERE slug LIKE 'storm%' AND NOT EXISTS (SELECT 1 FROM workspace_members m "
                + "WHERE m.workspace_id = w.id AND m.role = 'owner' AND m.status = 'active')")
        #expect(ownerless.isEmpty, "tenants without an owner: \(ownerless)")
        for (limit, table, states) in [
            ("members", "workspace_members", "'active'"), ("widgets", "widgets", "'draft', 'active', 'paused'"),
        ] {
            let over = try await bench.texts(
                """
                SELECT w.name FROM workspaces w JOIN plan_limits l ON l.plan_id = w.plan AND l.limit_type = '\(limit)'
                WHERE l.enforcement = 'hard' AND (SELECT count(*) FROM \(table) r WHERE r.workspace_id = w.id
                AND r.status IN (\(states))) > l.limit_value + l.grace_amount
                """)
            #expect(over.isEmpty, "over the hard limit of \(limit): \(over)")
        }
        let circles = try await bench.texts(
            """
            WITH RECURSIVE up (start, id, depth) AS (
            SELECT id, parent_workspace_id, 1 FROM workspaces WHERE parent_workspace_id IS NOT NULL
            UNION ALL SELECT up.start, w.parent_workspace_id, up.depth + 1 FROM up JOIN workspaces w ON w.id = up.id
            WHERE w.parent_workspace_id IS NOT NULL AND up.depth < 50)
            SELECT CAST(count(*) AS text) FROM up WHERE start = id
            """)
        #expect(circles == ["0"], "parents in a circle")
    }

    /// Each changed row has one audit entry that names its change, and no other entry names one.
    private func checkTrail(_ rows: [String: Int]) async throws {
        let block = try await bench.session.store.read([
            Statement(
                sql: "SELECT change_id, CAST(count(*) AS text), CAST(count(DISTINCT table_name || ' ' || record_id) AS "
                    + "text) FROM audit_logs WHERE change_id IS NOT NULL GROUP BY change_id", columnCount: 3)
        ])[0]
        var expected = rows
        for row in 0..<block.rowCount {
            let change = block.text(row: row, column: 0) ?? ""
            let entries = block.text(row: row, column: 1).flatMap { Int($0) }
            let records = block.text(row: row, column: 2).flatMap { Int($0) }
            let wanted = expected.removeValue(forKey: change)
            #expect(
                entries == wanted && records == wanted, "\(change): \(entries ?? 0) entries for \(wanted ?? 0) rows")
        }
        #expect(expected.isEmpty, "changes without an audit entry: \(expected)")
    }

    /// Every version of a row was overwritten once, by the entry that read it: in a history with a lost update one was
    /// overwritten twice and another never. What came last is what stands there.
    private func checkHistory(_ table: String) async throws {
        let columns =
            ["workspace_members": "role", "workspaces": "plan", "widgets": "status"][table] ?? "additional_tokens"
        let current = try await bench.texts(
            "SELECT CAST(id AS text) || ' ' || CAST(\(columns) AS text) FROM \(table)")
        let rows = Dictionary(
            uniqueKeysWithValues: current.map { line in
                let parts = line.split(separator: " ", maxSplits: 1)
                return (String(parts[0]), String(parts[1]))
            })
        let block = try await bench.session.store.read([
            Statement(
                sql: "SELECT record_id, CAST(old_data AS text), CAST(new_data AS text) FROM audit_logs "
                    + "WHERE change_id IS NOT NULL AND table_name = '\(table)'", columnCount: 3)
        ])[0]
        var balance: [String: [String: Int]] = [:]
        for row in 0..<block.rowCount {
            let record = block.text(row: row, column: 0) ?? ""
            balance[record, default: [:]][block.text(row: row, column: 1) ?? "", default: 0] += 1
            balance[record, default: [:]][block.text(row: row, column: 2) ?? "", default: 0] -= 1
        }
        for (record, versions) in balance {
            let uneven = versions.filter { $0.value != 0 }
            let last = uneven.filter { $0.value == -1 }.keys
            #expect(
                uneven.allSatisfy { abs($0.value) == 1 } && last.count <= 1 && uneven.count <= 2,
                "an update of \(table) \(record) was lost: \(uneven)")
            guard let text = last.first else { continue }
            let document = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            let value = document?[columns].map { "\($0)" }
            #expect(value == rows[record], "\(table) \(record) is not what its last entry says")
        }
    }
}
