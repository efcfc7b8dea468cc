import TenantDomain

/// A stretch of the trail that was looked through, where not all of it was.
package struct BoundedLook: Sendable, Equatable {
    /// Entries before this were not looked at.
    package let since: Int64
    package let filter: String
    /// Fields of which a term leads to entries by an index.
    package let fields: [String]
    /// Whether hours or days of the week were asked for, which look back so far only; else no index served the filter.
    package var isClock = false

    private static let clockDays = 400

    /// What was done and how to see more, for the title line of a console and for standard error.
    package func words(zone: ZoneClock) -> (short: String, long: String, hint: String) {
        // Seconds and less are zero: the stretch begins on a full hour.
        let time = "\(TimeText.offset(since, zone: zone).prefix(16))"
        if isClock {
            return (
                "only since \(TimeText.shortDate(zone.civil(since), in: 0)) · since: looks further",
                "Hours and days of the week were looked for since \(time) only.",
                "since:… looks further back, over \(Self.clockDays) days at a time."
            )
        }
        let bound = fields.isEmpty ? "" : "; a term on \(fields.joined(separator: ", ")) bounds it by an index"
        return (
            "only since \(TimeText.shortDate(zone.civil(since), in: 0)) · since: looks further",
            "No index serves \(filter): only entries since \(time) were looked at.",
            "Older ones: until:\(time), or since:… for another stretch\(bound)."
        )
    }
}
