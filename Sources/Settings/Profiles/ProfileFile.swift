import TenantDomain

/// Reads a profile file. Names in it are only checked for form here; whether a database has them is the resource
/// registry's to say.
package enum ProfileFile {
    /// - Parameter fallbackName: the profile's name where the text gives none; the file's name without `.toml`.
    /// - Throws: the first fault in the order of the file.
    package static func parse(
        _ text: String, fileName: String, fallbackName: String? = nil
    ) throws(SettingsError) -> Profile {
        let (profile, errors) = try read(text, fileName: fileName, fallbackName: fallbackName)
        if let first = errors.first { throw first }
        return profile
    }

    /// Every fault of the text, in its order.
    package static func errors(in text: String, fileName: String) -> [SettingsError] {
        do throws(SettingsError) {
            return try read(text, fileName: fileName, fallbackName: nil).errors
        } catch {
            return [error]
        }
    }

    private static func read(
        _ text: String, fileName: String, fallbackName: String?
    ) throws(SettingsError) -> (profile: Profile, errors: [SettingsError]) {
        let document = try TOMLDocument(text: text, fileName: fileName)
        let faults = FaultList(document: document)
        let root = ProfileTable(document.root.table ?? [:], at: TOMLPath(), faults)
        var profile = Profile(
            name: root.optional("name") ?? fallbackName ?? defaultName(fileName), title: root.optional("title") ?? "",
            requires: root.list("requires"))
        profile.tenant = root.table("tenant").map(tenant)
        profile.user = root.table("user").map(user)
        profile.membership = root.table("membership").map(membership)
        profile.invitation = root.table("invitation").map(invitation)
        profile.plan = root.table("plan").map(plan)
        profile.subscription = root.table("subscription").map(subscription)
        profile.usage = root.tables("usage").map(usage)
        profile.project = root.table("project").map { $0.finished(concept($0)) }
        profile.projectMembership = root.table("project_membership").map(membership)
        profile.widget = root.table("widget").map(widget)
        profile.crm = root.table("crm").flatMap(crm)
        profile.audit = root.tables("audit").map(audit)
        profile.seals = root.table("seals").map(seals)
        profile.secrets = columns(root.table("secrets"))
        profile.personal = columns(root.table("personal"))
        profile.unmask = columns(root.table("unmask"))
        profile.links = root.tables("links").map(link)
        profile.words = root.tables("words").map(words)
        profile.cents = root.tables("cents").map(cents)
        profile.resources = root.tables("resources").map(resource)
        profile.writing = WritingSection.read(root.table("writing"))
        profile.viewAs = ViewAsSection.read(root.table("view_as"))
        root.finish()
        checkNames(of: profile.resources, root, faults)
        return (profile, faults.inOrder)
    }

    private static func defaultName(_ fileName: String) -> String {
        let last = fileName.split(separator: "/").last.map(String.init) ?? fileName
        return last.hasSuffix(".toml") ? String(last.dropLast(5)) : last
    }

    // MARK: Concepts

    private static func concept(_ table: ProfileTable) -> ConceptMapping {
        ConceptMapping(
            table: table.required("table"), id: table.optional("id") ?? "id", name: table.optional("name"),
            tenant: table.optional("tenant"), status: table.optional("status"), created: table.optional("created"),
            deleted: table.optional("deleted"))
    }

    private static func tenant(_ table: ProfileTable) -> TenantMapping {
        var mapping = TenantMapping(base: concept(table))
        mapping.slug = table.optional("slug")
        mapping.domain = table.optional("domain")
        mapping.plan = table.optional("plan")
        mapping.kind = table.optional("kind")
        mapping.parent = table.optional("parent")
        mapping.settings = table.optional("settings")
        mapping.trialEnds = table.optional("trial_ends")
        return table.finished(mapping)
    }

    private static func user(_ table: ProfileTable) -> UserMapping {
        var mapping = UserMapping(base: concept(table))
        mapping.email = table.optional("email")
        mapping.phone = table.optional("phone")
        mapping.lastSeen = table.optional("last_seen")
        return table.finished(mapping)
    }

    private static func membership(_ table: ProfileTable) -> MembershipMapping {
        table.finished(
            MembershipMapping(
                table: table.required("table"), id: table.optional("id") ?? "id",
                container: table.required("container"), user: table.required("user"), role: table.optional("role"),
                status: table.optional("status"), invitedBy: table.optional("invited_by"),
                created: table.optional("created"), roles: table.list("roles")))
    }

    private static func seals(_ table: ProfileTable) -> SealMapping {
        let usual = SealMapping(table: "")
        return table.finished(
            SealMapping(
                table: table.required("table"), root: table.optional("root") ?? usual.root,
                previous: table.optional("previous") ?? usual.previous, count: table.optional("count") ?? usual.count,
                first: table.optional("first") ?? usual.first, last: table.optional("last") ?? usual.last,
                from: table.optional("from") ?? usual.from, to: table.optional("to") ?? usual.to,
                algorithm: table.optional("algorithm") ?? usual.algorithm,
                rows: table.optional("rows") ?? usual.rows,
                id: table.optional("id") ?? usual.id, created: table.optional("created") ?? usual.created))
    }

    private static func invitation(_ table: ProfileTable) -> InvitationMapping {
        table.finished(
            InvitationMapping(
                table: table.required("table"), id: table.optional("id") ?? "id", tenant: table.required("tenant"),
                email: table.required("email"), role: table.optional("role"), status: table.optional("status"),
                expires: table.optional("expires")))
    }

    private static func plan(_ table: ProfileTable) -> PlanMapping {
        var mapping = PlanMapping(table: table.optional("table"), id: table.optional("id") ?? "id")
        mapping.name = table.optional("name")
        mapping.rank = table.optional("rank")
        mapping.price = table.optional("price")
        mapping.features = table.table("features").map { features in
            features.finished(
                PlanMapping.Features(
                    table: features.required("table"), plan: features.required("plan"), key: features.required("key"),
                    enabled: features.optional("enabled"), value: features.optional("value")))
        }
        mapping.limits = table.table("limits").map { limits in
            limits.finished(
                PlanMapping.Limits(
                    table: limits.required("table"), plan: limits.required("plan"), key: limits.required("key"),
                    value: limits.required("value"), enforcement: limits.optional("enforcement"),
                    grace: limits.optional("grace")))
        }
        return table.finished(mapping)
    }

    private static func subscription(_ table: ProfileTable) -> SubscriptionMapping {
        table.finished(
            SubscriptionMapping(
                table: table.required("table"), id: table.optional("id") ?? "id", tenant: table.required("tenant"),
                plan: table.optional("plan"), status: table.optional("status"),
                periodStart: table.optional("period_start"), periodEnd: table.optional("period_end")))
    }

    private static func usage(_ table: ProfileTable) -> UsageMapping {
        let limit = table.required("limit")
        return table.finished(
            UsageMapping(
                limit: limit, title: table.optional("title") ?? limit, table: table.required("table"),
                tenant: table.required("tenant"), sum: table.optional("sum"), column: table.optional("column"),
                values: table.list("values"), created: table.optional("created"),
                window: table.choice("window", UsageMapping.Window.init, ["always", "period", "month", "day"])
                    ?? .always))
    }

    private static func widget(_ table: ProfileTable) -> WidgetMapping {
        var mapping = WidgetMapping(base: concept(table))
        mapping.type = table.optional("type")
        mapping.publicKey = table.optional("public_key")
        return table.finished(mapping)
    }

    private static func crm(_ table: ProfileTable) -> CRMMapping? {
        let pipeline = table.requiredTable("pipeline").map { $0.finished(concept($0)) }
        let stage = table.requiredTable("stage").map { stage in
            stage.finished(
                CRMMapping.Stage(
                    table: stage.required("table"), id: stage.optional("id") ?? "id",
                    pipeline: stage.required("pipeline"), name: stage.required("name"),
                    position: stage.required("position"), won: stage.optional("won"), lost: stage.optional("lost")))
        }
        let deal = table.requiredTable("deal").map(deal)
        table.finish()
        guard let pipeline, let stage, let deal else { return nil }
        return CRMMapping(pipeline: pipeline, stage: stage, deal: deal)
    }

    private static func deal(_ table: ProfileTable) -> CRMMapping.Deal {
        var mapping = CRMMapping.Deal(
            table: table.required("table"), id: table.optional("id") ?? "id", stage: table.required("stage"),
            name: table.required("name"), amount: table.required("amount"))
        mapping.currency = table.optional("currency")
        mapping.owner = table.optional("owner")
        mapping.contact = table.optional("contact")
        mapping.created = table.optional("created")
        mapping.stageSince = table.optional("stage_since")
        mapping.status = table.optional("status")
        mapping.openStatuses = table.list("open_statuses")
        return table.finished(mapping)
    }

    private static func audit(_ table: ProfileTable) -> AuditMapping {
        var mapping = AuditMapping(
            table: table.required("table"), id: table.optional("id") ?? "id", time: table.required("time"),
            action: table.required("action"))
        mapping.tenant = table.optional("tenant")
        mapping.actor = table.optional("actor")
        mapping.actorName = table.optional("actor_name")
        mapping.actorRole = table.optional("actor_role")
        mapping.event = table.optional("event")
        mapping.targetTable = table.optional("target_table")
        mapping.targetID = table.optional("target_id")
        mapping.before = table.optional("before")
        mapping.after = table.optional("after")
        mapping.address = table.optional("address")
        mapping.userAgent = table.optional("user_agent")
        mapping.reason = table.optional("reason")
        mapping.lease = table.optional("lease")
        mapping.change = table.optional("change")
        return table.finished(mapping)
    }

    // MARK: Masks, money, lists

    private static func columns(_ table: ProfileTable?) -> [String] {
        guard let table else { return [] }
        let columns = table.list("columns", checkedBy: Form.tableColumn)
        table.finish()
        return columns
    }

    private static func link(_ table: ProfileTable) -> LinkMapping {
        table.finished(
            LinkMapping(
                column: table.required("column", checkedBy: Form.tableColumn),
                target: table.required("target", checkedBy: Form.tableColumn)))
    }

    private static func words(_ table: ProfileTable) -> WordsMapping {
        let mapping = WordsMapping(
            table: table.required("table"), name: table.required("name"), column: table.optional("column"),
            codes: table.list("codes"), flags: table.list("flags"), words: table.list("words"),
            otherwise: table.optional("otherwise"))
        let sources = mapping.column == nil ? mapping.flags.count : mapping.codes.count
        if sources != mapping.words.count || sources == 0 && mapping.otherwise == nil {
            table.fault("give one word for each of `codes` (with `column`) or `flags`", at: "words")
        }
        return table.finished(mapping)
    }

    private static func cents(_ table: ProfileTable) -> CentsMapping {
        table.finished(
            CentsMapping(
                column: table.required("column", checkedBy: Form.tableColumn), currency: table.optional("currency")))
    }

    private static func resource(_ table: ProfileTable) -> ResourceMapping {
        var mapping = ResourceMapping(
            name: table.required("name", checkedBy: Form.word), table: table.required("table"))
        mapping.title = table.optional("title")
        mapping.singular = table.optional("singular")
        mapping.aliases = table.list("aliases")
        mapping.columns = table.list("columns")
        mapping.fields = table.map("fields")
        mapping.computed = table.list("computed")
        mapping.label = table.optional("label")
        mapping.sort = table.list("sort")
        return table.finished(mapping)
    }

    /// A word may stand for one resource only.
    private static func checkNames(of resources: [ResourceMapping], _ root: ProfileTable, _ faults: FaultList) {
        var seen: Set<String> = []
        for (index, resource) in resources.enumerated() {
            let place = TOMLPath(keys: ["resources"]).appending(index: index)
            if !resource.name.isEmpty, !seen.insert(resource.name).inserted {
                faults.add(.duplicate(value: resource.name), at: place.appending("name"))
            }
        }
        for (index, resource) in resources.enumerated() {
            let place = TOMLPath(keys: ["resources"]).appending(index: index).appending("aliases")
            for (position, alias) in resource.aliases.enumerated() where !seen.insert(alias).inserted {
                faults.add(.duplicate(value: alias), at: place.appending(index: position))
            }
        }
    }

    /// What a text must look like, with the words for a message.
    private enum Form {
        static let tableColumn: ProfileTable.Check = { text in
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count >= 2 && !parts.contains("") ? nil : "write table.column, or *.column for every table"
        }

        static let word: ProfileTable.Check = { text in
            let isWord = text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x61...0x7A, 0x2D, 0x5F: true
                default: false
                }
            }
            return isWord ? nil : "a resource's name is lower-case letters, digits, - and _"
        }
    }
}
