import Foundation
import TenantStore

@testable import PostgresStore

/// pgbouncer in transaction mode before the private cluster, with one server connection for each user and database, so
/// that all clients share it.
final class TestPooler: Sendable {
    let port: Int
    private let process: LifelineProcess

    static let shared = Result { try TestPooler(in: TestServer.start()) }

    static func start() throws -> TestPooler { try shared.get() }

    /// - Parameter certificate: makes it ask for TLS, with files of that name in the folder.
    init(in server: TestServer, certificate: (folder: String, name: String)? = nil) throws {
        port = try LifelineProcess.freePort()
        let program = try LifelineProcess.program(
            ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer", "/usr/local/bin/pgbouncer"],
            package: "pgbouncer")
        let script = """
            set -e
            mkdir -m 700 "$1"
            trap 'rm -rf "$1"' EXIT
            for user in postgres clerk guarded limited keeper seer; do echo "\\"$user\\" \\"\\""; done >"$1/users"
            cat >"$1/pgbouncer.ini" <<END
            [databases]
            * = host=127.0.0.1 port=$3
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = $4
            unix_socket_dir =
            auth_type = trust
            auth_file = $1/users
            pool_mode = transaction
            default_pool_size = 1
            END
            if [ -n "$5" ]; then
                cp "$5/$6.crt" "$5/$6.key" "$1/"
                chmod 600 "$1/$6.key"
                printf '%s\\n' 'client_tls_sslmode = require' "client_tls_cert_file = $1/$6.crt" \\
                    "client_tls_key_file = $1/$6.key" >>"$1/pgbouncer.ini"
            fi
            "$2" "$1/pgbouncer.ini" >"$1/log" 2>&1 &
            pooler=$!
            until "$7/pg_isready" -q -h 127.0.0.1 -p "$4" -t 1; do kill -0 $pooler || { cat "$1/log"; exit 1; }; done
            echo ready
            read -r line || true
            kill -INT $pooler
            wait $pooler || true
            """
        process = try LifelineProcess(
            script,
            [
                LifelineProcess.folder("pooler"), program, String(server.port), String(port),
                certificate?.folder ?? "", certificate?.name ?? "", server.binaries,
            ])
    }

    func url(_ database: String, user: String = "postgres", more: String = "") -> String {
        "postgresql://\(user)@127.0.0.1:\(port)/\(database)\(more)"
    }

    func open(_ database: String, user: String = "postgres") async throws -> PostgresStore {
        try await PostgresStore.open(url(database, user: user), operatorName: "dana@ops")
    }

    func end() { process.end() }
}
