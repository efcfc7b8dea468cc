import ConsoleCore
import TenantDomain

/// What one can look at from an audit entry: the same actor, record, tenant, address, or the minutes around it.
enum TimelinePivots {
    static func menu(_ entry: TimelineEntry, _ query: AuditQuery) -> MenuOverlay {
        func pivot(_ key: String, _ title: String, _ detail: String?, _ filter: String?, tenant: TenantMatch?)
            -> MenuEntry
        {
            let effects: [Effect] = filter.map { [.push(TimelineScreen(filter: $0, tenant: tenant))] } ?? []
            return MenuEntry(
                key: key, title: title, detail: detail ?? "",
                disabled: filter == nil ? "the entry does not say" : nil, effects: effects)
        }
        let quote = FilterText.quoting
        let record = entry.targetTable.flatMap { table in
            entry.targetID.map { "table:\(quote(table)) id:\(quote($0))" }
        }
        let around = entry.time.map { time in
            "since:\(quote(TimeText.iso(time - 600_000_000))) until:\(quote(TimeText.iso(time + 600_000_000)))"
        }
        return MenuOverlay(
            title: "From this entry",
            entries: [
                pivot("a", "Same actor", entry.actor, entry.actorID.map { "actor:\(quote($0))" }, tenant: nil),
                pivot("r", "Same record", entry.target ?? entry.targetID, record, tenant: nil),
                pivot(
                    "t", "Same tenant", query.tenant?.name, entry.tenantID?.text.map { "tenant:\(quote($0))" },
                    tenant: nil),
                pivot("i", "Same address", entry.address, entry.address.map { "ip:\(quote($0))" }, tenant: nil),
                pivot("m", "Ten minutes around", nil, around, tenant: query.tenant),
            ])
    }
}
