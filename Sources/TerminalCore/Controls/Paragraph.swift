/// Text of one role, wrapped by display width.
package struct Paragraph: Hashable, Sendable {
    package var text: String
    package var role: ThemeRole
    /// Rows scrolled away at the top.
    package var offset: Int

    package init(_ text: String, role: ThemeRole = .text, offset: Int = 0) {
        self.text = text
        self.role = role
        self.offset = offset
    }

    package func height(width: Int, policy: WidthPolicy = .standard) -> Int {
        TextWrap.rows(text, width: width, policy: policy).count
    }

    /// - Returns: the rows it took.
    @discardableResult
    package func render(in area: Rect, into buffer: inout CellBuffer, context: RenderContext) -> Int {
        guard !area.isEmpty else { return 0 }
        let skipped = max(0, offset)
        let (sum, overflow) = skipped.addingReportingOverflow(area.height)
        let rows = TextWrap.rows(
            text, width: area.width, maxRows: overflow ? .max : sum, policy: buffer.policy
        ).dropFirst(skipped)
        for (line, text) in rows.enumerated() {
            buffer.write(text, at: Point(x: area.x, y: area.y + line), style: context[role], limit: area.width)
        }
        return rows.count
    }
}

/// Pieces of different roles in one row; what does not fit ends in `…`.
package struct TextLine: Hashable, Sendable {
    package struct Span: Hashable, Sendable {
        package var text: String
        package var role: ThemeRole

        package init(_ text: String, _ role: ThemeRole = .text) {
            self.text = text
            self.role = role
        }
    }

    package var spans: [Span]

    package init(_ spans: [Span]) { self.spans = spans }

    package init(_ text: String, _ role: ThemeRole = .text) { spans = [Span(text, role)] }

    package func width(policy: WidthPolicy = .standard) -> Int {
        spans.reduce(0) { $0 + TextWidth.width(of: $1.text, policy: policy) }
    }

    /// Draws into the first row of the area.
    /// - Returns: the columns it took.
    @discardableResult
    package func render(
        in area: Rect, into buffer: inout CellBuffer, alignment: TextAlignment = .left, context: RenderContext
    ) -> Int {
        guard !area.isEmpty else { return 0 }
        let total = width(policy: buffer.policy)
        var x = area.x
        if alignment != .left { x += max(0, area.width - total) / (alignment == .centre ? 2 : 1) }
        let start = x
        for (place, span) in spans.enumerated() where x < area.maxX {
            let isLast = place == spans.count - 1
            let room = area.maxX - x
            let width = TextWidth.width(of: span.text, policy: buffer.policy)
            if width < room || width == room && isLast {
                x += buffer.write(span.text, at: Point(x: x, y: area.y), style: context[span.role], limit: room)
            } else {
                let rest = spans[(place + 1)...].contains { !$0.text.isEmpty }
                var text = span.text
                let drawn = text.withUTF8 {
                    buffer.write(
                        fitted: $0, at: Point(x: x, y: area.y), width: room, style: context[span.role],
                        continues: rest)
                }
                return drawn.upperBound - start + buffer.policy.ellipsisWidth
            }
        }
        return x - start
    }
}
