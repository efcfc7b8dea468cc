extension DemoTables {
    mutating func writeBilling<Sink: DemoSink>(_ sink: inout Sink) throws {
        let now = world.now
        let tenants = world.tenants
        try table(
            "workspace_subscriptions",
            "id workspace_id stripe_customer_id stripe_subscription_id plan_type base_token_limit additional_tokens status"
                + " current_period_start current_period_end created_at updated_at", &sink
        ) { tables, sink in
            for subscription in tables.tracked(.subscription) {
                let tenant = tenants[subscription.tenant]
                try tables.put(
                    [
                        .text(subscription.id), .text(tenant.id), .string(tables.world.customer(subscription.tenant)),
                        .string(subscription.text), .string(DemoWorld.plans[tenant.plan]),
                        .integer(DemoWorld.tokenLimits[tenant.plan]), .integer(subscription.b),
                        .string(tables.world.subscriptionStatus(subscription.tenant)), .instant(tenant.periodStart),
                        .instant(tenant.periodStart + 30 * DemoBytes.day), .instant(tenant.created),
                        .instant(max(tenant.created, tenant.periodStart)),
                    ], &sink)
            }
        }
        try table(
            "token_purchases",
            "id workspace_id stripe_payment_intent_id token_amount price_paid currency status created_at created_by",
            &sink
        ) { tables, sink in
            for (index, tenant) in tenants.enumerated() where tenant.plan > 0 && index % 3 == 0 {
                for place in 0..<2 {
                    try tables.put(
                        [
                            tables.id(), .text(tenant.id), .string("pi_" + tables.world.text(tables.random.uuid(), 22)),
                            .integer(500_000), .string(place == 0 ? "49.00" : "39.90"), .string("EUR"),
                            .string(index % 7 == 0 && place == 1 ? "failed" : "completed"),
                            .instant(tables.within(max(tenant.created, now - 200 * DemoBytes.day), now)),
                            tables.person(tenant.owner),
                        ], &sink)
                }
            }
        }
        var accounts: [(id: [UInt8], tenant: Int)] = []
        for index in tenants.indices where tenants[index].plan > 1 { accounts.append((random.uuid(), index)) }
        try table(
            "billing_accounts", "id owner_user_id name billing_email created_at updated_at", &sink
        ) { tables, sink in
            for account in accounts {
                let tenant = tenants[account.tenant]
                try tables.put(
                    [
                        .text(account.id), tables.person(tenant.owner), .string(tenant.name),
                        .string("billing@\(tenant.domain)"), .instant(tenant.created), .instant(tenant.created),
                    ], &sink)
            }
        }
        try table("billing_account_workspaces", "billing_account_id workspace_id created_at", &sink) { tables, sink in
            for account in accounts {
                try tables.put(
                    [.text(account.id), tables.tenant(account.tenant), .instant(tenants[account.tenant].created)], &sink
                )
                guard account.tenant == 0 else { continue }
                for (index, child) in tenants.enumerated() where child.parent == 0 {
                    try tables.put([.text(account.id), tables.tenant(index), .instant(child.created)], &sink)
                }
            }
        }
        let package = random.uuid()
        try table(
            "agency_packages", "id agency_workspace_id name plan_id seats price_cents created_at updated_at", &sink
        ) { tables, sink in
            try tables.put(
                [
                    .text(package), tables.tenant(0), .string("Client starter"), .string("hobby"), .integer(25),
                    .integer(39_900), .instant(tenants[0].created), .instant(tenants[0].created),
                ], &sink)
        }
        try table(
            "workspace_allocations", "id package_id workspace_id allocated_by allocated_at", &sink
        ) { tables, sink in
            for (index, child) in tenants.enumerated() where child.parent == 0 {
                try tables.put(
                    [
                        tables.id(), .text(package), tables.tenant(index), tables.person(tenants[0].owner),
                        .instant(child.created),
                    ], &sink)
            }
        }
        try writeInvoices(&sink)
    }

    private mutating func writeInvoices<Sink: DemoSink>(_ sink: inout Sink) throws {
        let now = world.now
        let prices: [Int64] = [0, 1_900, 9_900, 99_000]
        var paid: [(invoice: [UInt8], tenant: Int, cents: Int64, currency: String, at: Int64, failed: Bool)] = []
        try table(
            "invoices",
            "id workspace_id client_id number amount_cents paid_cents currency status stripe_invoice_id issued_on due_on"
                + " paid_at created_at updated_at", &sink
        ) { tables, sink in
            for (index, tenant) in tables.world.tenants.enumerated() {
                var number = 1
                for month in stride(from: 11, through: 0, by: -1) where tenant.plan > 0 {
                    let at = tenant.periodStart - Int64(month) * 30 * DemoBytes.day
                    guard at > tenant.created else { continue }
                    let isOverdue = tenant.status == "past_due" && month == 0
                    let id = tables.random.uuid()
                    let closed = min(at + DemoBytes.hour, now)
                    try tables.put(
                        [
                            .text(id), .text(tenant.id), .null, .string("P-\(index)-\(1000 + number)"),
                            .integer(prices[tenant.plan]), .integer(isOverdue ? 0 : prices[tenant.plan]),
                            .string("EUR"),
                            .string(isOverdue ? "overdue" : "paid"),
                            .string("in_" + tables.world.text(tables.random.uuid(), 22)), .day(at),
                            .day(at + 7 * DemoBytes.day), isOverdue ? .null : .instant(closed),
                            .instant(at), .instant(closed),
                        ], &sink)
                    paid.append((id, index, prices[tenant.plan], "EUR", closed, isOverdue))
                    number += 1
                }
                for client in tenant.clients {
                    let at = tables.within(max(tables.world.clients[client].created, now - 250 * DemoBytes.day), now)
                    let status = ["paid", "sent", "draft", "paid", "overdue", "void"][tables.random.below(6)]
                    let cents = Int64(tables.random.within(40...900)) * 1_000
                    let id = tables.random.uuid()
                    let closed = min(at + DemoBytes.day, now)
                    try tables.put(
                        [
                            .text(id), .text(tenant.id), .text(tables.world.clients[client].id),
                            .string("C-\(index)-\(2000 + number)"), .integer(cents),
                            .integer(status == "paid" ? cents : 0),
                            .string(index == 0 ? "EUR" : tenant.script.currency),
                            .string(status), .null, .day(at), .day(at + 30 * DemoBytes.day),
                            status == "paid" ? .instant(closed) : .null, .instant(at),
                            .instant(at),
                        ], &sink)
                    if status == "paid" {
                        paid.append((id, index, cents, index == 0 ? "EUR" : tenant.script.currency, closed, false))
                    }
                    number += 1
                }
            }
        }
        try table(
            "payments",
            "id workspace_id invoice_id amount_cents currency method status stripe_payment_intent_id failure_reason paid_at"
                + " created_at", &sink
        ) { tables, sink in
            for payment in paid {
                try tables.put(
                    [
                        tables.id(), tables.tenant(payment.tenant), .text(payment.invoice), .integer(payment.cents),
                        .string(payment.currency), .string(tables.random.chance(80) ? "card" : "transfer"),
                        .string(payment.failed ? "failed" : "succeeded"),
                        .string("pi_" + tables.world.text(tables.random.uuid(), 22)),
                        payment.failed ? .string("card_declined") : .null,
                        payment.failed ? .null : .instant(payment.at), .instant(payment.at),
                    ], &sink)
            }
        }
    }
}
