import TenantDomain
import TenantStore

/// Reads rows of audit sources and makes masked entries of them; what the timeline, the overviews and the entry view
/// share. Names of actors and targets come in a second read, for the visible entries only.
struct TimelineReader: Sendable {
    /// Characters of a document that a line looks at.
    static let documentHead = 8192
    /// Changes that a line keeps, and characters of each value.
    static let shownChanges = 8
    static let shownValue = 200
    /// Tables whose labels one page looks up.
    static let lookupTables = 8

    let session: ConsoleSession
    let sources: [TimelineSource]
    let policy: MaskPolicy
    private let documents: AuditDocumentMask

    init(_ session: ConsoleSession) {
        self.session = session
        sources = TimelineSource.all(session.registry)
        policy = session.masks
        documents = AuditDocumentMask(registry: session.registry, policy: policy)
    }

    /// Which sources answer a filter, and how each is asked.
    func filter(_ text: String, tenant: TenantMatch?) async throws(ConsoleError) -> TimelineFilter {
        guard !sources.isEmpty else { throw .notMapped(.audit) }
        let filter = try TimelineFilter(
            try await TrailExpression(text, session), tenant: tenant, sources: sources, session: session)
        return try await ReferredKeys(session).filledIn(filter)
    }

    func plan(_ query: RowQuery) throws(ConsoleError) -> PlannedPage {
        do {
            return try session.planner.page(query)
        } catch {
            throw ConsoleError(error)
        }
    }

    func plan(_ source: TimelineSource, _ predicate: Predicate, _ page: PageRequest) throws(ConsoleError) -> PlannedPage
    {
        try plan(source.query(predicate, page: page, cellLimit: Self.documentHead))
    }

    /// How many rows satisfy the predicate, counted up to the cap: the page's own statement, counted by the engine.
    func count(_ source: TimelineSource, _ predicate: Predicate, cap: Int) throws(ConsoleError) -> Statement {
        guard let time = source.path(.time) else { throw .notMapped(.audit) }
        let query = RowQuery(
            relation: source.relation.name, columns: [Projection(time, type: source.type(.time))],
            predicate: predicate, sort: source.sort, page: PageRequest(limit: cap), cellLimit: nil)
        let page = try plan(query).statement
        return Statement(
            sql: "SELECT count(*) FROM (\(page.sql)) AS counted", bindings: page.bindings, columnCount: 1)
    }

    // MARK: Entries

    /// The rows of a part that an earlier part of the same source has too.
    func repeated(_ part: TrailLook.Part, _ rows: RowBlock) -> Set<Int> {
        let order = part.source.parts(whole: false)
        var found: Set<Int> = []
        for entry in part.repeated {
            guard let column = order.firstIndex(of: entry.part), let text = entry.value.text else { continue }
            // A server writes ids its own way, whatever way they were asked for.
            let foldsCase = part.source.type(entry.part) == .uuid && session.store.dialect == .postgres
            let wanted = foldsCase ? text.lowercased() : text
            for row in 0..<rows.rowCount where rows.text(row: row, column: column) == wanted { found.insert(row) }
        }
        return found
    }

    /// The row's time for merging; what has no readable time counts as newest, as the engines sort nulls here.
    func time(_ source: TimelineSource, _ rows: RowBlock, _ row: Int) -> Int64 {
        guard let column = source.parts(whole: false).firstIndex(of: .time) else { return .max }
        return rows.time(row: row, column: column) ?? .max
    }

    /// The entries at the places, without the names that need another read.
    func entries(_ places: [(source: TimelineSource, rows: RowBlock, row: Int)]) -> [TimelineEntry] {
        var masks: [String: JSONMask] = [:]
        return places.map { source, rows, row in
            let cells = TimelineCells(source: source, rows: rows, row: row, policy: policy)
            let table = cells.text(.targetTable)
            let json = masks[table ?? ""] ?? documents.json(table: table)
            masks[table ?? ""] = json
            let outcome = JSONDiff.compare(before: cells.bytes(.before), after: cells.bytes(.after))
            let changes = ChangeSummary.ordered(outcome.changes)
            let shown = changes.prefix(Self.shownChanges).map { shortened(masked($0, json)) }
            let hidden = changes.count - shown.count
            return entry(cells, changes: shown, more: outcome.isPartial ? max(1, hidden) : hidden)
        }
    }

