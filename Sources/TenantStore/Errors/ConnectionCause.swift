/// Why no connection came about, as far as the other side's words tell.
package enum ConnectionCause: Sendable, Equatable {
    case unknownHost
    /// Nobody listens there.
    case refused
    case noAnswer
    case noDatabase
    case tooManyConnections
    /// Starting, stopping or recovering.
    case notReady
    /// A pooler takes no start-up options.
    case startupOptions
    /// The server offers no TLS where it was asked for.
    case noEncryption
    case certificate(CertificateFault)
    case tunnel
    case other
}

/// What is wrong with a server's certificate.
package enum CertificateFault: Sendable, Equatable {
    case expired
    case otherHost
    case unknownAuthority
    /// No file of authorities is there to check it against, and none was named.
    case noRoots
    /// The file of authorities that was named is not there, or cannot be used for the reason given.
    case rootsFile(path: String, reason: String?)
    case other
}
