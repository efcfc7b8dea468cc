import TenantDomain

/// Replies that are more than rows, as JSON: one object for a tenant, a person, a board or an audit entry, one object
/// for each plan of the matrix, entry of the trail and match of a search.
///
/// Keys are snake case; amounts are integer cents beside their currency, times the database's own text or ISO 8601 in
/// UTC, absent values null. docs/command-line.md describes each.
package enum ReplyJSON {
    package enum Document: Sendable, Equatable {
        case one(JSONNode)
        /// An array in `json`, a line each in `ndjson`.
        case many([JSONNode])
    }

    /// Nil for replies that are rows.
    package static func document(of reply: Reply) -> Document? {
        switch reply {
        case .tenant(let overview): .one(tenant(overview))
        case .user(let overview): .one(user(overview))
        case .description(let description): .one(self.description(description))
        case .board(let board): .one(self.board(board))
        case .entry(let entry): .one(self.entry(entry))
        case .plan(let plan): .one(ChangeJSON.plan(plan))
        case .receipt(let receipt): .one(ChangeJSON.receipt(receipt))
        case .access(let explanation): .one(AccessJSON.node(explanation))
        case .plans(let matrix): .many(plans(matrix))
        case .timeline(let timeline): .many(timeline.entries.map { self.entry($0) })
        case .trail(let reply): TrailJSON.document(of: reply)
        case .find(let found): .many(found.matches.map(match))
        default: nil
        }
    }

    // MARK: Parts

    private static func object(_ members: [(String, JSONNode)]) -> JSONNode {
        .object(members.map { JSONNode.Member($0.0, $0.1) })
    }

    private static func facts(_ facts: [Fact]) -> JSONNode {
        object(facts.map { ($0.title.lowercased().replacing(" ", with: "_"), .string($0.text)) })
    }

    private static func tallies(_ tallies: [Tally]) -> JSONNode {
        object(tallies.map { ($0.name, .number($0.count)) })
    }

    private static func money(_ money: BoardReply.Money) -> JSONNode {
        object([("cents", .integer(money.cents)), ("currency", .text(money.currency))])
    }

    private static func tally(_ tally: RowTally) -> JSONNode {
        switch tally {
        case .exactly(let count): .number(count)
        case .moreThan, .about: .string(tally.text)
        case .unknown: .null
        }
    }

    package static func limit(_ limit: LimitUsage) -> JSONNode {
        object([
            ("limit", .string(limit.key)), ("title", .string(limit.title)), ("used", .integer(limit.used)),
            ("allowed", .number(limit.limit)), ("grace", .integer(limit.grace)),
            ("enforcement", .string(limit.enforcement.rawValue)), ("percent", .number(limit.percent)),
            ("over", .boolean(limit.isOver)),
        ])
    }

    private static func changes(_ changes: [FieldChange]) -> JSONNode {
        .array(
            changes.map {
                object([("field", .string($0.path)), ("before", .text($0.before)), ("after", .text($0.after))])
            })
    }

    private static func entryMembers(_ entry: TimelineEntry, _ shown: [FieldChange]) -> [(String, JSONNode)] {
        [
            ("id", .value(entry.id)), ("source", .string(entry.source)), ("time", .string(entry.timeText)),
            ("actor_id", .text(entry.actorID)), ("actor", .text(entry.actor)),
            ("actor_role", .text(entry.actorRole)), ("action", .string(entry.action)),
            ("event", .text(entry.event)), ("table", .text(entry.targetTable)), ("target_id", .text(entry.targetID)),
            ("target", .text(entry.target)), ("tenant_id", .value(entry.tenantID)), ("changes", changes(shown)),
        ]
    }

    package static func entry(_ entry: TimelineEntry) -> JSONNode { object(members(entry)) }

    private static func members(_ entry: TimelineEntry) -> [(String, JSONNode)] {
        entryMembers(entry, entry.changes) + [
            ("more_changes", .number(entry.moreChanges)), ("ip", .text(entry.address)), ("reason", .text(entry.reason)),
        ]
    }

    /// An entry that was followed.
    package static func followed(_ entry: TimelineEntry, isLate: Bool) -> JSONNode {
        object([("late", .boolean(isLate))] + members(entry))
    }

    // MARK: Replies

    private static func description(_ description: RelationDescription) -> JSONNode {
        object(
            [("facts", facts(description.facts))]
                + description.sections.map { section in
                    (
                        section.title.lowercased().replacing(" ", with: "_"),
                        .array(
                            section.rows.map { row in
                                object(
                                    zip(section.columns, row.cells).map { column, cell in
                                        (column.replacing(" ", with: "_"), .string(cell))
                                    })
                            })
                    )
                })
    }

    private static func entry(_ reply: AuditEntryReply) -> JSONNode {
        object(
            entryMembers(reply.entry, reply.changes) + [
                ("unchanged", facts(reply.unchanged)), ("ip", .text(reply.entry.address)),
                ("reason", .text(reply.entry.reason)), ("facts", facts(reply.facts)),
                ("before", reply.before.map(JSONNode.document) ?? .null),
                ("after", reply.after.map(JSONNode.document) ?? .null),
                ("changed_since", reply.now.map(changes) ?? .null), ("resource", .text(reply.targetResource)),
                ("earlier", reply.earlier.map { entry($0) } ?? .null),
                ("later", reply.later.map { entry($0) } ?? .null),
            ])
    }

    private static func tenant(_ overview: TenantOverview) -> JSONNode {
        object([
            ("id", .value(overview.tenant.id)), ("name", .string(overview.tenant.name)),
            ("status", .text(overview.status)), ("plan", .text(overview.plan)),
            ("plan_name", .text(overview.planName)), ("plan_price", overview.planPrice.map(money) ?? .null),
            (
                "period_end",
                overview.periodEnd.map {
                    object([("label", .string($0.label)), ("time", .string(TimeText.iso($0.time)))])
                } ?? .null
            ),
            ("next_plan", .text(overview.nextPlan)), ("facts", facts(overview.facts)),
            ("limits", .array(overview.limits.map(limit))),
            ("members_by_role", tallies(overview.membersByRole)),
            ("widgets_by_status", tallies(overview.widgetsByStatus)), ("open_deals", .number(overview.openDeals)),
            ("open_deal_totals", .array(overview.openDealTotals.map(money))),
            ("activity_by_day", .array(overview.activity.map { .number($0) })),
            ("related", .array(overview.tabs.map(related))),
            ("last_changes", .array(overview.changes.map { entry($0) })),
        ])
    }

    private static func related(_ rows: RelatedRows) -> JSONNode {
        object([
            ("resource", .string(rows.resource)), ("title", .string(rows.title)), ("filter", .string(rows.filter)),
            ("count", tally(rows.tally)),
        ])
    }

    private static func user(_ overview: UserOverview) -> JSONNode {
        object([
            ("id", .string(overview.identity.words.joined(separator: " "))), ("name", .string(overview.label)),
            ("status", .text(overview.status)), ("facts", facts(overview.facts)),
            ("memberships", .array(overview.memberships.map(membership))),
            (
                "invitations",
                .array(
                    overview.invitations.map {
                        object([
                            ("tenant", .string($0.tenant)), ("role", .text($0.role)), ("status", .text($0.status)),
                            ("expires", .text($0.expires)),
                        ])
                    })
            ),
            ("last_actions", .array(overview.actions.map { entry($0) })),
        ])
    }

    private static func membership(_ membership: UserOverview.Membership) -> JSONNode {
        object([
            ("tenant_id", .value(membership.tenant.id)), ("tenant", .string(membership.tenant.name)),
            ("tenant_status", .text(membership.tenantStatus)), ("plan", .text(membership.plan)),
            ("role", .text(membership.role)), ("status", .text(membership.status)),
            ("since", .text(membership.since)), ("invited_by", .text(membership.invitedBy)),
            ("can", .array(membership.can.map(JSONNode.string))),
            (
                "projects",
                .array(
                    membership.projects.map { object([("project", .string($0.name)), ("role", .string($0.role))]) })
            ),
        ])
    }

    private static func board(_ board: BoardReply) -> JSONNode {
        object([
            ("id", .string(board.pipeline.words.joined(separator: " "))), ("name", .string(board.name)),
            ("tenant_id", .value(board.tenant?.id)), ("tenant", .text(board.tenant?.name)),
            ("stages", .array(board.stages.map(stage))),
            (
                "other_pipelines",
                .array(
                    board.others.map {
                        object([("id", .string($0.id.words.joined(separator: " "))), ("name", .string($0.name))])
                    })
            ),
        ])
    }

    private static func stage(_ stage: BoardReply.Stage) -> JSONNode {
        let outcome =
            switch stage.outcome {
            case .open: "open"
            case .won: "won"
            case .lost: "lost"
            }
        return object([
            ("id", .value(stage.id)), ("name", .string(stage.name)), ("outcome", .string(outcome)),
            ("count", .number(stage.count)), ("totals", .array(stage.totals.map(money))),
            ("deals", .array(stage.cards.map(card))),
        ])
    }

    private static func card(_ card: BoardReply.Card) -> JSONNode {
        object([
            ("id", .string(card.identity.words.joined(separator: " "))), ("name", .string(card.name)),
            ("contact", .text(card.contact)), ("owner", .text(card.owner)), ("cents", .integer(card.cents)),
            ("currency", .text(card.currency)), ("days_in_stage", .number(card.days)),
            ("stale", .boolean(card.isStale)),
        ])
    }

    private static func plans(_ matrix: PlanMatrix) -> [JSONNode] {
        matrix.plans.enumerated().map { place, plan in
            func cells(limits: Bool) -> JSONNode {
                object(
                    matrix.rows.filter { $0.isLimit == limits && place < $0.cells.count }.map {
                        ($0.title, cell($0.cells[place]))
                    })
            }
            return object([
                ("id", .string(plan.id)), ("name", .string(plan.name)), ("price_cents", .number(plan.priceCents)),
                ("currency", .text(plan.currency)), ("tenants", .number(plan.tenants)),
                ("features", cells(limits: false)), ("limits", cells(limits: true)),
            ])
        }
    }

    private static func cell(_ cell: PlanMatrix.Cell) -> JSONNode {
        switch cell {
        case .absent: .null
        case .enabled: .boolean(true)
        case .disabled: .boolean(false)
        case .limit(let value, let enforcement, let grace):
            object([("allowed", .number(value)), ("grace", .integer(grace)), ("enforcement", .text(enforcement))])
        case .text(let text): Int64(text).map(JSONNode.integer) ?? .string(text)
        }
    }

    private static func match(_ match: FindReply.Match) -> JSONNode {
        object([
            ("resource", .string(match.resource)), ("id", .string(match.identity.words.joined(separator: " "))),
            ("label", .string(match.label)), ("field", .string(match.field)), ("match", .string(match.text)),
            ("exact", .boolean(match.isExact)), ("tenant", .text(match.tenant)),
        ])
    }
}
