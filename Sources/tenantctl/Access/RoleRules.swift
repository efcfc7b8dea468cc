import ConsoleCore
import Settings
import TenantDomain
import TenantStore

/// Which roles an environment may be opened with. Read-only does not bind a superuser's reach (files, other sessions),
/// and an owner is above policies and grants.
struct RoleRules {
    let environment: Environment
    let identity: StoreIdentity

    func check(_ role: DatabaseRole?, catalog: Catalog) throws(ConsoleError) {
        guard let role, environment.isProtected, !environment.allowsSuperuser else { return }
        // A database without a name of its own on this machine is somebody's own.
        if environment.isUnlisted, identity.isLocal { return }
        if role.isSuperuser { throw refusal("\(role.name) is a superuser") }
        guard !environment.isUnlisted else { return }
        let owned = catalog.relations.filter { $0.rights?.isOwner == true }
        guard let first = owned.first else { return }
        throw refusal(
            "\(role.name) owns \(first.name)" + (owned.count > 1 ? " and \(owned.count - 1) more tables" : ""))
    }

    private func refusal(_ why: String) -> ConsoleError {
        let place =
            environment.isUnlisted ? "A database that belongs to no environment" : "Environment \(environment.label)"
        return .refused(
            reason: "\(place) is not opened with this role: \(why).",
            hint: environment.isUnlisted
                ? "Use a role of least privilege, or name an environment for it (tenantctl env add)."
                : "Use a role of least privilege, or set allow_superuser = true for the environment in config.toml.")
    }
}
