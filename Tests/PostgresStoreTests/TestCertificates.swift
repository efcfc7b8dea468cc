import Foundation

/// A private authority with a server's certificate, one that has expired, and another authority that nobody knows.
final class TestCertificates: Sendable {
    /// The name in the certificates, besides localhost.
    static let host = "db.tenantctl.test"

    let folder: String
    private let process: LifelineProcess

    static let shared = Result { try TestCertificates() }

    private init() throws {
        folder = LifelineProcess.folder("certs")
        let script = """
            set -e
            mkdir -m 755 "$1"
            trap 'rm -rf "$1"' EXIT
            cd "$1"
            key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
            for name in ca stranger; do
                openssl req -x509 $key -keyout $name.key -out $name.crt -subj "/CN=Test $name" -days 30 2>log
            done
            openssl req $key -keyout good.key -out good.csr -subj "/CN=$2" 2>log
            printf 'subjectAltName=DNS:%s,DNS:localhost\\n' "$2" >names
            for days in 30 -1; do
                openssl x509 -req -in good.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days $days -extfile names \\
                    -out cert$days.crt 2>log
            done
            mv cert30.crt good.crt
            mv cert-1.crt expired.crt
            cp good.key expired.key
            echo ready
            read -r line || true
            """
        process = try LifelineProcess(script, [folder, Self.host])
    }
}
