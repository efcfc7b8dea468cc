import StoreContract
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// A member's reads and the operator's on one connection: what is sent together is the operator's alone.
@Suite struct ViewConnectionTests {
    @Test func aMembersReadNeverGoesWithOthers() async throws {
        let fixture = try ViewFixture.shared.get()
        let direct = try await fixture.server.open(fixture.name)
        let identity = direct.identity
        await direct.close()
        let proxy = try HoldingProxy(server: fixture.server.port)
        let store = try await PostgresStore.open(
            "postgresql://postgres@127.0.0.1:\(proxy.port)/\(fixture.name)?sslmode=disable&gssencmode=disable",
            operatorName: "dana", remembered: identity)
        func view(_ sub: String) -> MemberViewStore {
            MemberViewStore(
                store: store,
                view: MemberView(
                    role: "authenticated",
                    settings: [MemberView.Setting("request.jwt.claims", "{\"sub\": \"\(sub)\"}")], label: sub),
                isOwnLogin: false)
        }
        let users = try fixture.lines("SELECT id FROM users ORDER BY id LIMIT 2")
        let (first, second) = (view(users[0]), view(users[1]))
        let who = Statement(sql: "SELECT current_user || coalesce(auth.uid()::text, '')", columnCount: 1)
        async let one = store.read([who])
        async let member = first.read([who])
        async let two = store.read([who])
        async let other = second.read([who])
        while store.waitingReads < 4 { await Task.yield() }
        // Connecting; the operator's two together; each member's alone, since the role must be left before anybody goes on.
        try await proxy.pass(1)
        try await proxy.pass(2)
        try await proxy.pass(1)
        try await proxy.pass(1)
        let answers = try await [one, two, member, other].map { $0[0].lines.first }
        #expect(answers == ["postgres", "postgres", "authenticated" + users[0], "authenticated" + users[1]])
        #expect(proxy.flights == 4 && proxy.waiting == 0)
        proxy.open()
        // Nothing of theirs is left for whoever comes next, together or alone.
        async let third = store.read([who])
        async let fourth = store.read([who])
        let after = try await [third, fourth].map { $0[0].lines.first }
        #expect(after == ["postgres", "postgres"])
        #expect(first.identity.key != second.identity.key && first.identity.key != store.identity.key)
        await store.close()
    }
}
