/// A suggestion as a profile file: what was found as TOML, why as comments, what is unknown at the top.
package enum SuggestionText {
    package static func toml(_ suggestion: ProfileSuggestion, database: String) -> String {
        var text = Writer()
        text.comment("Suggested for \(database) from what its catalog says; nothing in it was read but the catalog.")
        text.comment("Each part says why and how sure. Change what is wrong, then: tenantctl map check FILE")
        if !suggestion.unknown.isEmpty {
            text.blank()
            text.comment("Not known:")
            for line in suggestion.unknown { text.comment(line, item: true) }
        }
        let profile = suggestion.profile
        text.blank()
        text.value("name", profile.name)
        text.value("title", profile.title)
        text.list("requires", profile.requires)
        if let tenant = profile.tenant {
            text.section("tenant", suggestion)
            text.concept(tenant.base)
            for (key, value) in [
                ("slug", tenant.slug), ("domain", tenant.domain), ("plan", tenant.plan), ("kind", tenant.kind),
                ("parent", tenant.parent), ("settings", tenant.settings), ("trial_ends", tenant.trialEnds),
            ] { text.value(key, value) }
        }
        if let user = profile.user {
            text.section("user", suggestion)
            text.concept(user.base)
            text.value("email", user.email)
            text.value("phone", user.phone)
            text.value("last_seen", user.lastSeen)
        }
        if let membership = profile.membership {
            text.section("membership", suggestion)
            text.membership(membership)
        }
        if let invitation = profile.invitation {
            text.section("invitation", suggestion)
            text.value("table", invitation.table)
            text.id(invitation.id)
            text.value("tenant", invitation.tenant)
            text.value("email", invitation.email)
            text.value("role", invitation.role)
            text.value("status", invitation.status)
            text.value("expires", invitation.expires)
        }
        if let plan = profile.plan { text.plan(plan, suggestion) }
        if let subscription = profile.subscription {
            text.section("subscription")
            text.value("table", subscription.table)
            text.id(subscription.id)
            text.value("tenant", subscription.tenant)
            text.value("plan", subscription.plan)
            text.value("status", subscription.status)
            text.value("period_start", subscription.periodStart)
            text.value("period_end", subscription.periodEnd)
        }
        if let project = profile.project {
            text.section("project", suggestion)
            text.concept(project)
        }
        if let membership = profile.projectMembership {
            text.section("project_membership")
            text.membership(membership)
        }
        for (place, link) in profile.links.enumerated() {
            if place == 0 { text.why("links", suggestion) }
            text.element("links")
            text.value("column", link.column)
            text.value("target", link.target)
        }
        for words in profile.words {
            text.element("words")
            text.value("table", words.table)
            text.value("name", words.name)
            text.value("column", words.column)
            text.list("codes", words.codes)
            text.list("flags", words.flags)
            text.list("words", words.words)
            text.value("otherwise", words.otherwise)
        }
        for (place, source) in profile.audit.enumerated() {
            if place == 0 { text.why("audit", suggestion) }
            text.audit(source)
        }
        for resource in profile.resources { text.resource(resource) }
        return text.text
    }
}

private struct Writer {
    private(set) var text = ""

    mutating func blank() { text += "\n" }

    /// Lines of at most some 110 characters; a text of several lines keeps them.
    mutating func comment(_ line: String, item: Bool = false) {
        for (place, part) in line.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var rest = part[...]
            var isFirst = place == 0
            repeat {
                var cut = rest.endIndex
                if rest.count > 108 {
                    let limit = rest.index(rest.startIndex, offsetBy: 108)
                    cut = rest[..<limit].lastIndex(of: " ") ?? limit
                }
                let lead = item ? (isFirst ? "- " : place == 0 ? "  " : "    ") : ""
                text += "# \(lead)\(Self.plain(rest[..<cut]))\n"
                rest = rest[cut...].drop { $0 == " " }
                isFirst = false
            } while !rest.isEmpty
        }
    }

    /// A comment ends at a line break and TOML takes no control characters in it.
    private static func plain(_ text: Substring) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    }

    mutating func section(_ key: String, _ suggestion: ProfileSuggestion? = nil) {
        if let suggestion { why(key, suggestion) } else { blank() }
        text += "[\(key)]\n"
    }

    mutating func why(_ key: String, _ suggestion: ProfileSuggestion) {
        blank()
        guard let part = suggestion.part(key) else { return }
        comment("Confidence: \(part.confidence.rawValue).")
        for line in part.lines { comment(line, item: true) }
    }

    mutating func element(_ key: String) {
        blank()
        text += "[[\(key)]]\n"
    }

    mutating func value(_ key: String, _ value: String?) {
        guard let value else { return }
        text += "\(key) = \(Self.quoted(value))\n"
    }

    mutating func id(_ value: String) { if value != "id" { self.value("id", value) } }

    mutating func list(_ key: String, _ values: [String]) {
        guard !values.isEmpty else { return }
        text += "\(key) = [\(values.map(Self.quoted).joined(separator: ", "))]\n"
    }

    mutating func concept(_ mapping: ConceptMapping) {
        value("table", mapping.table)
        id(mapping.id)
        value("name", mapping.name)
        value("tenant", mapping.tenant)
        value("status", mapping.status)
        value("created", mapping.created)
        value("deleted", mapping.deleted)
    }

    mutating func membership(_ mapping: MembershipMapping) {
        value("table", mapping.table)
        id(mapping.id)
        value("container", mapping.container)
        value("user", mapping.user)
        value("role", mapping.role)
        value("status", mapping.status)
        value("invited_by", mapping.invitedBy)
        value("created", mapping.created)
        list("roles", mapping.roles)
    }

    mutating func plan(_ mapping: PlanMapping, _ suggestion: ProfileSuggestion) {
        section("plan", suggestion)
        value("table", mapping.table)
        if mapping.table != nil { id(mapping.id) }
        value("name", mapping.name)
        value("rank", mapping.rank)
        value("price", mapping.price)
        if let features = mapping.features {
            section("plan.features")
            value("table", features.table)
            value("plan", features.plan)
            value("key", features.key)
            value("enabled", features.enabled)
            value("value", features.value)
        }
        if let limits = mapping.limits {
            section("plan.limits")
            value("table", limits.table)
            value("plan", limits.plan)
            value("key", limits.key)
            value("value", limits.value)
        }
    }

    mutating func audit(_ mapping: AuditMapping) {
        element("audit")
        value("table", mapping.table)
        id(mapping.id)
        for (key, text) in [
            ("time", mapping.time), ("action", mapping.action), ("tenant", mapping.tenant), ("actor", mapping.actor),
            ("actor_name", mapping.actorName), ("target_table", mapping.targetTable), ("target_id", mapping.targetID),
            ("before", mapping.before), ("after", mapping.after), ("address", mapping.address),
            ("user_agent", mapping.userAgent), ("reason", mapping.reason), ("event", mapping.event),
        ] as [(String, String?)] { value(key, text) }
    }

    mutating func resource(_ mapping: ResourceMapping) {
        element("resources")
        value("name", mapping.name)
        value("table", mapping.table)
        value("title", mapping.title)
        list("aliases", mapping.aliases)
        if !mapping.fields.isEmpty {
            let fields = mapping.fields.sorted { $0.key < $1.key }.map { "\($0.key) = \(Self.quoted($0.value))" }
            text += "fields = { \(fields.joined(separator: ", ")) }\n"
        }
        list("columns", mapping.columns)
        value("label", mapping.label)
        list("sort", mapping.sort)
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
