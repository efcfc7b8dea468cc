import ConsoleCore
import TenantDomain
import TerminalCore

/// `:`: the command line, with completion above it, history behind up and down, and a preview of what a list holds.
struct PromptOverlay: Overlay {
    private var field: TextFieldState
    private var list = CompletionList()
    /// Keys came faster than frames, so that what the list says was not worked out for the last ones.
    private var isListOld = false
    private var question: ValueSuggestions.Question?
    private var suggestions = ValueSuggestions()
    private var history: [String]
    private var historyPlace: Int
    private var draft = ""
    private var preview: String?
    private var previewed: String?

    init(text: String, _ context: AppContext) {
        field = TextFieldState(text)
        history = context.remembered.promptHistory
        historyPlace = history.count
        complete(context)
    }

    func area(screen: Rect, body: Rect, _ context: AppContext) -> Rect {
        let height = min(1 + list.height, body.height)
        return Rect(x: screen.x, y: screen.maxY - height, width: screen.width, height: height)
    }

    mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) -> Point? {
        catchUp(context)
        let (line, above) = area.split(bottom: 1)
        list.render(in: above, into: &buffer, context)
        let cursor = TextField(
            prompt: ":", placeholder: "a command or a resource; tab completes", ghost: ghost
        ).render(in: line, into: &buffer, state: &field, context: context.render)
        if let preview {
            let width = TextWidth.width(of: preview, policy: context.policy)
            let x = line.maxX - width - 2
            if x > (cursor?.x ?? line.x) + 4 {
                buffer.write(
                    preview, at: Point(x: x, y: line.y),
                    style: context.render[.secondary].on(context.render[.input]))
            }
        }
        return cursor
    }

    /// The rest of the first candidate, shown dim behind the cursor.
    private var ghost: String {
        guard field.isAtEnd, list.selected == nil, let first = list.candidates.first else { return "" }
        let typed = String(
            decoding: Array(field.text.utf8)[list.range.clamped(to: 0..<field.text.utf8.count)], as: UTF8.self)
        guard !typed.isEmpty, first.text.hasPrefix(typed) else { return "" }
        return String(first.text.dropFirst(typed.count))
    }

    mutating func handle(_ press: KeyPress, _ context: AppContext) -> OverlayOutcome {
        switch field.handle(press) {
        case .submit:
            if let selected = list.selected {
                return take(list.candidates[selected].text, context)
            }
            return submit(context)
        case .cancel: return .close([])
        case .complete:
            catchUp(context)
            if list.candidates.count == 1 { return take(list.candidates[0].text, context) }
            list.move(by: 1)
        case .completeBackwards:
            catchUp(context)
            list.move(by: -1)
        case .historyPrevious: recall(-1, context)
        case .historyNext: recall(1, context)
        case .acceptGhost:
            catchUp(context)
            if let first = list.candidates.first { return take(first.text, context) }
        case .edited: return edited(context)
        case .moved: return completed(context)
        case .ignored:
            if press.key == .backspace, field.isEmpty { return .close([]) }
        }
        return .nothing
    }

    mutating func paste(_ text: String, _ context: AppContext) -> OverlayOutcome {
        field.insert(text.replacing("\n", with: " "))
        return edited(context)
    }

    private mutating func edited(_ context: AppContext) -> OverlayOutcome {
        preview = nil
        guard case .stay(let effects) = completed(context) else { return .nothing }
        return .stay(effects + [.timer(.preview, milliseconds: 150)])
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

    private func submit(_ context: AppContext) -> OverlayOutcome {
        let line = field.text.trimmingBlanks
        guard !line.isEmpty else { return .close([]) }
        switch Grammar.parse(line: line, registry: context.registry, view: context.session.view) {
        case .parsed(let parsed):
            guard let command = parsed.command else { return .close([]) }
            return .close([
                .remember(.promptLine(line, isPrivate: PromptPrivacy.namesMasked(command, context))), .run(command),
            ])
        case .text(let text): return .close([.push(TextScreen(title: line, text: text))])
        case .mistake(let text):
            if let notice = unknownWord(in: line, context) { return .stay([.toast(notice)]) }
            let first = text.split(separator: "\n").first.map(String.init) ?? text
            return .stay([.toast(Notice(first.replacing("Error: ", with: ""), kind: .problem))])
        }
    }

    /// A first word that is neither a command nor a resource, with the nearest one that is.
    private func unknownWord(in line: String, _ context: AppContext) -> Notice? {
        guard let word = LineWords.split(line).first, !Grammar.commandWords.contains(word),
            context.registry.resource(named: word) == nil
        else { return nil }
        let known = Array(Grammar.commandWords) + context.registry.words
        let nearest = NearestWord.find(word, among: known.sorted())
        return Notice(
            "No command or resource '\(word)'.", hint: nearest.map { "Did you mean '\($0)'?" }, kind: .problem)
    }

    private mutating func recall(_ step: Int, _ context: AppContext) {
        let target = historyPlace + step
        guard target >= 0, target <= history.count else { return }
        if historyPlace == history.count { draft = field.text }
        historyPlace = target
        field.set(target == history.count ? draft : history[target])
        complete(context)
    }

    private mutating func take(_ text: String, _ context: AppContext) -> OverlayOutcome {
        let isLast = list.range.upperBound >= field.text.utf8.count
        // A field's colon asks for its value, a `.` for a key: only what is whole gets a blank behind it.
        let isWhole = ![":", ".", "="].contains(text.last)
        field.replace(utf8: list.range, with: text + (isLast && isWhole ? " " : ""))
        return edited(context)
    }

    private mutating func complete(_ context: AppContext) {
        isListOld = false
        (list, question) = PromptCompletion.list(line: field.text, cursor: field.cursorUTF8, context)
    }

    // MARK: Preview

    mutating func timer(_ timer: TimerID, _ context: AppContext) -> OverlayOutcome {
        let line = field.text.trimmingBlanks
        guard timer == .preview, line != previewed, !line.isEmpty,
            case .parsed(let parsed) = Grammar.parse(line: line, registry: context.registry),
            case .list(let request)? = parsed.command,
            let query = try? ListQueryBuilder(context.session).query(request, tenant: context.pin)
        else { return .nothing }
        previewed = line
        return .stay([.load(LoadSlot(screen: .none, purpose: .preview), .tally(query))])
    }

    mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for purpose: LoadSlot.Purpose, _ context: AppContext
    ) -> OverlayOutcome {
        if purpose == .completion, case .success(.values(let values)) = result {
            suggestions.received(values, list: &list)
        }
        guard purpose == .preview else { return .nothing }
        if case .success(.tally(let tally)) = result {
            preview = "\(tally.text) rows"
        } else {
            preview = nil
        }
        return .nothing
    }

    var hints: [HintBar.Hint] { [] }
}
