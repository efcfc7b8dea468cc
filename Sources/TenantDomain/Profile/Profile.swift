/// How a catalog maps to tenancy concepts, as written in a profile file; names are still text, checked and resolved
/// against a catalog by the resource registry.
///
/// A column is written `column`, `foreign_key_column.column` (the value lives in the row that the key names) or
/// `table.column` (the value lives in a table whose foreign key names this one; the newest row counts). Where no mapping is given the concept is absent and its screens are not offered.
package struct Profile: Sendable, Equatable {
    package var name: String
    package var title: String
    /// Tables (and `table.column`s) that must all be in a catalog for the profile to be chosen by itself.
    package var requires: [String]
    package var tenant: TenantMapping?
    package var user: UserMapping?
    package var membership: MembershipMapping?
    package var invitation: InvitationMapping?
    package var plan: PlanMapping?
    package var subscription: SubscriptionMapping?
    /// What counts against which limit of a plan.
    package var usage: [UsageMapping]
    package var project: ConceptMapping?
    package var projectMembership: MembershipMapping?
    package var widget: WidgetMapping?
    package var crm: CRMMapping?
    package var audit: [AuditMapping]
    package var seals: SealMapping?
    package var resources: [ResourceMapping]
    /// `table.column`, or `*.column` for every table: never shown, never fetched.
    package var secrets: [String]
    /// `table.column` or `*.column`: masked for personas that may not see personal data.
    package var personal: [String]
    /// Masks that the heuristics would set and this profile takes away; shown at connect.
    package var unmask: [String]
    /// Keys that the database does not declare, and columns made of codes or booleans.
    package var links: [LinkMapping]
    package var words: [WordsMapping]
    /// Integer columns that hold cents, `table.column`, with the column that names the currency or nil.
    package var cents: [CentsMapping]
    package var writing = WritingMapping()
    package var viewAs = ViewAsMapping()

    package init(name: String, title: String = "", requires: [String] = []) {
        self.name = name
        self.title = title.isEmpty ? name : title
        self.requires = requires
        usage = []
        audit = []
        resources = []
        secrets = []
        personal = []
        unmask = []
        links = []
        words = []
        cents = []
    }
}

/// A table with the few columns that every concept shares.
package struct ConceptMapping: Sendable, Equatable {
    package var table: String
    package var id: String
    package var name: String?
    package var tenant: String?
    package var status: String?
    package var created: String?
    package var deleted: String?

    package init(
        table: String, id: String = "id", name: String? = nil, tenant: String? = nil, status: String? = nil,
        created: String? = nil, deleted: String? = nil
    ) {
        self.table = table
        self.id = id
        self.name = name
        self.tenant = tenant
        self.status = status
        self.created = created
        self.deleted = deleted
    }
}

package struct TenantMapping: Sendable, Equatable {
    package var base: ConceptMapping
    package var slug: String?
    package var domain: String?
    package var plan: String?
    package var kind: String?
    package var parent: String?
    package var settings: String?
    package var trialEnds: String?

    package init(base: ConceptMapping) { self.base = base }
}

package struct UserMapping: Sendable, Equatable {
    package var base: ConceptMapping
    package var email: String?
    package var phone: String?
    package var lastSeen: String?

    package init(base: ConceptMapping) { self.base = base }
}

/// Who belongs to what: tenant memberships and project memberships alike (`owner` is then the project's key).
package struct MembershipMapping: Sendable, Equatable {
    package var table: String
    package var id: String
    /// The column that names the tenant (or the project).
    package var container: String
    package var user: String
    package var role: String?
    package var status: String?
    package var invitedBy: String?
    package var created: String?
    /// Highest first; empty takes the order of the CHECK, enum or lookup table.
    package var roles: [String]

    package init(
        table: String, id: String = "id", container: String, user: String, role: String? = nil, status: String? = nil,
        invitedBy: String? = nil, created: String? = nil, roles: [String] = []
    ) {
        self.table = table
        self.id = id
        self.container = container
        self.user = user
        self.role = role
        self.status = status
        self.invitedBy = invitedBy
        self.created = created
        self.roles = roles
    }
}

package struct InvitationMapping: Sendable, Equatable {
    package var table: String
    package var id: String
    package var tenant: String
    package var email: String
    package var role: String?
    package var status: String?
    package var expires: String?

    package init(
        table: String, id: String = "id", tenant: String, email: String, role: String? = nil, status: String? = nil,
        expires: String? = nil
    ) {
        self.table = table
        self.id = id
        self.tenant = tenant
        self.email = email
        self.role = role
        self.status = status
        self.expires = expires
    }
}

/// The plan catalog; features and limits are rows of (plan, key, value).
package struct PlanMapping: Sendable, Equatable {
    package struct Features: Sendable, Equatable {
        package var table: String
        package var plan: String
        package var key: String
        package var enabled: String?
        package var value: String?

        package init(table: String, plan: String, key: String, enabled: String? = nil, value: String? = nil) {
            self.table = table
            self.plan = plan
            self.key = key
            self.enabled = enabled
            self.value = value
        }
    }

    package struct Limits: Sendable, Equatable {
        package var table: String
        package var plan: String
        package var key: String
        package var value: String
        package var enforcement: String?
        package var grace: String?

        package init(
            table: String, plan: String, key: String, value: String, enforcement: String? = nil, grace: String? = nil
        ) {
            self.table = table
            self.plan = plan
            self.key = key
            self.value = value
            self.enforcement = enforcement
            self.grace = grace
        }
    }

    /// nil where plans are only words in the tenant's plan column.
    package var table: String?
    package var id: String
    package var name: String?
    package var rank: String?
    package var price: String?
    package var features: Features?
    package var limits: Limits?

    package init(table: String? = nil, id: String = "id") {
        self.table = table
        self.id = id
    }
}

