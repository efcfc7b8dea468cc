/// Changes in one line: `role viewer → owner  +3 more`.
package enum ChangeSummary {
    /// How much a change says to people.
    enum Rank {
        /// What somebody may do, and whether they still may.
        case decisive
        /// What the row is called.
        case naming
        /// What else people speak of.
        case telling
        /// Times and keys of other rows say less than words and numbers do.
        case reference
        /// What changes with every write, and the row's key: said last, and only where nothing else changed.
        case routine

        /// - Parameter path: UTF-8 of the field's path.
        init(path: some BidirectionalCollection<UInt8>) {
            if Self.decisiveNames.contains(where: { $0.elementsEqual(path) }) {
                self = .decisive
            } else if Self.namingNames.contains(where: { $0.elementsEqual(path) }) {
                self = .naming
            } else if Self.routineNames.contains(where: { $0.elementsEqual(path) }) {
                self = .routine
            } else if Self.referenceEndings.contains(where: { $0.elementsEqual(path.suffix($0.count)) }) {
                self = .reference
            } else {
                self = .telling
            }
        }

        private static let decisiveNames: [[UInt8]] = [
            "role", "status", "state", "plan", "plan_id", "plan_key", "tier", "owner_id", "permissions", "scopes",
        ].map { Array($0.utf8) }
        private static let namingNames: [[UInt8]] = ["name", "title", "label", "email", "slug", "key"].map {
            Array($0.utf8)
        }
        private static let routineNames: [[UInt8]] = [
            "id", "created_at", "updated_at", "modified_at", "inserted_at", "createdAt", "updatedAt", "last_modified",
            "updated_by", "version", "lock_version", "row_version",
        ].map { Array($0.utf8) }
        private static let referenceEndings: [[UInt8]] = ["_id", "_by", "_at", "Id", "At"].map { Array($0.utf8) }
    }

    /// The changes with those first that say something.
    package static func ordered(_ changes: [FieldChange]) -> [FieldChange] {
        ordered(changes, came: { $0.before == nil }, went: { $0.after == nil }) { Rank(path: $0.path.utf8) }
    }

    /// - Parameters:
    ///   - came: whether the field was not there before.
    ///   - went: whether it is gone.
    static func ordered<Change>(
        _ changes: [Change], came: (Change) -> Bool, went: (Change) -> Bool, _ rank: (Change) -> Rank
    ) -> [Change] {
        let ranks = changes.map(rank)
        // A row that came or went is known by its name.
        let isOneSided = changes.allSatisfy(came) || changes.allSatisfy(went)
        let order: [Rank] =
            (isOneSided ? [.naming, .decisive] : [.decisive, .naming]) + [.telling, .reference, .routine]
        return order.flatMap { wanted in zip(changes, ranks).filter { $0.1 == wanted }.map(\.0) }
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

    private static func isRoutine(_ change: FieldChange) -> Bool { Rank(path: change.path.utf8) == .routine }

    /// A document that holds nothing is nothing to people.
    private static func held(_ text: String?) -> String? { ["{}", "[]"].contains(text) ? nil : text }

    private static func spelled(_ text: String, _ limit: Int, _ zone: ZoneClock?) -> String {
        if text.isEmpty { return "\"\"" }
        if let zone, let instant = ChangeText.instant(text) { return TimeText.full(instant, zone: zone) }
        let head = text.prefix(limit)
        return head.endIndex == text.endIndex ? text : head + "…"
    }
}
