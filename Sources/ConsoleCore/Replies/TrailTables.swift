import TenantDomain

/// Replies about the trail as columns and rows, for tables of either front.
package enum TrailTables {
    package static func tables(_ reply: TrailReply, zone: ZoneClock) -> [FactTable] {
        switch reply {
        case .histogram(let histogram): [self.histogram(histogram, zone)]
        case .top(let top): [self.top(top, zone)]
        case .history(let history): self.history(history, zone)
        case .advice(let advice): self.advice(advice)
        case .queries(let queries): [self.queries(queries)]
        case .verified(let report): self.verified(report, zone)
        case .exported(let outcome):
            [
                FactTable(
                    title: "Export", columns: ["what", "value"],
                    rows: [
                        ["file", outcome.path], ["entries", NumberText.grouped(Int64(outcome.rows))],
                        ["bytes", NumberText.grouped(Int64(outcome.bytes))], ["about it", outcome.sidePath],
                    ])
            ]
        case .bundled(let outcome):
            [
                FactTable(
                    title: "Bundle", columns: ["file", "sha256"], rows: outcome.files.map { [$0.title, $0.text] })
            ]
        }
    }

    /// What is to be said beside the tables.
    package static func remarks(_ reply: TrailReply, zone: ZoneClock) -> [String] {
        switch reply {
        case .histogram(let histogram):
            return [TrailWords.counted(histogram, zone: zone)]
                + [TrailWords.peak(histogram, zone: zone), spikes(histogram, zone)].compactMap { $0 }
        case .top(let top): return window(top, zone) + hidden(top) + leftOut(top.leftOut)
        case .history(let history): return TrailWords.verdict(history)
        case .advice(let advice):
            if advice.missing.isEmpty { return ["each of \(advice.checked) questions is served"] }
            return ["\(advice.missing.count) of \(advice.checked) questions have nothing that serves them"]
        case .verified(let report): return SealWords.verdict(report)
        case .exported(let outcome):
            return (outcome.heldSnapshot ? ["one statement held a snapshot all the time; --chunked does without"] : [])
                + (outcome.defusedCells > 0
                    ? ["\(outcome.defusedCells) cells begin with ' so that no spreadsheet runs them"] : [])
        case .bundled(let outcome):
            return ["\(NumberText.grouped(Int64(outcome.entries))) entries in \(outcome.folder)"]
        case .queries: return ["used as @NAME among other terms: tenantctl audit @deletions since:30d"]
        }
    }

    // MARK: Tables

    private static func histogram(_ histogram: TimelineHistogram, _ zone: ZoneClock) -> FactTable {
        let most = histogram.counts.max() ?? 0
        let rows = histogram.counts.indices.map { place -> [String] in
            let count = histogram.counts[place]
            let mark = histogram.spike(place).map { $0.isSpike ? "spike, usually \($0.usual)" : "" } ?? ""
            return [
                TrailWords.bucket(histogram, place, zone: zone)
                    + TimeText.offset(histogram.edges[place], zone: zone).suffix(6), String(count),
                Bar.text(count, of: most, width: 40), mark,
            ] + histogram.series.map { String($0.counts[place]) }
        }
        return FactTable(
            title: "Histogram",
            columns: ["from (\(zone.name))", "entries", "", "note"] + histogram.series.map(\.name), rows: rows)
    }

    private static func top(_ top: TopReply, _ zone: ZoneClock) -> FactTable {
        let isCompared = top.against != nil
        let most = top.rows.map(\.count).max() ?? 0
        return FactTable(
            title: "Top \(top.facet.rawValue)",
            columns: [top.facet.rawValue, "entries", "share"] + (isCompared ? ["compared", "times"] : ["", "latest"])
                + ["value"],
            rows: top.rows.map { row in
                let share =
                    top.total > 0 ? "\(row.count * 1000 / top.total / 10).\(row.count * 1000 / top.total % 10) %" : ""
                let middle =
                    isCompared
                    ? [row.before.map(String.init) ?? "", row.lift.map(TrailWords.times) ?? ""]
                    : [
                        Bar.text(row.count, of: most, width: 20),
                        row.latest.map { TimeText.offset($0, zone: zone) } ?? "",
                    ]
                return [row.label, String(row.count), share] + middle + [row.value == row.label ? "" : row.value]
            }, times: ["latest"])
    }

    private static func history(_ history: HistoryReply, _ zone: ZoneClock) -> [FactTable] {
        var tables: [FactTable] = []
        if let state = history.state {
            tables.append(
                FactTable(
                    title: "\(history.label) at \(TimeText.full(state.time, zone: zone))", columns: ["field", "value"],
                    rows: state.fields?.map { [$0.title, $0.text] } ?? [["", absence(state.absence)]]))
        }
        if let difference = history.difference {
            tables.append(
                FactTable(
                    title: "What differs between the two times",
                    columns: [
                        "field", TimeText.full(difference.from, zone: zone), TimeText.full(difference.to, zone: zone),
                    ],
                    rows: difference.changes.map { [$0.path, $0.before ?? "∅", $0.after ?? "∅"] }))
        }
        tables.append(
            FactTable(
                title: "Versions", columns: ["version", "time", "actor", "action", "changes", "unexplained", "entry"],
                rows: history.versions.enumerated().map { place, version in
                    [
                        String(place + 1),
                        version.entry.timeText,
                        version.entry.actor ?? version.entry.actorID ?? "—", version.entry.action.lowercased(),
                        ChangeSummary.text(version.changes, zone: zone),
                        ChangeSummary.text(version.unexplained, zone: zone),
                        version.entry.id.text ?? "",
                    ]
                }, times: ["time"]))
        if let bypassed = history.bypassed, !bypassed.isEmpty {
            tables.append(
                FactTable(
                    title: "Not explained by the last entry", columns: ["field", "last entry", "now"],
                    rows: bypassed.map { [$0.path, $0.before ?? "∅", $0.after ?? "∅"] }))
        }
        return tables
    }

    private static func absence(_ absence: HistoryReply.Absence?) -> String {
        switch absence {
        case .notYet: "did not exist yet"
        case .gone: "was deleted"
        case .unknown, nil: "no entry tells"
        }
    }

    private static func advice(_ advice: IndexAdvice) -> [FactTable] {
        var tables = [
            FactTable(
                title: "Missing indexes and triggers", columns: ["table", "statement", "serves"],
                rows: advice.missing.map { [$0.table, $0.statement, $0.reason] })
        ]
        if !advice.unmapped.isEmpty {
            tables.append(
                FactTable(
                    title: "Not mapped, and perhaps an audit trail", columns: ["table", "columns"],
                    rows: advice.unmapped.map { [$0.table, $0.columns.joined(separator: ", ")] }))
        }
        return tables
    }

    private static func queries(_ queries: [NamedQuery]) -> FactTable {
        FactTable(
            title: "Named queries", columns: ["name", "what", "resource", "filter", "from"],
            rows: queries.map { ["@\($0.name)", $0.title, $0.resource, $0.text, $0.origin.rawValue] })
    }

    private static func verified(_ report: SealReport, _ zone: ZoneClock) -> [FactTable] {
        var rows = report.ranges.filter { $0.verdict != .intact }.flatMap { range -> [[String]] in
            let head = [
                TimeText.offset(range.from, zone: zone), TimeText.offset(range.to, zone: zone),
                SealWords.verdict(range.verdict), "", String(range.root.prefix(16)),
            ]
            let named = range.findings.map {
                ["", "", SealWords.finding($0, zone: zone), $0.entry ?? "", ""]
            }
            let rest = range.unnamed > 0 ? [["", "", "and \(range.unnamed) more", "", ""]] : []
            return [head] + named + rest
        }
        if rows.isEmpty, let first = report.ranges.first, let last = report.ranges.last {
            rows.append([
                TimeText.offset(first.from, zone: zone), TimeText.offset(last.to, zone: zone),
                "nothing in \(report.ranges.count) stretches", "", String(last.root.prefix(16)),
            ])
        }
        return [
            FactTable(
                title: "Seals of \(report.source)", columns: ["from", "to", "what is wrong", "entry", "seal"],
                rows: rows, times: ["from", "to"])
        ]
    }

    // MARK: Words

    private static func spikes(_ histogram: TimelineHistogram, _ zone: ZoneClock) -> String? {
        let found = histogram.spikes.filter(\.isSpike)
        guard found.count > 1 else { return nil }
        let words = found.sorted { $0.bucket < $1.bucket }.map {
            "\(TrailWords.bucket(histogram, $0.bucket, zone: zone)) (\(histogram.counts[$0.bucket]), usually \($0.usual))"
        }
        return "spikes: \(words.joined(separator: ", "))"
    }

    private static func window(_ top: TopReply, _ zone: ZoneClock) -> [String] {
        func counted(_ extent: TopReply.Extent) -> String {
            let count = "\(NumberText.grouped(Int64(extent.total))) entries"
            guard extent.isCapped else { return count }
            let back = extent.oldest.map { ", which reach back to \(TimeText.full($0, zone: zone))" } ?? ""
            return "the newest \(count)\(back): counting stopped there"
        }
        var lines = [counted(top.extent) + (top.since.map { " (since \(TimeText.full($0, zone: zone)))" } ?? "")]
        if let compared = top.compared {
            lines.append("compared with \(counted(compared))")
            if let least = compared.least {
                lines.append(
                    "what stands there up to \(NumberText.grouped(Int64(least))) times is taken to stand there "
                        + "\(NumberText.grouped(Int64(least))) times")
            }
        }
        return lines
    }

    /// That there are more values than are listed.
    private static func hidden(_ top: TopReply) -> [String] {
        guard top.values > top.rows.count else { return [] }
        return ["the first \(top.rows.count) of \(NumberText.grouped(Int64(top.values))) values: --limit lists more"]
    }

    private static func leftOut(_ names: [String]) -> [String] {
        names.isEmpty ? [] : ["not counted: \(names.joined(separator: ", "))"]
    }
}

