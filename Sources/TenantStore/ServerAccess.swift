/// What somebody else has to supply before a server can be reached: passwords from a program or a person, and tunnels.
///
/// Asked only for what the connection string, its service and password files do not say. Whatever it returns is kept in
/// memory alone.
package protocol ServerAccess: Sendable {
    /// A password; nil where there is none to be had.
    ///
    /// - Parameter isRetry: whether the server asked for one and the one before, if any, was refused.
    func password(for location: String, isRetry: Bool) async throws(StoreError) -> String?

    /// Ports of this machine that lead to the servers, in their order; nil where they are reached directly. Asked before
    /// each connection, so that a tunnel that broke is opened anew.
    func localPorts(to servers: [ServerPlace]) async throws(StoreError) -> [Int]?

    /// Ends what was started.
    func close() async
}

/// A server's host and port as the connection string has them.
package struct ServerPlace: Sendable, Equatable {
    package let host: String
    package let port: String

    package init(host: String, port: String) {
        self.host = host
        self.port = port
    }
}

/// Nothing to supply: the connection string says it all.
package struct DirectAccess: ServerAccess {
    package init() {}
    package func password(for location: String, isRetry: Bool) async throws(StoreError) -> String? { nil }
    package func localPorts(to servers: [ServerPlace]) async throws(StoreError) -> [Int]? { nil }
    package func close() async {}
}
