/// A JSON value as rows that fold; a text that is no JSON as itself, with what is wrong above it.
package struct JSONTree: Sendable {
    package var document: JSONDocument
    package var needles: MatchNeedles
    package var isFocused: Bool

    package init(_ document: JSONDocument, needles: MatchNeedles = MatchNeedles(), isFocused: Bool = true) {
        self.document = document
        self.needles = needles
        self.isFocused = isFocused
    }

    package func render(
        in area: Rect, into buffer: inout CellBuffer, state: inout JSONTreeState, context: RenderContext
    ) {
        guard area.width > 4, area.height > 0 else { return }
        if let fault = document.fault {
            renderText(fault, in: area, into: &buffer, state: &state, context)
            return
        }
        state.keepInView(height: area.height)
        for (offset, row) in (state.top..<min(state.rows.count, state.top + area.height)).enumerated() {
            let line = Rect(x: area.x, y: area.y + offset, width: area.width, height: 1)
            draw(Int(state.rows[row]), in: line, isSelected: row == state.selected, into: &buffer, state, context)
        }
        ScrollBar(offset: state.top, visible: area.height, total: state.rows.count).render(
            in: area.split(right: 1).right, into: &buffer, context: context)
    }

    private func draw(
        _ place: Int, in line: Rect, isSelected: Bool, into buffer: inout CellBuffer, _ state: JSONTreeState,
        _ context: RenderContext
    ) {
        let node = state.nodes[place]
        let end = line.maxX - 1
        let indent = min(2 * Int(node.depth), max(0, line.width / 2))
        var x = line.x + 2 + indent
        var hits: [Range<Int>] = []
        func write(_ text: String, _ role: ThemeRole, continues: Bool = false) {
            var text = text
            text.withUTF8 { bytes in
                let drawn = buffer.write(
                    fitted: bytes, at: Point(x: x, y: line.y), width: max(0, end - x), style: context[role],
                    continues: continues)
                if !needles.isEmpty {
                    for range in needles.ranges(in: bytes) {
                        let head = UnsafeBufferPointer(rebasing: bytes[..<range.lowerBound])
                        let from = x + TextWidth.width(ofBytes: head, policy: buffer.policy)
                        let found = UnsafeBufferPointer(rebasing: bytes[range])
                        let to = from + TextWidth.width(ofBytes: found, policy: buffer.policy)
                        hits.append((from..<to).clamped(to: drawn))
                    }
                }
                x = drawn.upperBound
            }
        }
        if isSelected {
            let mark = context.isLinear || context.isASCII ? ">" : "▸"
            buffer.write(mark, at: line.origin, style: context[.mark], limit: 1)
        }
        if node.isContainer || node.kind == .more {
            write(node.isOpen ? "- " : "+ ", .secondary)
        } else {
            x += 2
        }
        if node.key != JSONNodes.noKey {
            let key = document.string(at: Int(node.key), limit: 4 * line.width)
            write(key.text, .accent, continues: key.isCut)
            write(": ", .secondary)
        } else if node.kind != .more, let seat = state.nodes.seat(place) {
            write("\(seat.index): ", .secondary)
        }
        switch node.kind {
        case .object: write(node.count == 0 ? "{}" : "{ \(Self.count(node.count, "key", "keys")) }", .secondary)
        case .array: write(node.count == 0 ? "[]" : "[ \(Self.count(node.count, "item", "items")) ]", .secondary)
        case .string:
            let value = document.string(at: Int(node.start), limit: 4 * line.width)
            write(value.isCut ? "\"" + value.text : "\"\(value.text)\"", .text, continues: value.isCut)
        case .number: write(shortSource(node, line.width), .number)
        case .word: write(shortSource(node, line.width), document.bytes[Int(node.start)] == 0x6E ? .null : .text)
        case .more:
            let total = state.nodes.seat(place).map { Int(state.nodes[$0.container].count) } ?? 0
            write("\(max(0, total - Int(node.count))) more", .secondary)
        }
        if isSelected, isFocused { buffer.restyle(line, over: context[.selection]) }
        for hit in hits where !hit.isEmpty {
            buffer.restyle(Rect(x: hit.lowerBound, y: line.y, width: hit.count, height: 1), over: context[.match])
        }
    }

    private static func count(_ count: UInt32, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }

    /// A number as it stands, as much of it as a row may show.
    private func shortSource(_ node: JSONNodes.Node, _ width: Int) -> String {
        let start = Int(node.start)
        let end = min(document.scan { $0.value(at: start).end }, start + 4 * width)
        return String(decoding: document.bytes[start..<end], as: UTF8.self)
    }

    private func renderText(
        _ fault: JSONFault, in area: Rect, into buffer: inout CellBuffer, state: inout JSONTreeState,
        _ context: RenderContext
    ) {
        let (head, body) = area.split(top: 1)
        buffer.write(
            fitted: "! not JSON: \(fault.message) at line \(fault.line), column \(fault.column)", at: head.origin,
            width: head.width, style: context[.notice])
        let width = body.width - 3
        state.layText(document, width: width)
        state.keepInView(height: body.height)
        for (offset, row) in (state.top..<min(state.textRows.count, state.top + body.height)).enumerated() {
            let y = body.y + offset
            let start = Int(state.textRows[row])
            let next = row + 1 < state.textRows.count ? Int(state.textRows[row + 1]) : document.bytes.count
            var end = next
            if end > start, document.bytes[end - 1] == 0x0A { end -= 1 }
            if end > start, document.bytes[end - 1] == 0x0D { end -= 1 }
            if row == state.selected {
                let mark = context.isLinear || context.isASCII ? ">" : "▸"
                buffer.write(mark, at: Point(x: body.x, y: y), style: context[.mark], limit: 1)
            }
            document.bytes.withUnsafeBufferPointer { bytes in
                let text = UnsafeBufferPointer(rebasing: bytes[start..<end])
                buffer.write(fitted: text, at: Point(x: body.x + 2, y: y), width: width, style: context[.text])
                guard fault.offset >= start, fault.offset < max(next, start + 1) || next == bytes.count else { return }
                let head = UnsafeBufferPointer(rebasing: bytes[start..<min(end, fault.offset)])
                let x = TextWidth.width(ofBytes: head, policy: buffer.policy)
                guard x < width else { return }
                buffer.restyle(Rect(x: body.x + 2 + x, y: y, width: 1, height: 1), over: context[.inputError])
            }
        }
        ScrollBar(offset: state.top, visible: body.height, total: state.textRows.count).render(
            in: body.split(right: 1).right, into: &buffer, context: context)
    }
}
