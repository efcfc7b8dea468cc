import ConsoleCore
import TenantDomain

/// Which view a row opens in: its concept's own, or the record view.
enum ScreenOpening {
    static func open(_ selection: Selection, _ context: AppContext) -> Effect {
        switch selection.resource.concept {
        case .tenant:
            guard let id = selection.identity.values.first else { break }
            return .push(TenantScreen(TenantMatch(id: id, name: selection.label)))
        case .user: return .push(UserScreen(identity: selection.identity, label: selection.label))
        case .pipeline: return .push(BoardScreen(pipeline: selection.identity.words.first, tenant: selection.tenant))
        case .audit:
            return .push(
                EntryScreen(source: selection.resource.name, id: selection.identity.words.first ?? "", title: ""))
        default: break
        }
        return .push(RecordScreen(selection))
    }
}
