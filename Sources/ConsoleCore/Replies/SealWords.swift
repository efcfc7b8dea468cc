import TenantDomain

/// Sentences about the trail and its seals.
enum SealWords {
    static func verdict(_ verdict: SealReport.Range.Verdict) -> String {
        switch verdict {
        case .intact: "intact"
        case .differs(let counted, let sealed) where counted == sealed: "entries differ from those that were sealed"
        case .differs(let counted, let sealed):
            "\(NumberText.grouped(Int64(counted))) entries, \(NumberText.grouped(Int64(sealed))) were sealed"
        case .sealAltered(entriesHold: true): "the seal itself was altered; its entries are as they were sealed"
        case .sealAltered(entriesHold: false): "the seal itself was altered, and its entries are not those it names"
        case .chainBroken: "the seal before it was removed or replaced"
        case .unknownToJournal: "the journal knows another seal that ends here"
        }
    }

    static func finding(_ finding: SealFinding, zone: ZoneClock) -> String {
        switch finding {
        case .changed: return "was changed"
        case .added: return "was put in"
        case .moved(_, let from):
            return "was given another time: it was sealed in the stretch from \(TimeText.full(from, zone: zone))"
        case .missing(let count, let after, let before):
            let what = count == 1 ? "1 entry is missing" : "\(NumberText.grouped(Int64(count))) entries are missing"
            return switch (after, before) {
            case (let after?, let before?): "\(what) between \(after) and \(before)"
            case (let after?, nil): "\(what) after \(after)"
            case (nil, let before?): "\(what) before \(before)"
            case (nil, nil): what
            }
        case .lost: return "is among the missing"
        case .unfitting(_, let next, let fields): return "does not fit \(next) in \(fields.joined(separator: ", "))"
        case .listAltered: return "the seal's list of rows was altered: entries are told by their documents alone"
        }
    }

    static func verdict(_ report: SealReport) -> [String] {
        let broken = report.ranges.filter { $0.verdict != .intact }.count
        let sealed = NumberText.grouped(Int64(report.sealedEntries))
        var words = [
            report.ranges.isEmpty
                ? "nothing is sealed yet"
                : broken == 0
                    ? "all \(report.ranges.count) seals hold: \(sealed) entries of \(report.source) are as they were sealed"
                    : "! \(broken) of \(report.ranges.count) seals \(broken == 1 ? "does" : "do") not hold"
        ]
        words.append("\(report.unsealed.text) entries are not sealed yet")
        if report.inFuture != .exactly(0) { words.append("! \(report.inFuture.text) entries lie in the future") }
        for head in report.lostHeads {
            words.append(
                "! the journal knows a seal up to \(head.until) (\(head.root.prefix(16)), made \(head.made)) that is "
                    + "not there: it was removed, or what writes it was never run")
        }
        if let unknown = report.unknownRecords { words += Self.unknown(unknown) }
        return words
    }

    /// How many are named, of those that there are.
    private static let named = 5

    private static func unknown(_ unknown: SealReport.UnknownRecords) -> [String] {
        let looked = NumberText.grouped(Int64(unknown.looked))
        guard !unknown.entries.isEmpty else {
            return ["each record that the newest \(looked) entries name is there, or its beginning or end is told"]
        }
        let told = unknown.entries.prefix(named).map { "\($0.table) \($0.record) (entry \($0.entry))" }
        let more = unknown.entries.count > named ? " and \(unknown.entries.count - named) more" : ""
        return [
            "! of the newest \(looked) entries some name records that are not there and that no entry makes or deletes: "
                + told.joined(separator: ", ") + more
        ]
    }
}
