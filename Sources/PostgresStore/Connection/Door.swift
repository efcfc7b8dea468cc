import TenantStore

/// The way in, for all connections of a store: opens links with what `ServerAccess` supplies, and asks it as rarely as
/// can be.
actor Door {
    let settings: ServerSettings
    private let access: any ServerAccess
    private var password: String?
    private var isAsked = false

    init(settings: ServerSettings, access: any ServerAccess) {
        self.settings = settings
        self.access = access
    }

    /// What a link is opened with.
    struct Key: Sendable, Equatable {
        var password: String?
        var localPorts: [Int]?
    }

    func key() async throws(StoreError) -> Key {
        let ports = try await access.localPorts(to: settings.places)
        if !settings.hasPassword, !isAsked {
            isAsked = true
            password = try await access.password(for: settings.location, isRetry: false)
        }
        return Key(password: settings.hasPassword ? nil : password, localPorts: ports)
    }

    /// Another key after the server refused one; nil where there is no other password.
    func key(after refused: Key) async throws(StoreError) -> Key? {
        guard !settings.hasPassword else { return nil }
        // Another connection may have asked meanwhile.
        if password == refused.password {
            password = try await access.password(for: settings.location, isRetry: true)
        }
        guard let password, password != refused.password else { return nil }
        return Key(password: password, localPorts: refused.localPorts)
    }

    func close() async { await access.close() }
}
