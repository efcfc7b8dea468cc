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
    /// From the text, its service, the environment or the password file; of the first server where there are several.
    private let password: String?
    /// Whether servers off this machine must prove who they are.
    private let wantsProof: Bool
    /// Whether the servers are reached through ports of this machine.
    let isTunnelled: Bool
    /// Logs in as this one, whatever the text says, and without the text's password.
    private let user: String?

    /// - Parameters:
    ///   - user: the login in place of the text's.
    ///   - wantsProof: the certificate of a server off this machine is checked, whatever the text says.
    ///   - isTunnelled: whether `ServerAccess` will name local ports.
    init(
        _ text: String, user: String? = nil, operatorName: String, wantsProof: Bool = false, isTunnelled: Bool = false,
        library: LibPQ
    ) throws(StoreError) {
        self.text = text
        self.user = user
        self.operatorName = operatorName
        self.wantsProof = wantsProof
        self.isTunnelled = isTunnelled
        if text.contains("=") || text.contains("://") {
            guard let parsed = library.functions.PQconninfoParse(text, nil) else {
                // libpq's own words would quote the text, password and all.
                throw .connectionFailed(location: "PostgreSQL", reason: "the connection string cannot be read")
            }
            library.functions.PQconninfoFree(parsed)
        }
        (values, password) = Self.effective(Self.pairs(text, user: user), library: library)
    }

    /// Whether libpq finds a password by itself.
    var hasPassword: Bool { password != nil }

    /// Hosts and ports, pairwise.
    var places: [ServerPlace] {
        let names = list("host") ?? list("hostaddr") ?? [""]
        let ports = list("port") ?? ["5432"]
        return names.enumerated().map { place, host in
            let port = ports[safe: place] ?? ports.first ?? "5432"
            return ServerPlace(host: host.isEmpty ? "localhost" : host, port: port.isEmpty ? "5432" : port)
        }
    }

    /// The text, and the login that stands in for its own: the password file is then looked into for that one.
    private static func pairs(_ text: String, user: String?) -> [(String, String)] {
        [("dbname", text)] + (user.map { [("user", $0), ("password", "")] } ?? [])
    }

    private func list(_ key: String) -> [String]? {
        values[key].map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    /// A value that libpq refuses before it looks for the server makes it fill in all the others and go no further.
    private static func effective(
        _ pairs: [(String, String)], library: LibPQ
    ) -> ([String: String], String?) {
        let pairs = pairs + [("target_session_attrs", "none of these")]
        let connection = LibPQ.withParameters(pairs) { keys, values in
            library.functions.PQconnectStartParams(keys, values, 1)
        }
        guard let connection = connection ?? nil else { return ([:], nil) }
        defer { library.functions.PQfinish(connection) }
        guard let options = library.functions.PQconninfo(connection) else { return ([:], nil) }
        defer { library.functions.PQconninfoFree(options) }
        var result: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = LibPQ.text(option.pointee.val) { result[String(cString: keyword)] = value }
            option += 1
        }
        return (result, LibPQ.text(library.functions.PQpass(connection)))
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
        if wantsProof { return "verify-full" }
        return ["require", "verify-ca", "verify-full"].contains(asked) ? asked : "require"
    }

    var checksCertificate: Bool { sslMode == "verify-ca" || sslMode == "verify-full" }

    /// What libpq is given. Later ones win over the text's own.
    func parameters(_ key: Door.Key) -> [(key: String, value: String)] {
        var pairs = [
            ("sslmode", sslMode), ("client_encoding", "UTF8"),
            ("application_name", Self.applicationName(operatorName)),
        ]
        pairs.insert(contentsOf: Self.pairs(text, user: user), at: 0)
        if values["connect_timeout"] == nil { pairs.append(("connect_timeout", Self.connectTimeout)) }
        if values["keepalives_idle"] == nil {
            pairs += [("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3")]
        }
        if checksCertificate, values["sslrootcert"] == nil, let roots = SystemRoots.file {
            pairs.append(("sslrootcert", roots))
        }
        // The password file knows the server by its own port, which a tunnel's hides.
        if let password = key.password ?? (isTunnelled ? password : nil) { pairs.append(("password", password)) }
        if let ports = key.localPorts {
            pairs.append(("host", places.map(\.host).joined(separator: ",")))
            pairs.append(("hostaddr", ports.map { _ in "127.0.0.1" }.joined(separator: ",")))
            pairs.append(("port", ports.map(String.init).joined(separator: ",")))
        }
        return pairs.map { (key: $0.0, value: $0.1) }
    }

    /// Whether the person says which authorities certificates are checked against.
    var namesRootsFile: Bool { values["sslrootcert"] != nil }

    /// The authorities that certificates are checked against.
    var rootsFile: String? {
        values["sslrootcert"] ?? SystemRoots.file ?? SystemRoots.ownFile
    }

    /// Where the servers are found, past names that only certificates are compared with.
    func reachablePlaces(_ key: Door.Key) -> [ServerPlace] {
        if let ports = key.localPorts { return ports.map { ServerPlace(host: "127.0.0.1", port: "\($0)") } }
        let addresses = list("hostaddr") ?? []
        return places.enumerated().map { ServerPlace(host: addresses[safe: $0] ?? $1.host, port: $1.port) }
    }

    /// PostgreSQL keeps 63 bytes.
    private static func applicationName(_ name: String) -> String {
        var result = "tenantctl \(name)"
        while result.utf8.count > 63 { result.removeLast() }
        return result
    }

    /// `db.example.io:6543/app`, before anything has answered.
    var location: String {
        let names = places.map { $0.host + ($0.port == "5432" ? "" : ":\($0.port)") }
        return names.joined(separator: ",") + "/" + (values["dbname"] ?? values["user"] ?? "")
    }

    /// Words of libpq without any password that they may quote.
    func redacted(_ message: String) -> String {
        var result = message
        for secret in [password, values["password"], values["sslpassword"]] {
            if let secret, secret.count > 2 { result = result.replacing(secret, with: "***") }
        }
        return result
    }
}

extension Array {
    fileprivate subscript(safe place: Int) -> Element? { indices.contains(place) ? self[place] : nil }
}
