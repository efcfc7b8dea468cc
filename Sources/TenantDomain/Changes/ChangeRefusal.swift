/// Why rows that name a row cannot let go of it as their key says.
package enum LettingGo: Sendable, Equatable {
    /// The column would be emptied and may not be.
    case needsValue
    /// The column's default, which the database computes.
    case computed(String)
    /// The column's default, which names a row that isn't there or that goes as well.
    case namesNothing(String)
}

/// Why a change is not made. The wording is ConsoleCore's.
package enum ChangeRefusal: Error, Sendable, Equatable {
    // Rules of the domain
    case lastOwner(tenant: String)
    case roleAboveOwn(role: String, persona: String, highest: String?)
    case valueNotAllowed(column: String, value: String, allowed: [String])
    case overHardLimit(title: String, used: Int64, allowed: Int64)
    case parentIsItself
    case parentMakesCycle(tenant: String)
    case parentIsNoAgency(tenant: String, kind: String)
    case archived(tenant: String)
    case noPath(column: String, from: String, to: String, open: [String])
    case personaMayNot(persona: String, verb: String)
    // What is there
    case nothingToDo(String)
    case changedSince(row: String, column: String, expected: String, found: String)
    case rowGone(String)
    case rowIsThere(String)
    case dependants(row: String, table: String, rows: Int)
    case restricted(row: String, table: String)
    case cannotLetGo(row: String, table: String, column: String, LettingGo)
    case tooManyRows(Int, cap: Int)
    // What is asked
    case unmapped(what: String)
    case looseFilter
    case needsValue(column: String)
    case badValue(column: String, value: String, wanted: String)
    case unwritable(column: String, why: String)
    // Going back
    case cannotUndo(reason: String)
    case noReceipt(String?)
    // By whom
    case noLease
    case noReason
    case readOnly(environment: String)
}
