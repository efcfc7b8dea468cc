import ConsoleCore
import TenantDomain
import TerminalCore

/// The upper part of a tenant's screen: plan, status, limits against usage, people, widgets, deals, activity.
struct TenantSummary {
    let overview: TenantOverview
    let context: AppContext

    /// One block of the summary; blocks flow in as many columns as the width allows.
    private struct Block {
        let title: String
        let text: String
        var role: ThemeRole = .text
        var bar: BarControl?
        var sparkline: Sparkline?
    }

    private static let blockWidth = 38

    private var blocks: [Block] {
        var blocks: [Block] = []
        if let plan = overview.plan {
            var text = overview.planName ?? plan
            if let price = overview.planPrice { text += "  \(price.text)" }
            blocks.append(Block(title: "PLAN", text: text))
        }
        if let status = overview.status {
            let isFine = ["active", "trialing"].contains(status)
            blocks.append(Block(title: "STATUS", text: status, role: isFine ? .ok : .notice))
        }
        if let end = overview.periodEnd {
            let isPast = end.time < context.now
            let day = TimeText.shortDate(context.zone.civil(end.time), in: context.zone.civil(context.now).year)
            let text = "\(day) (\(TimeText.relative(end.time, now: context.now))\(isPast ? " ago" : ""))"
            blocks.append(Block(title: end.label.uppercased(), text: text, role: isPast ? .notice : .text))
        }
        for limit in overview.limits {
            let word = limit.isOver ? (limit.enforcement == .hard ? " ! hard limit" : " !") : ""
            blocks.append(
                Block(
                    title: limit.title.uppercased(), text: limit.text + word, role: limit.isOver ? .danger : .text,
                    bar: limit.percent.map { BarControl(fraction: Double($0) / 100) }))
        }
        if !overview.membersByRole.isEmpty {
            blocks.append(Block(title: "ROLES", text: Self.tallies(overview.membersByRole)))
        }
        if !overview.widgetsByStatus.isEmpty {
            blocks.append(Block(title: "WIDGETS BY STATUS", text: Self.tallies(overview.widgetsByStatus)))
        }
        if overview.openDeals > 0 {
            let money = overview.openDealTotals.map(\.text).joined(separator: " + ")
            blocks.append(Block(title: "OPEN DEALS", text: "\(overview.openDeals) · \(money)"))
        }
        if !overview.activity.isEmpty {
            let total = overview.activity.reduce(0, +)
            blocks.append(
                Block(
                    title: "CHANGES 30 D", text: NumberText.grouped(Int64(total)),
                    sparkline: Sparkline(overview.activity.map { Double($0) })))
        }
        return blocks
    }

    private static func tallies(_ tallies: [Tally]) -> String {
        tallies.map { "\($0.name) \($0.count)" }.joined(separator: " · ")
    }

    private func columns(_ width: Int) -> Int { max(1, min(3, (width - 2) / Self.blockWidth)) }

    func height(width: Int) -> Int { (blocks.count + columns(width) - 1) / columns(width) + lastChanges.count }

    private var lastChanges: [TimelineEntry] { Array(overview.changes.prefix(context.size.height >= 30 ? 3 : 0)) }

    func render(in area: Rect, into buffer: inout CellBuffer) {
        let columns = columns(area.width)
        let width = (area.width - 2) / columns
        for (place, block) in blocks.enumerated() {
            let y = area.y + place / columns
            guard y < area.maxY else { return }
            draw(
                block, in: Rect(x: area.x + 2 + (place % columns) * width, y: y, width: width - 2, height: 1),
                into: &buffer)
        }
        let firstLine = area.y + (blocks.count + columns - 1) / columns
        for (offset, entry) in lastChanges.enumerated() where firstLine + offset < area.maxY {
            draw(entry, in: Rect(x: area.x + 2, y: firstLine + offset, width: area.width - 4, height: 1), into: &buffer)
        }
    }

    private func draw(_ block: Block, in area: Rect, into buffer: inout CellBuffer) {
        var x = area.x
        x +=
            buffer.write(
                block.title, at: Point(x: x, y: area.y), style: context.render[.columnTitle], limit: area.width) + 1
        x = max(x, area.x + 11)
        let style = context.render[block.role]
        let text = TextWidth.truncate(block.text, to: max(0, area.maxX - x), policy: context.policy)
        x += buffer.write(text, at: Point(x: x, y: area.y), style: style)
        let rest = Rect(x: x + 1, y: area.y, width: max(0, area.maxX - x - 1), height: 1)
        if let bar = block.bar, rest.width >= 8 {
            bar.render(
                in: rest.split(left: min(rest.width, BarControl.preferredWidth)).left, into: &buffer,
                context: context.render)
        }
        if let sparkline = block.sparkline, rest.width >= 6 {
            sparkline.render(in: rest, into: &buffer, context: context.render)
        }
    }

    private func draw(_ entry: TimelineEntry, in area: Rect, into buffer: inout CellBuffer) {
        let when = entry.time.map { TimeText.relative($0, now: context.now) } ?? entry.timeText
        var text =
            "\(when)  \(entry.actor ?? "—")  \(entry.action.lowercased()) \(entry.target ?? entry.targetTable ?? "")"
        let change = entry.changeText
        if !change.isEmpty { text += "  \(change)" }
        buffer.write(
            TextWidth.truncate(text, to: area.width, policy: context.policy), at: area.origin,
            style: context.render[.secondary])
    }
}
