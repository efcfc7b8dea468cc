import TenantDomain
import TenantStore

/// One row whole: every field, what its keys name, and what is connected to it.
package struct RecordService: Sendable {
    /// Characters of a cell that are read at once; more on demand by `wholeCell`.
    package static let cellHead = 65_536
    /// The largest value that any engine here stores.
    private static let largestValue = 1_000_000_000
    /// Where counting related rows stops.
    package static let tallyCap = 1000
    /// Above this estimate rows are not counted along a key without an index.
    package static let unindexedLimit = 100_000

    let session: ConsoleSession
    private var registry: ResourceRegistry { session.registry }

    package init(session: ConsoleSession) {
        self.session = session
    }

    /// The row that a request names, as `RowNaming` finds it.
    package func show(_ request: RecordRequest) async throws(ConsoleError) -> RecordReply {
        let resource = try ListQueryBuilder(session).resource(request.resource)
        let identity = try await RowNaming(session: session).row(request.id, of: resource)
        return try await load(resource, identity)
    }

    /// - Throws: `noRow` where no row has the key (any more).
    package func load(_ resource: Resource, _ identity: RowIdentity) async throws(ConsoleError) -> RecordReply {
        let stored = resource.columns.filter { $0.path != nil }
        let projections = stored.compactMap(session.masks.projection)
        let statement = try session.planned { (planner) throws(PlanningError) in
            try planner.record(
                resource.relation, key: resource.identity, values: identity.values, projections: projections,
                cellLimit: Self.cellHead)
        }
        guard let raw = try await session.blocks([statement]).first, raw.rowCount > 0 else {
            throw .noRow(resource: resource.name, id: identity.words.joined(separator: " "))
        }
        let rows = masked(raw, stored, of: resource)
        let related = RelatedRowsPlan(session: session, resource: resource, row: raw, columns: stored)
        let statements = try related.statements()
        let blocks = try await session.blocks(statements)
        let answers = related.answers(blocks)

        var fields: [RecordReply.Field] = []
        for (place, column) in stored.enumerated() {
            if !column.isOwn, answers.labelled.contains(where: { column.path?.hops.first?.columns == [$0.key] }),
                column.path?.hops.count == 1, !resource.defaultColumns.contains(column.name)
            {
                continue
            }
            fields.append(
                RecordReply.Field(
                    column: column, value: rows.value(row: 0, column: place),
                    fullSize: rows.isCut(row: 0, column: place)
                        ? rows.fullSize(row: 0, column: place) ?? Self.cellHead : nil,
                    referenceLabel: column.isOwn ? column.path.flatMap { answers.labelled[$0.column] } : nil))
        }
        let label = stored.firstIndex { $0.name == resource.label }.flatMap { rows.text(row: 0, column: $0) }
        return RecordReply(
            resource: resource, identity: identity, label: label ?? identity.words.joined(separator: " "),
            fields: fields, relations: answers.relations, tenant: try await tenant(resource, raw, stored, identity))
    }

    private func masked(_ rows: RowBlock, _ columns: [ResourceColumn], of resource: Resource) -> RowBlock {
        let masked = session.masks.masked(rows, columns: columns)
        guard resource.concept == .audit,
            let mapping = registry.profile.audit.first(where: {
                registry.catalog.relation(named: $0.table)?.name == resource.relation
            })
        else { return masked }
        func place(_ text: String?) -> Int? {
            registry.path(text, of: resource).flatMap { path in columns.firstIndex { $0.path == path } }
        }
        let documents = [place(mapping.before), place(mapping.after)]
        let table = place(mapping.targetTable).flatMap { rows.text(row: 0, column: $0) }
        let mask = AuditDocumentMask(registry: registry, policy: session.masks)
        var result = RowBlock(columnCount: masked.columnCount)
        for column in 0..<masked.columnCount {
            if documents.contains(column), let text = masked.text(row: 0, column: column) {
                result.append(.text, mask.masked(text, table: table).utf8)
            } else {
                result.append(masked.kind(row: 0, column: column), masked.bytes(row: 0, column: column))
            }
            if masked.isCut(row: 0, column: column) {
                result.markLastCellCut(fullSize: masked.fullSize(row: 0, column: column))
            }
        }
        return result
    }

    /// The cell's whole value, masked.
    ///
    /// - Parameter maxBytes: what is too large is refused with its size instead of being loaded.
    package func wholeCell(
        _ resource: Resource, _ identity: RowIdentity, column name: String, maxBytes: Int = 16_000_000
    ) async throws(ConsoleError) -> Value {
        guard let column = resource.column(name), let path = column.path else {
            throw .unknownField(
                name, resource: resource.name, nearest: NearestWord.find(name, among: resource.columns.map(\.name)))
        }
        guard column.mask != .secret else { throw .refused(reason: "\(name) is secret", hint: nil) }
        let key = Predicate.key(resource.identity, identity.values)
        let query = RowQuery(
            relation: resource.relation, columns: [Projection(path, type: column.type)], predicate: key,
            page: PageRequest(limit: 1), cellLimit: maxBytes)
        guard let page = try await session.pages([query]).first, page.rows.rowCount > 0 else {
            throw .noRow(resource: resource.name, id: identity.words.joined(separator: " "))
        }
        guard !page.rows.isCut(row: 0, column: 0) else {
            throw .refused(
                reason: "the value is larger than \(NumberText.bytes(maxBytes))", hint: "export it to a file")
        }
        return masked(page.rows, [column], of: resource).value(row: 0, column: 0)
    }

    /// The same record with the values that were cut read whole.
    package func withWholeValues(_ record: RecordReply) async throws(ConsoleError) -> RecordReply {
        guard record.fields.contains(where: { $0.fullSize != nil }) else { return record }
        var fields: [RecordReply.Field] = []
        for field in record.fields {
            guard field.fullSize != nil else {
                fields.append(field)
                continue
            }
            fields.append(
                RecordReply.Field(
                    column: field.column,
                    value: try await wholeCell(
                        record.resource, record.identity, column: field.column.name, maxBytes: Self.largestValue),
                    referenceLabel: field.referenceLabel))
        }
        return RecordReply(
            resource: record.resource, identity: record.identity, label: record.label, fields: fields,
            relations: record.relations, tenant: record.tenant)
    }

    // MARK: Which row

    /// The key that the words name: whole, or the start of it where only one row fits; tenants and users by name as
    /// well.
    package func identity(_ words: [String], of resource: Resource) async throws(ConsoleError) -> RowIdentity {
        let keys = resource.identity.compactMap(resource.ownColumn)
        guard !keys.isEmpty, keys.count == resource.identity.count else {
            throw .refused(
                reason: "rows of \(resource.name) have no key to be named by", hint: "list them with a filter")
        }
        if let secret = keys.first(where: { $0.mask == .secret }) {
            throw .refused(reason: "rows of \(resource.name) are named by \(secret.name), which is secret", hint: nil)
        }
        guard words.count == keys.count else {
            let names = keys.map(\.name).joined(separator: " ")
            throw .usage(message: "a row of \(resource.name) is named by \(names)", hint: nil)
        }
        var values: [Value] = []
        for (word, key) in zip(words, keys) {
            if let value = KeyText.value(word, type: key.type) { values.append(value) }
        }
        if values.count == keys.count, try await exists(values, of: resource) { return RowIdentity(values) }
        let text = words.joined(separator: " ")
        if keys.count == 1, let found = try await byStart(words[0], key: keys[0], of: resource) { return found }
        switch resource.concept {
        case .tenant: return RowIdentity([try await TenantResolver(session: session).resolve(text).id])
        case .user: return RowIdentity([try await UserResolver(session: session).resolve(text).id])
        default: throw .noRow(resource: resource.name, id: text)
        }
    }

    private func exists(_ values: [Value], of resource: Resource) async throws(ConsoleError) -> Bool {
        let query = RowQuery(
            relation: resource.relation, columns: [], predicate: .key(resource.identity, values),
            page: PageRequest(limit: 1))
        return try await session.pages([query]).first?.rows.rowCount == 1
    }

    /// The one row whose key starts with the text.
    private func byStart(
        _ text: String, key: ResourceColumn, of resource: Resource
    ) async throws(ConsoleError) -> RowIdentity? {
        let isUUID = key.type == .uuid && KeyText.isUUIDPrefix(text)
        guard isUUID || (key.type == .text && text.utf8.count >= 4), !session.masks.hides(key), let path = key.path
        else { return nil }
        let operand = Operand(path, type: key.type)
        let comparison: Comparison
        if isUUID, let (low, high) = UUIDText.bounds(prefix: text) {
            comparison = .between(.text(low), .text(high))
        } else {
            comparison = .hasPrefix(text)
        }
        let query = RowQuery(
            relation: resource.relation, columns: [Projection(path, type: key.type)],
            predicate: .compare(operand, comparison), page: PageRequest(limit: 6))
        guard let rows = try await session.pages([query]).first?.rows, rows.rowCount > 0 else { return nil }
        guard rows.rowCount == 1 else {
            throw .ambiguous(
                word: text, what: resource.singular,
                candidates: (0..<rows.rowCount).map { rows.text(row: $0, column: 0) ?? "" })
        }
        return RowIdentity([rows.value(row: 0, column: 0)])
    }

    private func tenant(
        _ resource: Resource, _ row: RowBlock, _ columns: [ResourceColumn], _ identity: RowIdentity
    ) async throws(ConsoleError) -> TenantMatch? {
        guard let path = resource.tenantPath, resource.concept != .user else { return nil }
        let resolver = TenantResolver(session: session)
        guard let last = path.last else { return try await resolver.tenant(id: identity.values[0]) }
        if path.count == 1, let place = columns.firstIndex(where: { $0.path == ColumnPath(last.columns[0]) }) {
            let id = row.value(row: 0, column: place)
            return id.isNull ? nil : try await resolver.tenant(id: id)
        }
        guard FilterContexts.leadsToOneRow(path.dropLast(), registry.catalog) else { return nil }
        let relation = path[path.count - 2].target
        guard let column = registry.catalog[relation]?.column(last.columns[0]) else { return nil }
        let query = RowQuery(
            relation: resource.relation,
            columns: [Projection(ColumnPath(hops: Array(path.dropLast()), column.name), type: column.type)],
            predicate: .key(resource.identity, identity.values), page: PageRequest(limit: 1))
        guard let rows = try await session.pages([query]).first?.rows, rows.rowCount > 0,
            !rows.isNull(row: 0, column: 0)
        else { return nil }
        return try await resolver.tenant(id: rows.value(row: 0, column: 0))
    }
}

extension ResourceColumn {
    /// Whether it is a column of the resource's own table.
    var isOwn: Bool { path?.hops.isEmpty == true }
}
