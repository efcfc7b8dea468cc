import ConsoleCore
import ConsoleTUI
import Dispatch
import Settings
import Synchronization
import TenantDomain

/// What the console keeps between sessions: read once, written behind each change, never a secret.
final class RememberedState: Sendable {
    private let file: StateFile
    private let database: String
    private let state: Mutex<ViewState>
    /// Where the file is written, so that no frame waits for a disk.
    private let writing = DispatchQueue(label: "tenantctl.state", qos: .utility)
    private let firstViews: FirstViewCache

    init(paths: Paths, database: String, views: FirstViewCache) {
        firstViews = views
        file = StateFile(path: "\(paths.state)/state.json")
        self.database = database
        state = Mutex(file.load())
    }

    var views: RememberedViews {
        let state = state.withLock { $0 }
        let known = state[database]
        var views = RememberedViews()
        for (resource, layout) in known.lists {
            if !layout.columns.isEmpty || !layout.widths.isEmpty {
                views.columns[resource] = RememberedViews.Columns(names: layout.columns, widths: layout.widths)
            }
            if !layout.sort.isEmpty { views.sorts[resource] = layout.sort.map(FieldSort.init(parsing:)) }
        }
        views.recentTenants = known.recentTenants.map { TenantMatch(id: .text($0.id), name: $0.name) }
        views.promptHistory = state.history
        views.lastViewBefore = known.lastView
        return views
    }

    /// Returns once everything is on disk.
    func finish() { writing.sync {} }

    func apply(_ change: StateChange) {
        let changed = state.withLock { state in
            switch change {
            case .columns(let resource, let names, let widths):
                state[database].lists[resource, default: ViewState.ListLayout()].columns = names
                state[database].lists[resource, default: ViewState.ListLayout()].widths = widths
            case .sort(let resource, let sort):
                state[database].lists[resource, default: ViewState.ListLayout()].sort = sort.map(\.text)
            case .lastView(let line): state[database].lastView = line
            case .recentTenant(let tenant):
                state.remember(
                    tenant: ViewState.RecentTenant(id: tenant.id.text ?? "", name: tenant.name), in: database)
            case .promptLine(let line, let isPrivate): state.remember(line: line, isPrivate: isPrivate)
            case .theme, .firstView: break
            }
            return state
        }
        if case .firstView(let view) = change { return writing.async { [firstViews] in firstViews.keep(view) } }
        writing.async { [file] in file.save(changed) }
    }
}
