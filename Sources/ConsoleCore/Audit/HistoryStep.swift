import TenantDomain

/// One entry of a row's life with what it found and what it left.
struct HistoryStep {
    let entry: TimelineEntry
    let before: JSONLeaves?
    let after: JSONLeaves?
    let outcome: JSONDiff.Outcome

    init(_ cells: TimelineCells, _ reader: TimelineReader) {
        before = cells.bytes(.before).map(JSONDiff.leaves)
        after = cells.bytes(.after).map(JSONDiff.leaves)
        outcome = JSONDiff.compare(before: before, after: after)
        // What changed stands beside the entry, masked.
        entry = reader.entry(cells, changes: [], more: 0)
    }

    /// Oldest first; equal times as they came, which is by key.
    static func sorted(_ steps: [HistoryStep]) -> [HistoryStep] {
        steps.enumerated().sorted {
            ($0.element.entry.time ?? .min, $0.offset) < ($1.element.entry.time ?? .min, $1.offset)
        }.map(\.element)
    }

    /// Whether the entry tells anything of the row.
    var hasDocuments: Bool { before != nil || after != nil }

    /// The row after each step; nil where it was deleted. Trails that hold only what changed are laid over each other.
    static func states(_ steps: [HistoryStep]) -> [[JSONLeaf]?] {
        var state: [JSONLeaf]?
        return steps.map { step in
            guard let after = step.after else {
                if step.before != nil { state = nil }
                return state
            }
            state = laid(after.leaves, over: state ?? step.before?.leaves ?? [])
            return state
        }
    }

    /// What the entry found otherwise than the state before it.
    func unexplained(after state: [JSONLeaf]?) -> [FieldChange] {
        guard let state, let before else { return [] }
        let roots = Set(before.leaves.map { Self.root($0.path) })
        let known = state.filter { roots.contains(Self.root($0.path)) }
        return JSONDiff.compare(before: JSONLeaves(leaves: known, isComplete: true), after: before).changes.filter {
            $0.before != nil && $0.after != nil
        }
    }

    /// Newer leaves in place of those they replace: of the same path, above it or below it.
    private static func laid(_ newer: [JSONLeaf], over older: [JSONLeaf]) -> [JSONLeaf] {
        let roots = Set(newer.map { root($0.path) })
        return newer + older.filter { !roots.contains(root($0.path)) }
    }

    private static func root(_ path: String) -> Substring { path.prefix { $0 != "." } }
}
