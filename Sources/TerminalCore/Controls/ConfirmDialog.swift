/// Asks before something is done: what it is about, what happens, and a key (or a name to type) that goes on.
package struct ConfirmDialog: Hashable, Sendable {
    package struct Consequence: Hashable, Sendable {
        /// One character that says what kind it is: `−`, `!`, `✗`, `·`.
        package var mark: String
        package var text: String
        package var role: ThemeRole

        package init(_ text: String, mark: String = "·", role: ThemeRole = .text) {
            self.text = text
            self.mark = mark
            self.role = role
        }
    }

    package var title: String
    package var question: String
    package var consequences: [Consequence]
    /// What the confirm key does: `delete 3 rows`.
    package var verb: String
    /// The key that confirms; never the key that led here, so that holding that one down confirms nothing.
    package let confirmKey: Character
    /// A name that has to be typed before enter confirms, instead of the key.
    package var typedName: String?

    /// - Parameter openedBy: the key that led to the dialog.
    package init(
        title: String, question: String, consequences: [Consequence] = [], verb: String, openedBy: KeyPress? = nil,
        typedName: String? = nil
    ) {
        self.title = title
        self.question = question
        self.consequences = consequences
        self.verb = verb
        self.typedName = typedName
        confirmKey = openedBy?.key == .character("y") || openedBy?.key == .character("Y") ? "o" : "y"
    }

    /// The size inside its frame that shows everything, no wider than `width`.
    package func preferredSize(width: Int, policy: WidthPolicy = .standard) -> Size {
        let widest = ([question, keyLine] + consequences.map { "  " + $0.mark + "  " + $0.text }).reduce(20) {
            max($0, TextWidth.width(of: $1, policy: policy))
        }
        let width = max(1, min(width, widest))
        return Size(width: width, height: rows(width, policy).reduce(0) { $0 + $1.rows.count } + 2)
    }

    /// Draws inside its frame; the question and the keys stay when consequences do not fit.
    /// - Returns: where the terminal's cursor belongs while a name is asked for.
    @discardableResult
    package func render(
        in area: Rect, into buffer: inout CellBuffer, state: inout ConfirmState, context: RenderContext
    ) -> Point? {
        guard !area.isEmpty else { return nil }
        let (keys, body) = area.split(bottom: min(2, area.height))
        var y = body.y
        for part in rows(area.width, buffer.policy) {
            for (place, row) in part.rows.enumerated() where y < body.maxY {
                if !part.mark.isEmpty, place == 0 {
                    buffer.write(
                        part.mark, at: Point(x: area.x + 1, y: y), style: overlaid(part.role, context), limit: 2)
                }
                let indent = part.mark.isEmpty ? 0 : Self.indent
                buffer.write(
                    row, at: Point(x: area.x + indent, y: y), style: overlaid(part.role, context),
                    limit: area.width - indent)
                y += 1
            }
        }
        let line = keys.split(bottom: 1).bottom
        guard typedName != nil else {
            HintBar([.init(String(confirmKey), verb), .init("esc", "cancel", isEssential: true)]).render(
                in: line, into: &buffer, context: context)
            return nil
        }
        return TextField(prompt: "> ", placeholder: "the name, then enter").render(
            in: line, into: &buffer, state: &state.field, context: context)
    }

    private static let indent = 4

    private var keyLine: String { "\(confirmKey) \(verb)   esc cancel" }

    private struct Part {
        var mark: String
        var role: ThemeRole
        var rows: [String]
    }

    private func rows(_ width: Int, _ policy: WidthPolicy) -> [Part] {
        var parts = [
            Part(mark: "", role: .text, rows: TextWrap.rows(question, width: width, maxRows: 8, policy: policy))
        ]
        for each in consequences {
            let rows = TextWrap.rows(each.text, width: max(1, width - Self.indent), maxRows: 4, policy: policy)
            parts.append(Part(mark: each.mark, role: each.role, rows: rows))
        }
        if let typedName {
            let text = "Type \(typedName) to go on: \(verb)"
            parts.append(
                Part(mark: "", role: .notice, rows: TextWrap.rows(text, width: width, maxRows: 3, policy: policy)))
        }
        return parts
    }

    private func overlaid(_ role: ThemeRole, _ context: RenderContext) -> Style {
        Style(foreground: context[role].foreground, attributes: context[role].attributes).over(context[.overlay])
    }
}

package enum ConfirmOutcome: Hashable, Sendable {
    case confirmed
    case cancelled
    case edited
    /// Enter with another name than asked for.
    case mismatch
    case ignored
}

package struct ConfirmState: Hashable, Sendable {
    package internal(set) var field = TextFieldState()

    package init() {}

    /// A name is to be typed: what is pasted counts as typed.
    package mutating func paste(_ text: String) { field.insert(text) }

    /// Whether what was typed is the name asked for, blanks around it aside.
    package func matches(_ dialog: ConfirmDialog) -> Bool {
        guard let name = dialog.typedName else { return false }
        return Self.trimmed(field.text) == Self.trimmed(name)
    }

    package mutating func handle(_ press: KeyPress, _ dialog: ConfirmDialog) -> ConfirmOutcome {
        if press.key == .escape { return .cancelled }
        guard dialog.typedName != nil else {
            return press == KeyPress(dialog.confirmKey) ? .confirmed : .ignored
        }
        switch field.handle(press) {
        case .submit: return matches(dialog) ? .confirmed : .mismatch
        case .cancel: return .cancelled
        case .edited, .moved: return .edited
        default: return .ignored
        }
    }

    private static func trimmed(_ text: String) -> Substring {
        var text = Substring(text)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
