/// A seal that an operator's journal knows: whoever rewrites trail and ledger alike does not have that.
package struct SealHead: Sendable, Equatable {
    package let root: String
    /// The end of its stretch, as an ISO time.
    package let until: String
    /// When it was made, as the journal has it.
    package let made: String

    /// How a head is written into the journal.
    static func entry(_ head: SealRoot, source: String, count: Int) -> JournalEntry {
        .export(
            what: what(source), filter: "until:\(TimeText.iso(head.to))", format: "sql", rows: count,
            file: "head \(head.root)")
    }

    private static func what(_ source: String) -> String { "seals of \(source)" }

    /// The heads that this operator's journal has of a source of a database, oldest first.
    static func known(
        in storage: any JournalStorage, database: String, source: String
    ) throws(ConsoleError) -> [SealHead] {
        var heads: [SealHead] = []
        do {
            for session in try storage.sessions() {
                let records = JournalRecord.records(in: try storage.read(session))
                guard records.first?["database"] == database else { continue }
                for record in records where record["what"] == what(source) {
                    guard let file = record["file"], file.hasPrefix("head "), let filter = record["filter"],
                        filter.hasPrefix("until:")
                    else { continue }
                    heads.append(
                        SealHead(
                            root: String(file.dropFirst(5)), until: String(filter.dropFirst(6)), made: record.time))
                }
            }
        } catch {
            throw .journal(error)
        }
        return heads
    }
}
