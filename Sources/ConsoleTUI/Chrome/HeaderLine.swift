import ConsoleCore
import TerminalCore

/// Where one is and with which rights: environment, database, pin, operator, persona, mode, zone, latency. What has to
/// give way in a narrow terminal goes in that order from the least needed on; environment and mode always stay.
struct HeaderLine {
    let context: AppContext
    let latencyMicroseconds: Int?

    func render(in area: Rect, into buffer: inout CellBuffer) {
        let isPlain = context.lease == nil && view == nil
        let header = context.render[view != nil ? .viewAs : isPlain ? .header : .headerWrite]
        buffer.fill(area, style: header)
        let edge = isPlain ? environmentStyle.on(header) : header
        var x = area.x
        x += buffer.write(context.render.isLinear ? "" : "▌", at: Point(x: x, y: area.y), style: edge)
        x += buffer.write(" ", at: Point(x: x, y: area.y), style: header)
        let name = context.session.environment.name
        x += buffer.write(name, at: Point(x: x, y: area.y), style: edge.adding(.bold), limit: 24)
        let right = rightParts(room: area.maxX - x - 4)
        let rightText = right.joined(separator: " · ")
        let rightWidth = TextWidth.width(of: rightText, policy: context.policy)
        let room = area.maxX - x - rightWidth - 4
        let middle = middleText(room: room)
        if let away = context.away {
            buffer.write(
                "  \(TextWidth.truncate(away, to: max(0, room), policy: context.policy))", at: Point(x: x, y: area.y),
                style: context.render[.danger].over(header), limit: room + 2)
        } else if !middle.isEmpty {
            buffer.write(
                "  \(middle)", at: Point(x: x, y: area.y),
                style: isPlain ? context.render[.secondary].on(header) : header,
                limit: room + 2)
        }
        buffer.write(rightText, at: Point(x: area.maxX - rightWidth - 1, y: area.y), style: header)
    }

    private var view: ViewedMember? { context.session.view }

    /// The environment's own colour where configuration names one.
    private var environmentStyle: Style {
        let colours: [String: Color] = [
            "red": .indexed(1), "green": .indexed(2), "yellow": .indexed(3), "blue": .indexed(4),
            "magenta": .indexed(5), "cyan": .indexed(6), "white": .indexed(7),
        ]
        if let colour = context.session.environment.colour, let value = colours[colour] {
            return Style(foreground: value)
        }
        return context.session.environment.isProtected ? context.render[.danger] : context.render[.headerEdge]
    }

    private func middleText(room: Int) -> String {
        let database = context.session.database
        var parts: [String] = []
        if let pin = context.pin { parts.append("pinned: \(pin.name)") }
        parts.append(database.location)
        parts.append(database.engine)
        parts += database.warnings
        while !parts.isEmpty {
            let text = parts.joined(separator: " · ")
            if TextWidth.width(of: text, policy: context.policy) <= room { return text }
            if let place = parts.firstIndex(of: database.engine) {
                parts.remove(at: place)
            } else if let place = parts.firstIndex(of: database.location) {
                parts.remove(at: place)
            } else {
                return TextWidth.truncate(text, to: max(0, room), policy: context.policy)
            }
        }
        return ""
    }

    private func rightParts(room: Int) -> [String] {
        let zone = context.zone.label(at: context.now)
        let latency = latencyMicroseconds.map { "\(max(1, $0 / 1000)) ms" }
        let mode = view?.header ?? (context.lease == nil ? "read-only" : "WRITE \(context.leaseCountdown) left")
        let reason = context.lease?.reasonHead
        var parts = [context.session.operatorName, context.session.persona.rawValue, mode]
        if let reason { parts.append(reason) }
        parts.append(zone)
        if let latency { parts.append(latency) }
        let order = [latency, context.session.operatorName, zone, reason, context.session.persona.rawValue]
        for part in order {
            if TextWidth.width(of: parts.joined(separator: " · "), policy: context.policy) <= room { break }
            if let part, let place = parts.firstIndex(of: part) { parts.remove(at: place) }
        }
        return parts
    }
}
