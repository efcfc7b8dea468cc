import ConsoleCore
import TenantDomain
import Testing

struct UserOverviewAccessTests {
    private typealias Standing = UserOverviewAccess.Standing

    @Test func theOutermostBarSpeaks() {
        var standing = Standing(
            role: "owner", membershipStatus: "suspended", tenantStatus: "suspended", userStatus: "banned",
            tenantWord: "workspace")
        #expect(UserOverviewAccess.words(standing) == ["no access: account banned"])
        standing.userStatus = "active"
        #expect(UserOverviewAccess.words(standing) == ["no access: workspace suspended"])
        standing.tenantStatus = "past_due"
        #expect(UserOverviewAccess.words(standing) == ["no access: membership suspended"])
        standing.membershipStatus = "invited"
        #expect(UserOverviewAccess.words(standing) == ["no access yet: invitation not accepted"])
        standing.membershipStatus = "active"
        #expect(UserOverviewAccess.words(standing).last == "transfer or delete the workspace")
    }

    @Test func everyKnownRoleAllowsNoMoreThanTheOneAbove() {
        let roles = ["owner", "admin", "super_editor", "editor", "viewer"]
        let sets = roles.map { Set(UserOverviewAccess.words(Standing(role: $0))) }
        for (higher, lower) in zip(sets, sets.dropFirst()) {
            #expect(lower.isStrictSubset(of: higher))
        }
    }

    @Test func unknownRolesAreNotGuessed() {
        #expect(
            UserOverviewAccess.words(Standing(role: "wizard", roles: ["owner", "wizard", "viewer"])) == [
                "what the role wizard allows (rank 2 of 3)"
            ])
        #expect(UserOverviewAccess.words(Standing(role: "wizard")) == ["what the role wizard allows"])
        #expect(UserOverviewAccess.words(Standing(role: nil)) == ["member, no role recorded"])
    }
}

struct UsageWindowTests {
    private let now = CivilTime(year: 2026, month: 3, day: 15, hour: 12).instantAsUTC

    @Test func startsWhereTheWindowSays() {
        let march = CivilTime(year: 2026, month: 3, day: 1).instantAsUTC
        let period = CivilTime(year: 2026, month: 2, day: 20).instantAsUTC
        #expect(UsageWindow.start(of: .always, periodStart: period, now: now) == nil)
        #expect(UsageWindow.start(of: .day, periodStart: period, now: now) == now - 86_400_000_000)
        #expect(UsageWindow.start(of: .month, periodStart: period, now: now) == march)
        #expect(UsageWindow.start(of: .period, periodStart: period, now: now) == period)
        #expect(UsageWindow.start(of: .period, periodStart: nil, now: now) == march)
        #expect(UsageWindow.start(of: .period, periodStart: now + 1, now: now) == march)
    }
}
