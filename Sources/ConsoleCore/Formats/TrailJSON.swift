import TenantDomain

/// Replies about the trail as JSON.
enum TrailJSON {
    static func document(of reply: TrailReply) -> ReplyJSON.Document {
        switch reply {
        case .histogram(let histogram): .one(self.histogram(histogram))
        case .top(let top): .one(self.top(top))
        case .history(let history): .one(self.history(history))
        case .advice(let advice): .one(self.advice(advice))
        case .queries(let queries): .many(queries.map(query))
        case .verified(let report): .one(verified(report))
        case .exported(let outcome):
            .one(
                object([
                    ("file", .string(outcome.path)), ("about", .string(outcome.sidePath)),
                    ("entries", .number(outcome.rows)), ("bytes", .number(outcome.bytes)),
                    ("snapshot", .boolean(outcome.heldSnapshot)),
                ]))
        case .bundled(let outcome):
            .one(
                object([
                    ("folder", .string(outcome.folder)), ("entries", .number(outcome.entries)),
                    ("files", object(outcome.files.map { ($0.title, .string($0.text)) })),
                ]))
        }
    }

    static func object(_ members: [(String, JSONNode)]) -> JSONNode {
        .object(members.map { JSONNode.Member($0.0, $0.1) })
    }

    static func time(_ instant: Int64?) -> JSONNode { instant.map { .string(TimeText.iso($0)) } ?? .null }

    static func changes(_ changes: [FieldChange]) -> JSONNode {
        .array(
            changes.map {
                object([("field", .string($0.path)), ("before", .text($0.before)), ("after", .text($0.after))])
            })
    }

    private static func histogram(_ histogram: TimelineHistogram) -> JSONNode {
        object([
            ("unit", .string(histogram.unit)), ("sources", .array(histogram.sources.map(JSONNode.string))),
            ("not_counted", .array(histogram.uncounted.map(JSONNode.string))), ("cap", .number(histogram.cap)),
            ("since", time(histogram.from)), ("entries", .number(histogram.total)),
            (
                "buckets",
                .array(
                    histogram.counts.indices.map { place in
                        var members: [(String, JSONNode)] = [
                            ("from", time(histogram.edges[place])), ("to", time(histogram.edges[place + 1])),
                            ("entries", .number(histogram.counts[place])),
                        ]
                        if let spike = histogram.spike(place) {
                            members += [("usual", .number(spike.usual)), ("spike", .boolean(spike.isSpike))]
                        }
                        if !histogram.series.isEmpty {
                            members.append(
                                ("parts", object(histogram.series.map { ($0.name, .number($0.counts[place])) })))
                        }
                        return object(members)
                    })
            ),
        ])
    }

    private static func extent(_ extent: TopReply.Extent) -> [(String, JSONNode)] {
        [
            ("entries", .number(extent.total)), ("capped", .boolean(extent.isCapped)),
            ("all_counted_since", time(extent.oldest)), ("least", extent.least.map { .number($0) } ?? .null),
        ]
    }

    private static func top(_ top: TopReply) -> JSONNode {
        object(
            [
                ("by", .string(top.facet.rawValue)), ("filter", .string(top.filter)), ("against", .text(top.against)),
                ("since", time(top.since)), ("until", time(top.until)),
            ] + extent(top.extent) + [
                ("compared", top.compared.map { object(extent($0)) } ?? .null),
                ("left_out", .array(top.leftOut.map(JSONNode.string))),
                (
                    "rows",
                    .array(
                        top.rows.map { row in
                            var members: [(String, JSONNode)] = [
                                ("value", .string(row.value)), ("label", .string(row.label)),
                                ("entries", .number(row.count)), ("latest", time(row.latest)),
                            ]
                            if let before = row.before { members.append(("compared", .number(before))) }
                            if let lift = row.lift {
                                members.append(("times", .document(String(Double(Int(lift * 100)) / 100))))
                            }
                            return object(members)
                        })
                ),
            ])
    }

