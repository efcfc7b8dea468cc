import ConsoleCore
import TenantDomain
import TerminalCore

extension MenuOverlay {
    /// Offered at first connect to a database that no profile maps and that a suggestion fits; nil elsewhere.
    static func mappingOffer(_ context: AppContext) -> MenuOverlay? {
        guard let suggestion = context.session.suggestion, !suggestion.isEmpty,
            let tenant = suggestion.profile.tenant?.base.table
        else { return nil }
        let name = MappingService.profileName(of: context.session)
        return MenuOverlay(
            title: "No profile maps this database",
            entries: [
                MenuEntry(
                    key: "l", title: "Look at the suggestion", detail: MappingOffer.summary(suggestion),
                    effects: [.run(.map(.suggest(save: nil, replaces: false)))]),
                MenuEntry(
                    key: "u", title: "Save it as '\(name)' and use it", detail: "\(tenant) become the tenants",
                    effects: [.run(.map(.suggest(save: name, replaces: false)))]),
                MenuEntry(
                    key: "n", title: "Not now", detail: ":map suggest brings it back; every table can be browsed",
                    effects: []),
            ])
    }
}
