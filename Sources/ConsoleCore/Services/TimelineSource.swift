import TenantDomain

/// One audit-like table as the timeline reads it: which result column plays which part.
struct TimelineSource: Sendable {
    enum Part: Int, CaseIterable, Sendable {
        case time, id, action, tenant, actor, actorName, actorRole, targetTable, targetID, address, reason, before
        case after, userAgent, lease, change, event
    }

    /// The table's name, as `source:` and cursors know it.
    let name: String
    let mapping: AuditMapping
    let relation: Relation
    /// The table's resource with the parts that lie in joined rows as fields of their own.
    let resource: Resource
    /// The names that a filter on the source may use.
    let filterFields: FilterFields
    /// How an entry's actor is found among the members of its tenant; nil where either lies in another row.
    let membership: AuditMembership?
    /// By the part's number.
    private let details: [Detail?]
    private let allParts: [Part]
    /// What a line of the timeline needs; the rest only the entry view shows.
    private let lineParts: [Part]

    /// What plays a part.
    private struct Detail {
        /// The name that a filter knows the part by.
        let field: String
        let path: ColumnPath
        let type: ColumnType
        let column: ResourceColumn
        /// The result's column where all parts are read, and where only a line's are.
        var wholePlace = 0
        var linePlace: Int?
    }

    /// Use the registry's `timelineSources`, which remember.
    init?(_ mapping: AuditMapping, _ registry: ResourceRegistry) {
        guard let relation = registry.catalog.relation(named: mapping.table),
            let resource = registry.resource(of: relation.name)
        else { return nil }
        var found: [(part: Part, field: String, path: ColumnPath, type: ColumnType)] = []
        var columns = resource.columns
        for part in Part.allCases {
            guard let text = Self.text(of: part, in: mapping), let path = registry.path(text, from: relation.name),
                let column = registry.catalog[path.hops.last?.target ?? relation.name]?.column(path.column)
            else { continue }
            if let place = columns.firstIndex(where: { $0.path == path }) {
                found.append((part, columns[place].name, path, column.type))
                switch part {
                case .tenant: columns[place] = columns[place].naming(rowsOf: registry.resource(for: .tenant))
                case .actor: columns[place] = columns[place].naming(rowsOf: registry.resource(for: .user))
                default: break
                }
                continue
            }
            let name = "\(part)"
            let target = path.hops.last.flatMap { registry.resource(of: $0.target) }
            let mask = target?.columns.first { $0.path == ColumnPath(path.column) }?.mask ?? .none
            columns.append(
                ResourceColumn(
                    name: name, title: name, source: .stored(path), type: column.type,
                    allowedValues: column.allowedValues, mask: mask))
            found.append((part, name, path, column.type))
        }
        var details: [Detail?] = Array(repeating: nil, count: Part.allCases.count)
        for (part, field, path, type) in found {
            guard let column = columns.first(where: { $0.name == field }) else { continue }
            details[part.rawValue] = Detail(field: field, path: path, type: type, column: column)
        }
        allParts = Part.allCases.filter { details[$0.rawValue] != nil }
        lineParts = allParts.filter { $0 != .userAgent && $0 != .lease && $0 != .change }
        for (place, part) in allParts.enumerated() { details[part.rawValue]?.wholePlace = place }
        for (place, part) in lineParts.enumerated() { details[part.rawValue]?.linePlace = place }
        guard details[Part.time.rawValue] != nil, details[Part.id.rawValue] != nil,
            details[Part.action.rawValue] != nil
        else { return nil }
        name = relation.name.description
        self.mapping = mapping
        self.relation = relation
        self.details = details
        self.resource = Resource(
            name: resource.name, aliases: resource.aliases, title: resource.title, singular: resource.singular,
            relation: resource.relation, concept: .audit, columns: columns, defaultColumns: resource.defaultColumns,
            identity: resource.identity, label: resource.label, defaultSort: resource.defaultSort,
            tenantPath: resource.tenantPath)
        filterFields = FilterFields(resource: self.resource)
        membership = AuditMembership(
            actor: details[Part.actor.rawValue]?.path, tenant: details[Part.tenant.rawValue]?.path,
            types: (details[Part.actor.rawValue]?.type, details[Part.tenant.rawValue]?.type), registry)
    }

    private static func text(of part: Part, in mapping: AuditMapping) -> String? {
        switch part {
        case .time: mapping.time
        case .id: mapping.id
        case .action: mapping.action
        case .tenant: mapping.tenant
        case .actor: mapping.actor
        case .actorName: mapping.actorName
        case .actorRole: mapping.actorRole
        case .targetTable: mapping.targetTable
        case .targetID: mapping.targetID
        case .address: mapping.address
        case .reason: mapping.reason
        case .before: mapping.before
        case .after: mapping.after
        case .userAgent: mapping.userAgent
        case .lease: mapping.lease
        case .change: mapping.change
        case .event: mapping.event
        }
    }

    private func detail(_ part: Part) -> Detail? { details[part.rawValue] }
    func field(_ part: Part) -> String? { detail(part)?.field }
    func path(_ part: Part) -> ColumnPath? { detail(part)?.path }
    func type(_ part: Part) -> ColumnType { detail(part)?.type ?? .text }
    func column(_ part: Part) -> ResourceColumn? { detail(part)?.column }
    /// What hides the part from whoever may not see it.
    func mask(_ part: Part) -> ResourceColumn.Mask { detail(part)?.column.mask ?? .none }
    /// The result's column that holds the part; nil where it is not read.
    func place(_ part: Part, whole: Bool) -> Int? {
        guard let detail = details[part.rawValue] else { return nil }
        return whole ? detail.wholePlace : detail.linePlace
    }

