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
        compare(before: before.map(JSONLeafScanner.scan), after: after.map(JSONLeafScanner.scan))
    }

    package static func leaves(_ bytes: [UInt8]) -> JSONLeaves { JSONLeafScanner.scan(bytes) }

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
            if earlier == leaf {
                outcome.unchanged.append(Fact(path, leaf.text))
            } else if earlier.text == leaf.text {
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

/// Changes in one line: `role viewer → owner  +3 more`.
package enum ChangeSummary {
    /// Fields that change with every write, and keys: said last, and only where nothing else changed.
    private static let routine: Set<String> = [
        "id", "created_at", "updated_at", "modified_at", "inserted_at", "createdAt", "updatedAt", "last_modified",
        "updated_by", "version", "lock_version", "row_version",
    ]

    /// The changes with those first that say something: what people speak of, then keys of other rows, then what
    /// changes with every write.
    package static func ordered(_ changes: [FieldChange]) -> [FieldChange] {
        let ranks = changes.map(rank)
        return (0...2).flatMap { wanted in zip(changes, ranks).filter { $0.1 == wanted }.map(\.0) }
    }

    private static func rank(_ change: FieldChange) -> Int {
        if isRoutine(change) { return 2 }
        // Times and keys of other rows say less than words and numbers do.
        return ["_id", "_by", "_at", "Id", "At"].contains { change.path.hasSuffix($0) } ? 1 : 0
    }

    /// - Parameters:
    ///   - limit: characters of each value that are shown.
    ///   - zone: where times are for people; nil leaves them as stored.
    package static func text(
        _ changes: [FieldChange], more: Int = 0, limit: Int = 40, zone: ZoneClock? = nil
    ) -> String {
        let telling = ordered(changes)
        guard let first = telling.first else { return more > 0 ? "\(more) changes" : "" }
        let rest = telling.filter { !isRoutine($0) }.count - 1 + more
        let value =
            switch (held(first.before), held(first.after)) {
            case (let before?, let after?): "\(spelled(before, limit, zone)) → \(spelled(after, limit, zone))"
            case (nil, let after?): spelled(after, limit, zone)
            case (let before?, nil): "\(spelled(before, limit, zone)) → gone"
            case (nil, nil): ""
            }
        let head = first.path.isEmpty || value.isEmpty ? first.path + value : "\(first.path) \(value)"
        return rest > 0 ? "\(head)  +\(rest) more" : head
    }

    private static func isRoutine(_ change: FieldChange) -> Bool { routine.contains(change.path) }

    /// A document that holds nothing is nothing to people.
    private static func held(_ text: String?) -> String? { ["{}", "[]"].contains(text) ? nil : text }

    private static func spelled(_ text: String, _ limit: Int, _ zone: ZoneClock?) -> String {
        if text.isEmpty { return "\"\"" }
        if let zone, let instant = ChangeText.instant(text) { return TimeText.full(instant, zone: zone) }
        let head = text.prefix(limit)
        return head.endIndex == text.endIndex ? text : head + "…"
    }
}
