/// Tenants stand under agencies, and no chain of parents comes back to where it began.
package enum ParentRule {
    /// - Parameters:
    ///   - ancestors: the parent's own parents, nearest first.
    ///   - wantedKind: what a parent has to be; nil takes any.
    package static func check(
        tenant: Value, parent: Value, parentName: String, parentKind: String?, ancestors: [Value], wantedKind: String?
    ) throws(ChangeRefusal) {
        if tenant == parent { throw .parentIsItself }
        if ancestors.contains(tenant) { throw .parentMakesCycle(tenant: parentName) }
        if let wantedKind, let parentKind, parentKind != wantedKind {
            throw .parentIsNoAgency(tenant: parentName, kind: parentKind)
        }
    }
}
