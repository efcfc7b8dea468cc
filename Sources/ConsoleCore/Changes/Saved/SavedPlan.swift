import TenantDomain

/// A plan in a file, for somebody to read and for somebody else to apply. Only its change is trusted; the rest says
/// what its planner saw, masked like an export.
package struct SavedPlan: Sendable, Equatable, Codable {
    package static let currentFormat = 1
    /// A plan older than this is not applied.
    package static let hours: Int64 = 24

    package let format: Int
    package let tool: String
    /// Microseconds since 1970.
    package let saved: Int64
    package let environment: String
    /// The store's key.
    package let database: String
    package let planner: String
    package let persona: String
    package let reason: String?
    package let digest: String
    package let change: Change
    package let preview: Preview

    /// For people who read the file.
    package struct Preview: Sendable, Equatable, Codable {
        package let title: String
        package let severity: ChangeSeverity
        package let tables: [TableCount]
        package let rows: [RowEdit]
        package let moreRows: Int
        package let effects: [ChangeEffect]
        package let warnings: [String]
        package let notDone: [String]
    }
}

/// A file that may hold a saved plan.
package struct SavedPlanFile: Sendable, Equatable {
    package let bytes: [UInt8]
    /// To whom it belongs, by the system's word: its planner, whatever the file says.
    package let owner: String

    package init(bytes: [UInt8], owner: String) {
        self.bytes = bytes
        self.owner = owner
    }
}

/// Why a saved plan is not applied.
package enum SavedPlanRefusal: Error, Sendable, Equatable {
    case unreadable
    case format(Int)
    case expired(hours: Int64)
    case fromTheFuture
    case otherDatabase(found: String)
    /// Planner and applier are one person where two are asked for.
    case sameOperator(String)
}
