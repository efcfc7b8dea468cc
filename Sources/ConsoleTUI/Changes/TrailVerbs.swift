import ConsoleCore
import TenantDomain
import TerminalCore

/// Verbs on what is looked at and is no row of a list: an audit entry, the tenant of an overview.
enum TrailVerbs {
    /// Takes back what the entry tells of.
    static func revert(_ entry: TimelineEntry, _ context: AppContext) -> [MenuEntry] {
        OfferedVerb.verbs(for: .audit).filter { $0.kind == .revertEntry }.map { verb in
            let change = Change(
                .revertEntry(source: entry.source, id: entry.id.text ?? ""), instant: context.session.now())
            return MenuEntry(
                key: verb.key, title: verb.title, disabled: verb.refusal(context.session, rows: 1),
                effects: [.show(ChangePlanOverlay(change, openedBy: KeyPress(Character(verb.key))))])
        }
    }

    /// A menu of the tenant's own verbs, behind a letter that no verb of its members has.
    static func tenant(_ tenant: TenantMatch, _ context: AppContext) -> [MenuEntry] {
        guard let resource = context.registry.resource(for: .tenant) else { return [] }
        let selection = Selection(
            resource: resource, identity: RowIdentity([tenant.id]), label: tenant.name, tenant: tenant)
        let menu = MenuOverlay(
            title: "\(resource.singular) \(tenant.name)", entries: VerbEntries.entries([selection], context))
        return [
            MenuEntry(
                key: "T", title: "Change the \(resource.singular)", detail: "plan, status, name",
                effects: [.show(menu)])
        ]
    }
}
