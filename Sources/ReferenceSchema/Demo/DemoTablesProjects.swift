extension DemoTables {
    mutating func writeProjects<Sink: DemoSink>(_ sink: inout Sink) throws {
        try table(
            "clients", "id workspace_id name email classification status created_at updated_at", &sink
        ) { tables, sink in
            for client in tables.world.clients {
                try tables.put(
                    [
                        .text(client.id), tables.tenant(client.tenant), .string(client.name),
                        .string("office@\(client.latin).example"),
                        .string(["lead", "prospect", "active", "active", "vip", "churned"][tables.random.below(6)]),
                        .string("active"), .instant(client.created), .instant(client.created),
                    ], &sink)
            }
        }
        try table(
            "projects", "id workspace_id name status settings is_active created_by created_at updated_at", &sink
        ) { tables, sink in
            for project in tables.tracked(.project) {
                try tables.put(
                    [
                        .text(project.id), tables.tenant(project.tenant), .string(project.name), .string("active"),
                        .text(tables.world.settings(of: project)), .flag(true), tables.person(project.person),
                        .instant(project.created), .instant(tables.within(project.created, tables.world.now)),
                    ], &sink)
            }
        }
        try table("project_users", "id project_id user_id role invited_by created_at", &sink) { tables, sink in
            let jane = tables.world.jane
            for project in tables.tracked(.project) {
                var seen: Set<Int> = []
                let planted = DemoStories.supportProjects.first {
                    $0.project == project.name && $0.workspace == tables.world.tenants[project.tenant].name
                }
                let chosen =
                    [project.person] + (0..<tables.random.within(1...5)).map { _ in tables.member(of: project.tenant) }
                for (place, person) in chosen.enumerated() where person != jane && seen.insert(person).inserted {
                    try tables.put(
                        [
                            tables.id(), .text(project.id), tables.person(person),
                            .string(place == 0 ? "owner" : ["manager", "contributor", "viewer"][place % 3]),
                            place == 0 ? .null : tables.person(project.person), .instant(project.created),
                        ], &sink)
                }
                if let planted, let jane {
                    try tables.put(
                        [
                            tables.id(), .text(project.id), tables.person(jane), .string(planted.role),
                            tables.person(project.person),
                            .instant(max(project.created, tables.world.now - 55 * DemoBytes.day)),
                        ], &sink)
                }
            }
        }
        try table(
            "api_connections",
            "id workspace_id name api_type endpoint_url auth_type auth_token http_method credentials is_active created_by"
                + " created_at updated_at", &sink
        ) { tables, sink in
            for (index, tenant) in tables.world.tenants.enumerated() where tenant.plan > 0 {
                try tables.put(
                    [
                        tables.id(), .text(tenant.id), .string(index % 2 == 0 ? "Inventory" : "Weather"),
                        .string("rest"),
                        .string("https://api.\(tenant.domain)/v1"), .string("bearer"),
                        .string("sk_live_" + tables.world.text(tables.random.uuid(), 28)), .string("GET"),
                        .string("{\"client_secret\":\"\(tables.world.text(tables.random.uuid(), 20))\"}"),
                        .flag(index % 5 != 0), tables.person(tenant.owner), .instant(tenant.created),
                        .instant(tenant.created),
                    ], &sink)
            }
        }
    }

    mutating func writeChats<Sink: DemoSink>(_ sink: inout Sink) throws {
        let now = world.now
        var chats: [(id: [UInt8], project: Int, person: Int, at: Int64)] = []
        for (index, project) in tracked(.project).enumerated() {
            for _ in 0..<random.within(1...3) {
                let person = member(of: project.tenant)
                chats.append(
                    (random.uuid(), index, person, within(max(project.created, now - 120 * DemoBytes.day), now)))
            }
        }
        let projects = tracked(.project)
        try table(
            "chat_sessions", "id project_id title is_active created_at created_by updated_at", &sink
        ) { tables, sink in
            for chat in chats {
                try tables.put(
                    [
                        .text(chat.id), .text(projects[chat.project].id),
                        .string(
                            tables.random.pick([
                                "Plan the launch", "Sitemap", "Copy review", "Fix the form 🧩", "Next steps",
                                "Data model",
                            ])),
                        .flag(true), .instant(chat.at), tables.person(chat.person), .instant(chat.at),
                    ], &sink)
            }
        }
        try table(
            "chat_messages", "id chat_id content message_type agent_type created_at created_by updated_at", &sink
        ) { tables, sink in
            for chat in chats {
                for place in 0..<tables.random.within(2...8) {
                    let at = min(chat.at + Int64(place * 3) * DemoBytes.minute, now)
                    let isAI = place % 2 == 1
                    try tables.put(
                        [
                            tables.id(), .text(chat.id),
                            .string(
                                isAI
                                    ? "{\"text\":\"Here is a first outline with three sections.\",\"tokens\":\(200 + place * 37)}"
                                    : "{\"text\":\"Can you make it shorter and warmer?\"}"),
                            .string(isAI ? "ai" : "user"),
                            isAI ? .string(["orchestrator", "designer", "coder", "quality"][place / 2 % 4]) : .null,
                            .instant(at), isAI ? .null : tables.person(chat.person), .instant(at),
                        ], &sink)
                }
            }
        }
        try table("chat_participants", "id chat_id user_id joined_at last_read_at", &sink) { tables, sink in
            for chat in chats {
                try tables.put(
                    [tables.id(), .text(chat.id), tables.person(chat.person), .instant(chat.at), .instant(chat.at)],
                    &sink)
            }
        }
        var artifacts: [(id: [UInt8], chat: Int)] = []
        try table(
            "artifacts",
            "id project_id chat_id title artifact_type status progress is_public created_at created_by updated_at",
            &sink
        ) { tables, sink in
            for (index, chat) in chats.enumerated() where index % 2 == 0 {
                let id = tables.random.uuid()
                artifacts.append((id, index))
                let status = ["ready", "ready", "generating", "failed", "pending"][tables.random.below(5)]
                try tables.put(
                    [
                        .text(id), .text(projects[chat.project].id), .text(chat.id),
                        .string(tables.random.pick(["Landing page", "Price sheet", "Wireframe", "Press kit"])),
                        .string(index % 4 == 0 ? "app" : "document"), .string(status),
                        .integer(status == "ready" ? 100 : status == "pending" ? 0 : 60), .flag(index % 10 == 0),
                        .instant(chat.at), tables.person(chat.person), .instant(chat.at),
                    ], &sink)
            }
        }
        try table(
            "artifact_files",
            "id artifact_id file_name file_type file_size file_path is_main_file storage_path created_at updated_at",
            &sink
        ) { tables, sink in
            for artifact in artifacts {
                for (place, name) in ["index.html", "style.css"].enumerated() {
                    try tables.put(
                        [
                            tables.id(), .text(artifact.id), .string(name),
                            .string(place == 0 ? "text/html" : "text/css"),
                            .integer(Int64(tables.random.within(900...40_000))), .string("/" + name), .flag(place == 0),
                            .string("artifact-files/\(DemoBytes.text(artifact.id))/\(name)"),
                            .instant(chats[artifact.chat].at), .instant(chats[artifact.chat].at),
                        ], &sink)
                }
            }
        }
        try writeTokens(&sink)
    }

    /// Tokens spent: the rows of the current period add up to what the tenant used.
    private mutating func writeTokens<Sink: DemoSink>(_ sink: inout Sink) throws {
        let now = world.now
        try table(
            "token_usage", "id workspace_id project_id tokens_used usage_type created_at created_by", &sink
        ) { tables, sink in
            for (index, tenant) in tables.world.tenants.enumerated() {
                let projects = tables.range(.project, index)
                var left = tenant.tokensUsed
                let parts = 20
                for place in 0..<(parts * 2) {
                    let isCurrent = place < parts
                    let share =
                        isCurrent
                        ? (place == parts - 1
                            ? left : tenant.tokensUsed / Int64(parts) * Int64(tables.random.within(40...110)) / 100)
                        : tenant.tokensUsed / 25
                    if isCurrent { left -= share }
                    let at =
                        isCurrent
                        ? tables.within(tenant.periodStart, now)
                        : tables.within(tenant.periodStart - 30 * DemoBytes.day, tenant.periodStart)
                    guard share > 0, isCurrent || at > tenant.created else { continue }
                    try tables.put(
                        [
                            tables.id(), .text(tenant.id),
                            projects.isEmpty
                                ? .null
                                : .text(
                                    tables.tracked(.project)[projects.lowerBound + tables.random.skewed(projects.count)]
                                        .id),
                            .integer(share), .string(["chat", "artifact_generation", "search"][place % 3]),
                            .instant(at),
                            tables.person(tables.member(of: index)),
                        ], &sink)
                }
            }
        }
        try table(
            "ai_run_logs",
            "id workspace_id user_id agent_name model status input_tokens output_tokens cost_cents duration_ms created_at",
            &sink
        ) { tables, sink in
            for (index, tenant) in tables.world.tenants.enumerated() {
                for _ in 0..<(6 + tenant.plan * 8) {
                    let input = tables.random.within(200...9_000)
                    let failed = tables.random.chance(4)
                    try tables.put(
                        [
                            tables.id(), .text(tenant.id), tables.person(tables.member(of: index)),
                            .string(tables.random.pick(["orchestrator", "requirements", "coder"])),
                            .string(tables.random.pick(["small-3", "large-2"])),
                            .string(failed ? "failed" : "succeeded"), .integer(Int64(input)),
                            .integer(failed ? 0 : Int64(input / 3)), .integer(Int64(input / 400)),
                            .integer(Int64(tables.random.within(300...24_000))),
                            .instant(tables.within(max(tenant.created, now - 60 * DemoBytes.day), now)),
                        ], &sink)
                }
            }
        }
    }
}
