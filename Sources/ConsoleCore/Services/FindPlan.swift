import TenantDomain

/// How one resource is searched: what is looked up through keys and indexes first, what is read through only where
/// the table is small.
struct FindPlan: Sendable {
    /// Rows above which no table is read through.
    static let scanLimit = 100_000
    static let matches = 5
    static let searchedColumns = 8

    let resource: Resource
    let columns: [ResourceColumn]
    /// Searched columns stand from here on in a row.
    let firstSearched: Int
    let identity: Range<Int>
    let label: Int
    let tenant: Int?
    let exact: RowQuery?
    let loose: RowQuery?
    /// Why the resource is not searched, or not wholly.
    let skipped: String?

    /// Nil where rows could not be named or nothing can be asked.
    init?(_ resource: Resource, _ text: FindText, _ session: ConsoleSession) {
        let masks = session.masks
        let keys = resource.identity.compactMap(resource.ownColumn)
        guard let relation = session.registry.catalog[resource.relation], !keys.isEmpty,
            keys.count == resource.identity.count, !keys.contains(where: masks.hides)
        else { return nil }
        let isView = relation.kind == .view || relation.kind == .foreignTable
        if isView, resource.concept == nil { return nil }
        let isSmall = !isView && (relation.rowEstimate ?? 0) <= Self.scanLimit
        let searched = Self.searched(resource, masks)

        var columns = keys
        identity = 0..<keys.count
        if let named = resource.column(resource.label), named.path != nil, named.mask != .secret {
            columns.append(named)
            label = columns.count - 1
        } else {
            label = 0
        }
        if let path = resource.tenantPath, path.count == 1, let column = resource.ownColumn(path[0].columns[0]) {
            columns.append(column)
            tenant = columns.count - 1
        } else {
            tenant = resource.concept == .tenant ? 0 : nil
        }
        firstSearched = columns.count
        columns += searched
        self.columns = columns
        self.resource = resource

        var exact: [Predicate] = []
        if keys.count == 1, let value = KeyText.value(text.text, type: keys[0].type) {
            exact.append(.key([keys[0].name], [value]))
        }
        if text.kind == .uuidStart, keys.count == 1, keys[0].type == .uuid, let path = keys[0].path,
            let (low, high) = UUIDText.bounds(prefix: text.text)
        {
            exact.append(.compare(Operand(path, type: .uuid), .between(.text(low), .text(high))))
        }
        let spellings = Array(Set([text.text, text.text.lowercased()])).map(Value.text)
        for column in searched {
            guard let path = column.path, path.hops.isEmpty, isSmall || column.isIndexed else { continue }
            exact.append(
                .compare(
                    Operand(path, type: column.type),
                    isSmall ? .equalIgnoringCase(text.text) : .oneOf(spellings)))
        }
        var loose: [Predicate] = []
        if isSmall, text.looksInside || text.kind == .external {
            let part: Comparison = text.looksInside ? .contains(text.text) : .hasPrefix(text.text)
            for column in searched where !masks.hides(column) {
                if let path = column.path {
                    loose.append(.compare(Operand(path, type: column.type), part))
                }
            }
        }
        let projections = columns.compactMap(masks.projection)
        func query(_ predicates: [Predicate]) -> RowQuery? {
            guard !predicates.isEmpty else { return nil }
            return RowQuery(
                relation: resource.relation, columns: projections,
                predicate: predicates.count == 1 ? predicates[0] : .any(predicates),
                page: PageRequest(limit: Self.matches))
        }
        self.exact = query(exact)
        self.loose = query(loose)
        if isSmall || !text.looksInside {
            skipped = nil
        } else {
            let size = RowTally.about(relation.rowEstimate ?? 0).text
            skipped =
                exact.isEmpty
                ? "\(resource.name): \(size) rows without an index to look in"
                : "\(resource.name): \(size) rows, only keys and indexed fields looked in"
        }
    }

    /// Text fields that hold something of the row's own: the label first, indexed ones before others.
    private static func searched(_ resource: Resource, _ masks: MaskPolicy) -> [ResourceColumn] {
        let texts = resource.columns.filter { column in
            column.isOwn && column.mask != .secret && column.references == nil && column.allowedValues.isEmpty
                && (column.type == .text || column.type == .other) && !resource.identity.contains(column.name)
                && !isLongText(column.name)
        }
        func rank(_ column: ResourceColumn) -> Int {
            column.name == resource.label ? 0 : column.isIndexed ? 1 : masks.hides(column) ? 2 : 3
        }
        return (0...3).flatMap { wanted in texts.filter { rank($0) == wanted } }.prefix(searchedColumns).map { $0 }
    }

    private static func isLongText(_ name: String) -> Bool {
        ["body", "content", "html", "css", "prompt", "response", "transcript", "markdown"].contains(name.lowercased())
    }

    func match(
        _ rows: RowBlock, row: Int, text: FindText, masks: MaskPolicy
    ) -> (match: FindReply.Match, tenant: Value?) {
        let wanted = CaseFolding.lowerASCII(text.text)
        var field = columns[0]
        var place = 0
        var isExact = false
        let key = rows.text(row: row, column: 0) ?? ""
        if CaseFolding.lowerASCII(key) == wanted || UUIDText.canonical(text.text) == key {
            isExact = true
        } else if text.kind != .uuidStart || !key.hasPrefix(wanted) {
            var inside: Int?
            for column in firstSearched..<columns.count {
                guard let cell = rows.text(row: row, column: column) else { continue }
                let folded = CaseFolding.lowerASCII(cell)
                if folded == wanted {
                    (place, field, isExact) = (column, columns[column], true)
                    break
                }
                if inside == nil, CaseFolding.variants(of: text.text).contains(where: { folded.contains($0) }) {
                    inside = column
                }
            }
            if !isExact, let inside { (place, field) = (inside, columns[inside]) }
        }
        let label = masks.masked(rows.value(row: row, column: label), of: columns[label]).text
        return (
            FindReply.Match(
                resource: resource.name, title: resource.title,
                identity: RowIdentity(identity.map { rows.value(row: row, column: $0) }), label: label ?? key,
                field: field.name, text: masks.masked(rows.value(row: row, column: place), of: field).text ?? "",
                isExact: isExact, tenant: nil),
            tenant.map { rows.value(row: row, column: $0) }
        )
    }
}
