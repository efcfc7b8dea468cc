/// The engine whose SQL the planner writes.
package enum SQLDialect: String, Sendable, CaseIterable {
    case sqlite
    case postgres
}
