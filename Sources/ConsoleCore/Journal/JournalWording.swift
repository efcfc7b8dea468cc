/// Words for what a journal holds and for what is wrong with it.
package enum JournalWording {
    static func summary(_ record: JournalRecord) -> String {
        func field(_ name: String) -> String { record[name] ?? "" }
        switch JournalEntry.Kind(rawValue: record.kind) {
        case .session:
            return "\(field("operator")) as \(field("persona")) in \(field("environment")), \(field("database"))"
        case .lease: return "\(field("minutes")) min: \(field("reason"))"
        case .leaseEnd: return field("how")
        case .intent: return "\(field("title")) (\(field("tables"))): \(field("reason"))"
        case .transaction: return "\(field("change")) is transaction \(field("transaction"))"
        case .outcome: return [field("change"), field("outcome"), field("detail")].joined(separator: " ")
        case .settled: return "\(field("change")) of session \(field("of")): \(field("outcome")), by \(field("by"))"
        case .reveal: return "\(field("resource")) \(field("id")) (\(field("columns"))): \(field("reason"))"
        case .export: return "\(field("what")), \(field("rows")) rows as \(field("format")) to \(field("file"))"
        case .impersonation: return "as \(field("as"))"
        case .end, nil: return ""
        }
    }

    /// The whole report as rows of check, result and meaning.
    package static func table(_ report: JournalReport) -> FactTable {
        var rows = report.problems.map { ["broken", text($0)] }
        rows += report.openIntents.map { intent in
            ["open", "session \(intent.session): \(intent.record["title"] ?? "") (\(intent.change)) has no outcome"]
        }
        switch report.anchoring {
        case .notAsked:
            rows.append(["note", "the newest session's tail is held by nothing; --database asks the audit rows"])
        case .noColumn:
            rows.append(["note", "tail not anchored: the audit rows have no column for the journal's head"])
        case .checked(let count): rows.append(["ok", "\(count) audit rows name a record of this journal"])
        }
        if report.problems.isEmpty {
            rows.insert(["ok", "\(report.sessions) sessions, \(report.records) records: whole and in order"], at: 0)
        }
        return FactTable(
            title: "Journal", columns: ["result", "what"], rows: rows, isFailure: !report.problems.isEmpty)
    }

    static func text(_ problem: JournalProblem) -> String {
        switch problem {
        case .unreadable(let session, let line): "session \(session): line \(line) is no record"
        case .edited(let session, let number): "session \(session): record \(number) or the one before it was edited"
        case .outOfOrder(let session, let expected, let found):
            "session \(session): record \(found) stands where \(expected) belongs"
        case .noBeginning(let session): "session \(session): its own first record is missing"
        case .torn(let session): "session \(session): ends within a record"
        case .missing(let session): "session \(session): there is no file, and a later session began after it"
        case .cut(let session, let has, let seen, let witness):
            "session \(session): has \(has) records; \(text(witness)) saw \(seen)"
        case .rewritten(let session, let number, let witness):
            "session \(session): record \(number) is not the one that \(text(witness)) saw"
        case .gone(let session, let number):
            "\(session): the database names its record \(number), and there is no file of it"
        }
    }

    private static func text(_ witness: JournalProblem.Witness) -> String {
        switch witness {
        case .session(let number): "session \(number)"
        case .database: "the database"
        }
    }
}
