import TenantDomain
import TenantStore

/// Names for the people and rows that entries speak of: one statement for all actors, one for each target table, and
/// none for those that were named a moment ago.
struct TimelineNames {
    private struct Lookup {
        /// Nil for actors.
        let table: String?
        let ids: [String]
        /// Nil where all are known.
        let statement: Statement?
        let masks: [ResourceColumn.Mask]
    }

    private let lookups: [Lookup]
    private let known: [KnownNames.Key: [String?]]
    private let session: ConsoleSession
    private let policy: MaskPolicy
    /// By source: the table that its target's key names, where no column of an entry says it.
    private let declaredTargets: [String: String]

    var statements: [Statement] { lookups.compactMap(\.statement) }

    init(of entries: [TimelineEntry], _ session: ConsoleSession, policy: MaskPolicy) throws(ConsoleError) {
        self.session = session
        self.policy = policy
        let declaredTargets = Self.declaredTargets(session.registry)
        self.declaredTargets = declaredTargets
        var asked: [(table: String?, ids: [String])] = []
        var places: [String?: Int] = [:]
        var seen: Set<KnownNames.Key> = []
        func ask(_ table: String?, _ id: String) {
            guard seen.insert(KnownNames.Key(table: table, id: id)).inserted else { return }
            if let place = places[table] {
                asked[place].ids.append(id)
            } else {
                places[table] = asked.count
                asked.append((table, [id]))
            }
        }
        for entry in entries {
            if let id = entry.actorID { ask(nil, id) }
            if let table = entry.targetTable ?? declaredTargets[entry.source], let id = entry.targetID {
                ask(table, id)
            }
        }
        // A member's view names what that member may see, and nothing that was read otherwise.
        let known = session.view == nil ? session.names.texts(of: seen, now: session.now()) : [:]
        self.known = known
        asked.sort { ($0.table == nil ? 1 : 0, $0.ids.count) > ($1.table == nil ? 1 : 0, $1.ids.count) }
        var lookups: [Lookup] = []
        do {
            for (table, ids) in asked.prefix(TimelineReader.lookupTables + 1) {
                let unknown = ids.filter { known[KnownNames.Key(table: table, id: $0)] == nil }
                let lookup =
                    if let table {
                        try Self.targets(table, ids: unknown, session)
                    } else {
                        try Self.actors(unknown, session)
                    }
                if let lookup { lookups.append(lookup) }
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

    private static func actors(_ ids: [String], _ session: ConsoleSession) throws(PlanningError) -> Lookup? {
        guard let user = session.registry.profile.user, user.base.name != nil || user.email != nil,
            var select = ViewSelect(user.base.table, session)
        else { return nil }
        let resource = session.registry.resource(of: select.relation.name)
        let masks = [user.base.name, user.email].map { text in
            resource.map { session.registry.mask(of: text, in: $0) } ?? .none
        }
        let values = keys(ids, of: select.column(user.base.id))
        guard !values.isEmpty else { return Lookup(table: nil, ids: ids, statement: nil, masks: masks) }
        try select.add(whole: user.base.id)
        try select.add(user.base.name)
        try select.add(user.email)
        try select.whereOneOf(user.base.id, values)
        return Lookup(table: nil, ids: ids, statement: try select.statement(), masks: masks)
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
        guard !values.isEmpty else { return Lookup(table: table, ids: ids, statement: nil, masks: [label.mask]) }
        try select.add(whole: key)
        try select.add(path: path)
        try select.whereOneOf(key, values)
        return Lookup(table: table, ids: ids, statement: try select.statement(), masks: [label.mask])
    }

    /// Ids as values of the column; those that it cannot hold are left out.
    static func keys(_ ids: [String], of column: Column?) -> [Value] {
        guard let column else { return [] }
        return ids.compactMap { id in
            guard TimelineSource.fits(.text(id), column.type) else { return nil }
            return column.type == .integer ? Int64(id).map(Value.integer) : .text(id)
        }
    }

    /// The entries with the names that were found. Where a target is gone, its documents may still say what it was.
    func applied(to entries: [TimelineEntry], _ blocks: [RowBlock]) -> [TimelineEntry] {
        let read = texts(blocks)
        if session.view == nil { session.names.keep(read, now: session.now()) }
        let texts = read.isEmpty ? known : known.merging(read) { _, new in new }
        var masks: [String?: [ResourceColumn.Mask]] = [:]
        for lookup in lookups { masks[lookup.table] = lookup.masks.map(policy.applied) }
        func name(_ table: String?, _ id: String) -> String? {
            guard let texts = texts[KnownNames.Key(table: table, id: id)], let masks = masks[table] else { return nil }
            for (text, mask) in zip(texts, masks) {
                if let text, !text.isEmpty { return ValueMask.masked(text, mask) }
            }
            return nil
        }
        return entries.map { entry in
            let target = (entry.targetTable ?? declaredTargets[entry.source]).flatMap { table in
                entry.targetID.flatMap { name(table, $0) }
            }
            return entry.named(
                actor: entry.actorID.flatMap { name(nil, $0) } ?? entry.actor, target: target ?? Self.written(entry))
        }
    }

    /// What the lookups' rows say; nothing for those that have no row.
    private func texts(_ blocks: [RowBlock]) -> [KnownNames.Key: [String?]] {
        var texts: [KnownNames.Key: [String?]] = [:]
        for (lookup, block) in zip(lookups.filter { $0.statement != nil }, blocks) {
            for id in lookup.ids { texts[KnownNames.Key(table: lookup.table, id: id)] = [] }
            for row in 0..<block.rowCount {
                guard let id = block.text(row: row, column: 0) else { continue }
                texts[KnownNames.Key(table: lookup.table, id: id)] = lookup.masks.indices.map {
                    block.text(row: row, column: $0 + 1)
                }
            }
        }
        return texts
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
            changes: changes, moreChanges: moreChanges, moreTelling: moreTelling, address: address, tenantID: tenantID,
            reason: reason,
            event: event)
    }
}
