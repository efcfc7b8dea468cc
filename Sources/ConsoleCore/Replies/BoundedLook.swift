import TenantDomain

/// A stretch of the trail that was looked through because no index leads to what was asked.
package struct BoundedLook: Sendable, Equatable {
    /// Entries before this were not looked at.
    package let since: Int64
    package let filter: String
    /// Fields of which a term leads to entries by an index.
    package let fields: [String]

    /// What was done and how to see more, for the title line of a console and for standard error.
    package func words(zone: ZoneClock) -> (short: String, long: String, hint: String) {
        // Seconds and less are zero: the stretch begins on a full hour.
        let time = "\(TimeText.offset(since, zone: zone).prefix(16))"
        let bound = fields.isEmpty ? "" : "; a term on \(fields.joined(separator: ", ")) bounds it by an index"
        return (
            "only since \(TimeText.shortDate(zone.civil(since), in: 0)) · since: looks further",
            "No index serves \(filter): only entries since \(time) were looked at.",
            "Older ones: until:\(time), or since:… for another stretch\(bound)."
        )
    }
}
