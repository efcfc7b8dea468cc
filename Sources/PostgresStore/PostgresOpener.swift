import TenantStore

/// Opens PostgreSQL servers; any other location is refused as a failed connection.
package struct PostgresOpener: StoreOpener {
    private let operatorName: String

    /// - Parameter operatorName: who asks, for the server's list of sessions.
    package init(operatorName: String) {
        self.operatorName = operatorName
    }

    package func open(_ location: DatabaseLocation) async throws(StoreError) -> any DatabaseStore {
        switch location {
        case .postgres(let text): return try await PostgresStore.open(text, operatorName: operatorName)
        case .sqlite(let path, _): throw .connectionFailed(location: path, reason: "this is no server")
        }
    }
}
