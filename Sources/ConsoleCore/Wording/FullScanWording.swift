/// What a full scan is refused with, and how to do without one.
package enum FullScanWording {
    static func wording(for scan: FullScan) -> ErrorWording.Wording {
        let bound =
            scan.indexedFields.isEmpty
            ? "" : "A term on \(scan.indexedFields.joined(separator: ", ")) bounds it; "
        let plan = plan(scan).map { " \($0)" } ?? ""
        return ErrorWording.Wording(question(scan) + plan, "\(bound)--full-scan reads them all.")
    }

    /// The engine's own words; a value in them would be one that the person typed.
    package static func plan(_ scan: FullScan) -> String? {
        scan.plan.map { "Its plan: \($0)." }
    }

    /// What would happen, for a person who may agree to it.
    package static func question(_ scan: FullScan) -> String {
        let size = "about \(NumberText.grouped(Int64(scan.rows))) rows"
        return switch scan.cause {
        case .filter(let text) where !text.isEmpty:
            "No index serves \(text): the database would look at \(size) of \(scan.resource.lowercased()) one by one."
        case .filter:
            "No index leads to these rows: the database would look at \(size) of \(scan.resource.lowercased())."
        case .sort(let field):
            "No index serves the order by \(field): the database would sort \(size) of \(scan.resource.lowercased())."
        }
    }
}
