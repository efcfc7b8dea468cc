/// Plain text in columns, for replies that are not rows of the database.
package struct FactTable: Sendable, Equatable {
    package let title: String
    package let columns: [String]
    package let rows: [[String]]
    /// Names of columns that hold times, as stored or with an offset: tables for people show them in the reader's zone.
    package let times: Set<String>
    /// Whether the rows tell of something broken: the exit code says so too.
    package let isFailure: Bool

    package init(
        title: String, columns: [String], rows: [[String]], times: Set<String> = [], isFailure: Bool = false
    ) {
        self.times = times
        self.isFailure = isFailure
        self.title = title
        self.columns = columns
        self.rows = rows
    }

    /// The rows as people read them: times in the zone and named by it.
    package func rows(in zone: ZoneClock) -> [[String]] {
        let places = columns.indices.filter { times.contains(columns[$0]) }
        guard !places.isEmpty else { return rows }
        return rows.map { row in
            var row = row
            for place in places where place < row.count && TimeText.namesZone(row[place]) {
                row[place] = TimeText.parse(row[place].utf8).map { TimeText.full($0, zone: zone) } ?? row[place]
            }
            return row
        }
    }
}
