/// Columns of cards under headings: the stages of a pipeline. As many stages side by side as the width allows, one at
/// 40 columns.
package struct Board: Hashable, Sendable {
    package struct Card: Hashable, Sendable {
        package var title: String
        /// Lines below the title: one part at the left, one at the right.
        package var lines: [Line]

        package init(_ title: String, lines: [Line] = []) {
            self.title = title
            self.lines = lines
        }
    }

    package struct Line: Hashable, Sendable {
        package var left: String
        package var right: String
        package var role: ThemeRole

        package init(_ left: String, right: String = "", role: ThemeRole = .secondary) {
            self.left = left
            self.right = right
            self.role = role
        }
    }

    package struct Stage: Hashable, Sendable {
        package var title: String
        /// Behind the title: `5 · 38,000`.
        package var total: String
        package var cards: [Card]

        package init(_ title: String, total: String = "", cards: [Card] = []) {
            self.title = title
            self.total = total
            self.cards = cards
        }
    }

    package var stages: [Stage]
    /// Lines below the title that every card has room for.
    package var cardLines: Int
    package var emptyText: String

    package init(_ stages: [Stage], cardLines: Int = 2, emptyText: String = "no cards") {
        self.stages = stages
        self.cardLines = max(0, cardLines)
        self.emptyText = emptyText
    }

    private static let stageWidth = 24
    private static let gap = 1

    /// How many stages are side by side.
    package func visibleStages(width: Int) -> Int {
        max(1, min(stages.count, (width + Self.gap) / (Self.stageWidth + Self.gap)))
    }

    package func render(
        in area: Rect, into buffer: inout CellBuffer, state: inout BoardState, context: RenderContext
    ) {
        guard area.width > 4, area.height > 1, !stages.isEmpty else { return }
        let shown = visibleStages(width: area.width)
        let body = area.split(top: 1).rest
        let cardHeight = 1 + cardLines + (context.isLinear ? 0 : 1)
        let cards = max(1, (body.height - (context.isLinear ? 0 : 1)) / cardHeight)
        state.keepInView(self, stages: shown, cards: cards)
        let width = (area.width - Self.gap * (shown - 1)) / shown
        for offset in 0..<shown {
            let place = state.leftStage + offset
            guard place < stages.count else { break }
            let x = area.x + offset * (width + Self.gap)
            drawHeading(
                place, in: Rect(x: x, y: area.y, width: width, height: 1),
                marks: (offset == 0 && place > 0, offset == shown - 1 && place < stages.count - 1), into: &buffer,
                state, context)
            drawCards(
                place, in: Rect(x: x, y: body.y, width: width, height: body.height), height: cardHeight, count: cards,
                into: &buffer, state, context)
        }
    }

    private func drawHeading(
        _ place: Int, in area: Rect, marks: (left: Bool, right: Bool), into buffer: inout CellBuffer,
        _ state: BoardState, _ context: RenderContext
    ) {
        let stage = stages[place]
        var inner = area.inset(left: 2, right: 2)
        if marks.left { buffer.write("‹", at: area.origin, style: context[.accent], limit: 1) }
        if marks.right {
            buffer.write("›", at: Point(x: area.maxX - 1, y: area.y), style: context[.accent], limit: 1)
        }
        let total = TextWidth.width(of: stage.total, policy: buffer.policy)
        let isOpen = place == state.stage
        let style = isOpen ? context[.accent].adding([.bold, .underline]) : context[.title]
        if total > 0, inner.width - total - 2 >= 4 { inner = inner.inset(right: total + 2) }
        let drawn = buffer.write(fitted: stage.title, at: inner.origin, width: inner.width, style: style)
        let end = drawn.upperBound + 2
        if total > 0, end + total <= area.maxX {
            buffer.write(stage.total, at: Point(x: end, y: area.y), style: context[.secondary], limit: total)
        }
    }

    private func drawCards(
        _ place: Int, in area: Rect, height: Int, count: Int, into buffer: inout CellBuffer, _ state: BoardState,
        _ context: RenderContext
    ) {
        let cards = stages[place].cards
        guard !cards.isEmpty else {
            buffer.write(
                fitted: emptyText, at: Point(x: area.x + 2, y: area.y), width: area.width - 2,
                style: context[.secondary])
            return
        }
        let top = state.top(of: place)
        var y = area.y
        for card in top..<min(cards.count, top + count) {
            let isSelected = place == state.stage && card == state.card(of: place)
            let bottom = min(area.maxY, y + height)
            if !context.isLinear {
                let kind: Edge = card > top ? .between : card > 0 ? .cutAbove : .first
                drawEdge(kind, y: y, area, into: &buffer, context)
                y += 1
            }
            let inside = Rect(x: area.x, y: y, width: area.width, height: bottom - y)
            draw(cards[card], in: inside, isSelected: isSelected, into: &buffer, context)
            y = bottom
        }
        if !context.isLinear, y < area.maxY {
            drawEdge(top + count < cards.count ? .cutBelow : .last, y: y, area, into: &buffer, context)
        }
    }

    private func draw(
        _ card: Card, in area: Rect, isSelected: Bool, into buffer: inout CellBuffer, _ context: RenderContext
    ) {
        let isPlain = context.isLinear || !context.drawsBlocks(buffer.policy)
        let inner = area.inset(left: 2, right: 2)
        for (place, line) in ([Line(card.title, role: .text)] + card.lines.prefix(cardLines)).enumerated()
        where place < area.height {
            let y = area.y + place
            let right = TextWidth.width(of: line.right, policy: buffer.policy)
            let room = right > 0 ? max(0, inner.width - right - 1) : inner.width
            let style = place == 0 && isSelected ? context[line.role].adding(.bold) : context[line.role]
            buffer.write(fitted: line.left, at: Point(x: inner.x, y: y), width: room, style: style)
            if right > 0 {
                buffer.write(
                    fitted: line.right, at: Point(x: inner.x, y: y), width: inner.width, alignment: .right,
                    style: context[.number])
            }
        }
        for y in area.y..<area.maxY where !context.isLinear {
            let edge = isPlain ? "|" : "│"
            buffer.write(edge, at: Point(x: area.x, y: y), style: context[.rule], limit: 1)
            buffer.write(edge, at: Point(x: area.maxX - 1, y: y), style: context[.rule], limit: 1)
        }
        guard isSelected else { return }
        let marked = context.isLinear ? area.origin : Point(x: area.x + 1, y: area.y)
        buffer.write(isPlain ? ">" : "▸", at: marked, style: context[.mark], limit: 1)
        buffer.select(context.isLinear ? area : area.inset(left: 1, right: 1), style: context[.selection])
    }

    private enum Edge { case first, cutAbove, between, cutBelow, last }

    private func drawEdge(
        _ edge: Edge, y: Int, _ area: Rect, into buffer: inout CellBuffer, _ context: RenderContext
    ) {
        let isPlain = !context.drawsBlocks(buffer.policy)
        let ends =
            switch edge {
            case .first: isPlain ? ("+", "+") : ("┌", "┐")
            case .last: isPlain ? ("+", "+") : ("└", "┘")
            case .between, .cutAbove, .cutBelow: isPlain ? ("+", "+") : ("├", "┤")
            }
        let row = Rect(x: area.x, y: y, width: area.width, height: 1)
        buffer.fill(row, glyph: isPlain ? "-" : "─", style: context[.rule])
        buffer.write(ends.0, at: row.origin, style: context[.rule], limit: 1)
        buffer.write(ends.1, at: Point(x: area.maxX - 1, y: y), style: context[.rule], limit: 1)
        if edge == .cutBelow || edge == .cutAbove {
            let mark = edge == .cutBelow ? (isPlain ? " v " : " ↓ ") : (isPlain ? " ^ " : " ↑ ")
            buffer.write(mark, at: Point(x: area.x + 2, y: y), style: context[.secondary], limit: 3)
        }
    }
}

