/// How the trail stands against its seals.
package struct SealReport: Sendable, Equatable {
    package struct Range: Sendable, Equatable {
        package enum Verdict: Sendable, Equatable {
            case intact
            /// The rows are not those that were sealed.
            case differs(counted: Int, sealed: Int)
            /// The seal's own row in the ledger is not what its hash says; whether the entries are as they were sealed.
            case sealAltered(entriesHold: Bool)
            /// The seal names another predecessor than the one before it.
            case chainBroken
            /// The journal knows another seal that ends here.
            case unknownToJournal
        }

        package let root: String
        package let from: Int64
        package let to: Int64
        package var verdict: Verdict
        package var findings: [SealFinding]
        /// Entries that differ like those named, and are not named.
        package var unnamed = 0
    }

    package let source: String
    package var ranges: [Range]
    package let sealedEntries: Int
    /// Entries newer than the last seal, counted up to the cap.
    package let unsealed: RowTally
    /// Entries with a time in the future.
    package let inFuture: RowTally
    /// Seals that the journal knows and the ledger does not have.
    package let lostHeads: [SealHead]
    /// Nil where entries do not name records.
    package let unknownRecords: UnknownRecords?
    package let elapsedMicroseconds: Int

    package var isIntact: Bool { ranges.allSatisfy { $0.verdict == .intact } }

    /// Records that entries name, that are not there, and that no entry makes or ends.
    package struct UnknownRecords: Sendable, Equatable {
        package struct Entry: Sendable, Equatable {
            /// The newest entry that names the record.
            package let entry: String
            package let table: String
            package let record: String
        }

        /// How many of the newest entries were looked at.
        package let looked: Int
        package let entries: [Entry]
    }
}

/// What can be told of a stretch that differs from its seal, entry by entry.
package enum SealFinding: Sendable, Equatable {
    /// The entry was sealed and holds something else now.
    case changed(String)
    /// The entry was not there when the stretch was sealed.
    case added(String)
    /// The entry was sealed in another stretch, which began then: its time was changed.
    case moved(String, from: Int64)
    /// So many entries are not there any more, between two that are; nil where none is on that side.
    case missing(count: Int, after: String?, before: String?)
    /// The stretch's first or last entry by its seal, and it is not there any more.
    case lost(String)
    /// The entry does not fit the next one of its record, in these fields.
    case unfitting(String, next: String, fields: [String])
    /// The seal's list of rows was altered, so that entries cannot be named by it.
    case listAltered

    /// The entry that is meant; nil where it is none.
    package var entry: String? {
        switch self {
        case .changed(let id), .added(let id), .moved(let id, _), .lost(let id), .unfitting(let id, _, _): id
        case .missing, .listAltered: nil
        }
    }
}
