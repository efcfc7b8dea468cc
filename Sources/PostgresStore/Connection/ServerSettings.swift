import CLibPQ
import TenantStore

/// What a connection string means once service file, environment and libpq's own defaults have had their say, and the
/// parameters that are put on top.
struct ServerSettings: Sendable {
    /// Seconds until an attempt to connect is given up, where nothing else is said.
    private static let connectTimeout = "10"

    /// For libpq only: may hold a password.
    private let text: String
    private let operatorName: String
    private let values: [String: String]

    init(_ text: String, operatorName: String, library: LibPQ) throws(StoreError) {
        self.text = text
        self.operatorName = operatorName
        if text.contains("=") || text.contains("://") {
            guard let parsed = library.functions.PQconninfoParse(text, nil) else {
                // libpq's own words would quote the text, password and all.
                throw .connectionFailed(location: "PostgreSQL", reason: "the connection string cannot be read")
            }
            library.functions.PQconninfoFree(parsed)
        }
        values = Self.effective(text, library: library)
    }

    /// A value that libpq refuses before it looks for the server makes it fill in all the others and go no further.
    private static func effective(_ text: String, library: LibPQ) -> [String: String] {
        let pairs = [("dbname", text), ("target_session_attrs", "none of these")]
        let connection = LibPQ.withParameters(pairs) { keys, values in
            library.functions.PQconnectStartParams(keys, values, 1)
        }
        guard let connection = connection ?? nil else { return [:] }
        defer { library.functions.PQfinish(connection) }
        guard let options = library.functions.PQconninfo(connection) else { return [:] }
        defer { library.functions.PQconninfoFree(options) }
        var result: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = LibPQ.text(option.pointee.val) { result[String(cString: keyword)] = value }
            option += 1
        }
        return result
    }

    private var hosts: [String] {
        let names = (values["hostaddr"] ?? values["host"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
        return names.isEmpty ? [""] : names.map(String.init)
    }

    /// Whether nothing leaves this machine.
    var isLocal: Bool {
        hosts.allSatisfy { host in
            host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1"
                || host.hasPrefix("127.") && host.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
        }
    }

    /// The mode asked for, and at least `require` where the way to the server is not this machine's own.
    var sslMode: String {
        let asked = values["sslmode"] ?? "prefer"
        if isLocal { return asked }
        return ["require", "verify-ca", "verify-full"].contains(asked) ? asked : "require"
    }

    var checksCertificate: Bool { sslMode == "verify-ca" || sslMode == "verify-full" }

    /// What libpq is given. Later ones win over the text's own.
    var parameters: [(key: String, value: String)] {
        var pairs = [
            ("dbname", text), ("sslmode", sslMode), ("client_encoding", "UTF8"),
            ("application_name", Self.applicationName(operatorName)),
        ]
        if values["connect_timeout"] == nil { pairs.append(("connect_timeout", Self.connectTimeout)) }
        if values["keepalives_idle"] == nil {
            pairs += [("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3")]
        }
        return pairs.map { (key: $0.0, value: $0.1) }
    }

    /// PostgreSQL keeps 63 bytes.
    private static func applicationName(_ name: String) -> String {
        var result = "tenantctl \(name)"
        while result.utf8.count > 63 { result.removeLast() }
        return result
    }

    /// `db.example.io:6543/app`, before anything has answered.
    var location: String {
        let ports = (values["port"] ?? "5432").split(separator: ",").map(String.init)
        let names = hosts.enumerated().map { place, host in
            let port = ports.isEmpty ? "5432" : place < ports.count ? ports[place] : ports[0]
            let name = values["host"].flatMap { $0.split(separator: ",").map(String.init)[safe: place] } ?? host
            return (name.isEmpty ? "localhost" : name) + (port == "5432" ? "" : ":\(port)")
        }
        return names.joined(separator: ",") + "/" + (values["dbname"] ?? values["user"] ?? "")
    }

    /// Words of libpq without any password that they may quote.
    func redacted(_ message: String) -> String {
        var result = message
        for key in ["password", "sslpassword"] {
            if let secret = values[key], secret.count > 2 { result = result.replacing(secret, with: "***") }
        }
        return result
    }
}

extension Array {
    fileprivate subscript(safe place: Int) -> Element? { indices.contains(place) ? self[place] : nil }
}
