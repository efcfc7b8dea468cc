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
        sources = session.registry.timelineSources
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
        var found: Set<Int> = []
        for entry in part.repeated {
            guard let column = part.source.place(entry.part, whole: false), let text = entry.value.text else {
                continue
            }
            // A server writes ids its own way, whatever way they were asked for.
            let foldsCase = part.source.type(entry.part) == .uuid && session.store.dialect == .postgres
            let wanted = foldsCase ? text.lowercased() : text
            for row in 0..<rows.rowCount where rows.text(row: row, column: column) == wanted { found.insert(row) }
        }
        return found
    }

    /// The row's time for merging; what has no readable time counts as newest, as the engines sort nulls here.
    func time(_ source: TimelineSource, _ rows: RowBlock, _ row: Int) -> Int64 {
        guard let column = source.place(.time, whole: false) else { return .max }
        return rows.time(row: row, column: column) ?? .max
    }

    /// The entries at the places, without the names that need another read.
    func entries(_ places: [(source: TimelineSource, rows: RowBlock, row: Int)]) -> [TimelineEntry] {
        var masks: [String?: ChangeMask] = [:]
        return places.map { source, rows, row in
            let cells = TimelineCells(source: source, rows: rows, row: row, policy: policy)
            let line = cells.withDocuments { LineChanges(before: $0, after: $1, limit: Self.shownChanges) }
            let partial = line.isPartial ? 1 : 0
            guard !line.shown.isEmpty else { return entry(cells, changes: [], more: partial) }
            let table = cells.text(.targetTable)
            var mask = masks.removeValue(forKey: table) ?? self.mask(table: table)
            let shown = line.shown.map { shortened(mask.masked($0)) }
            masks[table] = mask
            return entry(
                cells, changes: shown, more: max(partial, line.hidden), telling: max(partial, line.hiddenTelling))
        }
    }

    /// - Parameter telling: how many of `more` say something; nil for all.
    func entry(
        _ cells: TimelineCells, changes: [FieldChange], more: Int, telling: Int? = nil
    ) -> TimelineEntry {
        TimelineEntry(
            source: cells.source.name, id: cells.value(.id), time: cells.time, timeText: cells.text(.time) ?? "",
            actorID: cells.text(.actor), actor: cells.text(.actorName), actorRole: cells.text(.actorRole),
            action: cells.text(.action) ?? "", targetTable: cells.text(.targetTable),
            targetID: cells.text(.targetID), target: nil, changes: changes, moreChanges: more, moreTelling: telling,
            address: cells.text(.address), tenantID: cells.source.has(.tenant) ? cells.value(.tenant) : nil,
            reason: cells.text(.reason), event: cells.text(.event).flatMap { $0.isEmpty ? nil : $0 })
    }

    /// What hides values of documents that hold rows of the table.
    func mask(table: String?) -> ChangeMask { ChangeMask(documents.json(table: table), policy) }

    private func shortened(_ change: FieldChange) -> FieldChange {
        func cut(_ text: String?) -> String? {
            guard let text, text.utf8.count > Self.shownValue else { return text }
            let head = text.prefix(Self.shownValue)
            return head.endIndex == text.endIndex ? text : head + "…"
        }
        return FieldChange(path: change.path, before: cut(change.before), after: cut(change.after))
    }
}
