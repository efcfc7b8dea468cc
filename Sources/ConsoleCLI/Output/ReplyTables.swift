import ConsoleCore
import TenantDomain

/// Replies as tables for standard output, and what is to be said of them on standard error.
package enum ReplyTables {
    package struct Table: Sendable {
        package let title: String?
        package let rows: OutputRows
        /// The one that a format of one table holds.
        let isMain: Bool

        package init(title: String?, rows: OutputRows, isMain: Bool = false) {
            self.title = title
            self.rows = rows
            self.isMain = isMain
        }
    }

    /// The tables of a reply. CSV and TSV hold one table, so they get the one that matters most; JSON holds the whole
    /// reply (`ReplyJSON`).
    ///
    /// - Parameter zone: where the times of a record are shown; nil leaves them as stored.
    package static func tables(for reply: Reply, format: OutputFormat, zone: ZoneClock? = nil) -> [Table] {
        let tables = allTables(for: reply, format: format, zone: zone)
        guard format == .csv || format == .tsv, tables.count > 1 else { return tables }
        return tables.first { $0.isMain }.map { [$0] } ?? []
    }

    private static func allTables(for reply: Reply, format: OutputFormat, zone: ZoneClock?) -> [Table] {
        let tableZone = format == .table ? zone : nil
        return switch reply {
        case .list(let list): [Table(title: nil, rows: OutputRows(list))]
        case .record(let record):
            format == .table
                ? [Table(title: nil, rows: OutputRows(fieldsOf: record, zone: zone))]
                : [Table(title: nil, rows: OutputRows(record))]
        case .description(let description): descriptionTables(description)
        case .facts(let facts): [Table(title: nil, rows: OutputRows(facts))]
        case .find(let found): [Table(title: nil, rows: OutputRows(findTable(found)))]
        case .timeline(let timeline):
            [Table(title: nil, rows: OutputRows(timelineTable(timeline.entries, zone: tableZone)))]
        case .entry(let entry): entryTables(entry, tableZone)
        case .trail(let reply):
            TrailTables.tables(reply, zone: zone ?? .utc).enumerated().map { place, table in
                Table(title: place == 0 ? nil : table.title, rows: OutputRows(table), isMain: place == 0)
            }
        case .plans(let matrix): [Table(title: nil, rows: OutputRows(matrixTable(matrix)))]
        case .board(let board): [Table(title: nil, rows: OutputRows(boardTable(board)))]
        case .tenant(let overview): tenantTables(overview, tableZone)
        case .user(let overview): userTables(overview, tableZone)
        case .plan(let plan): PlanTables.tables(for: plan, zone: tableZone)
        case .receipt(let receipt):
            [Table(title: nil, rows: OutputRows(PlanTables.receipt(receipt, zone: zone ?? .utc)), isMain: true)]
        case .access(let access): [Table(title: nil, rows: OutputRows(AccessTables.table(access)))]
        case .lines, .message, .reopen, .console, .open: []
        }
    }

    /// What is left to say of a reply on standard error.
    package static func remarks(on reply: Reply, zone: ZoneClock = .utc) -> [String] {
        switch reply {
        case .find(let found):
            (found.matches.isEmpty ? ["nothing found"] : [])
                + (found.skipped.isEmpty ? [] : ["not searched: \(found.skipped.joined(separator: ", "))"])
        case .trail(let reply): TrailTables.remarks(reply, zone: zone)
        default: []
        }
    }

    /// Of `rows` and `entries`.
    private static func singular(_ noun: String) -> String {
        noun.hasSuffix("ies") ? noun.dropLast(3) + "y" : String(noun.dropLast())
    }

    /// A limit that cut a list is said, with the cursor that goes on; so are cells that are not as stored.
    package static func remarks(on outcome: ListOutput.Outcome, noun: String) -> [String] {
        var remarks: [String] = []
        if outcome.hasMore {
            remarks.append(
                "\(outcome.rows) \(outcome.rows == 1 ? singular(noun) : noun) shown, there are more"
                    + (outcome.next.map { "; go on with --after \($0)" } ?? ""))
        }
        if outcome.defusedCells > 0 {
            remarks.append("\(outcome.defusedCells) cells begin with ' so that no spreadsheet runs them (--safe-cells)")
        }
        return remarks + outcome.notes
    }

    private static func findTable(_ found: FindReply) -> FactTable {
        FactTable(
            title: "Found", columns: ["resource", "id", "label", "field", "match", "tenant"],
            rows: found.matches.map {
                [$0.resource, $0.identity.words.joined(separator: " "), $0.label, $0.field, $0.text, $0.tenant ?? ""]
            })
    }

    /// - Parameter zone: of times among the changes; nil leaves them as stored.
    package static func timelineTable(_ entries: [TimelineEntry], zone: ZoneClock?) -> FactTable {
        FactTable(
            title: "Audit",
            columns: ["time", "actor", "actor_role", "action", "table", "target", "changes", "ip", "source", "id"],
            rows: entries.map { entry in
                [
                    entry.timeText, entry.actor ?? entry.actorID ?? "", entry.actorRole ?? "", entry.deed,
                    entry.targetTable ?? "", entry.target ?? entry.targetID ?? "",
                    ChangeSummary.text(entry.changes, more: entry.moreTelling, zone: zone), entry.address ?? "",
                    entry.source,
                    entry.id.text ?? "",
                ]
            }, times: ["time"])
    }

    private static func descriptionTables(_ description: RelationDescription) -> [Table] {
        let facts = FactTable(
            title: "", columns: ["what", "value"], rows: description.facts.map { [$0.title, $0.text] })
        return [Table(title: nil, rows: OutputRows(facts))]
            + description.sections.enumerated().map { place, section in
                let table = FactTable(title: section.title, columns: section.columns, rows: section.rows.map(\.cells))
                return Table(title: section.title, rows: OutputRows(table), isMain: place == 0)
            }
    }

    private static func changesTable(_ changes: [FieldChange]) -> FactTable {
        FactTable(
            title: "Changes", columns: ["field", "before", "after"],
            rows: changes.map { [$0.path, $0.before ?? "", $0.after ?? ""] })
    }

    private static func entryTables(_ reply: AuditEntryReply, _ zone: ZoneClock?) -> [Table] {
        var tables = [
            Table(title: nil, rows: OutputRows(timelineTable([reply.entry], zone: zone))),
            Table(title: "What changed", rows: OutputRows(changesTable(reply.changes)), isMain: true),
        ]
        let byWords = reply.changes.compactMap { change -> [String]? in
            guard let before = change.before, let after = change.after else { return nil }
            return WordDiff.text(before, after).map { [change.path, $0] }
        }
        if !byWords.isEmpty {
            tables.append(
                Table(
                    title: "Long text by words",
                    rows: OutputRows(FactTable(title: "", columns: ["field", "words"], rows: byWords))))
        }
        tables.append(
            Table(
                title: "The request",
                rows: OutputRows(
                    FactTable(
                        title: "", columns: ["fact", "value"], rows: reply.facts.map { [$0.title, $0.text] }))))
        if let now = reply.now {
            tables.append(
                now.isEmpty
                    ? Self.now("as this entry left it")
                    : Table(title: "The row as it is now", rows: OutputRows(changesTable(now))))
        } else if reply.targetResource != nil {
            tables.append(Self.now("not there any more"))
        }
        return tables
    }

    private static func now(_ words: String) -> Table {
        Table(
            title: "The row as it is now",
            rows: OutputRows(FactTable(title: "", columns: ["row"], rows: [[words]])))
    }

    private static func matrixTable(_ matrix: PlanMatrix) -> FactTable {
        // Keys that are no words (UUIDs) tell nobody which plan it is.
        let headings = matrix.plans.map { $0.id.count > 24 ? $0.name : $0.id }
        let tenants = ["tenants"] + matrix.plans.map { String($0.tenants) }
        return FactTable(
            title: "Plans", columns: ["feature or limit"] + headings,
            rows: matrix.rows.isEmpty ? [tenants] : matrix.rows.map { row in [row.title] + row.cells.map(text) })
    }

    private static func text(_ cell: PlanMatrix.Cell) -> String {
        switch cell {
        case .absent: ""
        case .enabled: "yes"
        case .disabled: "no"
        case .limit(let value, let enforcement, let grace):
            [value.map(String.init) ?? "unlimited", grace > 0 ? "+\(grace)" : "", enforcement ?? ""]
                .filter { !$0.isEmpty }.joined(separator: " ")
        case .text(let text): text
        }
    }

    private static func boardTable(_ board: BoardReply) -> FactTable {
        FactTable(
            title: board.name, columns: ["stage", "deal", "contact", "owner", "amount", "currency", "days", "id"],
            rows: board.stages.flatMap { stage in
                stage.cards.map { card in
                    [
                        stage.name, card.name, card.contact ?? "", card.owner ?? "", NumberText.cents(card.cents),
                        card.currency ?? "", card.days.map(String.init) ?? "",
                        card.identity.words.joined(separator: " "),
                    ]
                }
            })
    }

    private static func tenantTables(_ overview: TenantOverview, _ zone: ZoneClock?) -> [Table] {
        var facts = [["tenant", overview.tenant.name], ["id", overview.tenant.id.text ?? ""]]
        facts += overview.facts.map { [$0.title, $0.text] }
        if let plan = overview.planName ?? overview.plan { facts.append(["plan", plan]) }
        if let next = overview.nextPlan { facts.append(["next plan", next]) }
        if let status = overview.status { facts.append(["status", status]) }
        facts += overview.membersByRole.map { ["members: \($0.name)", String($0.count)] }
        facts += overview.widgetsByStatus.map { ["widgets: \($0.name)", String($0.count)] }
        let limits = FactTable(
            title: "Limits", columns: ["limit", "used", "allowed", "percent", "enforcement", "over"],
            rows: overview.limits.map {
                [
                    $0.key, String($0.used), $0.limit.map(String.init) ?? "unlimited",
                    $0.percent.map { "\($0)" } ?? "", $0.enforcement.rawValue, $0.isOver ? "over" : "",
                ]
            })
        return [
            Table(title: nil, rows: OutputRows(FactTable(title: "", columns: ["what", "value"], rows: facts))),
            Table(title: "Limits", rows: OutputRows(limits), isMain: true),
            Table(title: "Last changes", rows: OutputRows(timelineTable(overview.changes, zone: zone))),
        ]
    }

    private static func userTables(_ overview: UserOverview, _ zone: ZoneClock?) -> [Table] {
        var facts = [["user", overview.label], ["id", overview.identity.words.joined(separator: " ")]]
        facts += overview.facts.map { [$0.title, $0.text] }
        let memberships = FactTable(
            title: "Memberships",
            columns: ["tenant", "role", "status", "tenant_status", "plan", "can", "projects", "since"],
            rows: overview.memberships.map { membership in
                [
                    membership.tenant.name, membership.role ?? "", membership.status ?? "",
                    membership.tenantStatus ?? "", membership.plan ?? "", membership.can.joined(separator: ", "),
                    membership.projects.map { "\($0.name) (\($0.role))" }.joined(separator: ", "),
                    membership.since ?? "",
                ]
            }, times: ["since"])
        let invitations = FactTable(
            title: "Invitations", columns: ["tenant", "role", "status", "expires"],
            rows: overview.invitations.map { [$0.tenant, $0.role ?? "", $0.status ?? "", $0.expires ?? ""] },
            times: ["expires"])
        return [
            Table(title: nil, rows: OutputRows(FactTable(title: "", columns: ["what", "value"], rows: facts))),
            Table(title: "Memberships", rows: OutputRows(memberships), isMain: true),
            Table(title: "Invitations", rows: OutputRows(invitations)),
            Table(title: "Did last", rows: OutputRows(timelineTable(overview.actions, zone: zone))),
        ].filter { $0.rows.block.rowCount > 0 || $0.isMain }
    }
}
