import ConsoleCore
import TenantDomain
import TerminalCore

/// Which rows are asked for.
extension ListScreen {
    package mutating func appear(_ context: AppContext) -> [Effect] {
        if let name = request.tenant, own == nil {
            return [.load(slot(.detail), .tenantNamed(name))]
        }
        return load(context, fromStart: false) + watching
    }

    /// The next look for changes, while the list watches.
    private var watching: [Effect] { isWatching ? [.timer(.watch(id), milliseconds: 2000)] : [] }

    /// Old rows stay on screen until the new ones are there.
    mutating func load(_ context: AppContext, fromStart: Bool) -> [Effect] {
        var fromStart = fromStart
        do {
            var wanted = request
            let resource = try ListQueryBuilder(context.session).resource(wanted.resource)
            if wanted.sort.isEmpty { wanted.sort = remembered(context, resource).sort }
            if wanted.columns.isEmpty {
                let chosen = remembered(context, resource).columns
                wanted.columns = chosen.names
                if query == nil { table.widths.userSet = chosen.widths }
            }
            if wanted.limit == nil { wanted.limit = max(60, context.size.height * 2) }
            var tenant = own
            if tenant == nil, let pin = context.pin, context.registry.scope(resource, toTenant: pin.id) != nil {
                tenant = pin
            }
            var made = try ListQueryBuilder(context.session).query(wanted, tenant: tenant)
            if wanted.columns.isEmpty { made.columns = made.columnsBesideTenant }
            if made.tenant != query?.tenant {
                tally = .unknown
                fromStart = true
            }
            query = made
        } catch {
            if let shown { (request, query, tally) = shown } else { problem = Notice(error) }
            return [.toast(Notice(error))]
        }
        guard !fromStart, let window, let cursor = window.cursor(row: table.top) else {
            return read(.first, .first, context)
        }
        return read(.reload, .from(cursor), context)
    }

    /// What was chosen for the resource in earlier sessions, without what the database has no more.
    func remembered(
        _ context: AppContext, _ resource: Resource
    ) -> (sort: [FieldSort], columns: RememberedViews.Columns) {
        let builder = ListQueryBuilder(context.session)
        let sort = (context.remembered.sorts[resource.name] ?? []).filter { term in
            resource.column(term.field).map(builder.isSortable) ?? false
        }
        var columns = context.remembered.columns[resource.name] ?? RememberedViews.Columns(names: [])
        columns.names.removeAll { resource.column($0) == nil }
        return (sort, columns)
    }

    mutating func read(_ kind: Pending, _ position: PageRequest.Position, _ context: AppContext) -> [Effect] {
        guard let query else { return [] }
        pending = kind
        problem = nil
        spinner = nil
        var effects = dropReadAhead()
        effects.append(.load(slot(.page), .list(query, position)))
        effects += Effect.startWaiting(id)
        if wantsTally(kind), context.isFar { effects.append(.load(slot(.tally), .tally(query))) }
        return effects
    }

    func wantsTally(_ kind: Pending?) -> Bool { kind == .reload || kind == .first && tally == .unknown }

    func slot(_ purpose: LoadSlot.Purpose) -> LoadSlot { LoadSlot(screen: id, purpose: purpose) }
}
