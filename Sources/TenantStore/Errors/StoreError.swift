/// What can go wrong between the console and a database, with what a person needs to act on it. The wording is
/// ConsoleCore's; arguments of statements are never part of an error.
package enum StoreError: Error, Sendable, Equatable {
    // Opening
    case notFound(path: String)
    case isDirectory(path: String)
    case unreadable(path: String, reason: String)
    case notADatabase(path: String)
    /// A write-ahead-log database whose folder cannot be written: SQLite cannot make the shared-memory file.
    case walNeedsWritableFolder(path: String)
    case newerReferenceSchema(found: Int, known: Int)
    case connectionFailed(location: String, reason: String)
    case cannotConnect(location: String, cause: ConnectionCause, reason: String)
    case authenticationFailed(location: String, reason: String)
    // Running
    case busy(location: String)
    case corrupt(location: String, detail: String)
    case cancelled
    case timedOut(seconds: Double)
    case connectionLost(reason: String)
    case permissionDenied(relation: String?)
    case rowSecurityApplies(relation: String?)
    case missingRelation(String)
    case tooManyColumns(Int)
    case memberView(MemberViewFault)
    /// Any other error of the engine, its code and its words (made safe to show by the one who shows them).
    case engine(code: String, message: String, sql: String)
    case closed
}
