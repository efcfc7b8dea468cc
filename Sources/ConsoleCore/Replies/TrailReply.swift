import TenantDomain

/// What a question about the trail, other than for its entries, comes back with.
package enum TrailReply: Sendable, Equatable {
    case histogram(TimelineHistogram)
    case top(TopReply)
    case history(HistoryReply)
    case advice(IndexAdvice)
    case queries([NamedQuery])
    case verified(SealReport)
    case exported(ExportOutcome)
    case bundled(BundleOutcome)
}

/// Who or what stands most often in the trail.
package struct TopReply: Sendable, Equatable {
    package struct Row: Sendable, Equatable {
        /// As a filter on the facet writes it.
        package let value: String
        /// As a person reads it.
        package let label: String
        package let count: Int
        /// Microseconds since 1970 of the newest entry.
        package let latest: Int64?
        /// How many there are in what it is compared with.
        package let before: Int?
        /// How many times its share is greater here; nil without a comparison.
        package let lift: Double?

        package init(
            value: String, label: String, count: Int, latest: Int64? = nil, before: Int? = nil, lift: Double? = nil
        ) {
            self.value = value
            self.label = label
            self.count = count
            self.latest = latest
            self.before = before
            self.lift = lift
        }

        func labelled(_ label: String) -> Row {
            Row(value: value, label: label, count: count, latest: latest, before: before, lift: lift)
        }
    }

    /// What was counted.
    package struct Extent: Sendable, Equatable {
        package let total: Int
        /// Whether counting stopped at the newest entries of a source, and from when on those are all.
        package let isCapped: Bool
        package let oldest: Int64?
        /// Where there are more values than are told apart: how often the last of those stands there.
        package let least: Int?
    }

    package let facet: TrailFacet
    package let rows: [Row]
    package let extent: Extent
    /// The other stretch.
    package let compared: Extent?
    package var total: Int { extent.total }
    package var isCapped: Bool { extent.isCapped }
    package let since: Int64?
    package let until: Int64
    package let filter: String
    package let against: String?
    /// Sources without the facet.
    package let leftOut: [String]
    /// How many values there are, listed or not, as far as they were told apart.
    package let values: Int
}

/// The life of one row as its entries tell it.
package struct HistoryReply: Sendable, Equatable {
    package struct Version: Sendable, Equatable {
        package let entry: TimelineEntry
        /// What the entry changed.
        package let changes: [FieldChange]
        /// What differs between the entry before it and the state that it found: changes that no entry tells of.
        package let unexplained: [FieldChange]
    }

    package struct State: Sendable, Equatable {
        package let time: Int64
        /// Nil where the row was not there.
        package let fields: [Fact]?
        /// Why there are no fields.
        package let absence: Absence?
    }

    package enum Absence: String, Sendable {
        /// It was made later.
        case notYet
        /// It had been deleted.
        case gone
        /// No entry tells.
        case unknown
    }

    /// Two states, the earlier one as `before`.
    package struct Difference: Sendable, Equatable {
        package let from: Int64
        package let to: Int64
        package let changes: [FieldChange]
    }

    package let resource: String
    package let id: String
    package let label: String
    /// Oldest first.
    package let versions: [Version]
    /// Whether there are older entries that were not read.
    package let isCut: Bool
    /// The row as it was at the time asked for.
    package let state: State?
    /// What differs between two times.
    package let difference: Difference?
    /// Where the row as it is now differs from what the last entry left: a change that bypassed the trail. Nil where
    /// that cannot be told.
    package let bypassed: [FieldChange]?
    /// Whether the row is gone although no entry says so.
    package let vanished: Bool

    /// Whether the trail does not tell all of it.
    package var isSuspect: Bool {
        vanished || !(bypassed ?? []).isEmpty || versions.contains { !$0.unexplained.isEmpty }
    }
}

/// Indexes that would serve what the console asks of the trail.
package struct IndexAdvice: Sendable, Equatable {
    package struct Missing: Sendable, Equatable {
        package let table: String
        package let statement: String
        package let reason: String
    }

    package let missing: [Missing]
    /// Tables that look like audit trails and that the profile does not map, with the columns that say so.
    package let unmapped: [(table: String, columns: [String])]
    package let checked: Int

    package static func == (left: IndexAdvice, right: IndexAdvice) -> Bool {
        left.missing == right.missing && left.checked == right.checked
            && left.unmapped.map(\.table) == right.unmapped.map(\.table)
    }
}

package struct ExportOutcome: Sendable, Equatable {
    package let path: String
    package let sidePath: String
    package let rows: Int
    package let bytes: Int
    package let defusedCells: Int
    /// Whether one statement was held open all the time.
    package let heldSnapshot: Bool

    package init(
        path: String, sidePath: String, rows: Int, bytes: Int, defusedCells: Int, heldSnapshot: Bool
    ) {
        self.path = path
        self.sidePath = sidePath
        self.rows = rows
        self.bytes = bytes
        self.defusedCells = defusedCells
        self.heldSnapshot = heldSnapshot
    }
}

package struct BundleOutcome: Sendable, Equatable {
    package let folder: String
    package let entries: Int
    /// Names and hashes.
    package let files: [Fact]

    package init(folder: String, entries: Int, files: [Fact]) {
        self.folder = folder
        self.entries = entries
        self.files = files
    }
}
