import ConsoleCore
import ReferenceSchema
import SQLiteStore
import TenantDomain
import TenantStore

/// Whether a SQLite file holds the reference schema of another version of the program.
enum ReferenceCheck {
    /// - Returns: what to say of an older schema, which can be read all the same.
    /// - Throws: `newerReferenceSchema` where the file was made by a later program.
    static func note(
        path: String, catalog: Catalog, store: any DatabaseStore
    ) async throws(ConsoleError) -> String? {
        guard catalog.relation(named: ReferenceSchema.bookkeepingTable) != nil,
            let status = try? await ReferenceDatabase.status(of: catalog, in: store)
        else { return nil }
        switch status {
        case .newer(let version):
            throw .store(.newerReferenceSchema(found: version, known: ReferenceSchema.currentVersion))
        case .older(let version):
            return """
                The database has reference schema \(version), older than \(ReferenceSchema.currentVersion): what is new \
                is missing. tenantctl demo --no-open --database \(CommandLineText.quoted(path)) brings it up.
                """
        case .empty, .reference, .foreign: return nil
        }
    }
}