/// The open stage, and in every stage its selected card.
package struct BoardState: Hashable, Sendable {
    package private(set) var stage = 0
    package private(set) var leftStage = 0
    private var cards: [Int: Int] = [:]
    private var tops: [Int: Int] = [:]

    package init(stage: Int = 0) { self.stage = max(0, stage) }

    /// The selected card of a stage; 0 in an empty one.
    package func card(of stage: Int) -> Int { cards[stage] ?? 0 }

    /// The open stage's selected card; nil where it has none.
    package func selection(_ board: Board) -> (stage: Int, card: Int)? {
        guard board.stages.indices.contains(stage), !board.stages[stage].cards.isEmpty else { return nil }
        return (stage, min(card(of: stage), board.stages[stage].cards.count - 1))
    }

    package mutating func moveStage(by step: Int, _ board: Board) {
        stage = min(max(0, stage + step), max(0, board.stages.count - 1))
    }

    package mutating func moveCard(by step: Int, _ board: Board) {
        guard board.stages.indices.contains(stage) else { return }
        cards[stage] = min(max(0, card(of: stage) + step), max(0, board.stages[stage].cards.count - 1))
    }

    package mutating func select(stage: Int, card: Int, _ board: Board) {
        self.stage = min(max(0, stage), max(0, board.stages.count - 1))
        cards[self.stage] = card
        moveCard(by: 0, board)
    }

    func top(of stage: Int) -> Int { tops[stage] ?? 0 }

    mutating func keepInView(_ board: Board, stages shown: Int, cards visible: Int) {
        moveStage(by: 0, board)
        if stage < leftStage { leftStage = stage }
        if stage >= leftStage + shown { leftStage = stage - shown + 1 }
        leftStage = max(0, min(leftStage, board.stages.count - shown))
        for place in board.stages.indices {
            let count = board.stages[place].cards.count
            let card = min(card(of: place), max(0, count - 1))
            cards[place] = card
            var top = top(of: place)
            if card < top { top = card }
            if card >= top + visible { top = card - visible + 1 }
            tops[place] = max(0, min(top, count - visible))
        }
    }
}
