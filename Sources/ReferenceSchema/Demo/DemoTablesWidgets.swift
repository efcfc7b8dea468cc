extension DemoTables {
    mutating func writeWidgets<Sink: DemoSink>(_ sink: inout Sink) throws {
        let now = world.now
        let widgets = tracked(.widget)
        try table(
            "widgets", "id workspace_id user_id name type public_key status config created_at updated_at", &sink
        ) { tables, sink in
            for widget in widgets {
                try tables.put(
                    [
                        .text(widget.id), tables.tenant(widget.tenant), tables.person(widget.person),
                        .string(widget.name),
                        .string(DemoWorld.widgetTypes[widget.link]), .string(widget.text),
                        .string(DemoWorld.widgetStatuses[Int(widget.a)]), .text(tables.world.settings(of: widget)),
                        .instant(widget.created), .instant(tables.within(widget.created, now)),
                    ], &sink)
            }
        }
        try table(
            "widget_instances", "id widget_id public_id status draft_token claimed_at expires_at created_at updated_at",
            &sink
        ) { tables, sink in
            for instance in tables.world.instances {
                let isDraft = instance.status == "draft"
                try tables.put(
                    [
                        .text(instance.id), .text(widgets[instance.widget].id), .string(instance.publicId),
                        .string(instance.status), isDraft ? tables.id() : .null,
                        isDraft ? .null : .instant(instance.created),
                        isDraft ? .instant(instance.created + 7 * DemoBytes.day) : .null, .instant(instance.created),
                        .instant(instance.created),
                    ], &sink)
            }
        }
        try table(
            "embed_tokens", "id widget_instance_id public_id token expires_at created_at created_by rotated_at", &sink
        ) { tables, sink in
            for token in tables.tracked(.token) {
                let instance = tables.world.instances[token.link]
                try tables.put(
                    [
                        .text(token.id), .text(instance.id), .string(instance.publicId), .string(token.text),
                        .instant(tables.world.expiry(of: token)), .instant(token.created), tables.person(token.person),
                        token.c == 0 ? .null : .instant(token.c),
                    ], &sink)
            }
        }
        try table("plugin_artifacts", "id widget_id version content created_at", &sink) { tables, sink in
            for widget in widgets where widget.a != 2 {
                for version in 1...tables.random.within(1...2) {
                    let code = "/* \(widget.name) */(function(){var w=window;w.__widget='\(widget.text)';})();"
                    try tables.put(
                        [
                            tables.id(), .text(widget.id), .string("1.\(version).0"),
                            .bytes(Array(code.utf8) + Array(repeating: 0x0a, count: tables.random.below(400))),
                            .instant(min(widget.created + Int64(version) * DemoBytes.day, now)),
                        ], &sink)
                }
            }
        }
    }

    mutating func writeTraffic<Sink: DemoSink>(_ sink: inout Sink) throws {
        let now = world.now
        let widgets = tracked(.widget)
        try table("widget_events", "id widget_id type meta ts", &sink) { tables, sink in
            let kinds = ["view", "view", "view", "open", "click", "submit", "error"]
            for widget in widgets where widget.a != 2 {
                for _ in 0..<tables.random.within(4...14) {
                    try tables.put(
                        [
                            tables.id(), .text(widget.id), .string(tables.random.pick(kinds)),
                            .string(
                                "{\"path\":\"/\(tables.random.pick(["", "pricing", "contact", "blog/2"]))\",\"ms\":\(tables.random.within(12...900))}"
                            ),
                            .instant(tables.within(max(widget.created, now - 30 * DemoBytes.day), now)),
                        ], &sink)
                }
            }
        }
        try table(
            "widget_submissions", "id widget_id widget_instance_id payload payload_hash ip ua ts ts_second", &sink
        ) { tables, sink in
            var firstInstance: [Int: String] = [:]
            for instance in tables.world.instances where firstInstance[instance.widget] == nil {
                firstInstance[instance.widget] = instance.publicId
            }
            for (index, widget) in widgets.enumerated() where widget.a == 0 {
                // Acme's forms are busy today.
                let today = widget.tenant == 0 ? 120 : 0
                for place in 0..<(tables.random.within(2...9) + today) {
                    let script = tables.world.tenants[widget.tenant].script
                    let person = script.person(&tables.random)
                    let at = tables.within(
                        max(widget.created, now - (place < today ? DemoBytes.day : 40 * DemoBytes.day)), now)
                    try tables.put(
                        [
                            tables.id(), .text(widget.id), .string(firstInstance[index]),
                            .string(
                                "{\"name\":\"\(person.name)\",\"email\":\"\(person.latin)@visitor.example\",\"message\":\"Please call me back\"}"
                            ),
                            .string(tables.world.text(tables.random.uuid(), 32)),
                            .string("203.0.113.\(tables.random.within(1...250))"),
                            .string(DemoWorld.agents[tables.random.below(4)]),
                            .instant(at), .instant(at / DemoBytes.second * DemoBytes.second),
                        ], &sink)
                }
            }
        }
        try table(
            "widget_fetch_errors", "id widget_id public_id status_code message origin created_at", &sink
        ) { tables, sink in
            for instance in tables.world.instances where tables.random.chance(8) {
                let widget = widgets[instance.widget]
                try tables.put(
                    [
                        tables.id(), .text(widget.id), .string(instance.publicId), .integer(403),
                        .string("origin not allowed"),
                        .string("https://old.\(tables.world.tenants[widget.tenant].domain)"),
                        .instant(tables.within(max(instance.created, now - 20 * DemoBytes.day), now)),
                    ], &sink)
            }
        }
        try table(
            "usage_events", "id workspace_id user_id event_type feature_key quantity created_at", &sink
        ) { tables, sink in
            for (index, tenant) in tables.world.tenants.enumerated() {
                for _ in 0..<(8 + tenant.plan * 12) {
                    try tables.put(
                        [
                            tables.id(), .text(tenant.id), tables.person(tables.member(of: index)),
                            .string("feature_usage"),
                            .string(tables.random.pick(["chat", "custom_domains", "audit_export", "api_access"])),
                            .integer(Int64(tables.random.within(1...9))),
                            .instant(tables.within(max(tenant.created, now - 30 * DemoBytes.day), now)),
                        ], &sink)
                }
            }
        }
        try table(
            "events", "id workspace_id entity_type entity_id event_type actor_id created_at", &sink
        ) { tables, sink in
            for widget in widgets {
                try tables.put(
                    [
                        tables.id(), tables.tenant(widget.tenant), .string("widget"), .text(widget.id),
                        .string("widget.published"), tables.person(widget.person), .instant(widget.created),
                    ], &sink)
            }
        }
    }
}
