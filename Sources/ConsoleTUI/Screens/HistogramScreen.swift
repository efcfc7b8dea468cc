import ConsoleCore
import TenantDomain
import TerminalCore

/// When the entries of a filter fell, and who and what stands most often among them: a chart with a brush above,
/// facets below. What is chosen becomes terms of the filter.
package struct HistogramScreen: Screen {
    package var id = ScreenID.none
    var query: AuditQuery
    private let subject: String?
    /// What is drawn apart below the chart.
    private let split: HistogramSplit?
    var histogram: TimelineHistogram?
    var facets: [TrailFacet: TopReply] = [:]
    /// Why a facet has no rows.
    var refusals: [TrailFacet: String] = [:]
    /// The bucket under the cursor, and where a brush began.
    var bucket = 0
    var anchor: Int?
    /// The facet and its row under the cursor; nil while the chart has it.
    var facet: (column: Int, row: Int)?
    /// The stretches that were zoomed out of, the innermost last.
    private var zooms: [String] = []
    private var reading = 0
    private var problem: Notice?

    static let shown: [TrailFacet] = [.actor, .action, .table, .tenant, .ip]

    init(_ query: AuditQuery, subject: String? = nil, split: HistogramSplit? = nil) {
        self.query = query
        self.split = split
        self.query.position = .first
        self.subject = subject
    }

    package var crumb: String {
        let of = subject.map { "of \($0)" } ?? query.filter
        let name = split.map { "histogram by \($0.rawValue)" } ?? "histogram"
        return of.isEmpty ? "Audit › \(name)" : "Audit › \(name) › \(of)"
    }
    package var isLoading: Bool { reading > 0 }
    package var tenant: TenantMatch? { query.tenant }
    package var filter: FilterableView? { FilterableView(language: .audit, text: query.filter) }
    package var hints: [Action] { [.open, .range, .down, .up, .nextPane, .filter, .cancel] }
    package var supported: Set<Action> {
        [.open, .range, .up, .down, .left, .right, .nextPane, .filter, .copyCommand, .reload, .cancel]
    }

    package func hint(_ action: Action) -> String? {
        switch action {
        case .open: facet == nil ? "entries" : "narrow to it"
        case .range: "brush"
        case .down: facet == nil ? "zoom in" : nil
        case .up: facet == nil ? "zoom out" : nil
        case .nextPane: facet == nil ? "facets" : "chart"
        default: nil
        }
    }

    package func note(_ context: AppContext) -> String {
        guard let histogram else { return reading > 0 ? "counting …" : "" }
        return TrailWords.counted(histogram, zone: context.zone)
    }

    package func meaning(_ action: Action) -> String? {
        switch action {
        case .open: "chart: entries of the bucket or brush; facets: narrow to the value"
        case .range: "begin a brush at the bucket, end it"
        case .left: "a bucket earlier, with a brush: stretch it; facets: the facet to the left"
        case .right: "a bucket later, with a brush: stretch it; facets: the facet to the right"
        case .down: "zoom into the bucket or brush; facets: next value"
        case .up: "zoom out; facets: value before"
        case .nextPane: "between chart and facets"
        case .filter: "another filter for chart and facets"
        case .reload: "count again"
        case .cancel: "cancel counting, drop the brush, back"
        default: nil
        }
    }

    package mutating func appear(_ context: AppContext) -> [Effect] { read(context) }

    private mutating func read(_ context: AppContext) -> [Effect] {
        reading = 1
        problem = nil
        facets = [:]
        refusals = [:]
        let buckets = max(20, min(120, context.size.width - 6))
        return [.load(LoadSlot(screen: id, purpose: .histogram), .histogram(query, buckets: buckets, split: split))]
    }

    /// The facets of the stretch that the chart shows, so that both are about the same entries.
    private mutating func readFacets(_ stretch: Range<Int64>) -> [Effect] {
        reading += Self.shown.count
        return Self.shown.map { facet in
            .load(
                LoadSlot(screen: id, purpose: .facet(facet)),
                .top(
                    TopRequest(facet: facet, filter: query.filter, limit: 12, stretch: stretch), tenant: query.tenant))
        }
    }

    package mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect] {
        reading = max(0, reading - 1)
        switch (slot.purpose, result) {
        case (.histogram, .success(.histogram(let found))):
            histogram = found
            bucket = min(found.peak ?? max(0, found.counts.count - 1), max(0, found.counts.count - 1))
            anchor = nil
            return readFacets(found.stretch)
        case (.histogram, .failure(let error)):
            problem = Notice(error)
            return error == .cancelled ? [] : [.toast(Notice(error))]
        case (.facet(let facet), .success(.reply(.trail(.top(let top))))): facets[facet] = top
        case (.facet(let facet), .failure(let error)):
            if case .refused = error { refusals[facet] = "masked" } else { refusals[facet] = "not counted" }
        default: break
        }
        return []
    }

    // MARK: Keys

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        switch action {
        case .nextPane, .previousPane:
            facet = facet == nil ? (0, 0) : nil
            return []
        case .reload: return read(context)
        case .cancel:
            if isLoading { return [.cancelAll(id)] }
            if anchor != nil {
                anchor = nil
                return []
            }
            return nil
        default: return facet == nil ? chart(action, context) : facets(action, context)
        }
    }

    private mutating func chart(_ action: Action, _ context: AppContext) -> [Effect]? {
        guard let histogram, !histogram.counts.isEmpty else { return action == .up ? zoomOut(context) : nil }
        switch action {
        case .left: bucket = max(0, bucket - 1)
        case .right: bucket = min(histogram.counts.count - 1, bucket + 1)
        case .range: anchor = anchor == nil ? bucket : nil
        case .down:
            guard histogram.edges.count > 1, let range = brushed else { return [] }
            // A minute is the smallest bucket.
            guard range.to - range.from > 60_000_000 else { return [.toast(Notice("A minute is the closest look."))] }
            zooms.append(query.filter)
            query.filter = TrailTerms.window(query.filter, from: range.from, to: range.to)
            return read(context)
        case .up: return zoomOut(context)
        case .open:
            guard let range = brushed else { return [] }
            let narrowed = TrailTerms.window(query.filter, from: range.from, to: range.to)
            return [.push(TimelineScreen(filter: narrowed, tenant: query.tenant))]
        default: return nil
        }
        return []
    }

    private mutating func zoomOut(_ context: AppContext) -> [Effect] {
        if let last = zooms.popLast() {
            query.filter = last
            return read(context)
        }
        guard let histogram, let end = histogram.edges.last else { return [] }
        let span = end - histogram.start
        let from = max(0, end - span * 3)
        query.filter = TrailTerms.window(query.filter, from: from, to: end)
        return read(context)
    }

    private mutating func facets(_ action: Action, _ context: AppContext) -> [Effect]? {
        guard var place = facet else { return nil }
        let rows = facets[Self.shown[place.column]]?.rows ?? []
        switch action {
        case .left: place = (max(0, place.column - 1), 0)
        case .right: place = (min(Self.shown.count - 1, place.column + 1), 0)
        case .up: place.row = max(0, place.row - 1)
        case .down: place.row = min(max(0, rows.count - 1), place.row + 1)
        case .open:
            guard rows.indices.contains(place.row) else { return [] }
            let term = "\(Self.shown[place.column].rawValue):\(FilterText.quoting(rows[place.row].value))"
            var filter = query.filter.isEmpty ? term : "\(TrailTerms.grouped(query.filter)) \(term)"
            if let stretch = histogram?.stretch, !filter.contains("since:") {
                // The count is of the chart's stretch; so is the list.
                filter = TrailTerms.window(filter, from: stretch.lowerBound, to: stretch.upperBound)
            }
            return [.push(TimelineScreen(filter: filter, tenant: query.tenant))]
        default: return nil
        }
        facet = place
        return []
    }

    /// The stretch under the brush, or of the one bucket.
    var brushed: (from: Int64, to: Int64)? {
        guard let histogram, histogram.edges.count > 1 else { return nil }
        let buckets = brush
        return (histogram.edges[buckets.lowerBound], histogram.edges[buckets.upperBound])
    }

    var brush: Range<Int> {
        let other = anchor ?? bucket
        return min(bucket, other)..<(max(bucket, other) + 1)
    }

    package mutating func apply(_ change: ViewChange, _ context: AppContext) -> [Effect] {
        guard case .filter(let text) = change else { return [] }
        query.filter = text
        zooms = []
        return read(context)
    }

    package func commandLine(_ context: AppContext) -> String? {
        context.commandLine.text(
            ["audit", "histogram"] + (split.map { ["--by", $0.rawValue] } ?? [])
                + (query.filter.isEmpty ? [] : [query.filter]))
    }

    // MARK: Drawing

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        if let problem, histogram == nil {
            _ = Paragraph(problem.text + (problem.hint.map { "\n\n\($0)" } ?? "")).render(
                in: area.inset(left: 2, top: 1, right: 2), into: &buffer, context: context.render)
            return
        }
        guard let histogram else { return }
        let height = max(3, min(12, area.height / 2 - 3))
        let chart = Rect(x: area.x + 2, y: area.y, width: max(1, area.width - 4), height: min(height + 3, area.height))
        HistogramChart(histogram: histogram, cursor: facet == nil ? bucket : nil, brush: anchor == nil ? nil : brush)
            .render(in: chart, into: &buffer, context)
        var top = chart.maxY + 1
        if !histogram.series.isEmpty {
            let parts = Rect(
                x: chart.x, y: top, width: chart.width, height: min(histogram.series.count, max(0, area.maxY - top)))
            HistogramParts(histogram: histogram).render(in: parts, into: &buffer, context)
            top = parts.maxY + 1
        }
        let below = Rect(x: area.x + 2, y: top, width: chart.width, height: max(0, area.maxY - top))
        guard below.height > 2 else { return }
        FacetColumns(
            facets: facets, refusals: refusals, cursor: facet, total: histogram.isCapped ? nil : histogram.total
        )
        .render(in: below, into: &buffer, context)
    }
}
