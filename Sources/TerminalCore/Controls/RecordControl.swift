/// The fields of one row, name before value; a `~` and the changed role mark what differs.
package struct RecordControl: Hashable, Sendable {
    package struct Field: Hashable, Sendable {
        package var name: String
        package var value: String
        package var role: ThemeRole
        package var isChanged: Bool
        /// More about the value, dim behind it: what a key names, the size of a value cut short.
        package var note: String

        package init(
            _ name: String, _ value: String, role: ThemeRole = .text, isChanged: Bool = false, note: String = ""
        ) {
            self.name = name
            self.value = value
            self.role = role
            self.isChanged = isChanged
            self.note = note
        }
    }

    package struct Section: Hashable, Sendable {
        /// A heading above the fields; none where empty.
        package var title: String
        package var fields: [Field]

        package init(_ title: String = "", _ fields: [Field]) {
            self.title = title
            self.fields = fields
        }
    }

    package var sections: [Section]
    /// The rows that a value may take before it is cut; 1 truncates.
    package var maxRows: Int
    package var isFocused: Bool

    package init(_ sections: [Section], maxRows: Int = 6, isFocused: Bool = true) {
        self.sections = sections
        self.maxRows = max(1, maxRows)
        self.isFocused = isFocused
    }

    /// Fields are counted through all sections.
    package var count: Int { sections.reduce(0) { $0 + $1.fields.count } }

    package func field(_ place: Int) -> Field? {
        var place = place
        for section in sections {
            if section.fields.indices.contains(place) { return section.fields[place] }
            place -= section.fields.count
        }
        return nil
    }

    package func render(
        in area: Rect, into buffer: inout CellBuffer, state: inout RecordState, context: RenderContext
    ) {
        guard area.width > 6, area.height > 0 else { return }
        let lines = lines(width: area.width - 1, buffer.policy)
        state.keepInView(lines.map(\.field), height: area.height, count: count)
        let isPlain = context.isLinear || context.isASCII
        let nameWidth = nameWidth(area.width - 1, buffer.policy)
        for (offset, place) in (state.top..<min(lines.count, state.top + area.height)).enumerated() {
            let line = lines[place]
            let y = area.y + offset
            if line.field < 0 {
                buffer.write(
                    fitted: line.name, at: Point(x: area.x + 2, y: y), width: area.width - 3,
                    style: context[.columnTitle])
                continue
            }
            let isSelected = line.field == state.selected
            if isSelected, line.isFirst {
                buffer.write(isPlain ? ">" : "▸", at: Point(x: area.x, y: y), style: context[.mark], limit: 1)
            }
            if line.isFirst, line.isChanged {
                buffer.write("~", at: Point(x: area.x + 1, y: y), style: context[.changed], limit: 1)
            }
            buffer.write(
                fitted: line.name, at: Point(x: area.x + 2, y: y), width: nameWidth, style: context[.secondary])
            let x = area.x + 2 + nameWidth + 2
            var end = x
            end += buffer.write(
                line.value, at: Point(x: x, y: y), style: context[line.isChanged ? .changed : line.role],
                limit: max(0, area.maxX - 1 - x))
            if !line.note.isEmpty, end + 4 < area.maxX {
                buffer.write(
                    fitted: line.note, at: Point(x: end + 2, y: y), width: area.maxX - 1 - end - 2,
                    style: context[.secondary])
            }
            if isSelected, isFocused {
                buffer.select(Rect(x: area.x, y: y, width: area.width, height: 1), style: context[.selection])
            }
        }
        ScrollBar(offset: state.top, visible: area.height, total: lines.count).render(
            in: area.split(right: 1).right, into: &buffer, context: context)
    }

    private struct Line {
        /// Below 0 for a heading or a blank before one.
        var field: Int
        var isFirst = true
        var name = ""
        var value = ""
        var note = ""
        var role = ThemeRole.text
        var isChanged = false
    }

    private func nameWidth(_ width: Int, _ policy: WidthPolicy) -> Int {
        let widest = sections.reduce(0) { widest, section in
            section.fields.reduce(widest) { max($0, TextWidth.width(of: $1.name, policy: policy)) }
        }
        return min(widest, max(4, (width - 4) * 2 / 5))
    }

    private func lines(width: Int, _ policy: WidthPolicy) -> [Line] {
        let valueWidth = max(1, width - 4 - nameWidth(width, policy))
        var lines: [Line] = []
        var place = 0
        for section in sections {
            if !section.title.isEmpty {
                if !lines.isEmpty { lines.append(Line(field: -1)) }
                lines.append(Line(field: -1, name: section.title))
            }
            for field in section.fields {
                var rows = TextWrap.rows(field.value, width: valueWidth, maxRows: maxRows, policy: policy)
                if rows.isEmpty { rows = [""] }
                for (row, text) in rows.enumerated() {
                    lines.append(
                        Line(
                            field: place, isFirst: row == 0, name: row == 0 ? field.name : "", value: text,
                            note: row == rows.count - 1 ? field.note : "", role: field.role, isChanged: field.isChanged)
                    )
                }
                place += 1
            }
        }
        return lines
    }
}

package struct RecordState: Hashable, Sendable {
    /// The selected field, counted through all sections.
    package private(set) var selected: Int
    /// The first line in view.
    package private(set) var top = 0
    private var pageRows = 1

    package init(selected: Int = 0) { self.selected = max(0, selected) }

    package mutating func select(_ field: Int, count: Int) { selected = min(max(0, field), max(0, count - 1)) }
    package mutating func move(by fields: Int, count: Int) { select(selected + fields, count: count) }
    package mutating func page(by pages: Int, count: Int) { move(by: pages * max(1, pageRows - 1), count: count) }
    package mutating func home() { selected = 0 }
    package mutating func end(count: Int) { select(count - 1, count: count) }

    /// - Parameter fields: the field of each line, below 0 for headings.
    mutating func keepInView(_ fields: [Int], height: Int, count: Int) {
        pageRows = max(1, height)
        select(selected, count: count)
        guard let first = fields.firstIndex(of: selected), let last = fields.lastIndex(of: selected) else {
            top = 0
            return
        }
        var lead = first
        while lead > 0, fields[lead - 1] < 0 { lead -= 1 }
        if last >= top + pageRows { top = last - pageRows + 1 }
        if lead < top { top = last - lead < pageRows ? lead : first }
        top = max(0, min(top, fields.count - pageRows))
        if first < top { top = first }
    }
}