package struct SubscriptionMapping: Sendable, Equatable {
    package var table: String
    package var id: String
    package var tenant: String
    package var plan: String?
    package var status: String?
    package var periodStart: String?
    package var periodEnd: String?

    package init(
        table: String, id: String = "id", tenant: String, plan: String? = nil, status: String? = nil,
        periodStart: String? = nil, periodEnd: String? = nil
    ) {
        self.table = table
        self.id = id
        self.tenant = tenant
        self.plan = plan
        self.status = status
        self.periodStart = periodStart
        self.periodEnd = periodEnd
    }
}

/// What counts against a limit: rows of a table, or the sum of one of its columns, per tenant.
package struct UsageMapping: Sendable, Equatable {
    package enum Window: String, Sendable { case always, period, month, day }

    /// The limit's key in the plan catalog.
    package var limit: String
    package var title: String
    package var table: String
    /// The column that names the tenant, `column` or `foreign_key_column.column`.
    package var tenant: String
    /// Summed instead of counting rows.
    package var sum: String?
    /// Only rows whose column holds one of these values.
    package var column: String?
    package var values: [String]
    package var created: String?
    package var window: Window

    package init(
        limit: String, title: String, table: String, tenant: String, sum: String? = nil, column: String? = nil,
        values: [String] = [], created: String? = nil, window: Window = .always
    ) {
        self.limit = limit
        self.title = title
        self.table = table
        self.tenant = tenant
        self.sum = sum
        self.column = column
        self.values = values
        self.created = created
        self.window = window
    }
}

package struct WidgetMapping: Sendable, Equatable {
    package var base: ConceptMapping
    package var type: String?
    package var publicKey: String?

    package init(base: ConceptMapping) { self.base = base }
}

package struct CRMMapping: Sendable, Equatable {
    package struct Stage: Sendable, Equatable {
        package var table: String
        package var id: String
        package var pipeline: String
        package var name: String
        package var position: String
        package var won: String?
        package var lost: String?

        package init(
            table: String, id: String = "id", pipeline: String, name: String, position: String, won: String? = nil,
            lost: String? = nil
        ) {
            self.table = table
            self.id = id
            self.pipeline = pipeline
            self.name = name
            self.position = position
            self.won = won
            self.lost = lost
        }
    }

    package struct Deal: Sendable, Equatable {
        package var table: String
        package var id: String
        package var stage: String
        package var name: String
        /// Integer cents.
        package var amount: String
        package var currency: String?
        package var owner: String?
        package var contact: String?
        package var created: String?
        /// When the deal entered its stage.
        package var stageSince: String?
        /// Closed deals do not count as open.
        package var status: String?
        package var openStatuses: [String]

        package init(table: String, id: String = "id", stage: String, name: String, amount: String) {
            self.table = table
            self.id = id
            self.stage = stage
            self.name = name
            self.amount = amount
            openStatuses = []
        }
    }

    package var pipeline: ConceptMapping
    package var stage: Stage
    package var deal: Deal

    package init(pipeline: ConceptMapping, stage: Stage, deal: Deal) {
        self.pipeline = pipeline
        self.stage = stage
        self.deal = deal
    }
}

/// One audit-like table of the timeline.
package struct AuditMapping: Sendable, Equatable {
    package var table: String
    package var id: String
    package var time: String
    package var tenant: String?
    package var actor: String?
    package var actorName: String?
    package var actorRole: String?
    package var action: String
    package var targetTable: String?
    package var targetID: String?
    package var before: String?
    package var after: String?
    package var address: String?
    package var userAgent: String?
    package var reason: String?
    package var lease: String?
    package var change: String?

    package init(table: String, id: String = "id", time: String, action: String) {
        self.table = table
        self.id = id
        self.time = time
        self.action = action
    }
}

/// Where seals over stretches of the trail are kept, one a row.
package struct SealMapping: Sendable, Equatable {
    package var table: String
    package var root: String
    package var previous: String
    package var count: String
    /// The first and the last entry's key.
    package var first: String
    package var last: String
    package var from: String
    package var to: String
    package var algorithm: String
    /// The row's own key and its time.
    package var id: String
    package var created: String

    package init(
        table: String, root: String = "root_hash", previous: String = "previous_root", count: String = "entry_count",
        first: String = "first_entry_id", last: String = "last_entry_id", from: String = "period_start",
        to: String = "period_end", algorithm: String = "algorithm", id: String = "id",
        created: String = "created_at"
    ) {
        self.table = table
        self.id = id
        self.created = created
        self.root = root
        self.previous = previous
        self.count = count
        self.first = first
        self.last = last
        self.from = from
        self.to = to
        self.algorithm = algorithm
    }
}

package struct CentsMapping: Sendable, Equatable {
    package var column: String
    package var currency: String?

    package init(column: String, currency: String? = nil) {
        self.column = column
        self.currency = currency
    }
}

/// How one table is listed: the words for it, its columns in order, its sort.
package struct ResourceMapping: Sendable, Equatable {
    /// The word on the command line; plural, lower case (`members`).
    package var name: String
    package var table: String
    package var title: String?
    package var singular: String?
    package var aliases: [String]
    /// Field names in order; `field = path` entries define joined fields. Empty takes the table's own columns.
    package var columns: [String]
    /// Joined fields by name (`email = "user_id.email"`).
    package var fields: [String: String]
    /// Computed fields (`members`, `usage`, `activity`), filled in for visible rows only.
    package var computed: [String]
    /// The column that names a row to a person.
    package var label: String?
    /// `column` or `-column`.
    package var sort: [String]

    package init(name: String, table: String) {
        self.name = name
        self.table = table
        aliases = []
        columns = []
        fields = [:]
        computed = []
        sort = []
    }
}
