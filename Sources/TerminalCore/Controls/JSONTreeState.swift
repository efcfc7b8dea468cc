package enum JSONTreeOutcome: Hashable, Sendable { case moved, folded, ignored }

/// What of a document is open, where somebody is in it, and the search over it.
package struct JSONTreeState: Sendable {
    private(set) var nodes: JSONNodes
    /// The nodes on view, in order.
    private(set) var rows: [Int32] = []
    /// For a document that is no JSON: where its rows begin, and the width they were made for.
    private(set) var textRows: [UInt32] = []
    private var textWidth = 0

    package private(set) var selected = 0
    package private(set) var top = 0
    private var pageRows = 1
    /// Where the last match begins, while the selection stands on it.
    private var match: Int?

    /// Unfolding everything stops at this many rows.
    static let mostRows = 200_000

    package init(_ document: JSONDocument) {
        nodes = JSONNodes(document)
        guard document.fault == nil else { return }
        nodes.setOpen(0, true, document)
        rebuild()
    }

    package var count: Int { rows.isEmpty ? textRows.count : rows.count }

    private var node: Int? { rows.indices.contains(selected) ? Int(rows[selected]) : nil }

    // MARK: Moving

    package mutating func select(_ row: Int) {
        selected = min(max(0, row), max(0, count - 1))
        match = nil
    }

    package mutating func move(by rows: Int) { select(selected + rows) }
    package mutating func page(by pages: Int) { move(by: pages * max(1, pageRows - 1)) }

    /// Arrows and their letters: right unfolds or goes in, left folds or goes out, enter and blank do either.
    package mutating func handle(_ press: KeyPress, _ document: JSONDocument) -> JSONTreeOutcome {
        guard press.modifiers.isEmpty else { return .ignored }
        let before = selected
        switch press.key {
        case .up, .character("k"): move(by: -1)
        case .down, .character("j"): move(by: 1)
        case .pageUp: page(by: -1)
        case .pageDown: page(by: 1)
        case .home, .character("g"): select(0)
        case .end, .character("G"): select(count - 1)
        case .right, .character("l"): return enter(document)
        case .left, .character("h"): return leave(document)
        case .enter, .character(" "):
            guard let node, nodes[node].isContainer || nodes[node].kind == .more else { return .ignored }
            setOpen(node, !nodes[node].isOpen, document)
            return .folded
        case .character("*"), .character("+"):
            unfoldAll(document)
            return .folded
        case .character("-"):
            foldAll(document)
            return .folded
        default: return .ignored
        }
        return selected == before ? .ignored : .moved
    }

    private mutating func enter(_ document: JSONDocument) -> JSONTreeOutcome {
        guard let node, nodes[node].isContainer || nodes[node].kind == .more else { return .ignored }
        if !nodes[node].isOpen {
            setOpen(node, true, document)
            return .folded
        }
        guard nodes[node].count > 0 else { return .ignored }
        move(by: 1)
        return .moved
    }

    private mutating func leave(_ document: JSONDocument) -> JSONTreeOutcome {
        guard let node else { return .ignored }
        if nodes[node].isContainer, nodes[node].isOpen {
            setOpen(node, false, document)
            return .folded
        }
        guard let parent = nodes.seat(node)?.container, let row = rows[..<selected].lastIndex(of: Int32(parent)) else {
            return .ignored
        }
        select(row)
        return .moved
    }

    // MARK: Folding

    package mutating func toggle(_ document: JSONDocument) {
        guard let node, nodes[node].isContainer || nodes[node].kind == .more else { return }
        setOpen(node, !nodes[node].isOpen, document)
    }

    /// Unfolds everything, the first `mostRows` rows of it.
    package mutating func unfoldAll(_ document: JSONDocument) {
        guard !rows.isEmpty else { return }
        let kept = node
        var waiting = [0]
        var seen = 0
        while let place = waiting.popLast(), seen < Self.mostRows {
            seen += 1
            guard nodes[place].isContainer else { continue }
            nodes.setOpen(place, true, document)
            waiting.append(contentsOf: nodes.children(place).reversed())
        }
        rebuild()
        restore(kept)
    }

    /// Folds everything but the outermost value.
    package mutating func foldAll(_ document: JSONDocument) {
        guard !rows.isEmpty else { return }
        for place in nodes.all.indices.dropFirst() where nodes[place].isContainer && nodes[place].isOpen {
            nodes.setOpen(place, false, document)
        }
        nodes.setOpen(0, true, document)
        rebuild()
        select(0)
    }

    private mutating func setOpen(_ place: Int, _ isOpen: Bool, _ document: JSONDocument) {
        nodes.setOpen(place, isOpen, document)
        let isMore = nodes[place].kind == .more
        let kept = isMore ? nodes.children(place).first ?? place : place
        rebuild()
        restore(kept)
    }

    private mutating func rebuild() {
        rows.removeAll(keepingCapacity: true)
        guard !nodes.all.isEmpty else { return }
        var waiting: [Range<Int>] = [0..<1]
        while var range = waiting.popLast() {
            guard let place = range.popFirst() else { continue }
            if !range.isEmpty { waiting.append(range) }
            let node = nodes[place]
            if node.kind != .more || !node.isOpen { rows.append(Int32(place)) }
            if node.isOpen { waiting.append(nodes.children(place)) }
        }
    }

    private mutating func restore(_ place: Int?) {
        guard let place else { return }
        select(rows.firstIndex(of: Int32(place)) ?? min(selected, rows.count - 1))
    }

    // MARK: Paths and values

    /// Where the selected value is: `$.a[2].b`; keys that are no plain words in brackets and quotes.
    package func path(_ document: JSONDocument) -> String {
        guard var place = node else { return "$" }
        var parts: [String] = []
        while let seat = nodes.seat(place) {
            let key = nodes[place].key
            if nodes[place].kind == .more {
                parts.append("")
            } else if key == JSONNodes.noKey {
                parts.append("[\(seat.index)]")
            } else {
                let name = document.string(at: Int(key)).text
                parts.append(Self.isPlain(name) ? ".\(name)" : "[\(document.source(at: Int(key)))]")
            }
            place = seat.container
        }
        return "$" + parts.reversed().joined()
    }

    /// The selected value's own source, every digit of it; a string as what it says.
    package func value(_ document: JSONDocument) -> String {
        guard let node, nodes[node].kind != .more else { return "" }
        let start = Int(nodes[node].start)
        return nodes[node].kind == .string ? document.string(at: start).text : document.source(at: start)
    }

    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, first == "_" || first.properties.isAlphabetic else { return false }
        return name.unicodeScalars.allSatisfy {
            $0 == "_" || $0.properties.isAlphabetic || (0x30...0x39).contains($0.value)
        }
    }

    // MARK: Search

    /// Goes to the next (or previous) place that contains the text, unfolding what is around it; beyond the end it
    /// goes on at the other. ASCII case does not matter; letters written as `\u` escapes are not found.
    /// - Returns: whether there is any.
    package mutating func find(_ text: String, backwards: Bool = false, _ document: JSONDocument) -> Bool {
        let needle = Self.escaped(text)
        guard !needle.isEmpty, !rows.isEmpty else { return false }
        let here = match ?? node.map { nodes[$0].lead } ?? 0
        let hit: Int? = document.bytes.withUnsafeBufferPointer { bytes in
            if backwards {
                return Self.last(needle, bytes, before: here) ?? Self.last(needle, bytes, before: bytes.count)
            }
            return Self.first(needle, bytes, from: match == nil ? here : here + 1)
                ?? Self.first(needle, bytes, from: 0)
        }
        guard let hit else { return false }
        reveal(hit, document)
        match = hit
        return true
    }

    /// Unfolds down to the value that a byte belongs to, and selects it.
    private mutating func reveal(_ offset: Int, _ document: JSONDocument) {
        var place = 0
        while nodes[place].isContainer || nodes[place].kind == .more {
            nodes.setOpen(place, true, document)
            let children = nodes.children(place)
            var low = children.lowerBound
            var high = children.upperBound
            while low < high {
                let middle = (low + high) / 2
                if nodes[middle].lead <= offset { low = middle + 1 } else { high = middle }
            }
            guard low > children.lowerBound else { break }
            let child = low - 1
            place = child
            let isInKey = nodes[child].key != JSONNodes.noKey && offset < Int(nodes[child].start)
            if isInKey { break }
        }
        rebuild()
        restore(place)
    }

    private static func fold(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    private static func escaped(_ text: String) -> [UInt8] {
        text.utf8.flatMap { byte -> [UInt8] in
            byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), byte] : [fold(byte)]
        }
    }

    private static func matches(_ needle: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Bool {
        for offset in needle.indices where fold(bytes[place + offset]) != needle[offset] { return false }
        return true
    }

    private static func first(_ needle: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var place = max(0, start)
        while place + needle.count <= bytes.count {
            if matches(needle, bytes, place) { return place }
            place += 1
        }
        return nil
    }

    private static func last(_ needle: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, before end: Int) -> Int? {
        var place = min(end - 1, bytes.count - needle.count)
        while place >= 0 {
            if matches(needle, bytes, place) { return place }
            place -= 1
        }
        return nil
    }

    // MARK: View

    mutating func keepInView(height: Int) {
        pageRows = max(1, height)
        selected = min(max(0, selected), max(0, count - 1))
        if selected < top { top = selected }
        if selected >= top + pageRows { top = selected - pageRows + 1 }
        top = max(0, min(top, count - pageRows))
    }

    /// Splits text that is no JSON into rows; the first time the selection goes to the fault.
    mutating func layText(_ document: JSONDocument, width: Int) {
        guard let fault = document.fault, width != textWidth, width > 0 else { return }
        let isFirst = textWidth == 0
        textWidth = width
        textRows.removeAll(keepingCapacity: true)
        document.bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                textRows.append(UInt32(truncatingIfNeeded: start))
                var end = start
                while end < bytes.count, end - start < width, bytes[end] != 0x0A { end += 1 }
                if end < bytes.count, bytes[end] == 0x0A {
                    start = end + 1
                    continue
                }
                var whole = end
                while whole > start, whole < bytes.count, bytes[whole] & 0xC0 == 0x80 { whole -= 1 }
                start = whole > start ? whole : max(end, start + 1)
            }
        }
        if isFirst { select((textRows.firstIndex { Int($0) > fault.offset } ?? textRows.count) - 1) }
    }
}
