/// Nobody grants a role above their own persona's.
package enum RoleRule {
    /// - Parameters:
    ///   - ranks: highest first; a role that stands nowhere ranks above all.
    ///   - highest: the persona's own; nil grants nothing.
    package static func check(
        granting role: String, ranks: [String], highest: String?, persona: String
    ) throws(ChangeRefusal) {
        guard let highest, let own = ranks.firstIndex(of: highest) else {
            throw .roleAboveOwn(role: role, persona: persona, highest: nil)
        }
        guard let wanted = ranks.firstIndex(of: role), wanted >= own else {
            throw .roleAboveOwn(role: role, persona: persona, highest: highest)
        }
    }
}
