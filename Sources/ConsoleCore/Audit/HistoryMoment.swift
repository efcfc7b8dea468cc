import TenantDomain
import TenantStore

/// The row as it was at one time, however many entries there are: read from that time on, not from now.
struct HistoryMoment {
    /// Entries up to the time that are laid over each other, where a trail holds only what changed.
    private static let depth = 100
    /// Names of the column that says when a row was made.
    private static let births = ["created_at", "inserted_at", "createdAt", "created"]

    enum State {
        case fields([JSONLeaf])
        case missing(HistoryReply.Absence)

        var leaves: [JSONLeaf]? { if case .fields(let leaves) = self { leaves } else { nil } }
        var absence: HistoryReply.Absence? { if case .missing(let absence) = self { absence } else { nil } }
    }

    let time: Int64
    let state: State

    static func read(
        _ time: Int64, _ sources: [HistorySource], _ session: ConsoleSession
    ) async throws(ConsoleError) -> HistoryMoment {
        var plans: [PlannedPage] = []
        for source in sources {
            plans.append(try source.page(source.until(time), PageRequest(limit: depth)))
            plans.append(try source.page(source.after(time), PageRequest(.last, limit: 1)))
        }
        let blocks = try await session.blocks(plans.map(\.statement))
        var earlier: [HistoryStep] = []
        var later: [HistoryStep] = []
        for (place, source) in sources.enumerated() {
            earlier += source.steps(plans[place * 2].page(from: blocks[place * 2]).rows)
            later += source.steps(plans[place * 2 + 1].page(from: blocks[place * 2 + 1]).rows)
        }
        return HistoryMoment(time: time, state: state(at: time, HistoryStep.sorted(earlier), HistoryStep.sorted(later)))
    }

    /// As the last entry up to the time left it, or as the first one after it found it.
    private static func state(at time: Int64, _ earlier: [HistoryStep], _ later: [HistoryStep]) -> State {
        if let left = HistoryStep.states(earlier.filter(\.hasDocuments)).last {
            return left.map(State.fields) ?? .missing(.gone)
        }
        guard let first = later.first(where: \.hasDocuments) else { return .missing(.unknown) }
        guard let found = first.before?.leaves else { return .missing(first.entry.isInsert ? .notYet : .unknown) }
        let birth = found.first { births.contains($0.path) }.flatMap { TimeText.parse($0.text.utf8) }
        return birth.map { $0 > time } ?? false ? .missing(.notYet) : .fields(found)
    }
}

/// One source of a row's entries.
struct HistorySource {
    private let reader: TimelineReader
    private let source: TimelineSource
    private let time: ColumnPath
    /// The row's entries.
    let own: Predicate

    static func all(_ reader: TimelineReader, table: String, id: String) -> [HistorySource] {
        reader.sources.compactMap { source in
            guard source.isPrimary, source.isPaged, let time = source.path(.time),
                let own = source.equal(.targetID, .text(id)), own != .nothing
            else { return nil }
            let same = source.equal(.targetTable, .text(table)).map { $0.and(own) } ?? own
            return HistorySource(reader: reader, source: source, time: time, own: same)
        }
    }

    func until(_ instant: Int64) -> Predicate { bounded(.lessOrEqual(value(instant))) }
    func after(_ instant: Int64) -> Predicate { bounded(.greater(value(instant))) }

    private func value(_ instant: Int64) -> Value { StoredTime.value(instant, for: source.catalogTime) }

    private func bounded(_ comparison: Comparison) -> Predicate {
        .all([own, .compare(Operand(time, type: source.type(.time)), comparison)])
    }

    func page(_ predicate: Predicate, _ page: PageRequest) throws(ConsoleError) -> PlannedPage {
        try reader.plan(
            RowQuery(
                relation: source.relation.name, columns: source.projections(whole: true), predicate: predicate,
                sort: source.sort, page: page, cellLimit: AuditEntryService.documentLimit))
    }

    func steps(_ rows: RowBlock) -> [HistoryStep] {
        (0..<rows.rowCount).map { row in
            HistoryStep(
                TimelineCells(source: source, rows: rows, row: row, policy: reader.policy, whole: true), reader)
        }
    }
}