    func entry(_ cells: TimelineCells, changes: [FieldChange], more: Int) -> TimelineEntry {
        TimelineEntry(
            source: cells.source.name, id: cells.value(.id), time: cells.time, timeText: cells.text(.time) ?? "",
            actorID: cells.text(.actor), actor: cells.text(.actorName), actorRole: cells.text(.actorRole),
            action: cells.text(.action) ?? "", targetTable: cells.text(.targetTable),
            targetID: cells.text(.targetID), target: nil, changes: changes, moreChanges: more,
            address: cells.text(.address), tenantID: cells.source.has(.tenant) ? cells.value(.tenant) : nil,
            reason: cells.text(.reason))
    }

    // MARK: Masks

    func json(table: String?) -> JSONMask { documents.json(table: table) }

    func masked(_ change: FieldChange, _ json: JSONMask) -> FieldChange {
        FieldChange(
            path: change.path, before: change.before.map { masked($0, at: change.path, json) },
            after: change.after.map { masked($0, at: change.path, json) })
    }

    func masked(_ text: String, at path: String, _ json: JSONMask) -> String {
        // Nothing tells what a document without keys holds.
        if path.isEmpty { return policy.seesPersonalData ? text : ValueMask.hidden }
        let mask = json.mask(path: path.split(separator: ".").map(String.init))
        guard mask == .none else { return text == "null" ? text : ValueMask.masked(text, mask) }
        guard text.utf8.first == 0x7B || text.utf8.first == 0x5B, let inner = json.masked(text.utf8) else {
            return text
        }
        return String(decoding: inner, as: UTF8.self)
    }

    private func shortened(_ change: FieldChange) -> FieldChange {
        func cut(_ text: String?) -> String? {
            guard let text, text.utf8.count > Self.shownValue else { return text }
            let head = text.prefix(Self.shownValue)
            return head.endIndex == text.endIndex ? text : head + "…"
        }
        return FieldChange(path: change.path, before: cut(change.before), after: cut(change.after))
    }
}

/// One audit row by its parts, masked.
struct TimelineCells {
    let source: TimelineSource
    let rows: RowBlock
    let row: Int
    private let policy: MaskPolicy
    private let places: [TimelineSource.Part]

    init(source: TimelineSource, rows: RowBlock, row: Int, policy: MaskPolicy, whole: Bool = false) {
        self.source = source
        self.rows = rows
        self.row = row
        self.policy = policy
        places = source.parts(whole: whole)
    }

    private func place(_ part: TimelineSource.Part) -> Int? { places.firstIndex(of: part) }

    func text(_ part: TimelineSource.Part) -> String? {
        guard let column = place(part), let text = rows.text(row: row, column: column) else { return nil }
        return source.column(part).map { ValueMask.masked(text, policy.applied($0.mask)) } ?? text
    }

    /// The value as stored: only for keys.
    func value(_ part: TimelineSource.Part) -> Value {
        place(part).map { rows.exactValue(row: row, column: $0) } ?? .null
    }

    /// A document's bytes, unmasked: differences are found on real values and masked afterwards.
    func bytes(_ part: TimelineSource.Part) -> [UInt8]? {
        guard let column = place(part), !rows.isNull(row: row, column: column),
            source.column(part)?.mask != .secret
        else { return nil }
        return Array(rows.bytes(row: row, column: column))
    }

    func isCut(_ part: TimelineSource.Part) -> Bool {
        place(part).map { rows.isCut(row: row, column: $0) } ?? false
    }

    var time: Int64? { place(.time).flatMap { rows.time(row: row, column: $0) } }
}
