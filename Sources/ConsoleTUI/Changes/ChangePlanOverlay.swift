import ConsoleCore
import TenantDomain
import TerminalCore

/// What a change would do, over the whole body: read, then confirmed in the way that fits its effect, or left.
struct ChangePlanOverlay: LoadingOverlay {
    private enum Step {
        case planning
        case shown(ChangePlan, PlanConfirmation)
        case writing(ChangePlan, String)
        /// Nothing was planned or written, and why.
        case refused(Notice)
    }

    private let change: Change
    private let openedBy: KeyPress?
    private var reason: String?
    private var step = Step.planning
    private var edits: [RowEdit] = []
    private var readAt: Int64 = 0
    /// Said above the plan: that it was made anew.
    private var remark: String?
    private var field = TextFieldState()
    private var top = 0
    private var lineCount = 0
    private var bodyHeight = 1

    /// Where the change was written as text: the row as it was shown, and the text to offer again.
    private let editing: (draft: EditDraft, text: String)?

    init(_ change: Change, openedBy: KeyPress? = nil, reason: String? = nil) {
        self.change = change
        self.openedBy = openedBy
        self.reason = reason
        editing = nil
    }

    init(_ change: Change, editing draft: EditDraft, text: String) {
        self.change = change
        openedBy = nil
        editing = (draft, text)
    }

    func firstLoad(_ context: AppContext) -> LoadRequest { .plan(change) }

    func area(screen: Rect, body: Rect, _ context: AppContext) -> Rect {
        Rect(x: screen.x, y: body.y - 1, width: screen.width, height: body.height + 1)
    }

    // MARK: Answers

    mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for purpose: LoadSlot.Purpose, _ context: AppContext
    ) -> OverlayOutcome {
        switch result {
        case .success(.plan(let plan)):
            if let conflict = editing?.draft.conflict(with: plan) {
                step = .refused(Notice(conflict))
            } else {
                show(plan, context)
            }
        case .success(.changeStep(let step)):
            if case .writing(let plan, _) = self.step { self.step = .writing(plan, Self.words(step)) }
        case .success(.receipt(let receipt)): return .close(ChangeEffects.done(receipt, context))
        case .failure(.stalePlan(let plan)):
            show(plan, context)
            remark = "The rows have changed since: nothing was written, and this is what it would do now."
        case .failure(let error):
            guard error != .cancelled else { return .close([.toast(Notice("Nothing was written."))]) }
            step = .refused(Notice(error))
        default: break
        }
        return .nothing
    }

    private mutating func show(_ plan: ChangePlan, _ context: AppContext) {
        step = .shown(plan, PlanConfirmation(plan, rules: context.session.leases.rules, openedBy: openedBy))
        edits = PlanMask(registry: context.registry, policy: context.session.masks).masked(plan.rows)
        readAt = context.now
        remark = nil
        field = TextFieldState()
        top = 0
    }

    // MARK: Keys

    mutating func handle(_ press: KeyPress, _ context: AppContext) -> OverlayOutcome {
        switch step {
        case .planning, .writing:
            guard press.key == .escape else { return .nothing }
            if case .planning = step { return .close([.cancel(LoadSlot(screen: .none, purpose: .detail))]) }
            return .stay([.cancel(ChangeEffects.slot)])
        case .refused:
            if let editing, press == KeyPress(Character("e")) {
                return .close([.edit(editing.draft, text: editing.text)])
            }
            return press.key == .escape || press.key == .enter ? .close([]) : .nothing
        case .shown(let plan, let confirmation): return handle(press, plan, confirmation, context)
        }
    }

    private mutating func handle(
        _ press: KeyPress, _ plan: ChangePlan, _ confirmation: PlanConfirmation, _ context: AppContext
    ) -> OverlayOutcome {
        switch press.key {
        case .escape: return .close([.toast(Notice("Everything stays as it is."))])
        case .up: return scroll(-1)
        case .down: return scroll(1)
        case .pageUp: return scroll(-bodyHeight)
        case .pageDown: return scroll(bodyHeight)
        case .character("r") where press.modifiers == .control:
            return .stay([.show(ReasonOverlay(reason: reason ?? context.lease?.reason ?? ""))])
        default: break
        }
        guard context.lease != nil else { return .nothing }
        switch confirmation {
        case .key(let keys):
            if keys.contains(press) { return write(plan) }
            if press == KeyPress(Character("k")) { return scroll(-1) }
            if press == KeyPress(Character("j")) { return scroll(1) }
            return .nothing
        case .typed(let name):
            guard field.handle(press) == .submit else { return .nothing }
            guard field.text.trimmingBlanks == name else {
                return .stay([.toast(Notice("That is not “\(name)”; nothing was written.", kind: .problem))])
            }
            return write(plan)
        }
    }

    private mutating func write(_ plan: ChangePlan) -> OverlayOutcome {
        step = .writing(plan, "writing …")
        return .stay([.load(ChangeEffects.slot, .apply(plan, reason: reason))])
    }

    private mutating func scroll(_ by: Int) -> OverlayOutcome {
        top = min(max(0, top + by), max(0, lineCount - bodyHeight))
        return .nothing
    }

    mutating func paste(_ text: String, _ context: AppContext) -> OverlayOutcome {
        // A name that is pasted was not read.
        .stay([.toast(Notice("The name is typed, not pasted.", kind: .problem))])
    }

    mutating func take(reason: String) { self.reason = reason }

    private static func words(_ step: ChangeStep) -> String {
        switch step {
        case .wrote(let rows, let total):
            "writing … \(NumberText.grouped(Int64(rows))) of \(NumberText.grouped(Int64(total))) rows"
        case .began, .locked, .checked: "checking again …"
        case .intended, .audited, .announced: "writing …"
        case .committing, .committed, .settled: "committing …"
        }
    }

    // MARK: Drawing

    mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) -> Point? {
        buffer.fill(area, style: context.render[.text])
        let inside = area.inset(left: 2, right: 2)
        switch step {
        case .planning:
            TextLine("reading what it would do …", .secondary).render(
                in: inside.split(top: 1).top, into: &buffer, context: context.render)
        case .refused(let notice): draw(notice, in: inside, into: &buffer, context)
        case .shown(let plan, let confirmation):
            let foot = drawPlan(plan, in: inside, into: &buffer, context)
            return drawConfirmation(plan, confirmation, in: foot, into: &buffer, context)
        case .writing(let plan, let words):
            let foot = drawPlan(plan, in: inside, into: &buffer, context)
            TextLine(words, .notice).render(in: foot, into: &buffer, context: context.render)
        }
        return nil
    }

    private func draw(_ notice: Notice, in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        TextLine("Nothing was written", .title).render(
            in: area.split(top: 1).top, into: &buffer, context: context.render)
        Paragraph(notice.text + (notice.hint.map { "\n\n\($0)" } ?? ""))
            .render(in: area.inset(top: 2), into: &buffer, context: context.render)
    }

    /// - Returns: the line for the confirmation.
    private mutating func drawPlan(
        _ plan: ChangePlan, in area: Rect, into buffer: inout CellBuffer, _ context: AppContext
    ) -> Rect {
        let lines = PlanLines(plan: plan, edits: edits, zone: context.zone, policy: context.policy)
        var (head, rest) = area.split(top: 1)
        drawHead(plan, lines, in: head, into: &buffer, context)
        if let remark {
            (head, rest) = rest.split(top: 1)
            TextLine(remark, .notice).render(in: head, into: &buffer, context: context.render)
        }
        let (foot, above) = rest.split(bottom: 1)
        let (proof, body) = above.split(bottom: area.height > 9 ? 2 : 1)
        let undoRole: ThemeRole = if case .never = plan.undo { .notice } else { .text }
        let age = max(0, context.now - readAt) / 1_000_000
        let all = lines.lines(width: body.width)
        lineCount = all.count
        bodyHeight = max(1, body.height)
        top = min(top, max(0, lineCount - bodyHeight))
        for (offset, line) in all.dropFirst(top).prefix(body.height).enumerated() {
            line.render(
                in: Rect(x: body.x, y: body.y + offset, width: body.width, height: 1), into: &buffer,
                context: context.render)
        }
        drawProof(
            lines.undo, undoRole, age, in: proof.split(bottom: 1).bottom, hidden: lineCount - top - body.height,
            into: &buffer, context)
        return foot
    }

    /// How it is taken back, how old the plan is, and at the right how much of it is out of sight.
    private func drawProof(
        _ undo: String, _ role: ThemeRole, _ age: Int64, in area: Rect, hidden: Int, into buffer: inout CellBuffer,
        _ context: AppContext
    ) {
        let more = hidden > 0 ? "↓ \(hidden) more lines" : top > 0 ? "↑ \(top) lines above" : ""
        let width = TextWidth.width(of: more, policy: context.policy)
        let text = area.split(left: max(0, area.width - width - (width > 0 ? 2 : 0))).left
        let read = age < 2 ? "just now" : "\(age < 60 ? "\(age) s" : TimeText.span(age)) ago"
        TextLine([.init(undo, role), .init("  Checked against rows read \(read).", .secondary)])
            .render(in: text, into: &buffer, context: context.render)
        buffer.write(more, at: Point(x: area.maxX - width, y: area.y), style: context.render[.accent])
    }

    private func drawHead(
        _ plan: ChangePlan, _ lines: PlanLines, in area: Rect, into buffer: inout CellBuffer, _ context: AppContext
    ) {
        let reason = reason ?? context.lease?.reason
        let role: ThemeRole =
            switch plan.severity {
            case .routine: .secondary
            case .notable: .notice
            case .destructive: .danger
            }
        var spans: [TextLine.Span] = [.init(plan.severity.rawValue, role), .init(" · \(lines.extent)", .secondary)]
        if let reason { spans.append(.init(" · \(reason)", .secondary)) }
        let title = TextWidth.width(of: plan.title, policy: context.policy)
        while spans.count > 1, TextLine(spans).width(policy: context.policy) + title + 2 > area.width {
            spans.removeLast()
        }
        let right = TextLine(spans)
        let width = min(right.width(policy: context.policy), max(0, area.width - title - 2))
        if width > 0 {
            right.render(
                in: Rect(x: area.maxX - width, y: area.y, width: width, height: 1), into: &buffer,
                context: context.render)
        }
        TextLine(plan.title, .title).render(
            in: Rect(x: area.x, y: area.y, width: max(1, area.width - width - 2), height: 1), into: &buffer,
            context: context.render)
    }

    private mutating func drawConfirmation(
        _ plan: ChangePlan, _ confirmation: PlanConfirmation, in area: Rect, into buffer: inout CellBuffer,
        _ context: AppContext
    ) -> Point? {
        guard context.lease != nil else {
            let refusal = context.session.leases.refusal(for: context.session.persona) ?? .none
            let notice = Notice(ConsoleError.lease(refusal))
            TextLine([.init(notice.text, .notice), .init(notice.hint.map { "  \($0)" } ?? "", .secondary)])
                .render(in: area, into: &buffer, context: context.render)
            return nil
        }
        switch confirmation {
        case .key(let keys):
            let names = keys.map(\.name).joined(separator: " or ")
            TextLine([
                .init(names, .accent), .init(" does it   ", .text), .init("esc", .accent),
                .init(" keeps everything as it is", .text),
            ]).render(in: area, into: &buffer, context: context.render)
            return nil
        case .typed(let name):
            let noun =
                plan.tenant?.label != name
                ? "\(name)" : "the \(context.registry.resource(for: .tenant)?.singular ?? "tenant")'s name"
            let isWrong = !name.hasPrefix(field.text) && !field.isEmpty
            return TextField(
                prompt: area.width < 60 ? "Its name: " : "Type \(noun) to go on: ", placeholder: name,
                errorRange: isWrong ? 0..<field.text.utf8.count : nil
            ).render(in: area, into: &buffer, state: &field, context: context.render)
        }
    }

    var hints: [HintBar.Hint] {
        switch step {
        case .planning, .writing: [HintBar.Hint("esc", "cancel", isEssential: true)]
        case .refused:
            (editing == nil ? [] : [HintBar.Hint("e", "edit again")])
                + [HintBar.Hint("esc", "close", isEssential: true)]
        case .shown:
            [
                HintBar.Hint("esc", "keep everything as it is", isEssential: true), HintBar.Hint("↑ ↓", "scroll"),
                HintBar.Hint("ctrl-r", "another reason"),
            ]
        }
    }
}
