import ConsoleCore
import TenantDomain
import TerminalCore

/// Pin, time zone and theme: what every view shows itself with.
extension ConsoleApp {
    mutating func pin(_ tenant: TenantMatch?) -> [Effect] {
        context.pin = tenant
        var effects: [Effect] = returned()
        if let tenant {
            effects.append(.remember(.recentTenant(tenant)))
            effects.append(.toast(Notice("Pinned \(tenant.name): every list shows this tenant only.", kind: .done)))
        } else {
            effects.append(.toast(Notice("Unpinned: lists of all tenants.", kind: .done)))
        }
        return effects
    }

    mutating func setZone(_ name: String?) -> [Effect] {
        let next = name.map { ZoneClock(named: $0) } ?? (context.session.zone == .utc ? .local : .utc)
        guard let next else {
            return [
                .toast(
                    Notice("No zone '\(name ?? "")'.", hint: "utc, local or a name like Europe/Berlin", kind: .problem))
            ]
        }
        context.session.zone = next
        return returned() + [.toast(Notice("Times in \(next.name).", kind: .done))]
    }

    mutating func limitRows() -> [Effect] {
        guard let session = context.session.acceptingLimitedRows() else {
            return [.toast(Notice("This database has no row-level security.", kind: .problem))]
        }
        context.session = session
        return returned() + [
            .toast(Notice("Rows that policies hide are left out from here on; the header says so.", kind: .done))
        ]
    }

    mutating func setTheme(_ name: String?) -> [Effect] {
        let names = Theme.builtin.map(\.name)
        let wanted =
            name
            ?? names[((names.firstIndex(of: context.render.theme.name) ?? -1) + 1) % names.count]
        guard let theme = Theme.named(wanted) else {
            return [.toast(Notice("No theme '\(wanted)'.", hint: names.joined(separator: ", "), kind: .problem))]
        }
        context.render.theme = theme
        return [.remember(.theme(wanted)), .toast(Notice("Theme \(wanted).", kind: .done)), .redraw]
    }
}
