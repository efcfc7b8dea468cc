@testable import TenantDomain

/// A members list and an audit trail to filter, at a fixed time in a fixed zone.
enum FilterFixture {
    /// 2026-11-21T06:30:00Z.
    static let now: Int64 = 1_795_242_600 * 1_000_000

    static let userHop = Hop(columns: ["user_id"], target: RelationName("users"), targetColumns: ["id"])

    static let members = Resource(
        name: "members", title: "Members", singular: "member", relation: RelationName("workspace_members"),
        concept: .member,
        columns: [
            column("id", .uuid, display: .identifier),
            column("workspace_id", .uuid, references: "workspaces"),
            column("user_id", .uuid, references: "users"),
            joined("name", via: userHop, mask: .personal(.name)),
            joined("email", via: userHop, mask: .personal(.email), isIndexed: true),
            column("role", .text, allowed: ["owner", "admin", "super_editor", "editor", "viewer"]),
            column("status", .text),
            column("note", .text),
            column("legacy_id", .integer, references: "accounts"),
            column("seats", .integer),
            column("amount_cents", .integer, display: .cents(currency: nil)),
            column("score", .real),
            column("price", .numeric),
            column("active", .boolean),
            column("joined_at", .timestamp, title: "Joined", isIndexed: true),
            column("birthday", .date),
            column("last_ip", .network),
            column("metadata", .json),
            column("avatar", .bytes),
            column("api_token", .text, mask: .secret),
            ResourceColumn(name: "usage", title: "Usage", source: .computed(.highestUsage), type: .integer),
        ],
        defaultColumns: ["name", "email", "role"], identity: ["id"], label: "name",
        defaultSort: [FieldSort("joined_at", descending: true)],
        tenantPath: [Hop(columns: ["workspace_id"], target: RelationName("workspaces"), targetColumns: ["id"])])

    static let audit = Resource(
        name: "audit", title: "Audit", singular: "entry", relation: RelationName("audit_logs"), concept: .audit,
        columns: [
            column("id", .integer),
            column("created_at", .timestamp, isIndexed: true),
            column("workspace_id", .uuid, references: "workspaces"),
            column("changed_by", .uuid, references: "users"),
            column("changed_by_email", .text, mask: .personal(.email)),
            column("operation", .text),
            column("table_name", .text),
            column("record_id", .text),
            column("old_data", .json),
            column("new_data", .json),
            column("ip_address", .text),
        ],
        defaultColumns: ["created_at"], identity: ["id"], label: "operation", defaultSort: [], tenantPath: nil)

    static let auditMap = AuditFieldMap(
        actor: "changed_by", actorEmail: "changed_by_email", action: "operation", table: "table_name",
        recordID: "record_id", tenant: "workspace_id", before: "old_data", after: "new_data", address: "ip_address",
        time: "created_at", source: "audit_logs", sources: ["audit_logs", "security_events"])

    static func context(
        zone: FilterZone = .fixed(seconds: 7200), engine: DatabaseEngine.Kind = .sqlite, isMasked: Bool = false,
        audit: AuditFieldMap? = nil
    ) -> FilterContext {
        FilterContext(
            now: now, zone: zone, engine: engine, aliases: ["tenant": "workspace_id", "member": "user_id"],
            references: { relation in
                switch relation.name {
                case "workspaces":
                    FilterReference(
                        key: "id",
                        fields: [
                            .init(ColumnPath("slug"), isName: false), .init(ColumnPath("name"), isName: true),
                        ])
                case "users": FilterReference(key: "id", fields: [.init(ColumnPath("email"), isName: false)])
                default: nil
                }
            },
            masked: { column in
                if case .personal = column.mask { isMasked } else { false }
            },
            maskedJSON: { _, path in
                isMasked && (path.isEmpty || path.contains("email")) ? .wholeValue : .open
            },
            audit: audit)
    }

    static func resolve(_ text: String, isMasked: Bool = false) throws -> Predicate {
        try FilterResolver(resource: members, context: context(isMasked: isMasked)).resolve(text)
    }

    static func resolveAudit(_ text: String, isMasked: Bool = false, map: AuditFieldMap = auditMap) throws -> Predicate
    {
        try FilterResolver(resource: audit, context: context(isMasked: isMasked, audit: map)).resolve(text)
    }

    static func operand(_ name: String, _ json: String..., in resource: Resource = members) -> Operand {
        let column = resource.column(name)
        return Operand(column?.path ?? ColumnPath("?"), type: column?.type ?? .other, jsonPath: json)
    }

    /// The error that a filter gives, nil where it is understood.
    static func error(of action: () throws -> Predicate) -> FilterError? {
        do {
            _ = try action()
            return nil
        } catch {
            return error as? FilterError
        }
    }

    private static func column(
        _ name: String, _ type: ColumnType, title: String? = nil, allowed: [String] = [],
        display: ResourceColumn.Display = .plain, mask: ResourceColumn.Mask = .none, isIndexed: Bool = false,
        references: String? = nil
    ) -> ResourceColumn {
        ResourceColumn(
            name: name, title: title ?? name, source: .stored(ColumnPath(name)), type: type, allowedValues: allowed,
            display: display, mask: mask, isIndexed: isIndexed, references: references.map { RelationName($0) })
    }

    private static func joined(
        _ name: String, via hop: Hop, mask: ResourceColumn.Mask, isIndexed: Bool = false
    ) -> ResourceColumn {
        ResourceColumn(
            name: name, title: name, source: .stored(ColumnPath(hops: [hop], name)), type: .text, mask: mask,
            isIndexed: isIndexed)
    }
}
