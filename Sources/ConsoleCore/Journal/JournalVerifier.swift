/// What is wrong with a journal.
package enum JournalProblem: Sendable, Equatable {
    /// A line that is no record.
    case unreadable(session: Int, line: Int)
    /// The record's bytes, or one before it, are not what they were when it was written.
    case edited(session: Int, number: Int)
    /// Records were moved, taken out or put in.
    case outOfOrder(session: Int, expected: Int, found: Int)
    /// The file begins with something else than the session's own record.
    case noBeginning(session: Int)
    /// The file ends within a record.
    case torn(session: Int)
    /// A later session began after this one, and it is not there.
    case missing(session: Int)
    /// Fewer records than somebody saw.
    case cut(session: Int, has: Int, seen: Int, by: Witness)
    /// Another record stands where somebody saw one.
    case rewritten(session: Int, number: Int, by: Witness)
    /// The database knows a session of this operator that has no file.
    case gone(session: String, number: Int)

    /// Who saw how far a journal went.
    package enum Witness: Sendable, Equatable {
        case session(Int)
        case database
    }
}

/// What a look at a journal came to.
package struct JournalReport: Sendable, Equatable {
    /// A write whose end the journal does not know.
    package struct OpenIntent: Sendable, Equatable {
        package let session: Int
        package let record: JournalRecord
        /// Whether COMMIT may have been sent.
        package let mayHaveCommitted: Bool
        /// PostgreSQL's id of the transaction.
        package let transaction: String?

        package var change: String { record["change"] ?? "" }
        package var database: String { record["database"] ?? "" }
    }

    package enum Anchoring: Sendable, Equatable {
        case notAsked
        /// The database's audit rows have no place for the journal's head.
        case noColumn
        /// Audit rows that name a record of this journal.
        case checked(Int)
    }

    package var sessions = 0
    package var records = 0
    package var problems: [JournalProblem] = []
    package var openIntents: [OpenIntent] = []
    package var anchoring = Anchoring.notAsked

    package init() {}
}

/// What an audit row says of the journal.
package struct JournalAnchor: Sendable, Equatable {
    package let position: JournalPlace
    /// The row's actor; nil where the row does not say.
    package let operatorName: String?

    package init(position: JournalPlace, operatorName: String?) {
        self.position = position
        self.operatorName = operatorName
    }
}

/// Holds a journal to its own chain, to what later sessions saw of earlier ones, and to the audit rows.
package enum JournalVerifier {
    /// - Parameters:
    ///   - files: every session's bytes by number.
    ///   - anchors: what the database's audit rows say; nil where no database was asked.
    ///   - operatorName: whose journal it is; sessions of others are not missed.
    package static func report(
        files: [(session: Int, bytes: [UInt8])], anchors: [JournalAnchor]? = nil, operatorName: String? = nil
    ) -> JournalReport {
        var run = Run()
        for (session, bytes) in files.sorted(by: { $0.session < $1.session }) { run.read(session, bytes) }
        run.checkPredecessors()
        if let anchors { run.check(anchors, operatorName: operatorName) }
        run.settleIntents()
        return run.report
    }

    private struct Run {
        var report = JournalReport()
        private var sessions: [(number: Int, records: [JournalRecord])] = []

        mutating func read(_ session: Int, _ bytes: [UInt8]) {
            var records: [JournalRecord] = []
            var head: String?
            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
            for (place, line) in lines.enumerated() {
                guard let record = JournalRecord(line: line), let parts = JournalChain.parts(of: line) else {
                    report.problems.append(.unreadable(session: session, line: place + 1))
                    break
                }
                let before = place == 0 ? record["previous_head"] ?? JournalChain.genesis : head ?? ""
                guard JournalChain.hash(rest: parts.rest, after: before) == record.hash else {
                    report.problems.append(
                        record.number == place + 1
                            ? .edited(session: session, number: record.number)
                            : .outOfOrder(session: session, expected: place + 1, found: record.number))
                    break
                }
                guard record.number == place + 1 else {
                    report.problems.append(
                        .outOfOrder(session: session, expected: place + 1, found: record.number))
                    break
                }
                head = record.hash
                records.append(record)
            }
            if bytes.last.map({ $0 != 0x0A }) == true { report.problems.append(.torn(session: session)) }
            if let first = records.first, first.kind != JournalEntry.Kind.session.rawValue {
                report.problems.append(.noBeginning(session: session))
            }
            sessions.append((session, records))
            report.sessions += 1
            report.records += records.count
        }

        private func records(of session: Int) -> [JournalRecord]? { sessions.first { $0.number == session }?.records }

        mutating func checkPredecessors() {
            guard let last = sessions.last?.number else { return }
            let present = Set(sessions.map(\.number))
            for number in 1...max(1, last) where !present.contains(number) {
                report.problems.append(.missing(session: number))
            }
            for (number, records) in sessions {
                guard let first = records.first, let previous = first["previous"].flatMap(Int.init),
                    let seen = first["previous_number"].flatMap(Int.init), let head = first["previous_head"],
                    let before = self.records(of: previous)
                else { continue }
                check(before, of: previous, number: seen, head: head, by: .session(number))
            }
        }

        mutating func check(_ anchors: [JournalAnchor], operatorName: String?) {
            var found = 0
            for anchor in anchors {
                let position = anchor.position
                guard
                    let (number, records) = sessions.first(where: { $0.records.first?["session"] == position.session })
                else {
                    if operatorName != nil, anchor.operatorName == operatorName {
                        report.problems.append(.gone(session: position.session, number: Int(position.number)))
                    }
                    continue
                }
                found += 1
                check(records, of: number, number: Int(position.number), head: position.head, by: .database)
            }
            report.anchoring = .checked(found)
        }

        private mutating func check(
            _ records: [JournalRecord], of session: Int, number: Int, head: String, by witness: JournalProblem.Witness
        ) {
            guard number > 0 else { return }
            guard records.count >= number else {
                let problem = JournalProblem.cut(session: session, has: records.count, seen: number, by: witness)
                report.problems.append(problem)
                return
            }
            if records[number - 1].hash != head {
                report.problems.append(.rewritten(session: session, number: number, by: witness))
            }
        }

        /// Intents without an outcome, in this or a later session.
        mutating func settleIntents() {
            let kinds = JournalEntry.Kind.self
            let ended = Set(
                sessions.flatMap(\.records).filter {
                    // An outcome that its session could not learn is open until somebody has asked.
                    $0.kind == kinds.settled.rawValue
                        || $0.kind == kinds.outcome.rawValue && $0["outcome"] != WriteOutcome.unknown.rawValue
                }.compactMap { $0["change"] })
            for (session, records) in sessions {
                for record in records where record.kind == kinds.intent.rawValue {
                    guard let change = record["change"], !ended.contains(change) else { continue }
                    let transaction = records.first {
                        $0.kind == kinds.transaction.rawValue && $0["change"] == change
                    }
                    report.openIntents.append(
                        JournalReport.OpenIntent(
                            session: session, record: record, mayHaveCommitted: transaction != nil,
                            transaction: transaction?["transaction"]))
                }
            }
        }
    }
}
