import TenantStore

/// Opens SQLite files; any other location is refused as a failed connection.
package struct SQLiteOpener: StoreOpener {
    package init() {}

    package func open(_ location: DatabaseLocation) async throws(StoreError) -> any DatabaseStore {
        switch location {
        case .sqlite(let path, let immutable):
            return try await SQLiteStore.open(path: path, immutable: immutable)
        case .postgres:
            throw .connectionFailed(location: "PostgreSQL", reason: "this program reads SQLite files only")
        }
    }
}
