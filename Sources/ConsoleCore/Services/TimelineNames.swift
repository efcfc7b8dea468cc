import TenantDomain
import TenantStore

/// Names for the people and rows that entries speak of: one statement for all actors, one for each target table.
struct TimelineNames {
    private struct Lookup {
        /// Nil for actors.
        let table: String?
        let statement: Statement
        let masks: [ResourceColumn.Mask]
    }

    private let lookups: [Lookup]
    private let policy: MaskPolicy
    /// By source: the table that its target's key names, where no column of an entry says it.
    private let declaredTargets: [String: String]

    var statements: [Statement] { lookups.map(\.statement) }

    init(of entries: [TimelineEntry], _ session: ConsoleSession, policy: MaskPolicy) throws(ConsoleError) {
        self.policy = policy
        let declaredTargets = Self.declaredTargets(session.registry)
        self.declaredTargets = declaredTargets
        var lookups: [Lookup] = []
        do {
            if let actors = try Self.actors(of: entries, session) { lookups.append(actors) }
            var byTable: [(table: String, ids: [String])] = []
            for entry in entries {
                guard let table = entry.targetTable ?? declaredTargets[entry.source], let id = entry.targetID else {
                    continue
                }
                if let known = byTable.firstIndex(where: { $0.table == table }) {
                    if !byTable[known].ids.contains(id) { byTable[known].ids.append(id) }
                } else {
                    byTable.append((table, [id]))
                }
            }
            byTable.sort { $0.ids.count > $1.ids.count }
            for (table, ids) in byTable.prefix(TimelineReader.lookupTables) {
                if let targets = try Self.targets(table, ids: ids, session) { lookups.append(targets) }
            }
        } catch {
            throw ConsoleError(error)
        }
        self.lookups = lookups
    }

    private static func declaredTargets(_ registry: ResourceRegistry) -> [String: String] {
        var targets: [String: String] = [:]
        for mapping in registry.profile.audit where mapping.targetTable == nil {
            guard let column = mapping.targetID, let relation = registry.catalog.relation(named: mapping.table),
                let key = relation.foreignKeys.first(where: { $0.columns == [column] })
            else { continue }
            targets[relation.name.description] = key.target.description
        }
        return targets
    }

    private static func actors(of entries: [TimelineEntry], _ session: ConsoleSession) throws(PlanningError)
        -> Lookup?
    {
        guard let user = session.registry.profile.user, user.base.name != nil || user.email != nil,
            var select = ViewSelect(user.base.table, session)
        else { return nil }
        var ids: [String] = []
        for id in entries.compactMap(\.actorID) where !ids.contains(id) { ids.append(id) }
        let values = keys(ids, of: select.column(user.base.id))
        guard !values.isEmpty else { return nil }
        let resource = session.registry.resource(of: select.relation.name)
        try select.add(whole: user.base.id)
        try select.add(user.base.name)
        try select.add(user.email)
        try select.whereOneOf(user.base.id, values)
        return Lookup(
            table: nil, statement: try select.statement(),
            masks: [user.base.name, user.email].map { text in
                resource.map { session.registry.mask(of: text, in: $0) } ?? .none
            })
    }

    private static func targets(_ table: String, ids: [String], _ session: ConsoleSession) throws(PlanningError)
        -> Lookup?
    {
        guard var select = ViewSelect(table, session),
            let resource = session.registry.resource(of: select.relation.name), resource.identity.count == 1,
            let key = resource.identity.first, let label = resource.column(resource.label), let path = label.path,
            label.mask != .secret, resource.label != key
        else { return nil }
        let values = keys(ids, of: select.relation.column(key))
        guard !values.isEmpty else { return nil }
        try select.add(whole: key)
        try select.add(path: path)
        try select.whereOneOf(key, values)
        return Lookup(table: table, statement: try select.statement(), masks: [label.mask])
    }

    private static func keys(_ ids: [String], of column: Column?) -> [Value] {
        guard let column else { return [] }
        return ids.compactMap { id in
            guard TimelineSource.fits(.text(id), column.type) else { return nil }
            return column.type == .integer ? Int64(id).map(Value.integer) : .text(id)
        }
    }

    /// The entries with the names that were found. Where a target is gone, its documents may still say what it was.
    func applied(to entries: [TimelineEntry], _ blocks: [RowBlock]) -> [TimelineEntry] {
        var actors: [String: String] = [:]
        var targets: [String: [String: String]] = [:]
        for (lookup, block) in zip(lookups, blocks) {
            for row in 0..<block.rowCount {
                guard let id = block.text(row: row, column: 0) else { continue }
                let name = lookup.masks.indices.lazy.compactMap { position -> String? in
                    guard let text = block.text(row: row, column: position + 1), !text.isEmpty else { return nil }
                    return ValueMask.masked(text, policy.applied(lookup.masks[position]))
                }.first
                if let table = lookup.table { targets[table, default: [:]][id] = name } else { actors[id] = name }
            }
        }
        return entries.map { entry in
            let target = (entry.targetTable ?? declaredTargets[entry.source]).flatMap { table in
                entry.targetID.flatMap { targets[table]?[$0] }
            }
            return entry.named(
                actor: entry.actorID.flatMap { actors[$0] } ?? entry.actor, target: target ?? Self.written(entry))
        }
    }

    private static func written(_ entry: TimelineEntry) -> String? {
        for name in ["name", "title", "label", "email", "slug", "key"] {
            if let change = entry.changes.first(where: { $0.path == name }), let text = change.after ?? change.before {
                return text
            }
        }
        return nil
    }
}

extension TimelineEntry {
    func named(actor: String?, target: String?) -> TimelineEntry {
        TimelineEntry(
            source: source, id: id, time: time, timeText: timeText, actorID: actorID, actor: actor,
            actorRole: actorRole, action: action, targetTable: targetTable, targetID: targetID, target: target,
            changes: changes, moreChanges: moreChanges, address: address, tenantID: tenantID, reason: reason)
    }
}
