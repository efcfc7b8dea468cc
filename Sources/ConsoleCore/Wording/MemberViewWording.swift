import TenantStore

/// Three answers that are not "no rows", and what keeps a view from being opened.
enum MemberViewWording {
    static func wording(_ fault: MemberViewFault) -> ErrorWording.Wording {
        switch fault {
        case .denied(let role, let relation):
            ErrorWording.Wording(
                "Permission denied: the role \(role) has no grant to read \(relation). The member gets an error there, "
                    + "not an empty list.", "tenantctl policies \(relation) says what there is.")
        case .policyFails(let role, let code, let message):
            ErrorWording.Wording(
                "A policy, or a function that it calls, fails for the member (as \(role)): \(message) (\(code)). The "
                    + "member gets this error, not an empty list.",
                "tenantctl access explain USER read RESOURCE ID names the policy.")
        case .moved(let place):
            ErrorWording.Wording(
                "Something that was called left the member's role (for \(place)) while it read, so its rows were dropped.",
                "tenantctl functions shows which functions run; look at the views over this table.")
        case .roleRefused(let role, let login):
            ErrorWording.Wording(
                "The login \(login.isEmpty ? "of this connection" : login) may not take the role \(role).",
                "Name a login that may with view_as in the environment; tenantctl operator sql prints one.")
        case .noSuchRole(let role, let offered):
            ErrorWording.Wording(
                "The database has no role \(role), so members' requests do not run under policies by it.",
                offered.isEmpty
                    ? "There is no other role that this login may take. The profile's [view_as] names the role."
                    : "Its own roles that this login may take: \(offered.prefix(12).joined(separator: ", ")); "
                        + "--role NAME reads as one, the profile's [view_as] names it for good.")
        }
    }
}
