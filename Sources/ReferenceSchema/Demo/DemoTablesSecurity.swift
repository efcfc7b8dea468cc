extension DemoTables {
    mutating func writeSecurity<Sink: DemoSink>(_ sink: inout Sink) throws {
        let now = world.now
        let people = world.people
        let incident = DemoStories.incidentInstant(now: now)
        // 02:58:09, fourteen minutes and 32 seconds before the role changed.
        let attempts = (0..<DemoStories.incidentFailedSignIns).map {
            incident - (14 * 60 + 32) * DemoBytes.second + Int64($0 * 5) * DemoBytes.second
        }
        let mallory = world.mallory
        try table(
            "failed_login_attempts", "id email user_id ip_address user_agent reason attempted_at", &sink
        ) { tables, sink in
            for (index, person) in people.enumerated() where index % 9 == 4 && index != mallory {
                for _ in 0..<tables.random.within(1...3) {
                    try tables.put(
                        [
                            tables.id(), .string(person.email), .text(person.id), .string(person.address),
                            .string(DemoWorld.agents[person.agent]),
                            .string(
                                person.status == "banned"
                                    ? "banned" : tables.random.chance(80) ? "bad_password" : "bad_code"),
                            .instant(tables.within(now - 60 * DemoBytes.day, now)),
                        ], &sink)
                }
            }
            for at in attempts {
                try tables.put(
                    [
                        tables.id(), .string(DemoStories.incidentPersonEmail),
                        mallory.map { tables.person($0) } ?? .null,
                        .string(DemoStories.incidentSignInAddress), .string(DemoWorld.agents[2]),
                        .string("bad_password"), .instant(at),
                    ], &sink)
            }
        }
        try table(
            "security_events",
            "id workspace_id user_id event_type severity description email ip_address user_agent metadata created_at",
            &sink
        ) { tables, sink in
            let kinds = [
                ("new_device", "info"), ("mfa_disabled", "medium"), ("export_large", "low"), ("api_key_created", "low"),
                ("impossible_travel", "high"),
            ]
            for (index, tenant) in tables.world.tenants.enumerated() {
                for _ in 0..<(1 + tenant.plan) {
                    let person = tables.member(of: index)
                    let kind = kinds[tables.random.skewed(kinds.count)]
                    try tables.put(
                        [
                            tables.id(), .text(tenant.id), tables.person(person), .string(kind.0), .string(kind.1),
                            .null,
                            .string(people[person].email), .string(people[person].address),
                            .string(DemoWorld.agents[people[person].agent]), .string("{}"),
                            .instant(tables.within(max(tenant.created, now - 120 * DemoBytes.day), now)),
                        ], &sink)
                }
            }
            for (place, at) in attempts.enumerated() {
                try tables.put(
                    [
                        tables.id(), tables.tenant(0), mallory.map { tables.person($0) } ?? .null,
                        .string("sign_in_failed"), .string(place < 4 ? "low" : "high"), .string("wrong password"),
                        .string(DemoStories.incidentPersonEmail), .string(DemoStories.incidentSignInAddress),
                        .string(DemoWorld.agents[2]), .string("{\"attempt\":\(place + 1)}"), .instant(at),
                    ], &sink)
            }
        }
        try table(
            "auth_audit_log_entries", "id user_id action payload ip_address created_at", &sink
        ) { tables, sink in
            for person in people where !person.isService {
                guard let at = person.lastSignIn else { continue }
                try tables.put(
                    [
                        tables.id(), .text(person.id), .string("login"), .string("{\"provider\":\"email\"}"),
                        .string(person.address), .instant(at),
                    ], &sink)
            }
            guard let mallory else { return }
            try tables.put(
                [
                    tables.id(), tables.person(mallory), .string("login"), .string("{\"provider\":\"email\"}"),
                    .string(DemoStories.incidentSignInAddress),
                    .instant(attempts[attempts.count - 1] + 148 * DemoBytes.second),
                ], &sink)
        }
    }
}