    var catalogTime: Column? {
        path(.time).flatMap { $0.hops.isEmpty ? relation.column($0.column) : nil }
    }

    /// Whether rows can be told apart, so that pages can be cut between them.
    var isPaged: Bool { !relation.identity.isEmpty || relation.hasRowIdentifier }

    func has(_ part: Part) -> Bool { details[part.rawValue] != nil }

    /// The predicate that an operand of one part equals a value; nil where the source lacks the part.
    func equal(_ part: Part, _ value: Value) -> Predicate? {
        guard let path = path(part) else { return nil }
        guard Self.fits(value, type(part)) else { return .nothing }
        return .compare(Operand(path, type: type(part)), .equal(value))
    }

    /// Whether the engine can compare the value with a column of the type: text that is no UUID against a UUID is an
    /// error on PostgreSQL, and no row's value anyhow.
    static func fits(_ value: Value, _ type: ColumnType) -> Bool {
        guard let text = value.text else { return false }
        switch type {
        case .uuid:
            return text.utf8.count == 36
                && text.utf8.allSatisfy {
                    $0 == 0x2D || ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66)
                }
        case .integer: return Int64(text) != nil
        default: return true
        }
    }

    func scope(toTenant id: Value, _ registry: ResourceRegistry) -> Predicate? {
        guard let path = path(.tenant) else { return registry.scope(resource, toTenant: id) }
        guard !path.hops.isEmpty else { return equal(.tenant, id) }
        // A lookup, not a join: the tenant's few rows are found from its side.
        return .related(path.hops, .compare(Operand(ColumnPath(path.column), type: type(.tenant)), .equal(id)))
    }

    /// Whether entries hold what was before and after: the trail of changes itself, not logs beside it.
    var isPrimary: Bool { has(.before) && has(.after) }

    /// The sources that stand for the trail where all of them would be too many to count.
    static func primary(_ sources: [TimelineSource]) -> [TimelineSource] {
        let primary = sources.filter(\.isPrimary)
        return primary.isEmpty ? Array(sources.prefix(3)) : primary
    }

    /// The parts that are read, in the order of the result's columns; absent ones have no column.
    func parts(whole: Bool) -> [Part] { whole ? allParts : lineParts }

    func projections(whole: Bool = false) -> [Projection] {
        parts(whole: whole).compactMap { part in
            guard let path = path(part) else { return nil }
            let isSecret = column(part)?.mask == .secret
            return Projection(path, type: type(part), mode: isSecret ? .presence : .value)
        }
    }

    /// Newest first; among equal times by key where the key tells rows apart, as the index behind the timeline is
    /// ordered.
    var sort: [SortTerm] {
        guard let time = path(.time), let id = path(.id) else { return [] }
        let isKey = relation.identity == [id.column] && id.hops.isEmpty
        return [SortTerm(time, descending: true)] + (isKey ? [SortTerm(id)] : [])
    }

    func query(_ predicate: Predicate, page: PageRequest, cellLimit: Int) -> RowQuery {
        RowQuery(
            relation: relation.name, columns: projections(), predicate: predicate, sort: sort, page: page,
            cellLimit: cellLimit)
    }

    /// What the filter language knows of the source.
    func auditMap(sources: [String]) -> AuditFieldMap {
        AuditFieldMap(
            actor: field(.actor), actorEmail: field(.actorName), action: field(.action), table: field(.targetTable),
            recordID: field(.targetID), tenant: field(.tenant), before: field(.before), after: field(.after),
            address: field(.address), time: field(.time), lease: field(.lease), change: field(.change),
            membership: membership, source: name, sources: sources)
    }
}

extension AuditMembership {
    /// Nil where the profile maps no members, or entries do not tell actor and tenant by the members' own keys.
    fileprivate init?(
        actor: ColumnPath?, tenant: ColumnPath?, types: (actor: ColumnType?, tenant: ColumnType?),
        _ registry: ResourceRegistry
    ) {
        guard let mapping = registry.profile.membership,
            let members = registry.catalog.relation(named: mapping.table), let actor, let tenant, actor.hops.isEmpty,
            tenant.hops.isEmpty, let user = members.column(mapping.user), user.type == types.actor,
            let container = members.column(mapping.container), container.type == types.tenant
        else { return nil }
        let hop = Hop(
            columns: [actor.column, tenant.column], target: members.name,
            targetColumns: [mapping.user, mapping.container])
        let status = mapping.status.flatMap(members.column).map { Operand(ColumnPath($0.name), type: $0.type) }
        self.init(hop: hop, status: status)
    }
}

extension ResourceColumn {
    /// The column as one whose values are keys of the resource's rows, so that they answer to their names: trails keep
    /// ids without a foreign key, since entries outlive what they are about.
    fileprivate func naming(rowsOf resource: Resource?) -> ResourceColumn {
        guard references == nil, let resource, resource.identity.count == 1,
            resource.columns.contains(where: { $0.path == ColumnPath(resource.identity[0]) && $0.type == type })
        else { return self }
        return ResourceColumn(
            name: name, title: title, source: source, type: type, isNullable: isNullable,
            allowedValues: allowedValues, display: display, mask: mask, isIndexed: isIndexed,
            references: resource.relation)
    }
}
