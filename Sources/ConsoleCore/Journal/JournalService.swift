import TenantDomain

/// `journal list|show|verify`: reads journals back.
package struct JournalService: Sendable {
    private let storage: any JournalStorage

    package init(storage: any JournalStorage) { self.storage = storage }

    /// One row a session, newest first.
    package func list() throws(ConsoleError) -> FactTable {
        var rows: [[String]] = []
        for (session, bytes) in try files().reversed() {
            let records = JournalRecord.records(in: bytes)
            let first = records.first
            func count(_ kinds: JournalEntry.Kind...) -> String {
                String(records.count { record in kinds.contains { $0.rawValue == record.kind } })
            }
            rows.append([
                String(session), first?.time ?? "", first?["operator"] ?? "", first?["persona"] ?? "",
                first?["environment"] ?? "", String(records.count), count(.lease), count(.intent), count(.reveal),
                count(.export),
                records.last?.kind == JournalEntry.Kind.end.rawValue
                    ? "ended" : storage.isHeld(session) ? "running" : "broken off",
            ])
        }
        return FactTable(
            title: "Journal",
            columns: [
                "session", "began", "operator", "persona", "environment", "records", "leases", "writes", "reveals",
                "exports", "state",
            ], rows: rows, times: ["began"])
    }

    /// The records of one session in their order.
    package func show(session: Int?) throws(ConsoleError) -> FactTable {
        let known = try sessions()
        guard let session = session ?? known.last else {
            return FactTable(title: "Journal", columns: Self.recordColumns, rows: [])
        }
        guard known.contains(session) else {
            throw .noSuch(what: "session of the journal", word: String(session), hint: "journal list names them.")
        }
        let rows = JournalRecord.records(in: try read(session)).map { record in
            [String(record.number), record.time, record.kind, JournalWording.summary(record), record.hash]
        }
        return FactTable(title: "Journal \(session)", columns: Self.recordColumns, rows: rows, times: ["time"])
    }

    /// What the journal has of a database's changes: the plan that was agreed to, the lease it was done under, the
    /// transaction and how it ended.
    package func records(
        of database: String, changes: Set<String>, leases: Set<String>
    ) throws(ConsoleError) -> FactTable {
        var rows: [[String]] = []
        for (session, bytes) in try files() {
            let records = JournalRecord.records(in: bytes)
            guard let first = records.first, first["database"] == database else { continue }
            for record in records {
                let isOfChange = record["change"].map(changes.contains) ?? false
                let isOfLease = record["lease"].map { leases.contains($0) && record["change"] == nil } ?? false
                guard isOfChange || isOfLease else { continue }
                rows.append([
                    record.time, first["operator"] ?? "", String(session), String(record.number), record.kind,
                    JournalWording.summary(record), record["change"] ?? "", record["lease"] ?? "",
                    record["digest"] ?? "", record.hash,
                ])
            }
        }
        return FactTable(
            title: "Journal",
            columns: [
                "time", "operator", "session", "record", "kind", "what", "change", "lease", "plan_digest", "hash",
            ], rows: rows)
    }

    private static let recordColumns = ["number", "time", "kind", "what", "hash"]

    /// - Parameter anchors: what audit rows say of the journal, and whose journal it is; nil where no database is asked.
    package func report(
        anchors: [JournalAnchor]? = nil, operatorName: String? = nil
    ) throws(ConsoleError) -> JournalReport {
        JournalVerifier.report(files: try files(), anchors: anchors, operatorName: operatorName)
    }

    private func files() throws(ConsoleError) -> [(session: Int, bytes: [UInt8])] {
        var files: [(session: Int, bytes: [UInt8])] = []
        for session in try sessions() { files.append((session, try read(session))) }
        return files
    }

    private func sessions() throws(ConsoleError) -> [Int] {
        do { return try storage.sessions() } catch { throw .file(path: error.path, reason: error.reason) }
    }

    private func read(_ session: Int) throws(ConsoleError) -> [UInt8] {
        do { return try storage.read(session) } catch { throw .file(path: error.path, reason: error.reason) }
    }
}
