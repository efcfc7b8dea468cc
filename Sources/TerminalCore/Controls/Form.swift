/// Fields under one another, each with its label, and what is wrong with it below it.
package struct Form: Hashable, Sendable {
    package struct Choice: Hashable, Sendable {
        package var id: String
        package var label: String

        package init(id: String, label: String) {
            self.id = id
            self.label = label
        }
    }

    package enum Kind: Hashable, Sendable {
        case text(placeholder: String = "", isMasked: Bool = false)
        case choice([Choice])
        case toggle
    }

    package struct Field: Hashable, Sendable {
        package var id: String
        package var label: String
        package var kind: Kind
        /// What the field is for, dim below it while it has the focus and nothing is wrong.
        package var help: String

        package init(id: String, label: String, kind: Kind, help: String = "") {
            self.id = id
            self.label = label
            self.kind = kind
            self.help = help
        }
    }

    package var fields: [Field]

    package init(_ fields: [Field]) { self.fields = fields }

    /// A line each, and one more for a message.
    package func height(_ state: FormState) -> Int {
        fields.enumerated().reduce(0) { $0 + (message($1.offset, state) == nil ? 1 : 2) }
    }

    /// Draws from the focused field's page on.
    /// - Returns: where the terminal's cursor belongs.
    @discardableResult
    package func render(
        in area: Rect, into buffer: inout CellBuffer, state: inout FormState, context: RenderContext
    ) -> Point? {
        guard area.width > 8, area.height > 0, !fields.isEmpty else { return nil }
        state.clamp(self)
        let widest = fields.reduce(0) { max($0, TextWidth.width(of: $1.label, policy: buffer.policy)) }
        let labelWidth = min(widest, max(4, (area.width - 4) * 2 / 5))
        var cursor: Point?
        var y = area.y
        for place in first(state, height: area.height)..<fields.count where y < area.maxY {
            let field = fields[place]
            let isFocused = place == state.focused
            if isFocused {
                let mark = context.isLinear || context.isASCII ? ">" : "▸"
                buffer.write(mark, at: Point(x: area.x, y: y), style: context[.mark], limit: 1)
            }
            buffer.write(
                fitted: field.label, at: Point(x: area.x + 2, y: y), width: labelWidth,
                style: context[isFocused ? .accent : .secondary])
            let x = area.x + 2 + labelWidth + 2
            let value = Rect(x: x, y: y, width: area.maxX - x, height: 1)
            cursor = draw(field, in: value, isFocused: isFocused, into: &buffer, &state, context) ?? cursor
            y += 1
            if let message = message(place, state), y < area.maxY {
                buffer.write(
                    fitted: (message.isError ? "! " : "") + message.text, at: Point(x: x, y: y), width: value.width,
                    style: context[message.isError ? .danger : .secondary])
                y += 1
            }
        }
        return cursor
    }

    private func draw(
        _ field: Field, in area: Rect, isFocused: Bool, into buffer: inout CellBuffer, _ state: inout FormState,
        _ context: RenderContext
    ) -> Point? {
        switch field.kind {
        case .text(let placeholder, let isMasked):
            let control = TextField(placeholder: placeholder, isMasked: isMasked, isFocused: isFocused)
            return state.editText(field.id) {
                control.render(in: area, into: &buffer, state: &$0, context: context)
            }
        case .choice(let choices):
            let chosen = choices.first { $0.id == state.choice(field.id) }
            let text = isFocused ? "‹ \(chosen?.label ?? "—") ›" : "  \(chosen?.label ?? "—")"
            buffer.write(fitted: text, at: area.origin, width: area.width, style: context[isFocused ? .input : .text])
        case .toggle:
            let text = state.isOn(field.id) ? "[x] yes" : "[ ] no"
            buffer.write(fitted: text, at: area.origin, width: area.width, style: context[isFocused ? .input : .text])
        }
        return nil
    }

    private func message(_ place: Int, _ state: FormState) -> (text: String, isError: Bool)? {
        let field = fields[place]
        if let error = state.errors[field.id] { return (error, true) }
        return place == state.focused && !field.help.isEmpty ? (field.help, false) : nil
    }

    /// The first field to draw, so that the focused one and its message are inside.
    private func first(_ state: FormState, height: Int) -> Int {
        var first = 0
        func lines() -> Int {
            (first...state.focused).reduce(0) { $0 + (message($1, state) == nil ? 1 : 2) }
        }
        while first < state.focused, lines() > height { first += 1 }
        return first
    }
}

