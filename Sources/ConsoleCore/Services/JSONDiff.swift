/// What differs between two JSON documents, field by field.
package enum JSONDiff {
    package struct Outcome: Sendable, Equatable {
        /// In the order of the documents: those of `after` first, then what is gone.
        package var changes: [FieldChange]
        package var unchanged: [Fact]
        /// Whether a document ended early, so that there may be more differences than were found.
        package var isPartial: Bool

        package init(changes: [FieldChange] = [], unchanged: [Fact] = [], isPartial: Bool = false) {
            self.changes = changes
            self.unchanged = unchanged
            self.isPartial = isPartial
        }
    }

    /// Compares two documents; nil is a document that does not exist (before an insert, after a delete).
    ///
    /// A path that is missing from a document that ends early counts as unknown, not as removed. Values of unlike
    /// kinds with the same characters are spelled with quotes, so that `1` to `"1"` reads as a change.
    package static func compare(before: [UInt8]?, after: [UInt8]?) -> Outcome {
        compare(before: before.map(leaves), after: after.map(leaves))
    }

    package static func leaves(_ bytes: [UInt8]) -> JSONLeaves { JSONLeaves(scanning: bytes) }

    package static func compare(before: JSONLeaves?, after: JSONLeaves?) -> Outcome {
        var outcome = Outcome()
        let old = before?.leaves ?? []
        let new = after?.leaves ?? []
        // A repeated key counts with its last value, as databases read it.
        var oldByPath: [String: JSONLeaf] = [:]
        for leaf in old { oldByPath[leaf.path] = leaf }
        var newByPath: [String: JSONLeaf] = [:]
        for leaf in new { newByPath[leaf.path] = leaf }
        let oldIsWhole = before?.isComplete ?? true
        let newIsWhole = after?.isComplete ?? true
        outcome.isPartial = !oldIsWhole || !newIsWhole
        var seen: Set<String> = []
        for path in new.lazy.map(\.path) where seen.insert(path).inserted {
            guard let leaf = newByPath[path] else { continue }
            guard let earlier = oldByPath[path] else {
                if oldIsWhole { outcome.changes.append(FieldChange(path: path, before: nil, after: leaf.text)) }
                continue
            }
            // By bytes: characters that Unicode holds equal are stored differently all the same.
            let isSameText = earlier.text.utf8.elementsEqual(leaf.text.utf8)
            if isSameText, earlier.kind == leaf.kind {
                outcome.unchanged.append(Fact(path, leaf.text))
            } else if isSameText {
                outcome.changes.append(FieldChange(path: path, before: earlier.spelled, after: leaf.spelled))
            } else {
                outcome.changes.append(FieldChange(path: path, before: earlier.text, after: leaf.text))
            }
        }
        guard newIsWhole else { return outcome }
        for path in old.lazy.map(\.path) where seen.insert(path).inserted {
            guard let leaf = oldByPath[path] else { continue }
            outcome.changes.append(FieldChange(path: path, before: leaf.text, after: nil))
        }
        return outcome
    }
}
