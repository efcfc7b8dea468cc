import ConsoleCore
import Settings
import SQLiteStore
import TenantDomain
import TenantStore

/// Seals the demo's trail when it is made, so that `audit verify` has something to hold.
enum DemoSeals {
    /// Does nothing where there are seals already.
    static func add(to path: String) async throws(ConsoleError) {
        guard let profile = ShippedProfiles.named("reference").flatMap({ try? $0.parsed() }) else { return }
        let store: SQLiteStore
        let registry: ResourceRegistry
        do {
            store = try await SQLiteStore.open(path: path)
            registry = ResourceBuilder.registry(catalog: try await store.readCatalog(), profile: profile)
        } catch {
            throw .store(error)
        }
        let session = ConsoleSession(
            store: store, registry: registry, environment: EnvironmentLabel(name: "demo"), operatorName: "tenantctl",
            now: SystemClock.now)
        let service = SealService(session: session)
        let isSealed = try await service.hasSeals()
        let plan = isSealed ? nil : try await service.plan()
        await store.close()
        guard let plan, !plan.roots.isEmpty else { return }
        var rows: [[Value]] = []
        var table = ""
        var columns: [String] = []
        for root in plan.roots {
            let row = try service.row(of: root, source: plan.source)
            table = row.table
            columns = row.values.map(\.column)
            rows.append(row.values.map(\.value))
        }
        do {
            try RowAppender.append(at: path, table: table, columns: columns, rows: rows)
        } catch {
            throw .store(error)
        }
    }
}
