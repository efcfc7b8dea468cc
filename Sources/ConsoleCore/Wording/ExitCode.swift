/// What the process says of its end. Documented in README.md and held there by a test.
package enum ExitCode: Int32, Sendable, CaseIterable {
    case ok = 0
    case failed = 1
    case usage = 2
    case connection = 3
    case refused = 4
    case notFound = 5
    case interrupted = 130

    package var meaning: String {
        switch self {
        case .ok: "done"
        case .failed: "failed: the database or the file system said no"
        case .usage: "the command line, a filter or the configuration is not usable"
        case .connection: "the database could not be opened or the connection was lost"
        case .refused: "refused by a rule: read-only, masked, not allowed for the persona"
        case .notFound: "no such row, tenant, user or environment"
        case .interrupted: "interrupted"
        }
    }
}
