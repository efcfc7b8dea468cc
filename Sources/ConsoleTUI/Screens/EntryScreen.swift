import ConsoleCore
import TenantDomain
import TerminalCore

/// One audit entry: what changed field by field, the request, and the row as it is now.
package struct EntryScreen: Screen {
    package var id = ScreenID.none
    private let source: String?
    private let entryID: String
    private let title: String
    private var reply: AuditEntryReply?
    private var state = RecordState()
    private var isReading = false
    private var problem: Notice?

    init(source: String?, id: String, title: String) {
        self.source = source
        entryID = id
        self.title = title
    }

    package var crumb: String {
        guard let entry = reply?.entry else { return title.isEmpty ? "Entry" : title }
        return "\(entry.action.lowercased()) \(entry.target ?? entry.targetTable ?? "")"
    }
    package var isLoading: Bool { isReading }
    package var hints: [Action] { [.open, .left, .right, .related, .copy] }

    package func hint(_ action: Action) -> String? {
        switch action {
        case .open: "documents"
        case .left: "earlier"
        case .right: "later"
        case .related: "same actor, record, …"
        default: nil
        }
    }

    package var supported: Set<Action> {
        [.up, .down, .left, .right, .pageUp, .pageDown, .top, .bottom, .open, .related, .copy]
    }

    package func note(_ context: AppContext) -> String {
        guard let reply else { return isReading ? "reading …" : "" }
        let earlier = reply.earlier == nil ? "" : "\(context.key(.left)) earlier"
        let later = reply.later == nil ? "" : "\(context.key(.right)) later"
        return [reply.entry.source, earlier, later].filter { !$0.isEmpty }.joined(separator: "   ")
    }

    package mutating func appear(_ context: AppContext) -> [Effect] {
        isReading = true
        return [.load(LoadSlot(screen: id, purpose: .page), .entry(source: source, id: entryID))]
    }

    package mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect] {
        isReading = false
        switch result {
        case .success(.reply(.entry(let entry))): reply = entry
        case .failure(let error):
            problem = Notice(error)
            return [.toast(Notice(error))]
        default: break
        }
        return []
    }

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        let count = control(context).count
        switch action {
        case .up: state.move(by: -1, count: count)
        case .down: state.move(by: 1, count: count)
        case .pageUp: state.page(by: -1, count: count)
        case .pageDown: state.page(by: 1, count: count)
        case .top: state.home()
        case .bottom: state.end(count: count)
        case .left: return step(to: reply?.earlier, "This is the record's first entry.")
        case .right: return step(to: reply?.later, "This is the record's newest entry.")
        case .open: return open()
        case .related:
            guard let entry = reply?.entry else { return [] }
            return [.show(TimelinePivots.menu(entry, AuditQuery()))]
        default: return nil
        }
        return []
    }

    private func step(to entry: TimelineEntry?, _ otherwise: String) -> [Effect] {
        guard let entry else { return [.toast(Notice(otherwise))] }
        return [.replace(EntryScreen(source: entry.source, id: entry.id.text ?? "", title: entry.action))]
    }

    /// The documents as stored, side by side in one tree.
    private func open() -> [Effect] {
        guard let reply else { return [] }
        let text = "{\"before\": \(reply.before ?? "null"), \"after\": \(reply.after ?? "null")}"
        return [.push(DocumentScreen(title: "before and after", text: text))]
    }

    package func selection(_ context: AppContext) -> Selection? {
        guard let entry = reply?.entry, let table = entry.targetTable, let id = entry.targetID,
            let resource = context.registry.resource(named: reply?.targetResource ?? table)
        else { return nil }
        return Selection(resource: resource, identity: RowIdentity([.text(id)]), label: entry.target ?? id, tenant: nil)
    }

    package func menu(_ context: AppContext) -> [MenuEntry] {
        reply.map { TrailVerbs.revert($0.entry, context) } ?? []
    }

    package func copies(_ context: AppContext) -> [CopyChoice] {
        guard let reply else { return [] }
        let lines = reply.changes.map { "\($0.path)\t\($0.before ?? "∅")\t\($0.after ?? "∅")" }
        return [
            CopyChoice(key: "c", title: "changes as TSV", text: lines.joined(separator: "\n")),
            CopyChoice(key: "b", title: "before as JSON", text: reply.before ?? ""),
            CopyChoice(key: "a", title: "after as JSON", text: reply.after ?? ""),
            CopyChoice(key: "i", title: "entry id", text: entryID),
        ].filter { !$0.text.isEmpty }
    }

    package func commandLine(_ context: AppContext) -> String? {
        context.commandLine.text(["entry", entryID] + (source.map { ["--source", $0] } ?? []))
    }

    /// Long text by its words; text without characters as `""`.
    private static func change(_ change: FieldChange) -> String {
        func spelled(_ text: String?) -> String { text.map { $0.isEmpty ? "\"\"" : $0 } ?? "∅" }
        if let before = change.before, let after = change.after, let words = WordDiff.text(before, after) {
            return words
        }
        return "\(spelled(change.before)) → \(spelled(change.after))"
    }

    private func control(_ context: AppContext) -> RecordControl {
        guard let reply else { return RecordControl([]) }
        var sections = [
            RecordControl.Section(
                "", summary(reply.entry, context).map { RecordControl.Field($0.title, $0.text) })
        ]
        sections.append(
            RecordControl.Section(
                reply.changes.isEmpty ? "No field changed" : "What changed",
                reply.changes.map { change in
                    RecordControl.Field(
                        change.path, Self.change(change),
                        role: change.before == nil ? .added : change.after == nil ? .removed : .changed, isChanged: true
                    )
                }))
        if let now = reply.now {
            let fields =
                now.isEmpty
                ? [RecordControl.Field("row now", "as this entry left it", role: .secondary)]
                : now.map {
                    RecordControl.Field($0.path, "\($0.before ?? "∅") → \($0.after ?? "∅") since", role: .notice)
                }
            sections.append(RecordControl.Section("The row as it is now", fields))
        } else if reply.targetResource != nil {
            sections.append(
                RecordControl.Section(
                    "The row as it is now", [RecordControl.Field("row now", "is not there any more", role: .notice)]))
        }
        if !reply.facts.isEmpty {
            sections.append(
                RecordControl.Section("Request", reply.facts.map { RecordControl.Field($0.title, $0.text) }))
        }
        if !reply.unchanged.isEmpty {
            sections.append(
                RecordControl.Section(
                    "Unchanged", reply.unchanged.map { RecordControl.Field($0.title, $0.text, role: .secondary) }))
        }
        return RecordControl(sections)
    }

    private func summary(_ entry: TimelineEntry, _ context: AppContext) -> [Fact] {
        var facts: [Fact] = []
        if let time = entry.time {
            facts.append(
                Fact(
                    "when", "\(TimeText.full(time, zone: context.zone))  (\(TimeText.relative(time, now: context.now)))"
                ))
        } else {
            facts.append(Fact("when", entry.timeText))
        }
        facts.append(
            Fact("who", (entry.actor ?? entry.actorID ?? "—") + (entry.actorRole.map { " (\($0) then)" } ?? "")))
        facts.append(Fact("what", "\(entry.action) \(entry.targetTable ?? "") \(entry.target ?? entry.targetID ?? "")"))
        if let reason = entry.reason { facts.append(Fact("why", reason)) }
        return facts
    }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        guard reply != nil else {
            if let problem {
                _ = Paragraph(problem.text).render(
                    in: area.inset(left: 2, top: 1, right: 2), into: &buffer, context: context.render)
            }
            return
        }
        control(context).render(in: area, into: &buffer, state: &state, context: context.render)
    }
}
