import TenantStore

/// Opens PostgreSQL servers; any other location is refused as a failed connection.
package struct PostgresOpener: StoreOpener {
    private let operatorName: String
    private let wantsProof: Bool
    private let isTunnelled: Bool
    private let statementTimeout: Double
    private let access: any ServerAccess
    private let remembered: StoreIdentity?

    /// - Parameters:
    ///   - operatorName: who asks, for the server's list of sessions.
    ///   - wantsProof: a server off this machine has to prove who it is by its certificate.
    ///   - isTunnelled: whether `access` leads to the server through ports of this machine.
    ///   - statementTimeout: seconds that the server gives a statement.
    ///   - access: passwords and tunnels.
    ///   - remembered: what is known of the server; it is then not waited for.
    package init(
        operatorName: String, wantsProof: Bool = false, isTunnelled: Bool = false,
        statementTimeout: Double = PostgresStore.usualTimeout, access: any ServerAccess = DirectAccess(),
        remembered: StoreIdentity? = nil
    ) {
        self.operatorName = operatorName
        self.wantsProof = wantsProof
        self.isTunnelled = isTunnelled
        self.statementTimeout = statementTimeout
        self.access = access
        self.remembered = remembered
    }

    package func open(_ location: DatabaseLocation) async throws(StoreError) -> any DatabaseStore {
        switch location {
        case .postgres(let text):
            return try await PostgresStore.open(
                text, operatorName: operatorName, wantsProof: wantsProof, isTunnelled: isTunnelled,
                statementTimeout: statementTimeout, access: access, remembered: remembered)
        case .sqlite(let path, _): throw .connectionFailed(location: path, reason: "this is no server")
        }
    }
}
