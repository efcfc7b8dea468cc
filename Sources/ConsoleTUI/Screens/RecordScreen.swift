import ConsoleCore
import TenantDomain
import TerminalCore

/// One row whole: every column, what foreign keys name, and the rows connected to it.
package struct RecordScreen: Screen {
    package var id = ScreenID.none
    private let request: RecordRequest
    private let label: String
    private var record: RecordReply?
    private var state = RecordState()
    private var isReading = false
    private var problem: Notice?
    /// Lists of the rows that name this one; before them the record itself is the first tab.
    private var strip = PaneStrip()
    private var showsRecord = true
    private var paneArea = Rect.zero

    init(_ selection: Selection) {
        request = RecordRequest(resource: selection.resource.name, id: selection.identity.words)
        label = selection.label
    }

    init(_ record: RecordReply) {
        request = RecordRequest(resource: record.resource.name, id: record.identity.words)
        label = record.label
        self.record = record.withoutRepeatedLabels
    }

    package var crumb: String { (record?.resource.singular ?? request.resource) + " " + (record?.label ?? label) }
    package var isLoading: Bool { isReading || (!showsRecord && strip.current?.isLoading == true) }
    package var tenant: TenantMatch? { record?.tenant }
    package var hints: [Action] { (strip.isEmpty ? [] : [.nextPane]) + [.open, .related, .audit, .actions, .copy] }
    package var supported: Set<Action> {
        let own: Set<Action> = [
            .up, .down, .pageUp, .pageDown, .top, .bottom, .open, .related, .audit, .describe, .copy, .copyCommand,
            .reload,
            .nextPane, .previousPane,
        ]
        return showsRecord ? own : own.union(strip.current?.supported ?? [])
    }

    package func note(_ context: AppContext) -> String {
        if !showsRecord, let listed = strip.current { return listed.note(context) }
        guard let record else { return isReading ? "reading …" : "" }
        return "\(record.fields.count) columns   \(record.resource.relation)"
    }

    package mutating func appear(_ context: AppContext) -> [Effect] {
        isReading = true
        problem = nil
        return [.load(LoadSlot(screen: id, purpose: .page), .record(request))] + strip.reload(unpinned(context))
    }

    /// Rows of this very record, whatever tenant is pinned.
    private func unpinned(_ context: AppContext) -> AppContext {
        var context = context
        context.pin = nil
        return context
    }

    private mutating func makePanes(_ reply: RecordReply) {
        for relation in reply.relations where relation.direction == .toMany && relation.tally != .exactly(0) {
            guard strip.count < 9 else { return }
            strip.add(
                ListScreen(ListRequest(resource: relation.resource, filter: relation.filter), isEmbedded: true),
                title: relation.title, badge: relation.tally.text, in: id)
        }
    }

    package mutating func timer(_ timer: TimerID, _ context: AppContext) -> [Effect] {
        if case .watch = timer, showsRecord { return [] }
        return strip.timer(timer, unpinned(context))
    }

    package mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect] {
        if slot.screen.pane > 0 { return strip.receive(result, for: slot, unpinned(context)) }
        isReading = false
        switch (slot.purpose, result) {
        case (.page, .success(.record(let reply))):
            record = reply.withoutRepeatedLabels
            if strip.isEmpty { makePanes(reply) }
        case (.detail, .success(.cell(let value))):
            guard let field = selectedField else { return [] }
            return [.push(DocumentScreen(title: field.column.name, value: value))]
        case (_, .failure(let error)):
            let notice = Notice(error)
            if record == nil { problem = notice }
            return [.toast(notice)]
        default: break
        }
        return []
    }

    private var selectedField: RecordReply.Field? {
        guard let record, record.fields.indices.contains(state.selected) else { return nil }
        return record.fields[state.selected]
    }

    private var relation: RelatedRows? {
        guard let record else { return nil }
        let place = state.selected - record.fields.count
        return record.relations.indices.contains(place) ? record.relations[place] : nil
    }

    private var count: Int { (record?.fields.count ?? 0) + (record?.relations.count ?? 0) }

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        if action == .nextPane || action == .previousPane { return switchPane(action == .nextPane, context) }
        if !showsRecord { return strip.perform(action, unpinned(context)) }
        switch action {
        case .up: state.move(by: -1, count: count)
        case .down: state.move(by: 1, count: count)
        case .pageUp: state.page(by: -1, count: count)
        case .pageDown: state.page(by: 1, count: count)
        case .top: state.home()
        case .bottom: state.end(count: count)
        case .open: return open(context)
        default: return nil
        }
        return []
    }

    /// The record first, then each list, then round again.
    private mutating func switchPane(_ isForward: Bool, _ context: AppContext) -> [Effect] {
        guard !strip.isEmpty else { return [.toast(Notice("No rows name this one."))] }
        switch (showsRecord, isForward) {
        case (true, true): strip.select(0)
        case (true, false): strip.select(strip.count - 1)
        case (false, true) where strip.selected == strip.count - 1, (false, false) where strip.selected == 0:
            showsRecord = true
            return []
        case (false, _): strip.select(strip.selected + (isForward ? 1 : -1))
        }
        showsRecord = false
        return strip.readIfNew(unpinned(context))
    }

    package mutating func apply(_ change: ViewChange, _ context: AppContext) -> [Effect] {
        showsRecord ? [] : strip.apply(change, unpinned(context))
    }

    package var filter: FilterableView? { showsRecord ? nil : strip.current?.filter }
    package var exportQuery: ListQuery? { showsRecord ? nil : strip.current?.exportQuery }

    package mutating func mouse(_ event: MouseEvent, in area: Rect, _ context: AppContext) -> [Effect] {
        showsRecord ? [] : strip.mouse(event, in: paneArea, unpinned(context))
    }

    /// A relation opens its rows, a foreign key its row, a long value itself.
    private mutating func open(_ context: AppContext) -> [Effect] {
        if let relation {
            return [
                .push(
                    ListScreen(
                        ListRequest(resource: relation.resource, filter: relation.filter), origin: record?.label))
            ]
        }
        guard let record, let field = selectedField else { return [] }
        if let target = field.column.references, let resource = context.registry.resource(of: target),
            field.value != .null
        {
            return [
                ScreenOpening.open(
                    Selection(
                        resource: resource, identity: RowIdentity([field.value]),
                        label: field.referenceLabel ?? field.value.text ?? "", tenant: nil), context)
            ]
        }
        if field.fullSize != nil {
            isReading = true
            return [
                .load(
                    LoadSlot(screen: id, purpose: .detail),
                    .wholeCell(resource: record.resource.name, identity: record.identity, column: field.column.name))
            ]
        }
        return [.push(DocumentScreen(title: field.column.name, value: field.value))]
    }

    package func selection(_ context: AppContext) -> Selection? {
        if !showsRecord { return strip.current?.selection(unpinned(context)) }
        return record.map {
            Selection(resource: $0.resource, identity: $0.identity, label: $0.label, tenant: $0.tenant)
        }
    }

    package func copies(_ context: AppContext) -> [CopyChoice] {
        if !showsRecord { return strip.current?.copies(unpinned(context)) ?? [] }
        guard let record else { return [] }
        var choices: [CopyChoice] = []
        if let field = selectedField {
            choices.append(CopyChoice(key: "v", title: "value of \(field.column.name)", text: field.value.text ?? ""))
        }
        choices.append(CopyChoice(key: "i", title: "id", text: record.identity.words.joined(separator: " ")))
        for (key, format) in [("j", OutputFormat.json), ("t", .tsv), ("c", .csv), ("m", .markdown)] {
            choices.append(
                CopyChoice(
                    key: key, title: "row as \(format.rawValue.uppercased())",
                    text: RowFormatter.text(record, format: format)))
        }
        return choices
    }

    package func commandLine(_ context: AppContext) -> String? {
        context.commandLine.text(["show", request.resource] + request.id)
    }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        guard let record else {
            if let problem {
                _ = Paragraph(problem.text + (problem.hint.map { "\n\n\($0)" } ?? ""))
                    .render(in: area.inset(left: 2, top: 1, right: 2), into: &buffer, context: context.render)
            }
            return
        }
        var area = area
        if !strip.isEmpty {
            let split = area.split(top: 1)
            strip.tabs(before: [Tabs.Item("Record")], selected: showsRecord ? 0 : strip.selected + 1)
                .render(in: split.top.inset(left: 2), into: &buffer, context: context.render)
            area = split.rest
        }
        guard showsRecord else {
            paneArea = area
            return strip.render(in: area, into: &buffer, unpinned(context))
        }
        let text = CellText(zone: context.zone, now: context.now)
        let fields = record.fields.map { field in
            RecordControl.Field(
                field.column.name, text.full(field.value, column: field.column), role: role(field),
                note: [
                    field.referenceLabel.map { "→ \($0)" },
                    field.fullSize.map { "\(NumberText.bytes($0)), enter reads it" },
                ]
                .compactMap { $0 }.joined(separator: "  "))
        }
        let relations = record.relations.map { relation in
            RecordControl.Field(
                relation.direction == .toOne ? "→ \(relation.title)" : "← \(relation.title)",
                relation.direction == .toOne
                    ? "by \(relation.through)" : "\(relation.tally.text) by \(relation.through)",
                role: relation.tally == .exactly(0) ? .secondary : .text)
        }
        var sections = [RecordControl.Section("", fields)]
        if !relations.isEmpty { sections.append(RecordControl.Section("Related", relations)) }
        RecordControl(sections).render(in: area, into: &buffer, state: &state, context: context.render)
    }

    private func role(_ field: RecordReply.Field) -> ThemeRole {
        if field.value == .null { return .null }
        return field.column.mask == .none ? .text : .masked
    }
}

extension RecordReply {
    /// Without the joined names that already stand beside their keys.
    fileprivate var withoutRepeatedLabels: RecordReply {
        let named = Set(fields.filter { $0.referenceLabel != nil }.map(\.column.name))
        let kept = fields.filter { field in
            guard let path = field.column.path, path.hops.count == 1, let hop = path.hops.first else { return true }
            return !named.contains(hop.columns.first ?? "")
        }
        return RecordReply(
            resource: resource, identity: identity, label: label, fields: kept, relations: relations, tenant: tenant)
    }
}
