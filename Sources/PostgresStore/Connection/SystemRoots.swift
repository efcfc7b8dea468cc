#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The authorities that this machine trusts, for servers whose certificates are of public ones. libpq itself looks into
/// `~/.postgresql/root.crt` only.
enum SystemRoots {
    /// The person's own file, where it is there.
    static var ownFile: String? {
        guard let home = getenv("HOME") else { return nil }
        let path = String(cString: home) + "/.postgresql/root.crt"
        return access(path, R_OK) == 0 ? path : nil
    }

    /// Nil where the person's own file is there, which libpq finds, or none is known.
    static var file: String? {
        if ownFile != nil { return nil }
        return [
            "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem",
            "/opt/homebrew/etc/openssl@3/cert.pem",
        ].first { access($0, R_OK) == 0 }
    }
}
