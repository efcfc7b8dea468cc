import Synchronization
import TenantDomain

/// The audit sources of one registry, worked out when they are first asked for: every page of the trail needs them.
final class TimelineShelf: Sendable {
    private let made = Mutex<[TimelineSource]?>(nil)

    func sources(_ make: () -> [TimelineSource]) -> [TimelineSource] {
        made.withLock { made in
            if let made { return made }
            let sources = make()
            made = sources
            return sources
        }
    }
}

extension ResourceRegistry {
    /// Every source that the profile maps and the catalog has, in profile order.
    var timelineSources: [TimelineSource] {
        timeline.sources { profile.audit.compactMap { TimelineSource($0, self) } }
    }
}
