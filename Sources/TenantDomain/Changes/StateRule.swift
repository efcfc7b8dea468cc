/// States follow each other only along the ways that the profile names.
package enum StateRule {
    package static func check(
        column: String, from: String?, to: String?, paths: [String: [String]]
    ) throws(ChangeRefusal) {
        guard let from, let to, from != to, let open = paths[from], !open.contains(to) else { return }
        throw .noPath(column: column, from: from, to: to, open: open)
    }

    /// An archived tenant takes no change but the one that takes it out of the archive.
    package static func checkArchived(
        tenant: String, state: String?, archived: String?, leaves: Bool
    ) throws(ChangeRefusal) {
        guard let state, let archived, state == archived, !leaves else { return }
        throw .archived(tenant: tenant)
    }
}
