/// Keys and what they do, in one row. Hints that do not fit are left out from the end; none is cut in half.
package struct HintBar: Hashable, Sendable {
    package struct Hint: Hashable, Sendable {
        package var key: String
        package var label: String
        /// Stays when others have to go, as help does.
        package var isEssential: Bool

        package init(_ key: String, _ label: String, isEssential: Bool = false) {
            self.key = key
            self.label = label
            self.isEssential = isEssential
        }
    }

    package var hints: [Hint]

    package init(_ hints: [Hint]) { self.hints = hints }

    private static let gap = 3

    /// The hints that fit, in order.
    package func fitting(_ width: Int, policy: WidthPolicy = .standard) -> [Hint] {
        var shown = hints
        func total() -> Int {
            shown.reduce(-Self.gap) { $0 + Self.gap + Self.width(of: $1, policy) }
        }
        while !shown.isEmpty, total() > width {
            if let last = shown.lastIndex(where: { !$0.isEssential }) {
                shown.remove(at: last)
            } else {
                shown.removeLast()
            }
        }
        return shown
    }

    package func render(in area: Rect, into buffer: inout CellBuffer, context: RenderContext) {
        guard !area.isEmpty else { return }
        var x = area.x
        for hint in fitting(area.width, policy: buffer.policy) {
            x += buffer.write(hint.key, at: Point(x: x, y: area.y), style: context[.hintKey])
            if !hint.label.isEmpty {
                x += 1 + buffer.write(hint.label, at: Point(x: x + 1, y: area.y), style: context[.hintText])
            }
            x += Self.gap
        }
    }

    private static func width(of hint: Hint, _ policy: WidthPolicy) -> Int {
        let label = TextWidth.width(of: hint.label, policy: policy)
        return TextWidth.width(of: hint.key, policy: policy) + (label > 0 ? label + 1 : 0)
    }
}
