import ConsoleCore
import TenantDomain
import TerminalCore

/// Filter, sort and columns: another list of the same resource.
extension ListScreen {
    package mutating func apply(_ change: ViewChange, _ context: AppContext) -> [Effect] {
        guard let query else { return [] }
        switch change {
        case .filter(let text):
            request.filter = text.isEmpty ? baseFilter : text
            request.allowsFullScan = false
            tally = .unknown
        case .sort(let sort):
            request.sort = sort
            request.allowsFullScan = false
        case .fullScan(let filter, let sort):
            request.filter = filter
            request.sort = sort
            request.allowsFullScan = true
            tally = .unknown
        case .columns(let names):
            request.columns = names
        case .width(let column, let width):
            table.widths.userSet[column] = width > 0 ? width : nil
            return [rememberColumns(query)]
        case .watch:
            isWatching.toggle()
            return isWatching ? [.load(slot(.watch), .change)] : []
        }
        var effects = load(context.remembering(change, resource: query.resource.name), fromStart: true)
        guard pending != nil else { return effects }
        switch change {
        case .sort(let sort): effects.append(.remember(.sort(resource: query.resource.name, sort)))
        case .columns: if let changed = self.query { effects.append(rememberColumns(changed)) }
        default: break
        }
        return effects
    }

    func rememberColumns(_ query: ListQuery) -> Effect {
        .remember(
            .columns(
                resource: query.resource.name, names: query.columns.map(\.name), widths: table.widths.userSet))
    }
}

extension AppContext {
    /// The context in which a change of this very view has been remembered already.
    fileprivate func remembering(_ change: ViewChange, resource: String) -> AppContext {
        var context = self
        switch change {
        case .sort(let sort): context.remembered.sorts[resource] = sort
        case .columns(let names): context.remembered.columns[resource]?.names = names
        default: break
        }
        return context
    }
}
