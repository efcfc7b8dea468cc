import Foundation

/// An ssh server on loopback with keys of its own, and a client configuration that knows it as `bastion`.
final class TestBastion: Sendable {
    let folder: String
    private let process: LifelineProcess

    static let shared = Result { try TestBastion() }

    private init() throws {
        folder = LifelineProcess.folder("bastion")
        let port = try LifelineProcess.freePort()
        let program = try LifelineProcess.program(
            ["/usr/sbin/sshd", "/usr/libexec/sshd"], package: "openssh-server")
        let script = """
            set -e
            mkdir -m 755 "$1"
            trap 'rm -rf "$1"' EXIT
            cd "$1"
            ssh-keygen -q -t ed25519 -N '' -f host
            ssh-keygen -q -t ed25519 -N '' -f key
            echo "[127.0.0.1]:$3 $(cut -d' ' -f1,2 host.pub)" >known
            printf '%s\\n' "Port $3" 'ListenAddress 127.0.0.1' "HostKey $1/host" "AuthorizedKeysFile $1/key.pub" \\
                'StrictModes no' 'UsePAM no' 'PidFile none' 'PasswordAuthentication no' >server
            printf '%s\\n' 'Host bastion' 'HostName 127.0.0.1' "Port $3" "User $(id -un)" "IdentityFile $1/key" \\
                "UserKnownHostsFile $1/known" 'StrictHostKeyChecking yes' 'IdentitiesOnly yes' \\
                'Host stranger' 'HostName 127.0.0.1' "Port $3" "UserKnownHostsFile /dev/null" \\
                'StrictHostKeyChecking yes' 'Host nobody' 'HostName 127.0.0.1' 'Port 1' >client
            "$2" -D -e -f "$1/server" >log 2>&1 &
            server=$!
            until ssh -F client bastion true 2>/dev/null; do kill -0 $server || { cat log; exit 1; }; done
            echo ready
            read -r line || true
            kill $server
            wait $server || true
            """
        process = try LifelineProcess(script, [folder, program, String(port)])
    }

    /// The `ssh` that the program finds: the system's own with the test's configuration.
    var client: String { "exec /usr/bin/ssh -F '\(folder)/client' \"$@\"" }
}
