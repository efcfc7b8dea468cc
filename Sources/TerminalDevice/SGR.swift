import TerminalCore

/// The bytes that turn one pen into another.
enum SGR {
    /// Appends the shorter of "change what differs" and "reset, then set".
    static func append(from old: Style?, to new: Style, depth: ColorDepth, _ out: inout [UInt8]) {
        if old == new { return }
        if new == .plain {
            out += [0x1B, 0x5B, 0x6D]
            return
        }
        let start = out.count
        out += [0x1B, 0x5B]
        guard let old else {
            out.append(0x30)
            appendDifference(from: .plain, to: new, depth: depth, isFirst: false, &out)
            out.append(0x6D)
            return
        }
        appendDifference(from: old, to: new, depth: depth, isFirst: true, &out)
        if out.count == start + 2 {
            // Two colours that look the same at this depth.
            out.removeLast(2)
            return
        }
        out.append(0x6D)
        let dropsSomething =
            !old.attributes.subtracting(new.attributes).isEmpty
            || (old.foreground != .standard && new.foreground == .standard)
            || (old.background != .standard && new.background == .standard)
        guard dropsSomething else { return }
        let middle = out.count
        out += [0x1B, 0x5B, 0x30]
        appendDifference(from: .plain, to: new, depth: depth, isFirst: false, &out)
        out.append(0x6D)
        if out.count - middle < middle - start {
            out.removeSubrange(start..<middle)
        } else {
            out.removeSubrange(middle...)
        }
    }

    private static func appendDifference(
        from old: Style, to new: Style, depth: ColorDepth, isFirst: Bool, _ out: inout [UInt8]
    ) {
        var isFirst = isFirst
        func put(_ number: Int) {
            if !isFirst { out.append(0x3B) }
            isFirst = false
            Decimal.append(number, &out)
        }
        let gone = old.attributes.subtracting(new.attributes)
        var fresh = new.attributes.subtracting(old.attributes)
        if !gone.isDisjoint(with: [.bold, .dim]) {
            // One code ends both.
            put(22)
            fresh.formUnion(new.attributes.intersection([.bold, .dim]))
        }
        for (attribute, _, off) in codes where off != 22 && gone.contains(attribute) { put(off) }
        for (attribute, on, _) in codes where fresh.contains(attribute) { put(on) }
        for (before, after, ground) in [
            (old.foreground, new.foreground, 0), (old.background, new.background, 10),
        ] {
            let after = depth.nearest(after)
            if depth.nearest(before) == after { continue }
            switch after {
            case .standard: put(39 + ground)
            case .indexed(let index) where index < 8: put(30 + ground + Int(index))
            case .indexed(let index) where index < 16: put(82 + ground + Int(index))
            case .indexed(let index):
                put(38 + ground)
                put(5)
                put(Int(index))
            case .rgb(let red, let green, let blue):
                put(38 + ground)
                put(2)
                put(Int(red))
                put(Int(green))
                put(Int(blue))
            }
        }
    }

    /// What 22 ends is said apart: it ends two.
    static let codes: [(attribute: Attributes, on: Int, off: Int)] = [
        (.bold, 1, 22), (.dim, 2, 22), (.italic, 3, 23), (.underline, 4, 24), (.reverse, 7, 27),
        (.strikethrough, 9, 29),
    ]
}

enum Decimal {
    /// A number from 0 as ASCII digits.
    @inline(__always)
    static func append(_ number: Int, _ out: inout [UInt8]) {
        if number >= 10 { append(upper: number / 10, &out) }
        out.append(UInt8(truncatingIfNeeded: 0x30 + number % 10))
    }

    private static func append(upper number: Int, _ out: inout [UInt8]) {
        if number >= 10 { append(upper: number / 10, &out) }
        out.append(UInt8(truncatingIfNeeded: 0x30 + number % 10))
    }

    static func length(_ number: Int) -> Int {
        number < 10 ? 1 : number < 100 ? 2 : number < 1_000 ? 3 : 4
    }
}
