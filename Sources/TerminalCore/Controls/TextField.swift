/// One line of text being typed, with a prompt before it and, dim, what a completion would add behind it.
package struct TextField: Hashable, Sendable {
    package var prompt: String
    /// Shown dim while there is no text.
    package var placeholder: String
    /// What accepting the completion would add; shown only while the cursor is at the end.
    package var ghost: String
    /// Bytes of the text that are wrong; an empty range at the end marks the place behind it.
    package var errorRange: Range<Int>?
    /// Shows a dot for each character, as for passwords.
    package var isMasked: Bool
    package var isFocused: Bool

    package init(
        prompt: String = "", placeholder: String = "", ghost: String = "", errorRange: Range<Int>? = nil,
        isMasked: Bool = false, isFocused: Bool = true
    ) {
        self.prompt = prompt
        self.placeholder = placeholder
        self.ghost = ghost
        self.errorRange = errorRange
        self.isMasked = isMasked
        self.isFocused = isFocused
    }

    /// Draws into the first row of the area.
    /// - Returns: where the terminal's cursor belongs, nil without the focus.
    @discardableResult
    package func render(
        in area: Rect, into buffer: inout CellBuffer, state: inout TextFieldState, context: RenderContext
    ) -> Point? {
        guard !area.isEmpty else { return nil }
        let style = context[.input]
        let row = area.split(top: 1).top
        buffer.fill(row, style: style)
        let promptWidth = buffer.write(
            prompt, at: row.origin, style: context[.accent].on(style), limit: max(0, row.width - 2))
        let field = row.split(left: promptWidth).rest
        guard field.width > 0 else { return nil }
        let policy = buffer.policy
        let widths: (Character) -> Int = { isMasked ? 1 : TextWidth.width(of: String($0), policy: policy) }
        let view = state.view(width: field.width, widths: widths)
        var x = field.x
        var cursorX = field.x
        let wrong = errorRange.map { state.characters(utf8: $0) }
        for (place, character) in zip(view, state.characters(in: view)) {
            if place == state.cursor { cursorX = x }
            let isWrong = wrong?.contains(place) ?? false
            let shown = isMasked ? (context.isASCII || context.isLinear ? "*" : "•") : String(character)
            let drawn = buffer.write(
                shown, at: Point(x: x, y: row.y), style: isWrong ? context[.inputError] : style, limit: field.maxX - x)
            x += max(1, min(drawn, widths(character)))
        }
        if state.cursor >= view.upperBound { cursorX = x }
        let isEndWrong = wrong?.contains(state.count) ?? false
        if isEndWrong, x < field.maxX, view.upperBound == state.count {
            buffer.write(" ", at: Point(x: x, y: row.y), style: context[.inputError], limit: 1)
        }
        let dim = state.isEmpty && ghost.isEmpty ? placeholder : (state.isAtEnd ? ghost : "")
        if !dim.isEmpty, x < field.maxX {
            buffer.write(fitted: dim, at: Point(x: x, y: row.y), width: field.maxX - x, style: context[.ghost])
        }
        if view.lowerBound > 0 {
            let first = max(1, state.characters(in: view).first.map(widths) ?? 1)
            if cursorX >= field.x + first {
                buffer.write("‹", at: field.origin, style: context[.secondary].on(style), limit: 1)
            }
        }
        if view.upperBound < state.count, field.maxX - 1 != cursorX {
            buffer.write("›", at: Point(x: field.maxX - 1, y: row.y), style: context[.secondary].on(style), limit: 1)
        }
        return isFocused ? Point(x: min(cursorX, field.maxX - 1), y: row.y) : nil
    }
}
