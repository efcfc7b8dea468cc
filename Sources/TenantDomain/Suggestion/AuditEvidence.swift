/// Tables that tell what happened, the one that tells most first.
struct AuditEvidence: Sendable {
    let mapping: AuditMapping
    let candidate: SuggestionCandidate

    private static let times =
        ColumnNames.created + [
            "occurred_at", "occurredAt", "timestamp", "event_time", "eventTime", "time", "ts", "logged_at",
            "performed_at",
            "changed_at", "changedAt", "datetime", "action_time", "event_date", "date", "at",
        ]
    private static let actions = [
        "action", "event_type", "eventType", "event", "operation", "activity_type", "activityType", "action_type",
        "actionType", "event_name", "eventName", "verb", "activity", "method", "change_type", "op", "type", "kind",
        "name",
        "action_flag", "change_message", "description", "message", "details",
    ]
    private static let actors = [
        "actor_id", "actorId", "user_id", "userId", "changed_by", "changedBy", "performed_by", "performedBy",
        "author_id",
        "authorId", "created_by", "createdBy", "actor", "acting_user_id", "actingUserId", "member_id", "who",
        "causer_id", "whodunnit",
        "UserId", "done_by", "actor_user_id", "createdById", "modified_by",
    ]
    private static let actorNames = [
        "actor_email", "actorEmail", "user_email", "userEmail", "actor_name", "actorName", "username",
    ]
    private static let targetTables = [
        "table_name", "tableName", "entity_type", "entityType", "resource_type", "resourceType", "target_type",
        "targetType",
        "object_type", "objectType", "auditable_type", "subject_type", "item_type", "model", "entity", "scope",
        "record_type",
    ]
    private static let targetIDs = [
        "record_id", "recordId", "entity_id", "entityId", "resource_id", "resourceId", "target_id", "targetId",
        "object_id",
        "objectId", "auditable_id", "subject_id", "item_id", "row_id", "target_object", "targetObject",
        "entity_identifier",
    ]
    private static let befores = [
        "old_data", "oldData", "old_values", "oldValues", "old_value", "oldValue", "before", "previous",
        "previous_data", "old",
        "before_data", "from_value", "old_row", "object",
    ]
    private static let afters = [
        "new_data", "newData", "new_values", "newValues", "new_value", "newValue", "after", "changes",
        "audited_changes",
        "object_changes", "diff", "after_data", "data", "payload", "metadata", "details", "detail", "properties",
        "to_value", "new_row", "meta", "context",
    ]
    private static let addresses = [
        "ip_address", "ipAddress", "ip", "remote_address", "client_ip", "ip_addr", "IpAddress",
    ]
    private static let agents = ["user_agent", "userAgent", "ua"]
    private static let reasons = ["reason", "comment", "note", "description", "message", "summary", "title"]

    static func find(
        _ catalog: Catalog, _ links: SchemaLinks, users: RelationName?, tenant: RelationName?, container: String?
    ) -> [AuditEvidence] {
        let written = Self.written(by: catalog)
        return links.tables.compactMap { table in
            find(table, links, users: users, tenant: tenant, container: container, writers: written)
        }.sorted { left, right in
            (right.candidate.points, left.candidate.table) < (left.candidate.points, right.candidate.table)
        }.prefix(6).map { $0 }
    }

    /// Names of trigger functions that speak of auditing, with the tables that fire them.
    private static func written(by catalog: Catalog) -> [String: Int] {
        var found: [String: Int] = [:]
        for relation in catalog.relations {
            for trigger in relation.triggers {
                let text = trigger.definition.lowercased()
                for word in ["audit", "history", "log_change", "track_change", "activity", "versions"]
                where text.contains(word) {
                    found[word, default: 0] += 1
                }
            }
        }
        return found
    }

    /// Tables whose names say that they are a trail, with a time and an action, whose entries nothing tells apart.
    static func keyless(_ links: SchemaLinks) -> [RelationName] {
        links.tables.filter { table in
            let words = IdentifierWords(table.name.name)
            return !NameVocabulary.platformSchemas.contains(table.name.schema ?? "") && table.identity.isEmpty
                && (table.name.name.lowercased().contains("audit") || words.containsAny(["activity", "trail"]))
                && ColumnNames.first(times, in: table) != nil && ColumnNames.first(actions, in: table) != nil
        }.map(\.name)
    }

