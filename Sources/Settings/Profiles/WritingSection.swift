import TenantDomain

/// Section `[writing]` of a profile.
enum WritingSection {
    static func read(_ table: ProfileTable?) -> WritingMapping {
        var writing = WritingMapping()
        guard let table else { return writing }
        writing.bannedUntil = table.optional("banned_until")
        writing.parentKind = table.optional("parent_kind")
        writing.serviceOnly = table.list("service_only")
        writing.grants = table.map("grants")
        writing.states = table.tables("states").map(states)
        writing.context = table.table("audit").map(context)
        writing.subscription = table.table("subscription").map(subscription)
        writing.invitation = table.table("invitation").map { section in
            section.finished(
                InvitationWriting(token: section.optional("token"), invitedBy: section.optional("invited_by")))
        }
        writing.sessions = table.table("sessions").map { section in
            section.finished(SessionMapping(table: section.required("table"), user: section.required("user")))
        }
        writing.instance = table.table("instance").map { section in
            section.finished(
                InstanceMapping(
                    table: section.required("table"), id: section.optional("id") ?? "id",
                    widget: section.required("widget"), name: section.required("name"),
                    status: section.optional("status")))
        }
        writing.token = table.table("token").map { section in
            section.finished(
                TokenMapping(
                    table: section.required("table"), id: section.optional("id") ?? "id",
                    instance: section.required("instance"), token: section.required("token"),
                    rotated: section.optional("rotated")))
        }
        writing.interaction = table.table("interaction").map { section in
            section.finished(
                InteractionMapping(
                    table: section.required("table"), id: section.optional("id") ?? "id",
                    tenant: section.optional("tenant"), deal: section.required("deal"),
                    kind: section.required("kind"), text: section.required("text"), time: section.optional("time")))
        }
        table.finish()
        return writing
    }

    private static func states(_ table: ProfileTable) -> StateMapping {
        let column = table.required("column")
        var paths: [String: [String]] = [:]
        for (from, text) in table.map("paths") {
            paths[from] = text.split(separator: ",").map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
        }
        return table.finished(
            StateMapping(column: column, words: table.map("words"), paths: paths, stamps: table.map("stamps")))
    }

    private static func context(_ table: ProfileTable) -> AuditContextMapping {
        var mapping = AuditContextMapping(
            table: table.optional("table"), settings: table.optional("settings"),
            trigger: table.optional("trigger") ?? "audit")
        mapping.actorName = table.optional("actor_name")
        mapping.actorRole = table.optional("actor_role")
        mapping.reason = table.optional("reason")
        mapping.lease = table.optional("lease")
        mapping.change = table.optional("change")
        mapping.event = table.optional("event")
        mapping.journalSession = table.optional("journal_session")
        mapping.journalNumber = table.optional("journal_number")
        mapping.journalHead = table.optional("journal_head")
        return table.finished(mapping)
    }

    private static func subscription(_ table: ProfileTable) -> SubscriptionWriting {
        var mapping = SubscriptionWriting()
        mapping.allowance = table.optional("allowance")
        mapping.allowanceLimit = table.optional("allowance_limit")
        mapping.additional = table.optional("additional")
        mapping.nextPlan = table.optional("next_plan")
        mapping.ended = table.list("ended")
        return table.finished(mapping)
    }
}
