import TenantDomain
import TenantStore

/// The row that an audit entry speaks of, as it is now, against the document that the entry left.
struct AuditEntryRecord {
    let resource: Resource
    let statement: Statement
    private let columns: [Column]

    /// Nil where the entry names no row of a known table.
    init?(table: String?, id: String?, _ session: ConsoleSession) throws(ConsoleError) {
        guard let table, let id, let relation = session.registry.catalog.relation(named: table),
            let resource = session.registry.resource(of: relation.name), relation.identity.count == 1,
            let key = relation.identity.first, let keyType = relation.column(key)?.type,
            TimelineSource.fits(.text(id), keyType)
        else { return nil }
        let secrets = Set(resource.columns.filter { $0.mask == .secret }.map(\.name))
        columns = relation.columns.filter { !secrets.contains($0.name) && $0.type != .bytes && $0.type != .vector }
        self.resource = resource
        let value: Value = keyType == .integer ? Int64(id).map(Value.integer) ?? .text(id) : .text(id)
        let query = RowQuery(
            relation: relation.name, columns: columns.map { Projection(ColumnPath($0.name), type: $0.type) },
            predicate: .key([key], [value]), page: PageRequest(limit: 1),
            cellLimit: AuditEntryService.documentLimit)
        do {
            statement = try session.planner
                .page(query).statement
        } catch {
            throw ConsoleError(error)
        }
    }

    /// Fields that differ: before is the document's value, after what the row holds; nil where the row is gone.
    func now(_ rows: RowBlock, document: [UInt8]?) -> [FieldChange]? {
        guard let document else { return nil }
        return now(rows, leaves: JSONDiff.leaves(document))
    }

    /// The same for a document that was taken apart already.
    func now(_ rows: RowBlock, leaves parsed: JSONLeaves) -> [FieldChange]? {
        guard rows.rowCount > 0 else { return nil }
        var written: [String: [JSONLeaf]] = [:]
        var order: [String] = []
        for leaf in parsed.leaves {
            let key = columns.first { leaf.path == $0.name || leaf.path.hasPrefix("\($0.name).") }?.name
            guard let key else { continue }
            if written[key] == nil { order.append(key) }
            written[key, default: []].append(leaf)
        }
        var changes: [FieldChange] = []
        for name in order {
            guard let position = columns.firstIndex(where: { $0.name == name }), let leaves = written[name] else {
                continue
            }
            changes += differences(leaves, rows, position, isWhole: parsed.isComplete)
        }
        return changes
    }

    private func differences(_ leaves: [JSONLeaf], _ rows: RowBlock, _ position: Int, isWhole: Bool) -> [FieldChange] {
        let column = columns[position]
        let text = rows.text(row: 0, column: position)
        if [.json, .array, .other].contains(column.type), let text, Self.looksLikeDocument(text) {
            var then = leaves
            // Engines without a JSON type may have left the document as a string.
            if let only = leaves.first, leaves.count == 1, only.kind == .string, Self.looksLikeDocument(only.text) {
                then = Self.under(column.name, JSONDiff.leaves(Array(only.text.utf8)).leaves)
            }
            let current = JSONDiff.leaves(Array(rows.bytes(row: 0, column: position)))
            let isCut = rows.isCut(row: 0, column: position)
            return JSONDiff.compare(
                before: JSONLeaves(leaves: then, isComplete: isWhole),
                after: JSONLeaves(
                    leaves: Self.under(column.name, current.leaves), isComplete: current.isComplete && !isCut)
            ).changes
        }
        guard let leaf = leaves.first, leaves.count == 1 else { return [] }
        let was = leaf.kind == .null ? nil : leaf.text
        if Self.isSame(was, text, column.type) { return [] }
        return [FieldChange(path: column.name, before: was ?? "null", after: text ?? "null")]
    }

    private static func looksLikeDocument(_ text: String) -> Bool {
        text.utf8.first == UInt8(ascii: "{") || text.utf8.first == UInt8(ascii: "[")
    }

    private static func under(_ name: String, _ leaves: [JSONLeaf]) -> [JSONLeaf] {
        leaves.map { JSONLeaf(path: $0.path.isEmpty ? name : "\(name).\($0.path)", kind: $0.kind, text: $0.text) }
    }

    /// Whether two spellings say the same: JSON and columns write truth, numbers and times each in their own way.
    static func isSame(_ written: String?, _ stored: String?, _ type: ColumnType) -> Bool {
        if written == stored { return true }
        guard let written, let stored else { return false }
        switch type {
        case .boolean:
            let truths: Set<String> = ["1", "t", "true", "TRUE"]
            return truths.contains(written) == truths.contains(stored)
        case .integer, .real, .numeric: return Double(written).map { $0 == Double(stored) } ?? false
        case .timestamp, .date:
            guard let then = TimeText.parse(written.utf8), let now = TimeText.parse(stored.utf8) else { return false }
            return then == now
        default: return false
        }
    }
}
