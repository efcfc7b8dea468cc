import TenantDomain
import Testing

/// What every change is held to, without a database.
@Suite struct ChangeRuleTests {
    @Test func aTenantThatHasAnOwnerKeepsOne() throws {
        #expect(throws: ChangeRefusal.lastOwner(tenant: "Acme")) {
            try OwnerRule.check(tenant: "Acme", before: 1, after: 0)
        }
        #expect(throws: ChangeRefusal.lastOwner(tenant: "Acme")) {
            try OwnerRule.check(tenant: "Acme", before: 3, after: 0)
        }
        try OwnerRule.check(tenant: "Acme", before: 2, after: 1)
        try OwnerRule.check(tenant: "Acme", before: 0, after: 0)
    }

    @Test func nobodyGrantsARoleAboveTheirOwn() throws {
        let ranks = ["owner", "admin", "editor", "viewer"]
        func grant(_ role: String, _ highest: String?) -> ChangeRefusal? {
            do throws(ChangeRefusal) {
                try RoleRule.check(granting: role, ranks: ranks, highest: highest, persona: "oncall")
                return nil
            } catch {
                return error
            }
        }
        for (own, highest) in ranks.enumerated() {
            for (wanted, role) in ranks.enumerated() {
                let refusal =
                    wanted < own ? ChangeRefusal.roleAboveOwn(role: role, persona: "oncall", highest: highest) : nil
                #expect(grant(role, highest) == refusal)
            }
        }
        // A role that stands nowhere ranks above all, and whoever has none grants none.
        #expect(grant("king", "owner") == .roleAboveOwn(role: "king", persona: "oncall", highest: "owner"))
        #expect(grant("viewer", nil) == .roleAboveOwn(role: "viewer", persona: "oncall", highest: nil))
        #expect(grant("viewer", "king") == .roleAboveOwn(role: "viewer", persona: "oncall", highest: nil))
    }

    @Test func columnsThatListTheirValuesTakeNoOther() throws {
        let allowed = ["active", "paused"]
        #expect(throws: ChangeRefusal.valueNotAllowed(column: "widgets.status", value: "Active", allowed: allowed)) {
            try AllowedValueRule.check(column: "widgets.status", value: .text("Active"), allowed: allowed)
        }
        try AllowedValueRule.check(column: "widgets.status", value: .text("paused"), allowed: allowed)
        try AllowedValueRule.check(column: "widgets.status", value: .null, allowed: allowed)
        try AllowedValueRule.check(column: "widgets.name", value: .text("anything"), allowed: [])
    }

    @Test(
        arguments: [
            (10, nil, 0, true, LimitRule.Verdict.within), (10, 10, 0, true, .within), (0, 0, 0, true, .within),
            (11, 10, 0, true, .broken(over: 1)), (11, 10, 1, true, .tolerated(over: 1)),
            (12, 10, 1, true, .broken(over: 2)), (11, 10, -5, true, .broken(over: 1)),
            (500, 10, 0, false, .tolerated(over: 490)),
        ] as [(Int64, Int64?, Int64, Bool, LimitRule.Verdict)])
    func limits(used: Int64, limit: Int64?, grace: Int64, isHard: Bool, verdict: LimitRule.Verdict) {
        #expect(LimitRule.verdict(used: used, limit: limit, grace: grace, isHard: isHard) == verdict)
    }

    @Test func whatIsAddedMustFitAndWhatIsOverMayStay() throws {
        #expect(throws: ChangeRefusal.overHardLimit(title: "widgets", used: 4, allowed: 3)) {
            try LimitRule.check(title: "widgets", used: 3, adding: 1, limit: 3, grace: 0, isHard: true)
        }
        #expect(try LimitRule.check(title: "widgets", used: 9, adding: 0, limit: 3, grace: 0, isHard: true) == .within)
        #expect(try LimitRule.check(title: "widgets", used: 9, adding: -2, limit: 3, grace: 0, isHard: true) == .within)
        #expect(
            try LimitRule.check(title: "seats", used: 3, adding: 2, limit: 3, grace: 0, isHard: false)
                == .tolerated(over: 2))
    }

    @Test func parentsMakeNoCirclesAndAreAgencies() throws {
        func check(
            _ tenant: String, under parent: String, kind: String? = "agency", above ancestors: [String] = [],
            wanted: String? = "agency"
        ) -> ChangeRefusal? {
            do throws(ChangeRefusal) {
                try ParentRule.check(
                    tenant: .text(tenant), parent: .text(parent), parentName: parent, parentKind: kind,
                    ancestors: ancestors.map(Value.text), wantedKind: wanted)
                return nil
            } catch {
                return error
            }
        }
        #expect(check("a", under: "a") == .parentIsItself)
        #expect(check("a", under: "b", above: ["a"]) == .parentMakesCycle(tenant: "b"))
        #expect(check("a", under: "b", above: ["c", "d", "a"]) == .parentMakesCycle(tenant: "b"))
        #expect(check("a", under: "b", kind: "business") == .parentIsNoAgency(tenant: "b", kind: "business"))
        #expect(check("a", under: "b", above: ["c", "d"]) == nil)
        #expect(check("a", under: "b", kind: "business", wanted: nil) == nil)
    }

    @Test func anArchivedTenantTakesRestoreOnly() throws {
        #expect(throws: ChangeRefusal.archived(tenant: "Closed")) {
            try StateRule.checkArchived(tenant: "Closed", state: "archived", archived: "archived", leaves: false)
        }
        try StateRule.checkArchived(tenant: "Closed", state: "archived", archived: "archived", leaves: true)
        try StateRule.checkArchived(tenant: "Open", state: "active", archived: "archived", leaves: false)
        try StateRule.checkArchived(tenant: "Open", state: "archived", archived: nil, leaves: false)
    }

    @Test func statesGoAlongTheirPaths() throws {
        let paths = ["invited": ["active", "removed"], "active": ["suspended"], "removed": []]
        func check(_ from: String?, _ to: String?) -> ChangeRefusal? {
            do throws(ChangeRefusal) {
                try StateRule.check(column: "members.status", from: from, to: to, paths: paths)
                return nil
            } catch {
                return error
            }
        }
        #expect(check("invited", "active") == nil && check("active", "active") == nil)
        #expect(
            check("active", "invited")
                == .noPath(column: "members.status", from: "active", to: "invited", open: ["suspended"]))
        #expect(
            check("removed", "active") == .noPath(column: "members.status", from: "removed", to: "active", open: []))
        // A state that the profile does not name is not judged, nor is one that begins.
        #expect(check("odd", "active") == nil && check(nil, "active") == nil && check("active", nil) == nil)
    }
}
