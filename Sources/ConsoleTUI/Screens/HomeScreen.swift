import ConsoleCore
import TenantDomain

/// The first view: the tenants, or the list of resources where the database has none.
package enum HomeScreen {
    package static func first(_ context: AppContext) -> any Screen {
        if let tenants = context.registry.resource(for: .tenant) {
            return ListScreen(ListRequest(resource: tenants.name))
        }
        return ResourcesScreen()
    }
}
