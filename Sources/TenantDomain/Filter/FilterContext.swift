/// What a filter means something against besides its resource: the clock, the zone, the persona, other names.
package struct FilterContext: Sendable {
    /// The server's clock, microseconds since 1970 UTC.
    package var now: Int64
    package var zone: FilterZone
    package var engine: DatabaseEngine.Kind
    /// Other names of fields, lower case (`actor` → `changed_by`).
    package var aliases: [String: String]
    /// How rows of a relation may be named by a person; nil where only their key names them.
    package var references: @Sendable (RelationName) -> FilterReference?
    /// Whether the persona may not see the column. `.secret` columns are closed whatever this says.
    package var masked: @Sendable (ResourceColumn) -> Bool
    /// What may be asked of a value inside a JSON column; an empty path asks for the whole document.
    package var maskedJSON: @Sendable (ResourceColumn, [String]) -> FilterAccess
    /// What may be asked of a value inside an audit document; nil where `maskedJSON` decides for every table.
    package var documents: @Sendable ([String]) -> DocumentAccess?
    /// The tables that a person's word for them means, as trails write them (`members` → `workspace_members`).
    package var tables: @Sendable (String) -> [String]
    /// Set for audit trails: adds `actor:`, `changed:`, `since:` and the like.
    package var audit: AuditFieldMap?

    package init(
        now: Int64, zone: FilterZone = .utc, engine: DatabaseEngine.Kind = .sqlite, aliases: [String: String] = [:],
        references: @escaping @Sendable (RelationName) -> FilterReference? = { _ in nil },
        masked: @escaping @Sendable (ResourceColumn) -> Bool = { _ in false },
        maskedJSON: @escaping @Sendable (ResourceColumn, [String]) -> FilterAccess = { _, _ in .open },
        documents: @escaping @Sendable ([String]) -> DocumentAccess? = { _ in nil },
        tables: @escaping @Sendable (String) -> [String] = { _ in [] }, audit: AuditFieldMap? = nil
    ) {
        self.now = now
        self.zone = zone
        self.engine = engine
        self.aliases = aliases
        self.references = references
        self.masked = masked
        self.maskedJSON = maskedJSON
        self.documents = documents
        self.tables = tables
        self.audit = audit
    }

    func access(_ column: ResourceColumn) -> FilterAccess {
        if column.mask == .secret { return .closed }
        return masked(column) ? .wholeValue : .open
    }
}

/// What a persona may ask of a value.
package enum FilterAccess: Sendable, Equatable {
    case open
    /// Only whether the whole value is one that the person already knows, or there is one at all.
    case wholeValue
    case closed
}

/// What a persona may ask of a value at a path of audit documents: tables hide different keys.
package struct DocumentAccess: Sendable, Equatable {
    /// For documents of tables that are not listed, and of none.
    package let otherwise: FilterAccess
    /// Tables whose documents differ from that, under every name that a trail may write.
    package let tables: [String: FilterAccess]

    package init(otherwise: FilterAccess, tables: [String: FilterAccess]) {
        self.otherwise = otherwise
        self.tables = tables
    }
}

/// How the rows that a foreign key names are found by a human name (`tenant:acme`, `user:jane@acme.io`).
package struct FilterReference: Sendable, Equatable {
    package struct Field: Sendable, Equatable {
        /// Seen from the referenced relation.
        package let path: ColumnPath
        package let type: ColumnType
        /// A name, found by a part of it; otherwise (email, slug) only the whole value matches. What the persona
        /// may not see must be a whole value.
        package let isName: Bool

        package init(_ path: ColumnPath, type: ColumnType = .text, isName: Bool) {
            self.path = path
            self.type = type
            self.isName = isName
        }
    }

    /// The column that foreign keys point at.
    package let key: String
    package let fields: [Field]

    package init(key: String, fields: [Field]) {
        self.key = key
        self.fields = fields
    }
}

/// Which fields of an audit resource play which part. A part that a source lacks is nil: its terms match no row there.
package struct AuditFieldMap: Sendable, Equatable {
    package var actor: String?
    package var actorEmail: String?
    package var action: String?
    package var table: String?
    package var recordID: String?
    package var tenant: String?
    /// JSON columns.
    package var before: String?
    package var after: String?
    package var address: String?
    package var time: String?
    package var lease: String?
    package var change: String?
    package var membership: AuditMembership?
    /// This source's own name (`audit_logs`) and those of every source of the trail, for `source:`.
    package var source: String?
    package var sources: [String]

    package init(
        actor: String? = nil, actorEmail: String? = nil, action: String? = nil, table: String? = nil,
        recordID: String? = nil, tenant: String? = nil, before: String? = nil, after: String? = nil,
        address: String? = nil, time: String? = nil, lease: String? = nil, change: String? = nil,
        membership: AuditMembership? = nil, source: String? = nil, sources: [String] = []
    ) {
        self.lease = lease
        self.change = change
        self.membership = membership
        self.actor = actor
        self.actorEmail = actorEmail
        self.action = action
        self.table = table
        self.recordID = recordID
        self.tenant = tenant
        self.before = before
        self.after = after
        self.address = address
        self.time = time
        self.source = source
        self.sources = sources
    }
}

/// How an entry's actor is found among the members of the entry's tenant, as they are now.
package struct AuditMembership: Sendable, Equatable {
    package let hop: Hop
    /// Seen from the membership; nil where memberships have no status.
    package let status: Operand?

    package init(hop: Hop, status: Operand?) {
        self.hop = hop
        self.status = status
    }
}
