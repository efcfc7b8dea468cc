import TenantDomain
import TenantStore

/// Triggers, policies, functions, rights and the role: what the server does by itself, and for whom.
extension CatalogAssembly {
    mutating func readTriggers(_ block: RowBlock) {
        for row in 0..<block.rowCount {
            drafts[block.string(row, 0)]?.triggers.append(
                Trigger(
                    name: block.string(row, 1), definition: block.string(row, 2),
                    function: Self.name(block, row, schema: 3), isEnabled: block.string(row, 5) == "1"))
        }
    }

    mutating func readPolicies(_ block: RowBlock) {
        var row = 0
        while row < block.rowCount {
            let first = row
            let relation = block.string(row, 0)
            let name = block.string(row, 1)
            var roles: [String] = []
            while row < block.rowCount, block.string(row, 0) == relation, block.string(row, 1) == name {
                roles.append(block.string(row, 6))
                row += 1
            }
            let command: Policy.Command
            switch block.string(first, 2) {
            case "r": command = .select
            case "a": command = .insert
            case "w": command = .update
            case "d": command = .delete
            default: command = .all
            }
            drafts[relation]?.policies.append(
                Policy(
                    name: name, command: command, isPermissive: block.string(first, 3) == "1", roles: roles,
                    using: block.text(row: first, column: 4), check: block.text(row: first, column: 5)))
        }
    }

    /// A partitioned table holds what its parts hold, and often has no estimate of its own.
    mutating func addUpPartitions() {
        var rows: [String: Int] = [:]
        var sizes: [String: Int] = [:]
        for draft in drafts.values where draft.kind != .partitioned {
            var parent = draft.parent
            var depth = 0
            while let number = parent, depth < 16 {
                if let estimate = draft.estimate { rows[number, default: 0] += estimate }
                if let size = draft.size { sizes[number, default: 0] += size }
                parent = drafts[number]?.parent
                depth += 1
            }
        }
        for (number, estimate) in rows where drafts[number]?.estimate == nil { drafts[number]?.estimate = estimate }
        for (number, size) in sizes { drafts[number]?.size = size }
    }

    /// From the letters that the server put together.
    static func rights(_ letters: String, isOwner: Bool) -> RelationRights {
        func privileges(_ known: [(Character, Privilege)]) -> Set<Privilege> {
            Set(known.filter { letters.contains($0.0) }.map(\.1))
        }
        let whole = privileges([
            ("s", .select), ("i", .insert), ("u", .update), ("d", .delete), ("t", .truncate),
        ])
        let some = privileges([("S", .select), ("I", .insert), ("U", .update)])
        return RelationRights(privileges: whole, columnPrivileges: some.subtracting(whole), isOwner: isOwner)
    }

    static func functions(_ block: RowBlock) -> [DatabaseFunction] {
        (0..<block.rowCount).map { row in
            let kind: DatabaseFunction.Kind
            switch block.string(row, 2) {
            case "p": kind = .procedure
            case "a": kind = .aggregate
            case "w": kind = .window
            default: kind = .function
            }
            let volatility: DatabaseFunction.Volatility
            switch block.string(row, 6) {
            case "i": volatility = .immutable
            case "s": volatility = .stable
            default: volatility = .volatile
            }
            return DatabaseFunction(
                name: name(block, row, schema: 0), kind: kind, arguments: block.string(row, 3),
                result: block.string(row, 4), language: block.string(row, 5), volatility: volatility,
                isSecurityDefiner: block.string(row, 7) == "1", searchPath: block.text(row: row, column: 8),
                owner: block.string(row, 9), isCallable: block.string(row, 10) == "1",
                comment: block.text(row: row, column: 11))
        }
    }

    static func role(_ block: RowBlock) -> DatabaseRole? {
        guard block.rowCount > 0 else { return nil }
        return DatabaseRole(
            name: block.string(0, 0), isSuperuser: block.string(0, 1) == "1",
            bypassesRowSecurity: block.string(0, 2) == "1",
            memberOf: (1..<block.rowCount).map { block.string($0, 0) })
    }
}
