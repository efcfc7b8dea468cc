import TenantDomain
import TenantStore

/// Keeps changes from being planned or made by a catalog that the database has since left (one that was remembered, or
/// one that a migration overtook), and by whoever does not see every row.
struct CatalogGuard {
    let session: ConsoleSession

    /// Asks the database itself, by one cheap query.
    func check() async throws(ConsoleError) {
        if session.store.mayLackRows {
            throw .refused(
                reason: "Policies may hide rows from this session, and a write has to see every row: the last owner, "
                    + "limits, what hangs on it.",
                hint: "Write as a role with BYPASSRLS, without --limited-rows; tenantctl operator sql prints one.")
        }
        let current: String
        do {
            current = try await session.store.catalogFingerprint()
        } catch {
            throw .store(error)
        }
        guard current == session.registry.catalog.fingerprint else {
            throw .refused(
                reason: "The database's tables have changed since they were read, so nothing was planned or written.",
                hint: "Open the database again, then plan anew.")
        }
    }
}
