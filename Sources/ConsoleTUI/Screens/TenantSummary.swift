import ConsoleCore
import TenantDomain
import TerminalCore

/// The upper part of a tenant's screen: plan, status, limits against usage, people, widgets, deals, activity.
struct TenantSummary {
    let overview: TenantOverview
    let context: AppContext

    private var facts: [FactGrid.Fact] {
        var facts: [FactGrid.Fact] = []
        if let plan = overview.plan {
            var text = overview.planName ?? plan
            if let price = overview.planPrice { text += "  \(price.text)" }
            facts.append(FactGrid.Fact(title: "PLAN", text: text))
        }
        if let status = overview.status {
            let isFine = ["active", "trialing"].contains(status)
            facts.append(FactGrid.Fact(title: "STATUS", text: status, role: isFine ? .ok : .notice))
        }
        if let end = overview.periodEnd {
            let isPast = end.time < context.now
            let day = TimeText.shortDate(context.zone.civil(end.time), in: context.zone.civil(context.now).year)
            let text = "\(day) (\(TimeText.relative(end.time, now: context.now))\(isPast ? " ago" : ""))"
            facts.append(FactGrid.Fact(title: end.label.uppercased(), text: text, role: isPast ? .notice : .text))
        }
        if let next = overview.nextPlan {
            facts.append(FactGrid.Fact(title: "NEXT PLAN", text: next, role: .notice))
        }
        for limit in overview.limits {
            let word = limit.isOver ? (limit.enforcement == .hard ? " ! hard limit" : " !") : ""
            facts.append(
                FactGrid.Fact(
                    title: limit.title.uppercased(), text: limit.text + word, role: limit.isOver ? .danger : .text,
                    bar: limit.percent.map { BarControl(fraction: Double($0) / 100) }))
        }
        if overview.openDeals > 0 {
            let money = overview.openDealTotals.map(\.text).joined(separator: " + ")
            facts.append(FactGrid.Fact(title: "OPEN DEALS", text: "\(overview.openDeals) · \(money)"))
        }
        if !overview.activity.isEmpty {
            let total = overview.activity.reduce(0, +)
            facts.append(
                FactGrid.Fact(
                    title: "CHANGES", text: "\(NumberText.grouped(Int64(total))) in 30 d",
                    sparkline: Sparkline(overview.activity.map { Double($0) })))
        }
        if !overview.membersByRole.isEmpty {
            facts.append(FactGrid.Fact(title: "ROLES", text: Self.tallies(overview.membersByRole)))
        }
        if !overview.widgetsByStatus.isEmpty {
            facts.append(FactGrid.Fact(title: "STATES", text: "widgets " + Self.tallies(overview.widgetsByStatus)))
        }
        return facts
    }

    private static func tallies(_ tallies: [Tally]) -> String {
        tallies.map { "\($0.name) \($0.count)" }.joined(separator: " · ")
    }

    private var grid: FactGrid { FactGrid(facts: facts) }

    /// The facts as lines of a table, for terminals that have no room for all of them.
    var table: FactTable {
        FactTable(
            title: "\(overview.tenant.name) in full", columns: ["what", "is"],
            rows: facts.map { [$0.title, $0.text] }
                + overview.facts.map { [$0.title, $0.text] })
    }

    func height(width: Int) -> Int { grid.height(width: width - 2, policy: context.policy) + lastChanges.count }

    private var lastChanges: [TimelineEntry] { Array(overview.changes.prefix(context.size.height >= 30 ? 3 : 0)) }

    func render(in area: Rect, into buffer: inout CellBuffer) {
        let (top, below) = area.split(top: min(area.height, grid.height(width: area.width - 2, policy: context.policy)))
        grid.render(in: top.inset(left: 2), into: &buffer, context: context.render)
        for (offset, entry) in lastChanges.prefix(below.height).enumerated() {
            draw(entry, in: Rect(x: area.x + 2, y: below.y + offset, width: area.width - 4, height: 1), into: &buffer)
        }
    }

    private func draw(_ entry: TimelineEntry, in area: Rect, into buffer: inout CellBuffer) {
        let when = entry.time.map { TimeText.relative($0, now: context.now) } ?? entry.timeText
        var text =
            "\(when)  \(entry.actor ?? "—")  \(entry.action.lowercased()) \(entry.target ?? entry.targetTable ?? "")"
        let change = entry.changeText(in: context.zone)
        if !change.isEmpty { text += "  \(change)" }
        buffer.write(
            TextWidth.truncate(text, to: area.width, policy: context.policy), at: area.origin,
            style: context.render[.secondary])
    }
}
