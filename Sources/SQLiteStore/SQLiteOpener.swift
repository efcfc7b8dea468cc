import TenantStore

/// Opens SQLite files; any other location is refused as a failed connection.
package struct SQLiteOpener: StoreOpener {
    private let busyTimeout: Double

    /// - Parameter busyTimeout: seconds to wait for another program's lock.
    package init(busyTimeout: Double = 0.5) {
        self.busyTimeout = busyTimeout
    }

    package func open(_ location: DatabaseLocation) async throws(StoreError) -> any DatabaseStore {
        switch location {
        case .sqlite(let path, let immutable):
            return try await SQLiteStore.open(path: path, immutable: immutable, busyTimeout: busyTimeout)
        case .postgres:
            throw .connectionFailed(
                location: "The PostgreSQL server", reason: "this version opens SQLite files only")
        }
    }
}