/// A bar of text for plain tables.
enum Bar {
    static func text(_ count: Int, of most: Int, width: Int) -> String {
        guard count > 0, most > 0 else { return "" }
        let eighths = max(1, count * width * 8 / most)
        let rests = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + rests[eighths % 8]
    }
}

/// Sentences about the trail that both fronts say.
package enum TrailWords {
    /// A bucket's beginning, as exact as the bucket is wide.
    package static func bucket(_ histogram: TimelineHistogram, _ place: Int, zone: ZoneClock) -> String {
        let civil = zone.civil(histogram.edges[place])
        if histogram.width >= 86_400_000_000 { return TimeText.date(civil) }
        return "\(TimeText.date(civil)) \(TimeText.clock(civil).prefix(5))"
    }

    /// `2,931 entries of 9 sources since 20 Nov, UTC`, and what is not among them.
    package static func counted(_ histogram: TimelineHistogram, zone: ZoneClock) -> String {
        let entries = "\(NumberText.grouped(Int64(histogram.total)))\(histogram.isCapped ? "+" : "")"
        let sources = "\(histogram.sources.count) source\(histogram.sources.count == 1 ? "" : "s")"
        return ["\(entries) entries of \(sources) \(since(histogram, zone: zone)), \(zone.name)", uncounted(histogram)]
            .compactMap { $0 }.joined(separator: "; ")
    }

    /// `since 27 Oct 2026`, with the time where the stretch is short.
    package static func since(_ histogram: TimelineHistogram, zone: ZoneClock) -> String {
        let civil = zone.civil(histogram.from)
        let clock = histogram.width < 86_400_000_000 ? " \(TimeText.clock(civil).prefix(5))" : ""
        return "since \(TimeText.shortDate(civil, in: 0))\(clock)"
    }

    /// `2 sources not counted (big_log, other): no index on their time`; nil where all are.
    package static func uncounted(_ histogram: TimelineHistogram) -> String? {
        let names = histogram.uncounted
        guard !names.isEmpty else { return nil }
        return "\(names.count) source\(names.count == 1 ? "" : "s") not counted (\(names.joined(separator: ", "))): "
            + "no index on time"
    }

    /// `hour, peak 41 at Tue 03:00 (usually 2)`; nil where nothing happened.
    package static func peak(_ histogram: TimelineHistogram, zone: ZoneClock) -> String? {
        guard let peak = histogram.peak else { return nil }
        let count = histogram.counts[peak]
        let shown =
            count >= histogram.cap ? "\(NumberText.grouped(Int64(histogram.cap)))+" : NumberText.grouped(Int64(count))
        let usual = histogram.spike(peak).map { " (usually \(NumberText.grouped(Int64($0.usual))))" } ?? ""
        return "\(histogram.unit), peak \(shown) at \(short(histogram, peak, zone: zone))\(usual)"
    }

    /// `Tue 03:00`, `Tue 17 Nov`, `Nov 2026`: enough to find the bucket among its neighbours.
    package static func short(_ histogram: TimelineHistogram, _ place: Int, zone: ZoneClock) -> String {
        let civil = zone.civil(histogram.edges[place])
        let span = (histogram.edges.last ?? 0) - histogram.start
        let day = "\(weekday(civil)) "
        if histogram.width >= TimelineHistogramPlan.month {
            return TimeText.shortDate(civil, in: 0).split(separator: " ").dropFirst().joined(separator: " ")
        }
        if histogram.width >= 86_400_000_000 { return day + TimeText.shortDate(civil, in: civil.year) }
        var clock = String(TimeText.clock(civil).prefix(5))
        // In the hour that clocks repeat, a time alone could be either.
        if isRepeated(civil, histogram.edges[place], zone) {
            clock += " \(zone.label(at: histogram.edges[place]))"
        }
        return span <= 7 * 86_400_000_000 ? day + clock : "\(day)\(TimeText.shortDate(civil, in: civil.year)) \(clock)"
    }

    private static func isRepeated(_ civil: CivilTime, _ instant: Int64, _ zone: ZoneClock) -> Bool {
        [-1, 1].contains { zone.civil(instant + $0 * 3_600_000_000) == civil }
    }

    private static func weekday(_ civil: CivilTime) -> String {
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][civil.weekday]
    }

    /// `3.2×`, `×0.1` spelled with one digit.
    package static func times(_ lift: Double) -> String {
        let tenths = Int((min(lift, 99_999) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)×"
    }

    /// Whether the entries tell the whole of a row's life.
    package static func verdict(_ history: HistoryReply) -> [String] {
        var words: [String] = []
        if history.isCut { words.append("older entries were not read: only the newest \(HistoryService.versionLimit)") }
        let gaps = history.versions.filter { !$0.unexplained.isEmpty }.count
        if gaps > 0 { words.append("! \(gaps) versions began otherwise than the one before them ended") }
        if history.vanished { words.append("! the row is gone and no entry says so") }
        switch history.bypassed {
        case nil: break
        case .some(let changes) where changes.isEmpty: words.append("the row is as the last entry left it")
        case .some(let changes):
            let told = changes.prefix(3).map { "\($0.path) (last entry \($0.before ?? "∅"), now \($0.after ?? "∅"))" }
            let more = changes.count > 3 ? " and \(changes.count - 3) more" : ""
            words.append("! the row now differs from the last entry in \(told.joined(separator: ", "))\(more)")
        }
        return words
    }
}
