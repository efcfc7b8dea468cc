import TenantDomain
import TenantStore

/// Opens member views: on a login of its own where one is named, else on the console's.
package actor PostgresViewing: MemberViewing {
    private let main: PostgresStore
    private let openOwn: (@Sendable () async throws(StoreError) -> PostgresStore)?
    private var own: PostgresStore?

    /// - Parameter openOwn: connects the login that is there for views; nil where none is named.
    package init(main: PostgresStore, openOwn: (@Sendable () async throws(StoreError) -> PostgresStore)? = nil) {
        self.main = main
        self.openOwn = openOwn
    }

    package func open(_ view: MemberView) async throws(StoreError) -> ViewedStore {
        let store = try await store()
        let login = try await login(store, for: view.role)
        return ViewedStore(store: MemberViewStore(store: store, view: view, isOwnLogin: login.isOwn), login: login)
    }

    package func close() async {
        await own?.close()
        own = nil
    }

    private func store() async throws(StoreError) -> PostgresStore {
        guard let openOwn else { return main }
        if let own { return own }
        let opened = try await openOwn()
        // Another view may have come first while this one connected.
        if let own {
            await opened.close()
            return own
        }
        own = opened
        return opened
    }

    private func login(_ store: PostgresStore, for role: String) async throws(StoreError) -> ViewLogin {
        let major = store.identity.engine.version.prefix { $0 != "." }
        let taking = (Int(major) ?? 0) >= 16 ? "SET" : "MEMBER"
        let block = try await store.read(
            [MemberViewSQL.login(role: role, taking: taking)], acceptsLimitedRows: true)[0]
        func list(_ column: Int) -> [String] { block.string(0, column).split(separator: ",").map(String.init) }
        let name = block.string(0, 0)
        guard block.string(0, 4) == "1" else { throw .memberView(.noSuchRole(role: role, offered: list(6))) }
        guard block.string(0, 5) == "1" else { throw .memberView(.roleRefused(role: role, login: name)) }
        return ViewLogin(
            name: name, isSuperuser: block.string(0, 1) == "1", unlimitedRoles: list(2),
            ownsTables: block.string(0, 3) == "1", isOwn: openOwn != nil)
    }
}
