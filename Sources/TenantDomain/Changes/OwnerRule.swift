/// A tenant that has an owner keeps one.
package enum OwnerRule {
    /// - Parameters:
    ///   - before: active owners now.
    ///   - after: active owners once the change is made.
    package static func check(tenant: String, before: Int, after: Int) throws(ChangeRefusal) {
        if before > 0, after <= 0 { throw .lastOwner(tenant: tenant) }
    }
}
