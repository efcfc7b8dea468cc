extension DemoTables {
    mutating func writePeople<Sink: DemoSink>(_ sink: inout Sink) throws {
        let people = world.people
        let now = world.now
        try table(
            "users",
            "id email name phone status role is_super_user is_anonymous encrypted_password profile raw_app_meta_data"
                + " raw_user_meta_data confirmed_at email_confirmed_at last_sign_in_at banned_until created_at updated_at",
            &sink
        ) { tables, sink in
            for (index, person) in people.enumerated() {
                let banned = person.status == "banned"
                try tables.put(
                    [
                        .text(person.id), .string(person.email), .string(person.name),
                        index % 3 == 0 ? .string("+491700\(100_000 + index)") : .null, .string(person.status),
                        .string("authenticated"), .flag(index == 5), .flag(false),
                        person.isService
                            ? .null : .string("$2a$10$" + tables.world.text(tables.random.uuid(), 31) + "demoOnlyHash"),
                        .string(
                            person.isService
                                ? "{\"kind\":\"service\"}"
                                : "{\"locale\":\"en\",\"title\":null,\"newsletter\":\(index % 2 == 0)}"),
                        .string(
                            "{\"provider\":\"\(person.isService ? "api_key" : index % 4 == 0 ? "google" : "email")\"}"),
                        .string("{}"), .instant(person.created), .instant(person.created),
                        .instant(banned ? now - 20 * DemoBytes.day : person.lastSignIn),
                        banned ? .instant(now + 300 * DemoBytes.day) : .null, .instant(person.created),
                        .instant(banned ? now - 20 * DemoBytes.day : person.created),
                    ], &sink)
            }
        }
        try table(
            "profiles",
            "user_id name display_name company locale subscription_status created_at updated_at created_source",
            &sink
        ) { tables, sink in
            for (index, person) in people.enumerated() {
                try tables.put(
                    [
                        .text(person.id), .string(person.name), .string(person.name),
                        .null, .string("en"), .string(index % 5 == 0 ? "trial" : "active"), .instant(person.created),
                        .instant(person.created),
                        .string(
                            person.isService ? "api" : ["signup_form", "invitation", "oauth", "invitation"][index % 4]),
                    ], &sink)
            }
        }
        try table("user_roles", "id user_id role created_at", &sink) { tables, sink in
            for (index, person) in people.enumerated() where index % 40 == 5 {
                try tables.put(
                    [
                        tables.id(), .text(person.id), .string(index == 5 ? "admin" : "moderator"),
                        .instant(person.created),
                    ], &sink)
            }
        }
        try table(
            "user_creation_audit", "id user_id email source ip_address created_at", &sink
        ) { tables, sink in
            for (index, person) in people.enumerated() where person.created > tables.world.year {
                try tables.put(
                    [
                        tables.id(), .text(person.id), .string(person.email),
                        .string(["signup_form", "invitation", "oauth", "invitation"][index % 4]),
                        .string(person.address), .instant(person.created),
                    ], &sink)
            }
        }
        try table(
            "auth_identities",
            "id user_id provider provider_id email identity_data last_sign_in_at created_at updated_at",
            &sink
        ) { tables, sink in
            for (index, person) in people.enumerated() where !person.isService {
                try tables.put(
                    [
                        tables.id(), .text(person.id), .string(index % 4 == 0 ? "google" : "email"), .text(person.id),
                        .string(person.email), .string("{}"), .instant(person.lastSignIn), .instant(person.created),
                        .instant(person.created),
                    ], &sink)
            }
        }
        try table(
            "auth_sessions", "id user_id aal refreshed_at user_agent ip created_at updated_at", &sink
        ) { tables, sink in
            for (index, person) in people.enumerated() where !person.isService && index % 2 == 0 {
                let start = max(person.created, (person.lastSignIn ?? now) - DemoBytes.hour)
                try tables.put(
                    [
                        tables.id(), .text(person.id), .string(index % 6 == 0 ? "aal2" : "aal1"),
                        .instant(person.lastSignIn), .string(DemoWorld.agents[person.agent]), .string(person.address),
                        .instant(start), .instant(person.lastSignIn ?? start),
                    ], &sink)
            }
        }
    }

    mutating func writeWorkspaces<Sink: DemoSink>(_ sink: inout Sink) throws {
        let tenants = world.tenants
        let now = world.now
        try table(
            "workspaces",
            "id name slug description kind parent_workspace_id plan status company_name domain company_email_domains"
                + " settings stripe_customer_id trial_ends_at suspended_at suspended_reason created_by created_at updated_at",
            &sink
        ) { tables, sink in
            for (index, tenant) in tenants.enumerated() {
                let state = tables.tracked(.workspace)[index]
                let suspended = tenant.status == "suspended"
                try tables.put(
                    [
                        .text(tenant.id), .string(tenant.name), .string(tables.world.slug(index)), .null,
                        .string(tenant.kind), tenant.parent.map { tables.tenant($0) } ?? .null,
                        .string(DemoWorld.plans[tenant.plan]), .string(tenant.status), .string(tenant.name),
                        .string(tenant.domain), .string("[\"\(tenant.domain)\"]"),
                        .text(tables.world.settings(of: state)), .string(tables.world.customer(index)),
                        .instant(tenant.trialEnds), suspended ? .instant(now - 12 * DemoBytes.day) : .null,
                        suspended ? .string("unpaid for 60 days") : .null, tables.person(tenant.owner),
                        .instant(tenant.created),
                        .instant(tables.within(max(tenant.created, now - 200 * DemoBytes.day), now)),
                    ], &sink)
            }
        }
        try table(
            "workspace_members",
            "id workspace_id user_id role status invited_by invited_at accepted_at last_seen_at created_at updated_at",
            &sink
        ) { tables, sink in
            for member in tables.tracked(.member) {
                let seen = member.c == 0 ? nil : tables.world.people[member.person].lastSignIn
                let owner = tables.world.tenants[member.tenant].owner
                try tables.put(
                    [
                        .text(member.id), tables.tenant(member.tenant), tables.person(member.person),
                        .string(DemoWorld.roles[Int(member.a)]), .string(DemoWorld.memberStatuses[Int(member.b)]),
                        member.person == owner ? .null : tables.person(owner), .instant(member.created),
                        member.c == 0 ? .null : .instant(member.c),
                        seen.map { .instant(max($0, member.created)) } ?? .null, .instant(member.created),
                        .instant(max(member.created, member.c)),
                    ], &sink)
            }
        }
        try writeInvitations(&sink)
        try table(
            "workspace_stats",
            "id workspace_id total_projects total_users total_tokens_used tokens_remaining stats_date created_at", &sink
        ) {
            tables, sink in
            for (index, tenant) in tenants.enumerated() {
                let limit = DemoWorld.tokenLimits[tenant.plan]
                for back in 0..<14 {
                    let used = tenant.tokensUsed * Int64(14 - back) / 14
                    let at = now - Int64(back) * DemoBytes.day
                    guard at > tenant.created else { break }
                    try tables.put(
                        [
                            tables.id(), .text(tenant.id), .integer(Int64(tables.range(.project, index).count)),
                            .integer(Int64(tables.range(.member, index).count)), .integer(used),
                            .integer(max(limit - used, 0)), .day(at), .instant(at),
                        ], &sink)
                }
            }
        }
        try table(
            "workspace_usage", "id workspace_id metric_type used period_start period_end updated_at", &sink
        ) { tables, sink in
            for (index, tenant) in tenants.enumerated() {
                let used: [(String, Int64)] = [
                    ("members", Int64(tables.range(.member, index).count)),
                    ("widgets", Int64(tables.range(.widget, index).count)),
                    ("projects", Int64(tables.range(.project, index).count)), ("tokens", tenant.tokensUsed),
                ]
                for (metric, value) in used {
                    try tables.put(
                        [
                            tables.id(), .text(tenant.id), .string(metric), .integer(value), .day(tenant.periodStart),
                            .day(tenant.periodStart + 30 * DemoBytes.day), .instant(now),
                        ], &sink)
                }
            }
        }
        try table(
            "feature_flags", "id key description enabled rollout_percent plan_id created_at updated_at", &sink
        ) { tables, sink in
            let flags = [
                ("new_editor", 100), ("ai_summaries", 40), ("dark_widgets", 10), ("crm_board_v2", 75), ("sso_v2", 0),
            ]
            for (key, percent) in flags {
                try tables.put(
                    [
                        tables.id(), .string(key), .null, .flag(percent > 0), .integer(Int64(percent)),
                        key == "sso_v2" ? .string("enterprise") : .null, .instant(tables.world.year),
                        .instant(tables.within(tables.world.year, now)),
                    ], &sink)
            }
        }
        try table(
            "workspace_integrations",
            "id workspace_id provider status config credentials last_sync_at created_at updated_at",
            &sink
        ) { tables, sink in
            for (index, tenant) in tenants.enumerated() where tenant.plan > 0 && index % 2 == 0 {
                for provider in ["slack", "hubspot", "zapier"].prefix(tenant.plan) {
                    try tables.put(
                        [
                            tables.id(), .text(tenant.id), .string(provider),
                            .string(["active", "active", "error", "paused"][(index / 2) % 4]), .string("{}"),
                            .string("{\"api_key\":\"\(tables.world.text(tables.random.uuid(), 24))\"}"),
                            .instant(tables.within(now - DemoBytes.day, now)), .instant(tenant.created),
                            .instant(now - DemoBytes.day),
                        ], &sink)
                }
            }
        }
    }

    private mutating func writeInvitations<Sink: DemoSink>(_ sink: inout Sink) throws {
        let now = world.now
        try table(
            "workspace_invitations",
            "id workspace_id email role status token invited_by accepted_by expires_at accepted_at created_at updated_at",
            &sink
        ) { tables, sink in
            for (index, tenant) in tables.world.tenants.enumerated() {
                for place in 0..<min(1 + tenant.plan, 3) where place > 0 || index % 2 == 0 {
                    let status = ["pending", "expired", "pending", "revoked"][(index + place) % 4]
                    let created =
                        now - Int64(status == "pending" ? 2 + place : 40 + place) * DemoBytes.day
                    let person = tenant.script.person(&tables.random)
                    try tables.put(
                        [
                            tables.id(), .text(tenant.id), .string("\(person.latin).new\(place)@\(tenant.domain)"),
                            .string(["viewer", "editor", "admin"][place]), .string(status),
                            .string("inv_" + tables.world.text(tables.random.uuid(), 28)), tables.person(tenant.owner),
                            .null, .instant(created + 14 * DemoBytes.day), .null, .instant(created), .instant(created),
                        ], &sink)
                }
            }
            guard let jane = tables.world.jane,
                let tenant = tables.world.tenants.first(where: { $0.name == DemoStories.supportInvitedTo })
            else { return }
            let created = now - 61 * DemoBytes.day
            try tables.put(
                [
                    tables.id(), .text(tenant.id), .string(DemoStories.supportEmail), .string("collaborator"),
                    .string("accepted"), .string("inv_" + tables.world.text(tables.random.uuid(), 28)),
                    tables.person(tenant.owner), tables.person(jane), .instant(created + 14 * DemoBytes.day),
                    .instant(now - 60 * DemoBytes.day), .instant(created), .instant(now - 60 * DemoBytes.day),
                ], &sink)
        }
    }
}