    private static func history(_ history: HistoryReply) -> JSONNode {
        var members: [(String, JSONNode)] = [
            ("resource", .string(history.resource)), ("id", .string(history.id)), ("label", .string(history.label)),
            ("suspect", .boolean(history.isSuspect)), ("vanished", .boolean(history.vanished)),
            ("not_explained", history.bypassed.map(changes) ?? .null), ("older_not_read", .boolean(history.isCut)),
            (
                "versions",
                .array(
                    history.versions.map { version in
                        object([
                            ("entry", .value(version.entry.id)), ("source", .string(version.entry.source)),
                            ("time", time(version.entry.time)), ("actor_id", .text(version.entry.actorID)),
                            ("actor", .text(version.entry.actor)), ("action", .string(version.entry.action)),
                            ("changes", changes(version.changes)), ("not_explained", changes(version.unexplained)),
                        ])
                    })
            ),
        ]
        if let state = history.state {
            members.append(("at", time(state.time)))
            members.append(("state", state.fields.map { object($0.map { ($0.title, .string($0.text)) }) } ?? .null))
        }
        if let absence = history.state?.absence { members.append(("absence", .string(absence.rawValue))) }
        if let difference = history.difference {
            members += [
                ("from", time(difference.from)), ("to", time(difference.to)),
                ("difference", changes(difference.changes)),
            ]
        }
        return object(members)
    }

    private static func advice(_ advice: IndexAdvice) -> JSONNode {
        object([
            ("checked", .number(advice.checked)),
            (
                "missing",
                .array(
                    advice.missing.map {
                        object([
                            ("table", .string($0.table)), ("statement", .string($0.statement)),
                            ("serves", .string($0.reason)),
                        ])
                    })
            ),
            (
                "unmapped",
                .array(
                    advice.unmapped.map {
                        object([("table", .string($0.table)), ("columns", .array($0.columns.map(JSONNode.string)))])
                    })
            ),
        ])
    }

    /// A count, which stops at `counted_up_to`.
    private static func tally(_ tally: RowTally) -> JSONNode {
        switch tally {
        case .exactly(let count), .moreThan(let count), .about(let count): .number(count)
        case .unknown: .null
        }
    }

    private static func verified(_ report: SealReport) -> JSONNode {
        object([
            ("source", .string(report.source)), ("intact", .boolean(report.isIntact)),
            ("seals", .number(report.ranges.count)), ("sealed_entries", .number(report.sealedEntries)),
            ("unsealed", tally(report.unsealed)), ("in_future", tally(report.inFuture)),
            ("counted_up_to", .number(SealVerifier.countCap)),
            (
                "unknown_records",
                report.unknownRecords.map { unknown in
                    .array(
                        unknown.entries.map {
                            object([
                                ("table", .string($0.table)), ("record", .string($0.record)),
                                ("entry", .string($0.entry)),
                            ])
                        })
                } ?? .null
            ), ("records_of_newest", report.unknownRecords.map { .number($0.looked) } ?? .null),
            (
                "broken",
                .array(
                    report.ranges.filter { $0.verdict != .intact }.map { range in
                        object([
                            ("from", time(range.from)), ("to", time(range.to)), ("seal", .string(range.root)),
                            ("problem", .string(SealWords.verdict(range.verdict))),
                            ("entries", .array(range.findings.map(finding))), ("unnamed", .number(range.unnamed)),
                        ])
                    })
            ),
            (
                "lost",
                .array(
                    report.lostHeads.map { head in
                        object([
                            ("seal", .string(head.root)), ("to", .string(head.until)), ("made", .string(head.made)),
                        ])
                    })
            ),
        ])
    }

    private static func finding(_ finding: SealFinding) -> JSONNode {
        let words = ("problem", JSONNode.string(SealWords.finding(finding, zone: .utc)))
        guard case .missing(let count, let after, let before) = finding else {
            return object([("id", finding.entry.map(JSONNode.string) ?? .null), words])
        }
        return object([
            ("id", .null), words, ("missing", .number(count)), ("after", after.map(JSONNode.string) ?? .null),
            ("before", before.map(JSONNode.string) ?? .null),
        ])
    }

    private static func query(_ query: NamedQuery) -> JSONNode {
        object([
            ("name", .string(query.name)), ("what", .string(query.title)), ("resource", .string(query.resource)),
            ("filter", .string(query.text)), ("from", .string(query.origin.rawValue)),
        ])
    }
}
