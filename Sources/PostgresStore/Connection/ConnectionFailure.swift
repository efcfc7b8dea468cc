import CLibPQ
import TenantStore

/// What libpq says of a connection that did not come about, as an error. The library keeps no code for it, only words:
/// its own are English here, the server's where its messages are.
enum ConnectionFailure {
    static func error(
        _ connection: OpaquePointer, settings: ServerSettings, key: Door.Key, library: LibPQ
    ) -> StoreError {
        let words = settings.redacted(LibPQ.text(library.functions.PQerrorMessage(connection)) ?? "no answer")
        let needsPassword = library.functions.PQconnectionNeedsPassword(connection) == 1
        let error = error(words: words, needsPassword: needsPassword, location: settings.location)
        switch error {
        case .cannotConnect(let location, .certificate(.other), let reason):
            return .cannotConnect(location: location, cause: .certificate(fault(settings, key)), reason: reason)
        case .cannotConnect(let location, .certificate(.rootsFile), let reason) where !settings.namesRootsFile:
            return .cannotConnect(location: location, cause: .certificate(.noRoots), reason: reason)
        default: return error
        }
    }

    /// What is wrong with the certificate: libpq says only that it is not good, so the server is asked for it once more.
    private static func fault(_ settings: ServerSettings, _ key: Door.Key) -> CertificateFault {
        guard let roots = settings.rootsFile, let place = settings.reachablePlaces(key).first else { return .other }
        switch CLibPQVerifyResult(place.host, place.port, roots) {
        case 10: return .expired
        case 2, 18, 19, 20, 21: return .unknownAuthority
        default: return .other
        }
    }

    static func error(words: String, needsPassword: Bool, location: String) -> StoreError {
        let lines = words.split(separator: "\n").map(String.init)
        // With several addresses the last one's words tell most, unless one of them was answered by a server.
        let line = lines.last { $0.contains("FATAL:") } ?? lines.last { !$0.hasPrefix("\t") } ?? words
        let reason = line.split(separator: " failed: ").last?.split(separator: "FATAL:").last.map(String.init) ?? line
        let trimmed = String(reason.drop { $0 == " " })
        if needsPassword || isLogin(words) { return .authenticationFailed(location: location, reason: trimmed) }
        return .cannotConnect(location: location, cause: cause(words), reason: trimmed)
    }

    private static func isLogin(_ words: String) -> Bool {
        [
            "authentication failed", "no pg_hba.conf entry", "no password supplied", "FATAL:  role \"",
            "is not permitted to log in", "SASL", "no such user", "pg_hba.conf rejects",
        ].contains { words.contains($0) }
    }

    private static let causes: [(words: [String], cause: ConnectionCause)] = [
        (["certificate has expired"], .certificate(.expired)),
        (["does not match host name", "host name must be specified for a verified"], .certificate(.otherHost)),
        (
            ["unable to get local issuer", "self-signed certificate", "self signed certificate", "unknown ca"],
            .certificate(.unknownAuthority)
        ),
        (["certificate verify failed", "certificate"], .certificate(.other)),
        (["server does not support SSL", "SSL required", "no encryption"], .noEncryption),
        (
            ["too many clients", "too many connections", "remaining connection slots", "no more connections allowed"],
            .tooManyConnections
        ),
        (["starting up", "shutting down", "recovery mode", "not yet accepting"], .notReady),
        (["unsupported startup parameter"], .startupOptions),
        (["could not translate host name"], .unknownHost),
        (["timeout expired", "timed out", "No route to host", "Network is unreachable"], .noAnswer),
        (["Connection refused", "No such file or directory"], .refused),
        (["no such database"], .noDatabase),
    ]

    /// `root certificate file "/ca.crt" does not exist`, `could not read root certificate file "/ca.crt": no certificate`.
    private static func rootsFault(_ words: String) -> CertificateFault? {
        guard let start = words.firstRange(of: "root certificate file \"")?.upperBound else { return nil }
        let line = words[start...].prefix { $0 != "\n" }
        guard let end = line.lastIndex(of: "\"") else { return nil }
        let rest = line[line.index(after: end)...]
        return .rootsFile(path: String(line[..<end]), reason: rest.hasPrefix(": ") ? String(rest.dropFirst(2)) : nil)
    }

    static func cause(_ words: String) -> ConnectionCause {
        if let fault = rootsFault(words) { return .certificate(fault) }
        if words.contains("database \""), words.contains("does not exist") { return .noDatabase }
        for entry in causes where entry.words.contains(where: { words.contains($0) }) { return entry.cause }
        return .other
    }
}
