import TenantDomain

/// A list with every name resolved: what a page is read from, and what the equivalent command line is made of.
package struct ListQuery: Sendable, Equatable {
    package let resource: Resource
    /// Left to right; computed ones among them.
    package var columns: [ResourceColumn]
    /// The filter as typed.
    package var filter: String
    package var sort: [FieldSort]
    /// Rows of this tenant only.
    package var tenant: TenantMatch?
    package var limit: Int
    /// Whether a large table may be read row by row where no index serves filter or sort.
    package var allowsFullScan: Bool

    package init(
        resource: Resource, columns: [ResourceColumn], filter: String = "", sort: [FieldSort] = [],
        tenant: TenantMatch? = nil, limit: Int = 100, allowsFullScan: Bool = false
    ) {
        self.resource = resource
        self.columns = columns
        self.filter = filter
        self.sort = sort
        self.tenant = tenant
        self.limit = limit
        self.allowsFullScan = allowsFullScan
    }
}

extension ListQuery {
    /// The columns without those that only name the tenant whose rows these are: they would say the same in every row.
    package var columnsBesideTenant: [ResourceColumn] {
        guard tenant != nil, let path = resource.tenantPath, let last = path.last, last.columns.count == 1 else {
            return columns
        }
        let key = ColumnPath(hops: Array(path.dropLast()), last.columns[0])
        let rest = columns.filter { column in
            column.path.map { $0 != key && $0.hops != path } ?? true
        }
        return rest.isEmpty ? columns : rest
    }
}

/// Makes list queries out of what a person asked for: names resolved, defaults filled in, masks kept. Pure.
package struct ListQueryBuilder: Sendable {
    /// Rows that one page may have at most.
    package static let maximumLimit = 10_000

    private let registry: ResourceRegistry
    private let masks: MaskPolicy
    private let pageSize: Int
    private var view: ViewedMember?

    package init(registry: ResourceRegistry, masks: MaskPolicy, pageSize: Int = 100) {
        self.registry = registry
        self.masks = masks
        self.pageSize = pageSize
    }

    package init(_ session: ConsoleSession) {
        self.init(registry: session.registry, masks: session.masks, pageSize: session.pageSize)
        view = session.view
    }

    /// - Parameter tenant: the request's tenant, already found.
    package func query(_ request: ListRequest, tenant: TenantMatch? = nil) throws(ConsoleError) -> ListQuery {
        let resource = try resource(request.resource)
        if let tenant, registry.scope(resource, toTenant: tenant.id) == nil {
            throw .usage(
                message: "\(resource.title.lowercased()) belong to no tenant", hint: "leave \(tenant.name) out")
        }
        return ListQuery(
            resource: resource, columns: try columns(request.columns, of: resource), filter: request.filter,
            sort: try sort(request.sort, of: resource), tenant: tenant,
            limit: limit(request.limit), allowsFullScan: request.allowsFullScan)
    }

    /// 0 asks for all rows: a page then holds as many as one may, and exports stream.
    private func limit(_ wanted: Int?) -> Int {
        guard let wanted else { return pageSize }
        return wanted <= 0 ? Self.maximumLimit : min(Self.maximumLimit, wanted)
    }

    package func resource(_ word: String) throws(ConsoleError) -> Resource {
        if let resource = registry.resource(named: word) { return resource }
        if let refusal = view?.refusal(toRead: word) { throw refusal }
        throw .unknownResource(word, nearest: NearestWord.find(word, among: registry.words))
    }

    /// The named columns; the default ones for no names. `*` stands for every column.
    package func columns(_ names: [String], of resource: Resource) throws(ConsoleError) -> [ResourceColumn] {
        if names.isEmpty { return resource.defaultColumns.compactMap(resource.column) }
        var columns: [ResourceColumn] = []
        for name in names {
            if name == "*" {
                columns += resource.columns.filter { column in !columns.contains { $0.name == column.name } }
                continue
            }
            let column = try column(name, of: resource)
            if !columns.contains(where: { $0.name == column.name }) { columns.append(column) }
        }
        return columns
    }

    /// The order asked for; the resource's own where none is, without what this persona may not see.
    package func sort(_ terms: [FieldSort], of resource: Resource) throws(ConsoleError) -> [FieldSort] {
        guard !terms.isEmpty else {
            let usable = resource.defaultSort.filter { term in resource.column(term.field).map(isSortable) ?? false }
            return usable
        }
        var sort: [FieldSort] = []
        for term in terms {
            let column = try column(term.field, of: resource)
            if let reason = refusal(toSortBy: column) {
                throw .notFilterable(field: column.name, reason: reason)
            }
            if !sort.contains(where: { $0.field == column.name }) {
                sort.append(FieldSort(column.name, descending: term.descending))
            }
        }
        return sort
    }

    package func isSortable(_ column: ResourceColumn) -> Bool { refusal(toSortBy: column) == nil }

    /// Why rows cannot be ordered by the column; nil where they can.
    package func refusal(toSortBy column: ResourceColumn) -> String? {
        if column.path == nil { return "it is worked out for the rows on screen, so the database cannot sort by it" }
        if column.mask == .secret { return "it is secret" }
        if masks.hides(column) { return "it is masked, and an order would tell what the mask hides" }
        switch column.type {
        case .json, .bytes, .array, .vector: return "\(column.type.rawValue) values have no order"
        default: return nil
        }
    }

    private func column(_ name: String, of resource: Resource) throws(ConsoleError) -> ResourceColumn {
        let folded = name.lowercased()
        if let column = resource.column(name)
            ?? resource.columns.first(where: { $0.name.lowercased() == folded || $0.title.lowercased() == folded })
        {
            return column
        }
        throw .unknownField(
            name, resource: resource.name, nearest: NearestWord.find(name, among: resource.columns.map(\.name)))
    }
}