package enum FormOutcome: Hashable, Sendable {
    /// A field's value changed; its message is gone.
    case changed(String)
    case moved
    case submit
    case cancel
    case ignored
}

/// What is filled into a form.
package struct FormState: Hashable, Sendable {
    package private(set) var focused = 0
    private var texts: [String: TextFieldState] = [:]
    private var choices: [String: String] = [:]
    private var toggles: [String: Bool] = [:]
    /// What is wrong, by field id; shown below the field.
    package var errors: [String: String] = [:]

    package init(texts: [String: String] = [:], choices: [String: String] = [:], toggles: [String: Bool] = [:]) {
        self.texts = texts.mapValues { TextFieldState($0) }
        self.choices = choices
        self.toggles = toggles
    }

    package func text(_ id: String) -> String { texts[id]?.text ?? "" }
    package func choice(_ id: String) -> String? { choices[id] }
    package func isOn(_ id: String) -> Bool { toggles[id] ?? false }

    package mutating func focus(_ id: String, _ form: Form) {
        if let place = form.fields.firstIndex(where: { $0.id == id }) { focused = place }
    }

    package mutating func paste(_ text: String, _ form: Form) -> FormOutcome {
        clamp(form)
        guard form.fields.indices.contains(focused), case .text = form.fields[focused].kind else { return .ignored }
        let id = form.fields[focused].id
        editText(id) { $0.insert(text) }
        errors[id] = nil
        return .changed(id)
    }

    /// Tab, up and down go from field to field, enter submits, blank and arrows change choices and toggles.
    package mutating func handle(_ press: KeyPress, _ form: Form) -> FormOutcome {
        clamp(form)
        guard form.fields.indices.contains(focused) else { return press.key == .escape ? .cancel : .ignored }
        switch press.key {
        case .tab: return step(1, form)
        case .backTab: return step(-1, form)
        case .down: return step(1, form)
        case .up: return step(-1, form)
        case .enter: return .submit
        case .escape: return .cancel
        default: break
        }
        let field = form.fields[focused]
        switch field.kind {
        case .text:
            let outcome = editText(field.id) { $0.handle(press) }
            switch outcome {
            case .edited:
                errors[field.id] = nil
                return .changed(field.id)
            case .moved: return .moved
            case .submit: return .submit
            case .cancel: return .cancel
            default: return .ignored
            }
        case .choice(let all):
            return choose(press, all, field.id)
        case .toggle:
            guard [.character(" "), .left, .right].contains(press.key), press.modifiers.isEmpty else { return .ignored }
            toggles[field.id] = !isOn(field.id)
            errors[field.id] = nil
            return .changed(field.id)
        }
    }

    mutating func clamp(_ form: Form) { focused = min(max(0, focused), max(0, form.fields.count - 1)) }

    @discardableResult
    mutating func editText<Result>(_ id: String, _ edit: (inout TextFieldState) -> Result) -> Result {
        edit(&texts[id, default: TextFieldState()])
    }

    private mutating func step(_ by: Int, _ form: Form) -> FormOutcome {
        guard form.fields.count > 1 else { return .ignored }
        focused = (focused + by + form.fields.count) % form.fields.count
        return .moved
    }

    /// Arrows step through the choices, a letter goes to the next one that begins with it.
    private mutating func choose(_ press: KeyPress, _ all: [Form.Choice], _ id: String) -> FormOutcome {
        guard !all.isEmpty, press.modifiers.isEmpty else { return .ignored }
        let now = all.firstIndex { $0.id == choices[id] }
        let next: Int
        switch press.key {
        case .left: next = ((now ?? 0) - 1 + all.count) % all.count
        case .right, .character(" "): next = now.map { ($0 + 1) % all.count } ?? 0
        case .character(let letter):
            let order = (1...all.count).map { ((now ?? -1) + $0) % all.count }
            let wanted = letter.lowercased()
            guard let found = order.first(where: { all[$0].label.lowercased().hasPrefix(wanted) }) else {
                return .ignored
            }
            next = found
        default: return .ignored
        }
        choices[id] = all[next].id
        errors[id] = nil
        return .changed(id)
    }
}
