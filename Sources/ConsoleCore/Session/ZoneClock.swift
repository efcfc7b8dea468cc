#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The zone that the header names: civil time for people, always next to the zone's name or offset.
///
/// All instants are microseconds since 1970-01-01T00:00:00Z.
package struct ZoneClock: Sendable, Equatable {
    /// `UTC`, or the IANA name.
    package let name: String
    private let zone: TimeZone?

    package static let utc = ZoneClock(name: "UTC", zone: nil)
    package static var local: ZoneClock {
        // Machines that run on UTC call it so by many names.
        let identifier = TimeZone.current.identifier
        let isUTC = ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "UCT", "Etc/UCT", "Zulu", "Etc/Zulu"].contains(identifier)
        return ZoneClock(name: isUTC ? "UTC" : identifier, zone: .current)
    }

    private init(name: String, zone: TimeZone?) {
        self.name = name
        self.zone = zone
    }

    /// `utc`, `local` or an IANA name; nil where the system knows no such zone.
    package init?(named text: String) {
        switch text.lowercased() {
        case "utc", "z": self = .utc
        case "local": self = .local
        default:
            guard let zone = TimeZone(identifier: text) else { return nil }
            self.init(name: text, zone: zone)
        }
    }

    package func offsetSeconds(at instant: Int64) -> Int {
        guard let zone else { return 0 }
        let seconds = instant >= 0 ? instant / 1_000_000 : (instant - 999_999) / 1_000_000
        return zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }

    /// The instant of a civil time; in the hour that summer time skips the later instant, in the doubled one the
    /// earlier.
    package func instant(_ civil: CivilTime) -> Int64 {
        let asUTC = civil.instantAsUTC
        let first = asUTC - Int64(offsetSeconds(at: asUTC)) * 1_000_000
        let second = asUTC - Int64(offsetSeconds(at: first)) * 1_000_000
        return second
    }

    package func civil(_ instant: Int64) -> CivilTime {
        CivilTime(instantAsUTC: instant + Int64(offsetSeconds(at: instant)) * 1_000_000)
    }

    /// `UTC`, `UTC+2`, `UTC-3:30` at the instant.
    package func label(at instant: Int64) -> String {
        let offset = offsetSeconds(at: instant)
        if offset == 0 { return "UTC" }
        let minutes = abs(offset) / 60
        let rest = minutes % 60
        return "UTC\(offset < 0 ? "-" : "+")\(minutes / 60)" + (rest == 0 ? "" : ":\(rest < 10 ? "0" : "")\(rest)")
    }

    package static func == (left: ZoneClock, right: ZoneClock) -> Bool { left.name == right.name }
}
