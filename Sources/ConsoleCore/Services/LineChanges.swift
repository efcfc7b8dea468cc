/// What a line of the timeline says of an entry's documents: the changes that say most, and how many more there are.
///
/// The same differences as `JSONDiff` finds, in the order of `ChangeSummary`; only those that are shown are decoded.
struct LineChanges {
    let shown: [FieldChange]
    /// Differences beyond those shown, as far as the documents reach.
    let hidden: Int
    /// Those among them that say something.
    let hiddenTelling: Int
    /// Whether a document ended early, so that there may be more differences than were found.
    let isPartial: Bool

    /// Leaves up to which looking for one among all is cheaper than a table of them.
    private static let small = 48

    /// One difference: places among the leaves of each document.
    private struct Difference {
        let old: Int?
        let new: Int?
    }

    /// - Parameters:
    ///   - before: nil for a document that does not exist.
    ///   - limit: how many changes are shown.
    init(before: UnsafeRawBufferPointer?, after: UnsafeRawBufferPointer?, limit: Int) {
        let old = before.map(JSONLeafSpans.init)
        let new = after.map(JSONLeafSpans.init)
        if Self.isSimple(old), Self.isSimple(new) {
            let documents = Documents(before: before, after: after, old: old, new: new)
            let ordered = ChangeSummary.ordered(
                documents.differences(), came: { $0.old == nil }, went: { $0.new == nil }
            ) { ChangeSummary.Rank(path: documents.path($0)) }
            shown = ordered.prefix(limit).map(documents.change)
            hidden = ordered.count - shown.count
            hiddenTelling = ordered.dropFirst(limit).count {
                ChangeSummary.Rank(path: documents.path($0)) != .routine
            }
            isPartial = !(old?.isComplete ?? true) || !(new?.isComplete ?? true)
        } else {
            let outcome = JSONDiff.compare(before: before.map { Array($0) }, after: after.map { Array($0) })
            let ordered = ChangeSummary.ordered(outcome.changes)
            shown = Array(ordered.prefix(limit))
            hidden = ordered.count - shown.count
            hiddenTelling = ordered.dropFirst(limit).count { ChangeSummary.Rank(path: $0.path.utf8) != .routine }
            isPartial = outcome.isPartial
        }
    }

    /// Whether the document has each path once, as nearly all have.
    private static func isSimple(_ spans: JSONLeafSpans?) -> Bool {
        guard let leaves = spans?.leaves else { return true }
        if leaves.count > small {
            var seen: Set<UInt64> = []
            seen.reserveCapacity(leaves.count)
            return leaves.allSatisfy { seen.insert($0.hash).inserted }
        }
        for place in leaves.indices {
            for other in 0..<place where leaves[other].hash == leaves[place].hash { return false }
        }
        return true
    }

    private struct Documents {
        let before: UnsafeRawBufferPointer?
        let after: UnsafeRawBufferPointer?
        let old: JSONLeafSpans?
        let new: JSONLeafSpans?

        /// Those of `after` in its order, then what is gone.
        func differences() -> [Difference] {
            var result: [Difference] = []
            var seen = Array(repeating: false, count: old?.leaves.count ?? 0)
            var places: [UInt64: Int] = [:]
            for place in new?.leaves.indices ?? 0..<0 {
                if let earlier = counterpart(of: place, &places) {
                    seen[earlier] = true
                    if !isSame(earlier, place) { result.append(Difference(old: earlier, new: place)) }
                } else if old?.isComplete ?? true {
                    result.append(Difference(old: nil, new: place))
                }
            }
            guard new?.isComplete ?? true else { return result }
            for place in seen.indices where !seen[place] {
                result.append(Difference(old: place, new: nil))
            }
            return result
        }

        /// The leaf of `before` at the same path; most documents keep the order of their keys.
        ///
        /// - Parameter places: of a large document's leaves by their hashes; filled when first needed.
        private func counterpart(of place: Int, _ places: inout [UInt64: Int]) -> Int? {
            guard let old, let new else { return nil }
            let leaf = new.leaves[place]
            func fits(_ other: Int) -> Bool {
                old.leaves[other].hash == leaf.hash && old.paths[old.leaves[other].path] == new.paths[leaf.path]
            }
            if place < old.leaves.count, fits(place) { return place }
            guard old.leaves.count > LineChanges.small else { return old.leaves.indices.first(where: fits) }
            if places.isEmpty {
                for (other, leaf) in old.leaves.enumerated() { places[leaf.hash] = other }
            }
            guard let other = places[leaf.hash], fits(other) else { return nil }
            return other
        }

        private func isSame(_ earlier: Int, _ later: Int) -> Bool {
            guard let old, let new, let before, let after else { return false }
            let (one, other) = (old.leaves[earlier], new.leaves[later])
            guard one.kind == other.kind else { return false }
            let bytes = UnsafeRawBufferPointer(rebasing: before[one.value])
            if bytes.elementsEqual(UnsafeRawBufferPointer(rebasing: after[other.value])) { return true }
            guard one.isEscaped || other.isEscaped || one.kind == .empty else { return false }
            return JSONLeafSpans.text(one, in: before).utf8.elementsEqual(JSONLeafSpans.text(other, in: after).utf8)
        }

        func path(_ difference: Difference) -> ArraySlice<UInt8> {
            if let place = difference.new, let new { return new.paths[new.leaves[place].path] }
            if let place = difference.old, let old { return old.paths[old.leaves[place].path] }
            return []
        }

        func change(_ difference: Difference) -> FieldChange {
            let earlier = difference.old.flatMap { old?.leaves[$0] }
            let later = difference.new.flatMap { new?.leaves[$0] }
            var was = earlier.flatMap { leaf in before.map { JSONLeafSpans.text(leaf, in: $0) } }
            var now = later.flatMap { leaf in after.map { JSONLeafSpans.text(leaf, in: $0) } }
            if let earlier, let later, let one = was, let other = now, one.utf8.elementsEqual(other.utf8) {
                was = earlier.kind.spelled(one)
                now = later.kind.spelled(other)
            }
            return FieldChange(path: String(decoding: path(difference), as: UTF8.self), before: was, after: now)
        }
    }
}
