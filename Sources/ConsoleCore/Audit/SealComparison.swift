/// Where the rows of a stretch differ from the marks that its seal holds: places, for whoever knows the keys.
struct SealComparison: Equatable {
    /// Sealed rows that are not there any more, one after the other in the sealed order.
    struct Gap: Equatable {
        var count: Int
        /// The nearest rows before and after it that are there, by their place now.
        var after: Int?
        var before: Int?
        /// Whether the seal's own first or last entry is among them.
        var holdsFirst: Bool
        var holdsLast: Bool
        /// What stands for the keys of the missing rows.
        var keys: [UInt32]
    }

    /// Rows whose key was sealed and that hold something else, by their place now.
    private(set) var changed: [Int] = []
    /// Rows whose key was not sealed.
    private(set) var added: [Int] = []
    private(set) var gaps: [Gap] = []

    var missing: Int { gaps.reduce(0) { $0 + $1.count } }

    init(sealed: SealMarks, found: SealMarks) {
        let (old, new) = (sealed.marks, found.marks)
        var start = 0
        while start < old.count, start < new.count, old[start] == new[start] { start += 1 }
        var tail = 0
        while tail < old.count - start, tail < new.count - start,
            old[old.count - 1 - tail] == new[new.count - 1 - tail]
        { tail += 1 }
        // The sealed rows between, by what stands for their keys; two keys may share it.
        var waiting: [UInt32: [Int]] = [:]
        for place in (start..<old.count - tail).reversed() { waiting[old[place].key, default: []].append(place) }
        var placeNow: [Int: Int] = [:]
        var undecided: [Int] = []
        for place in start..<new.count - tail {
            let same = waiting[new[place].key]?.lastIndex { old[$0].row == new[place].row }
            guard let same, let match = waiting[new[place].key]?.remove(at: same) else {
                undecided.append(place)
                continue
            }
            placeNow[match] = place
        }
        for place in undecided {
            guard let match = waiting[new[place].key]?.popLast() else {
                added.append(place)
                continue
            }
            changed.append(place)
            placeNow[match] = place
        }
        note(gapsIn: start..<old.count - tail, old, placeNow, start: start, tail: tail, found: new.count)
    }

    private mutating func note(
        gapsIn range: Range<Int>, _ old: [SealMarks.Mark], _ placeNow: [Int: Int], start: Int, tail: Int, found: Int
    ) {
        var before: Int? = start > 0 ? start - 1 : nil
        var open: Gap?
        for place in range {
            if let now = placeNow[place] {
                if var gap = open {
                    gap.before = now
                    gaps.append(gap)
                    open = nil
                }
                before = now
                continue
            }
            var gap =
                open
                ?? Gap(count: 0, after: before, before: nil, holdsFirst: false, holdsLast: false, keys: [])
            gap.count += 1
            gap.holdsFirst = gap.holdsFirst || place == 0
            gap.holdsLast = gap.holdsLast || place == old.count - 1
            gap.keys.append(old[place].key)
            open = gap
        }
        guard var gap = open else { return }
        gap.before = tail > 0 ? found - tail : nil
        gaps.append(gap)
    }
}
