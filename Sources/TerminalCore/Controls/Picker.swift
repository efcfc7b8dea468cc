/// A list to choose from, narrowed by typing parts of what is wanted.
package struct Picker: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        package var id: String
        package var label: String
        /// More about the item, dim behind it.
        package var detail: String
        /// The letter that chooses the item at once.
        package var key: String?
        /// Why the item cannot be chosen now; it stays in the list and says so.
        package var disabledReason: String?
        /// Whether it is what holds now, shown with a `●`.
        package var isCurrent: Bool

        package init(
            id: String, label: String, detail: String = "", key: String? = nil, disabledReason: String? = nil,
            isCurrent: Bool = false
        ) {
            self.id = id
            self.label = label
            self.detail = detail
            self.key = key
            self.disabledReason = disabledReason
            self.isCurrent = isCurrent
        }
    }

    /// An item that fits what was typed, and the characters of its label that do.
    package struct Match: Hashable, Sendable {
        package var item: Int
        package var places: [Int]
    }

    package var items: [Item]
    package var placeholder: String
    package var emptyText: String
    /// Whether several items can be marked, with tab.
    package var allowsMarks: Bool

    package init(
        items: [Item], placeholder: String = "type to narrow", emptyText: String = "nothing matches",
        allowsMarks: Bool = false
    ) {
        self.items = items
        self.placeholder = placeholder
        self.emptyText = emptyText
        self.allowsMarks = allowsMarks
    }

    /// The items that fit, best first; all in their own order for an empty filter. An item fits by its label, and
    /// after all of those by its detail.
    package func matches(_ filter: String) -> [Match] {
        guard filter.contains(where: { !$0.isWhitespace }) else {
            return items.indices.map { Match(item: $0, places: []) }
        }
        var byLabel: [(match: Match, score: Int)] = []
        var byDetail: [Match] = []
        let words = filter.lowercased()
        for (place, item) in items.enumerated() {
            if let found = SubsequenceMatch(filter, in: item.label) {
                byLabel.append((Match(item: place, places: found.places), found.score))
            } else if item.detail.lowercased().contains(words) {
                byDetail.append(Match(item: place, places: []))
            }
        }
        byLabel.sort { $0.score != $1.score ? $0.score > $1.score : $0.match.item < $1.match.item }
        return byLabel.map(\.match) + byDetail
    }

    /// The rows it would like to have: the filter line and one for each item.
    package var preferredHeight: Int { items.count + 1 }

    /// Draws the filter (while filtering, or when there is one) and the list below it.
    /// - Returns: where the terminal's cursor belongs.
    @discardableResult
    package func render(
        in area: Rect, into buffer: inout CellBuffer, state: inout PickerState, context: RenderContext
    ) -> Point? {
        guard area.width > 4, area.height > 0 else { return nil }
        let showsFilter = state.isFiltering || !state.filter.isEmpty
        let (line, list) = area.split(top: showsFilter ? 1 : 0)
        var cursor: Point?
        if showsFilter {
            let field = TextField(prompt: "  ", placeholder: placeholder, isFocused: state.isFiltering)
            cursor = state.fieldView { field.render(in: line, into: &buffer, state: &$0, context: context) }
        }
        let matches = matches(state.filter.text)
        state.keepInView(height: list.height, count: matches.count)
        if matches.isEmpty {
            if list.height > 0 {
                buffer.write(
                    fitted: emptyText, at: Point(x: list.x + 2, y: list.y), width: list.width - 2,
                    style: context[.secondary])
            }
            return cursor
        }
        let labelWidth = labelWidth(list.width, buffer.policy)
        for (offset, place) in (state.top..<min(matches.count, state.top + list.height)).enumerated() {
            let row = Rect(x: list.x, y: list.y + offset, width: list.width, height: 1)
            draw(
                matches[place], in: row, isSelected: place == state.selected, labelWidth: labelWidth, into: &buffer,
                state, context)
        }
        ScrollBar(offset: state.top, visible: list.height, total: matches.count).render(
            in: list.split(right: 1).right, into: &buffer, context: context)
        return cursor
    }

    private static let gutter = 2

    /// Labels take what they need, at most three fifths where details stand behind them.
    private func labelWidth(_ width: Int, _ policy: WidthPolicy) -> Int {
        let widest = items.reduce(0) { max($0, TextWidth.width(of: $1.label, policy: policy)) }
        let hasDetails = items.contains { !$0.detail.isEmpty || $0.disabledReason != nil }
        let room = width - Self.gutter - keyWidth - 1
        return max(1, min(widest, hasDetails ? max(room * 3 / 5, room - 24) : room))
    }

    private var keyWidth: Int { items.contains { $0.key != nil } ? 2 : 0 }

    private func draw(
        _ match: Match, in row: Rect, isSelected: Bool, labelWidth: Int, into buffer: inout CellBuffer,
        _ state: PickerState, _ context: RenderContext
    ) {
        let item = items[match.item]
        let plain = context.isLinear || context.isASCII
        let isMarked = state.marks.contains(item.id) || item.isCurrent
        let mark =
            switch (isSelected, isMarked) {
            case (true, true): plain ? "#" : "◉"
            case (true, false): plain ? ">" : "▸"
            case (false, true): plain ? "*" : "●"
            case (false, false): " "
            }
        buffer.write(mark, at: row.origin, style: context[.mark], limit: Self.gutter)
        var x = row.x + Self.gutter
        if keyWidth > 0 {
            buffer.write(item.key ?? "", at: Point(x: x, y: row.y), style: context[.hintKey], limit: 1)
            x += keyWidth
        }
        let isOff = item.disabledReason != nil
        let drawn = buffer.write(
            fitted: item.label, at: Point(x: x, y: row.y), width: labelWidth,
            style: context[isOff ? .secondary : .text])
        let detail = item.disabledReason ?? item.detail
        let detailX = x + labelWidth + 2
        if !detail.isEmpty, detailX < row.maxX - 1 {
            buffer.write(
                fitted: detail, at: Point(x: detailX, y: row.y), width: row.maxX - 1 - detailX,
                style: context[isOff ? .notice : .secondary])
        }
        if isSelected { buffer.select(row, style: context[.selection]) }
        for place in match.places {
            let letters = Array(item.label)
            guard letters.indices.contains(place) else { continue }
            let before = TextWidth.width(of: String(letters[..<place]), policy: buffer.policy)
            let width = TextWidth.width(of: String(letters[place]), policy: buffer.policy)
            guard x + before + width <= drawn.upperBound else { continue }
            buffer.restyle(Rect(x: x + before, y: row.y, width: width, height: 1), over: context[.match])
        }
    }
}
