import ConsoleCore
import TenantDomain
import TerminalCore

/// `/`: the filter of the view, edited in place with completion of fields and values.
struct FilterOverlay: Overlay {
    private let language: FilterableView.Language
    private var field: TextFieldState
    private var list = CompletionList()
    /// Keys came faster than frames, so that what the list says was not worked out for the last ones.
    private var isListOld = false
    private var question: ValueSuggestions.Question?
    private var suggestions = ValueSuggestions()
    private var problem: (text: String, range: Range<Int>)?

    init(filter: FilterableView, _ context: AppContext) {
        language = filter.language
        field = TextFieldState(filter.text.isEmpty ? "" : filter.text + " ")
        complete(context)
    }

    func area(screen: Rect, body: Rect, _ context: AppContext) -> Rect {
        let height = min(1 + list.height + (problem == nil ? 0 : 1), body.height)
        return Rect(x: screen.x, y: screen.maxY - height, width: screen.width, height: height)
    }

    mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) -> Point? {
        catchUp(context)
        let (line, above) = area.split(bottom: 1)
        var rest = above
        if let problem, !above.isEmpty {
            let split = above.split(bottom: 1)
            rest = split.rest
            buffer.fill(split.bottom, style: context.render[.overlay])
            buffer.write(
                TextWidth.truncate(problem.text, to: area.width - 3, policy: context.policy),
                at: Point(x: area.x + 2, y: split.bottom.y),
                style: context.render[.danger].on(context.render[.overlay]))
        }
        list.render(in: rest, into: &buffer, context)
        return TextField(
            prompt: "/ ", placeholder: "field:value, bare words, -not; enter runs it in the database",
            errorRange: problem?.range
        ).render(in: line, into: &buffer, state: &field, context: context.render)
    }

    mutating func handle(_ press: KeyPress, _ context: AppContext) -> OverlayOutcome {
        switch field.handle(press) {
        case .submit:
            if let selected = list.selected {
                return take(list.candidates[selected].text, context)
            }
            let text = field.text.trimmingBlanks
            if let failure = check(text, context) {
                problem = failure
                return .nothing
            }
            return .close([.setFilter(text)])
        case .cancel: return .close([])
        case .complete:
            catchUp(context)
            if list.candidates.count == 1 { return take(list.candidates[0].text, context) }
            list.move(by: 1)
        case .completeBackwards, .historyPrevious:
            catchUp(context)
            list.move(by: -1)
        case .historyNext:
            catchUp(context)
            list.move(by: 1)
        case .acceptGhost:
            if let selected = list.selected { return take(list.candidates[selected].text, context) }
        case .edited:
            problem = nil
            return completed(context)
        case .moved: return completed(context)
        case .ignored: break
        }
        return .nothing
    }

    mutating func paste(_ text: String, _ context: AppContext) -> OverlayOutcome {
        field.insert(text.replacing("\n", with: " "))
        return completed(context)
    }

    mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for purpose: LoadSlot.Purpose, _ context: AppContext
    ) -> OverlayOutcome {
        if purpose == .completion, case .success(.values(let values)) = result {
            suggestions.received(values, list: &list)
        }
        return .nothing
    }

    private mutating func take(_ text: String, _ context: AppContext) -> OverlayOutcome {
        field.replace(utf8: list.range, with: text)
        return completed(context)
    }

    /// For every frame, not for every key: of what is typed or replayed in one go only the last is looked at.
    private mutating func completed(_ context: AppContext) -> OverlayOutcome {
        guard !context.hasMoreKeys else {
            (list, question, isListOld) = (CompletionList(), nil, true)
            return .nothing
        }
        complete(context)
        return .stay(suggestions.ask(question, list: &list))
    }

    private mutating func catchUp(_ context: AppContext) {
        if isListOld { complete(context) }
    }

    private mutating func complete(_ context: AppContext) {
        isListOld = false
        guard let resource = FilterLanguage.resource(language, context) else { return }
        let completion = FilterCompletion.at(
            field.cursorUTF8, in: field.text, resource: context.session.filterable(resource),
            context: FilterLanguage.context(language, resource, context))
        question = completion.valueSource.map {
            ValueSuggestions.Question(resource: resource.name, field: $0.column.name, start: $0.start)
        }
        list = CompletionList(
            candidates: completion.candidates.map {
                CompletionList.Candidate(text: $0.text, kind: FilterLanguage.word($0.kind), help: $0.help)
            }, range: completion.range)
    }

    private func check(_ text: String, _ context: AppContext) -> (text: String, range: Range<Int>)? {
        guard let resource = FilterLanguage.resource(language, context) else { return nil }
        do {
            let resolver = FilterResolver(
                resource: context.session.filterable(resource),
                context: FilterLanguage.context(language, resource, context))
            _ = try resolver.resolve(text)
            return nil
        } catch {
            if case .filter(_, let problem, let hint, let range, _) = ConsoleError(error, text: text) {
                return (problem + (hint.map { "  \($0)" } ?? ""), range)
            }
            return nil
        }
    }

    var hints: [HintBar.Hint] {
        [
            HintBar.Hint("enter", "filter", isEssential: true), HintBar.Hint("tab", "complete"),
            HintBar.Hint("esc", "keep as it was"),
        ]
    }
}

/// The filter language of a view: a resource's fields, or the audit trail's.
enum FilterLanguage {
    static func resource(_ language: FilterableView.Language, _ context: AppContext) -> Resource? {
        switch language {
        case .resource(let name): context.registry.resource(named: name)
        case .audit: context.registry.resource(for: .audit)
        }
    }

    static func context(
        _ language: FilterableView.Language, _ resource: Resource, _ context: AppContext
    ) -> FilterContext {
        switch language {
        case .resource: context.session.filterContext()
        case .audit: context.session.auditFilterContext
        }
    }

    static func word(_ kind: FilterCompletion.Candidate.Kind) -> String {
        switch kind {
        case .field: "field"
        case .operator: "operator"
        case .value: "value"
        case .time: "time"
        case .keyword: "word"
        }
    }
}

extension String {
    /// Without blanks at both ends.
    var trimmingBlanks: String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
