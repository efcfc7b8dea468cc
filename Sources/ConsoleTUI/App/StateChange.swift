import ConsoleCore
import TenantDomain

/// What is kept between sessions.
package enum StateChange: Sendable, Equatable {
    case columns(resource: String, names: [String], widths: [String: Int])
    case sort(resource: String, [FieldSort])
    case lastView(String)
    case recentTenant(TenantMatch)
    /// A private line names a masked field and is not kept.
    case promptLine(String, isPrivate: Bool)
    case theme(String)
    case firstView(FirstView)

    /// Whether it tells what was looked at.
    var isOfView: Bool {
        switch self {
        case .lastView, .recentTenant, .promptLine, .firstView: true
        case .columns, .sort, .theme: false
        }
    }
}
