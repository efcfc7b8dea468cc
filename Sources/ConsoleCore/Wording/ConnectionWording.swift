import TenantStore

/// Why a server could not be reached, and what to do about it.
enum ConnectionWording {
    static func wording(_ location: String, _ cause: ConnectionCause, _ reason: String) -> ErrorWording.Wording {
        switch cause {
        case .unknownHost:
            .init(
                "\(location) cannot be reached: the host's name is not known here.", "Check its spelling and your VPN.")
        case .refused:
            .init(
                "\(location) cannot be reached: nobody listens there (\(reason)).",
                "Is the server running, and is the port right?")
        case .noAnswer:
            .init(
                "\(location) cannot be reached: no answer (\(reason)).",
                "Check VPN and firewall, or reach it through a `tunnel` in config.toml.")
        case .noDatabase:
            .init("\(location) cannot be opened: \(reason)", "psql -l lists the server's databases.")
        case .tooManyConnections:
            .init(
                "\(location) has no connection left: \(reason)",
                "Try again later, or connect through a pooler; tenantctl itself takes three at most.")
        case .notReady: .init("\(location) is not ready: \(reason)", "Try again in a moment.")
        case .startupOptions:
            .init(
                "\(location) is a pooler that takes no start-up options: \(reason)",
                "Take `options` out of the URL and PGOPTIONS out of the environment.")
        case .noEncryption:
            .init(
                "\(location) does not agree on encryption: \(reason)",
                "Off this machine TLS is asked for always; the server has to offer it.")
        case .certificate(let fault): certificate(location, fault, reason)
        case .tunnel:
            .init("The tunnel to \(location) cannot be opened: \(reason)", "ssh -v to the same host says more.")
        case .other: .init("\(location) cannot be reached: \(reason)")
        }
    }

    private static func certificate(
        _ location: String, _ fault: CertificateFault, _ reason: String
    ) -> ErrorWording.Wording {
        switch fault {
        case .expired:
            .init(
                "\(location) shows a certificate that has expired.",
                "Whoever runs the server has to renew it; until then nobody can tell the server from another.")
        case .otherHost:
            .init(
                "\(location) shows another host's certificate: \(reason)",
                "Connect under the name in the certificate; if that is the right one, somebody may stand in between.")
        case .unknownAuthority:
            .init(
                "\(location) shows a certificate of an authority that is not known here.",
                "Give your provider's CA file as sslrootcert=FILE in the URL, or put it at ~/.postgresql/root.crt.")
        case .noRoots:
            .init(
                "The certificate of \(location) cannot be checked: no file of authorities is there.",
                "Give your provider's CA file as sslrootcert=FILE in the URL, or put it at ~/.postgresql/root.crt.")
        case .rootsFile(let path, nil):
            .init(
                "The certificate of \(location) cannot be checked: there is no file \(path).",
                "sslrootcert (URL, PGSSLROOTCERT or service file) names it: correct the path, or leave it out to trust the "
                    + "authorities that this machine does.")
        case .rootsFile(let path, let reason?):
            .init(
                "The certificate of \(location) cannot be checked: \(path) cannot be used (\(reason)).",
                "sslrootcert has to name a readable file with your provider's CA certificates in PEM form.")
        case .other: .init("\(location) cannot prove who it is: \(reason)", "Check its certificate and sslrootcert.")
        }
    }

    static func login(_ location: String, _ reason: String) -> ErrorWording.Wording {
        let hint =
            reason.contains("no password supplied")
            ? "Give a password by PGPASSWORD, ~/.pgpass, a service file or an environment's `password_command`."
            : reason.contains("password")
                ? "Check the password and where it came from (URL, PGPASSWORD, ~/.pgpass)."
                : reason.hasPrefix("role ") ? "Check the user in the URL, PGUSER or the service file." : nil
        // The library's own words begin with a function of its.
        let reason = reason.contains("no password supplied") ? "it asks for a password, and none was given." : reason
        return .init("\(location) refused the login: \(reason)", hint)
    }
}
