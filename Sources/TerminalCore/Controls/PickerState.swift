/// What a key did to a picker.
package enum PickerOutcome: Hashable, Sendable {
    case moved
    /// The filter changed, and with it what is in the list.
    case filtered
    /// The item was chosen: its place among the picker's items.
    case picked(Int)
    /// The item cannot be chosen; its reason stands beside it.
    case refused(Int)
    case marked
    case cancel
    case ignored
}

/// What is typed, selected and marked in a picker.
package struct PickerState: Hashable, Sendable {
    package private(set) var filter = TextFieldState()
    /// Whether keys go into the filter instead of choosing by hint letter.
    package private(set) var isFiltering: Bool
    /// The selected line among the items that match.
    package private(set) var selected = 0
    package private(set) var top = 0
    /// Marked items, by id.
    package private(set) var marks: Set<String> = []
    package internal(set) var pageRows = 1

    /// - Parameter isFiltering: false for a menu whose items are chosen by their letters; `/` then begins the filter.
    package init(filter: String = "", selected: Int = 0, isFiltering: Bool = true, marks: Set<String> = []) {
        self.filter = TextFieldState(filter)
        self.selected = selected
        self.isFiltering = isFiltering
        self.marks = marks
    }

    /// The selected item's place among the picker's items; nil where nothing matches.
    package func selectedItem(_ picker: Picker) -> Int? {
        let matches = picker.matches(filter.text)
        return matches.isEmpty ? nil : matches[min(max(0, selected), matches.count - 1)].item
    }

    package mutating func move(by lines: Int, _ picker: Picker) {
        selected = min(max(0, selected + lines), max(0, picker.matches(filter.text).count - 1))
    }

    package mutating func setFilter(_ text: String) {
        filter.set(text)
        selected = 0
    }

    package mutating func paste(_ text: String) {
        guard isFiltering else { return }
        filter.insert(text)
        selected = 0
    }

    package mutating func handle(_ press: KeyPress, _ picker: Picker) -> PickerOutcome {
        switch (press.key, press.modifiers) {
        case (.up, _), (.character("p"), .control), (.character("k"), .control), (.backTab, _): return step(-1, picker)
        case (.down, _), (.character("n"), .control), (.character("j"), .control): return step(1, picker)
        case (.pageUp, _): return step(-max(1, pageRows - 1), picker)
        case (.pageDown, _): return step(max(1, pageRows - 1), picker)
        case (.enter, _): return pick(picker)
        case (.escape, _), (.character("g"), .control): return escape()
        case (.tab, _), (.character(" "), .control):
            guard picker.allowsMarks, let item = selectedItem(picker) else { return step(1, picker) }
            toggle(picker.items[item].id)
            move(by: 1, picker)
            return .marked
        default: break
        }
        return isFiltering ? type(press, picker) : choose(press, picker)
    }

    mutating func keepInView(height: Int, count: Int) {
        pageRows = max(1, height)
        selected = min(max(0, selected), max(0, count - 1))
        if selected < top { top = selected }
        if selected >= top + pageRows { top = selected - pageRows + 1 }
        top = max(0, min(top, count - pageRows))
    }

    mutating func fieldView(_ draw: (inout TextFieldState) -> Point?) -> Point? { draw(&filter) }

    private mutating func step(_ lines: Int, _ picker: Picker) -> PickerOutcome {
        let before = selected
        move(by: lines, picker)
        return selected == before ? .ignored : .moved
    }

    private mutating func toggle(_ id: String) {
        if marks.remove(id) == nil { marks.insert(id) }
    }

    private func pick(_ picker: Picker) -> PickerOutcome {
        guard let item = selectedItem(picker) else { return .ignored }
        return picker.items[item].disabledReason == nil ? .picked(item) : .refused(item)
    }

    private mutating func escape() -> PickerOutcome {
        guard !filter.isEmpty else { return .cancel }
        setFilter("")
        return .filtered
    }

    private mutating func type(_ press: KeyPress, _ picker: Picker) -> PickerOutcome {
        switch filter.handle(press) {
        case .edited:
            selected = 0
            return .filtered
        case .moved: return .moved
        default: return .ignored
        }
    }

    private mutating func choose(_ press: KeyPress, _ picker: Picker) -> PickerOutcome {
        guard case .character(let character) = press.key, press.modifiers.isEmpty else { return .ignored }
        if let item = picker.items.firstIndex(where: { $0.key == String(character) }) {
            if let line = picker.matches(filter.text).firstIndex(where: { $0.item == item }) { selected = line }
            return picker.items[item].disabledReason == nil ? .picked(item) : .refused(item)
        }
        switch character {
        case "/":
            isFiltering = true
            return .filtered
        case "j": return step(1, picker)
        case "k": return step(-1, picker)
        case " " where picker.allowsMarks:
            guard let item = selectedItem(picker) else { return .ignored }
            toggle(picker.items[item].id)
            return .marked
        default: return .ignored
        }
    }
}
