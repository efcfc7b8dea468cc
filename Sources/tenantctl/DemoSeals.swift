import ConsoleCore
import PostgresStore
import SQLiteStore
import Settings
import TenantDomain
import TenantStore

/// Seals the demo's trail when it is made, so that `audit verify` has something to hold.
enum DemoSeals {
    /// The rows of the ledger that seal a demo.
    struct Rows {
        var table = ""
        var columns: [String] = []
        var rows: [[Value]] = []
    }

    /// Does nothing where there are seals already.
    static func add(to path: String) async throws(ConsoleError) {
        let store: SQLiteStore
        do { store = try await SQLiteStore.open(path: path) } catch { throw .store(error) }
        let sealed: Rows
        do throws(ConsoleError) { sealed = try await rows(store) } catch {
            await store.close()
            throw error
        }
        await store.close()
        guard !sealed.rows.isEmpty else { return }
        do {
            try RowAppender.append(at: path, table: sealed.table, columns: sealed.columns, rows: sealed.rows)
        } catch {
            throw .store(error)
        }
    }

    /// None where there are seals already.
    static func rows(_ store: any DatabaseStore) async throws(ConsoleError) -> Rows {
        var sealed = Rows()
        guard let profile = ShippedProfiles.named("reference").flatMap({ try? $0.parsed() }) else { return sealed }
        let registry: ResourceRegistry
        do {
            registry = ResourceBuilder.registry(catalog: try await store.readCatalog(), profile: profile)
        } catch {
            throw .store(error)
        }
        let service = SealService(
            session: ConsoleSession(
                store: store, registry: registry, environment: EnvironmentLabel(name: "demo"),
                operatorName: "tenantctl", now: SystemClock.now))
        guard try await !service.hasSeals() else { return sealed }
        try await service.seal { (root) throws(ConsoleError) in
            let row = try service.row(of: root)
            sealed.table = row.table
            sealed.columns = row.values.map(\.column)
            sealed.rows.append(row.values.map(\.value))
        }
        return sealed
    }
}
