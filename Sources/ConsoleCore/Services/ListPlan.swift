import TenantDomain
import TenantStore

/// Which columns a list reads and where they stand in its rows. Pure.
struct ListPlan {
    /// The columns of the page, then the hidden ones; computed ones are not read.
    let columns: [ResourceColumn]
    let hidden: [ResourceColumn]
    let query: RowQuery
    /// Places in the page's rows.
    let identityColumns: [Int]
    let labelColumn: Int
    let tenantColumn: Int?
    /// Places of the documents of an audit row, with the place of the table they belong to.
    let documents: (columns: [Int], table: Int?)
    /// The filter in its canonical spelling.
    let filter: String

    /// - Parameter cellLimit: characters of a cell that are read; nil reads whole values.
    init(
        _ list: ListQuery, position: PageRequest.Position, session: ConsoleSession, cellLimit: Int? = 256
    ) throws(ConsoleError) {
        let registry = session.registry
        let masks = session.masks
        let resource = list.resource
        var hidden: [ResourceColumn] = []
        func place(_ column: ResourceColumn) -> Int {
            if let known = (list.columns + hidden).firstIndex(where: { $0.path == column.path && column.path != nil }) {
                return known
            }
            hidden.append(column)
            return list.columns.count + hidden.count - 1
        }
        let keys = resource.identity.compactMap(resource.ownColumn)
        let canNameRows = keys.count == resource.identity.count && !keys.contains(where: masks.hides)
        identityColumns = canNameRows ? keys.map(place) : []
        let label = resource.column(resource.label) ?? keys.first ?? resource.columns.first
        labelColumn = label.map(place) ?? 0
        if let path = resource.tenantPath, path.count == 1,
            let column = resource.ownColumn(path[0].columns.first ?? ""), !masks.hides(column)
        {
            tenantColumn = place(column)
        } else if resource.tenantPath?.isEmpty == true, keys.count == 1, canNameRows {
            tenantColumn = identityColumns[0]
        } else {
            tenantColumn = nil
        }
        for column in list.columns {
            if case .cents(let currency?) = column.display, let money = resource.column(currency) { _ = place(money) }
        }
        documents = Self.documents(of: resource, in: list.columns, registry: registry, place: place)
        self.hidden = hidden
        columns = list.columns + hidden

        var projections: [Projection] = []
        for column in columns where column.path != nil {
            if let projection = masks.projection(of: column) { projections.append(projection) }
        }
        var predicate = Predicate.everything
        if let tenant = list.tenant {
            guard let scope = registry.scope(resource, toTenant: tenant.id) else { throw .notMapped(.tenant) }
            predicate = scope
        }
        let (condition, text) = try session.resolve(filter: list.filter, on: resource)
        predicate = list.filter.isEmpty ? predicate : predicate.and(condition)
        filter = text
        query = RowQuery(
            relation: resource.relation, columns: projections, predicate: predicate,
            sort: list.sort.compactMap { term in
                resource.column(term.field)?.path.map { SortTerm($0, descending: term.descending) }
            },
            page: PageRequest(position, limit: list.limit), cellLimit: cellLimit)
    }

    private static func documents(
        of resource: Resource, in columns: [ResourceColumn], registry: ResourceRegistry,
        place: (ResourceColumn) -> Int
    ) -> ([Int], Int?) {
        guard resource.concept == .audit,
            let mapping = registry.profile.audit.first(where: {
                registry.catalog.relation(named: $0.table)?.name == resource.relation
            })
        else { return ([], nil) }
        let paths = [mapping.before, mapping.after].map { registry.path($0, of: resource) }
        let places = columns.indices.filter { columns[$0].path != nil && paths.contains(columns[$0].path) }
        guard !places.isEmpty else { return ([], nil) }
        let table = registry.path(mapping.targetTable, of: resource).flatMap { path in
            resource.columns.first { $0.path == path }
        }
        return (places, table.map(place))
    }

    /// The page as it leaves the service: empty cells where computed columns stand, everything hidden masked.
    func page(_ page: RowPage, session: ConsoleSession) -> RowPage {
        RowPage(
            rows: masked(page.rows, session: session), columnCount: columns.count, hasBefore: page.hasBefore,
            hasAfter: page.hasAfter, windowCap: page.windowCap)
    }

    func masked(_ block: RowBlock, session: ConsoleSession) -> RowBlock {
        let rows = session.masks.masked(withComputedCells(block), columns: columns)
        guard !documents.columns.isEmpty else { return rows }
        let mask = AuditDocumentMask(registry: session.registry, policy: session.masks)
        var writers: [String?: JSONMaskWriter] = [:]
        return rows.rewriting(columns: documents.columns) { row, column, bytes, output in
            let table = documents.table.flatMap { rows.text(row: row, column: $0) }
            return mask.append(
                bytes, rows.kind(row: row, column: column),
                &writers[table, default: JSONMaskWriter(mask.json(table: table))], to: &output)
        }
    }

    private func withComputedCells(_ rows: RowBlock) -> RowBlock {
        let isStored = columns.map { $0.path != nil }
        let missing = isStored.lazy.filter { !$0 }.count
        guard missing > 0 else { return rows }
        var result = RowBlock(columnCount: rows.columnCount + missing)
        result.reserve(rows: rows.rowCount, bytesPerRow: rows.byteCount / max(1, rows.rowCount))
        for row in 0..<rows.rowCount {
            var source = 0
            for column in 0..<result.columnCount {
                if column < isStored.count, !isStored[column] {
                    result.appendNull()
                    continue
                }
                result.append(rows.kind(row: row, column: source), rows.bytes(row: row, column: source))
                if rows.isCut(row: row, column: source) {
                    result.markLastCellCut(fullSize: rows.fullSize(row: row, column: source))
                }
                source += 1
            }
        }
        return result
    }
}
