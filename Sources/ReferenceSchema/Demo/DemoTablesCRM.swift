extension DemoTables {
    mutating func writeCRM<Sink: DemoSink>(_ sink: inout Sink) throws {
        let now = world.now
        let tenants = world.tenants
        let withDeals = tenants.indices.filter { !range(.deal, $0).isEmpty }
        try table(
            "crm_pipelines", "id workspace_id name currency is_default created_at updated_at", &sink
        ) { tables, sink in
            for index in withDeals {
                let tenant = tenants[index]
                try tables.put(
                    [
                        .text(tenant.pipeline), .text(tenant.id), .string("New business"),
                        .string(index == 0 ? "EUR" : tenant.script.currency), .flag(true), .instant(tenant.created),
                        .instant(tenant.created),
                    ], &sink)
            }
        }
        try table(
            "crm_stages",
            "id workspace_id pipeline_id name position probability is_won is_lost stale_after_days created_at updated_at",
            &sink
        ) { tables, sink in
            for index in withDeals {
                let tenant = tenants[index]
                for (place, name) in DemoWorld.stageNames.enumerated() {
                    try tables.put(
                        [
                            .text(tenant.stages[place]), .text(tenant.id), .text(tenant.pipeline), .string(name),
                            .integer(Int64(place + 1)), .integer(DemoWorld.probabilities[place]), .flag(place == 4),
                            .flag(place == 5), place < 4 ? .integer(10) : .null, .instant(tenant.created),
                            .instant(tenant.created),
                        ], &sink)
                }
            }
        }
        try table(
            "crm_contacts", "id workspace_id client_id name email phone job_title is_primary created_at updated_at",
            &sink
        ) { tables, sink in
            for contact in tables.world.contacts {
                let client = tables.world.clients[contact.client]
                try tables.put(
                    [
                        .text(contact.id), tables.tenant(client.tenant), .text(client.id), .string(contact.name),
                        .string(contact.email), .string(contact.phone),
                        .string(tables.random.pick(["Marketing", "Owner", "Purchasing", "IT"])),
                        .flag(tables.random.chance(60)),
                        .instant(client.created), .instant(client.created),
                    ], &sink)
            }
        }
        try table(
            "crm_deals",
            "id workspace_id pipeline_id stage_id client_id contact_id owner_id title amount_cents currency probability"
                + " status lost_reason expected_close_on stage_entered_at closed_at created_at updated_at", &sink
        ) { tables, sink in
            for deal in tables.tracked(.deal) {
                let tenant = tenants[deal.tenant]
                let contact = tables.world.contacts[deal.link]
                let isClosed = deal.a > 3
                try tables.put(
                    [
                        .text(deal.id), .text(tenant.id), .text(tenant.pipeline), .text(tenant.stages[Int(deal.a)]),
                        .text(tables.world.clients[contact.client].id), .text(contact.id), tables.person(deal.person),
                        .string(deal.name), .integer(deal.b),
                        .string(deal.tenant == 0 ? "EUR" : tenant.script.currency),
                        .integer(DemoWorld.probabilities[Int(deal.a)]), .string(tables.world.dealStatus(deal)),
                        deal.a == 5 ? .string(deal.text) : .null,
                        .day(now + Int64(tables.random.within(-10...60)) * DemoBytes.day), .instant(deal.c),
                        isClosed ? .instant(deal.c) : .null, .instant(deal.created),
                        .instant(max(deal.created, deal.c)),
                    ], &sink)
            }
        }
        let deals = tracked(.deal)
        try table(
            "crm_interactions",
            "id workspace_id client_id contact_id deal_id user_id type sentiment subject occurred_at created_at", &sink
        ) { tables, sink in
            for deal in deals {
                let contact = tables.world.contacts[deal.link]
                for _ in 0..<tables.random.within(1...4) {
                    let at = tables.within(deal.created, now)
                    try tables.put(
                        [
                            tables.id(), tables.tenant(deal.tenant), .text(tables.world.clients[contact.client].id),
                            .text(contact.id), .text(deal.id), tables.person(deal.person),
                            .string(tables.random.pick(["call", "email", "meeting", "note", "message"])),
                            .string(tables.random.pick(["positive", "neutral", "neutral", "negative"])),
                            .string(
                                tables.random.pick([
                                    "Intro call", "Offer sent", "Questions on price", "Demo", "Follow-up",
                                ])),
                            .instant(at), .instant(at),
                        ], &sink)
                }
            }
        }
        try table(
            "activities", "id workspace_id user_id deal_id activity_type title created_at", &sink
        ) { tables, sink in
            for deal in deals {
                try tables.put(
                    [
                        tables.id(), tables.tenant(deal.tenant), tables.person(deal.person), .text(deal.id),
                        .string("deal"), .string("Opened \(deal.name)"), .instant(deal.created),
                    ], &sink)
            }
        }
        try table(
            "leads", "id workspace_id name email company status score created_at updated_at", &sink
        ) { tables, sink in
            for tenant in tenants where tenant.plan > 0 {
                for _ in 0..<(2 + tenant.plan * 2) {
                    let script = DemoScript.pick(&tables.random)
                    let person = script.person(&tables.random)
                    let company = script.company(&tables.random)
                    let at = tables.within(max(tenant.created, now - 100 * DemoBytes.day), now)
                    try tables.put(
                        [
                            tables.id(), .text(tenant.id), .string(person.name),
                            .string("\(person.latin)@\(company.latin).example"), .string(company.name),
                            .string(tables.random.pick(["new", "contacted", "qualified", "lost"])),
                            .integer(Int64(tables.random.below(101))), .instant(at), .instant(at),
                        ], &sink)
                }
            }
        }
    }
}