    private static func find(
        _ table: Relation, _ links: SchemaLinks, users: RelationName?, tenant: RelationName?, container: String?,
        writers: [String: Int]
    ) -> AuditEvidence? {
        guard !NameVocabulary.platformSchemas.contains(table.name.schema ?? ""),
            let time = ColumnNames.first(
                times, in: table, where: { $0.type.isTime || $0.type == .integer || $0.type == .text }),
            let action = ColumnNames.first(
                actions, in: table, where: { ColumnNames.isText($0) || $0.type == .integer }),
            // The key of a partitioned table holds the time too.
            case let key = table.identity.filter({ $0 != time }), key.count == 1
        else { return nil }
        let words = IdentifierWords(table.name.name)
        var candidate = SuggestionCandidate(table: table.name, evidence: [])
        let whole = table.name.name.lowercased()
        if whole.contains("audit") {
            candidate.add(5, "its name says audit")
        } else if whole.contains("activitylog")
            || words.containsAny(["activity", "history", "changelog", "trail", "version", "journal"])
        {
            candidate.add(3, "its name says \(words.head)")
        } else if words.head == "event" || words.head == "log" {
            candidate.add(2, "its name says \(words.head)")
        } else {
            return nil
        }
        if words.containsAny([
            "webhook", "email", "mail", "job", "calendar", "export", "import", "cron", "delivery", "message",
            "migration",
        ]) {
            candidate.add(-4, "its name speaks of something else than changes")
        }
        if words.containsAny(["security", "login", "admin"]) { candidate.add(1, "its name says whose") }
        if ["action", "operation", "verb", "event_type", "eventType", "event", "action_type"].contains(action) {
            candidate.add(2, "column \(action)")
        }
        var mapping = AuditMapping(
            table: table.name.description, id: key[0], time: time, action: action)
        let used = { (name: String) in name != action && name != time }
        if let actor = actor(of: table, links, users) {
            mapping.actor = actor
            candidate.add(2, "\(actor) says who")
        }
        mapping.actorName = ColumnNames.first(actorNames, in: table)
        mapping.targetTable = ColumnNames.first(
            targetTables, in: table, where: { used($0.name) && ColumnNames.isText($0) })
        mapping.targetID = ColumnNames.first(targetIDs, in: table)
        if mapping.targetID != nil { candidate.add(1, "it says what was changed") }
        mapping.before = ColumnNames.first(befores, in: table, where: { used($0.name) && isDocument($0) })
        mapping.after = ColumnNames.first(afters, in: table, where: { used($0.name) && isDocument($0) })
        if mapping.before != nil {
            candidate.add(3, "it keeps before and after")
        } else if mapping.after != nil {
            candidate.add(1, "it keeps a document")
        }
        mapping.address = ColumnNames.first(addresses, in: table)
        mapping.userAgent = ColumnNames.first(agents, in: table)
        mapping.reason = ColumnNames.first(reasons, in: table, where: { used($0.name) && ColumnNames.isText($0) })
        if let tenant, table.name != tenant {
            mapping.tenant =
                links.links(from: table.name).first { $0.target == tenant }?.column
                ?? container.flatMap { table.column($0)?.name }
            if mapping.tenant != nil { candidate.add(1, "\(mapping.tenant ?? "") says whose") }
        }
        let triggered =
            writers.filter { word, _ in words.words.contains { $0.hasPrefix(word.prefix(5)) } }.map(\.value).max() ?? 0
        if triggered > 0 { candidate.add(3, "triggers of \(triggered) tables seem to write it") }
        guard candidate.points >= 6 else { return nil }
        return AuditEvidence(mapping: mapping, candidate: candidate)
    }

    private static func isDocument(_ column: Column) -> Bool {
        column.type == .json || ColumnNames.isText(column)
    }

    private static func actor(of table: Relation, _ links: SchemaLinks, _ users: RelationName?) -> String? {
        if let named = ColumnNames.first(actors, in: table) { return named }
        guard let users else { return nil }
        return links.links(from: table.name).first { $0.target == users }?.column
    }
}
