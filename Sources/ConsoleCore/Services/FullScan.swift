import TenantDomain
import TenantStore

/// A read that would look at the rows of a large relation one by one, known from the catalog before it is sent.
package struct FullScan: Sendable, Equatable {
    /// What no index serves.
    package enum Cause: Sendable, Equatable {
        case filter(String)
        case sort(String)
    }

    package let resource: String
    package let cause: Cause
    /// The engine's estimate, of now where it could be asked.
    package var rows: Int
    /// Fields that an index serves, the best known first: a term on one of them bounds the read.
    package let indexedFields: [String]
    /// How the engine itself would go about it (EXPLAIN); nil where it was not asked.
    package var plan: String?

    package init(resource: String, cause: Cause, rows: Int, indexedFields: [String]) {
        self.resource = resource
        self.cause = cause
        self.rows = rows
        self.indexedFields = indexedFields
    }
}
