import TenantDomain

/// What a person asks for, whichever front they ask through: argv, the `:` line and key bindings all become one of
/// these, parsed by the same grammar.
package enum Command: Sendable, Equatable {
    case list(ListRequest)
    case show(RecordRequest)
    case find(String)
    /// The overview of one tenant, named by id, slug or name.
    case tenant(String)
    /// Everything one person may see and do, named by id, email or name.
    case user(String)
    /// A pipeline as a board; nil takes the tenant's (or database's) first one.
    case board(pipeline: String?, tenant: String?)
    case plans
    /// Tenants over a limit of their plan.
    case overLimits
    case audit(AuditRequest)
    /// Anything else about the audit trail.
    case trail(TrailCommand)
    /// One audit entry with its before and after.
    case entry(source: String?, id: String)
    case change(ChangeRequest, WriteTerms)
    /// Any row as text in an editor.
    case edit(resource: String, id: [String], WriteTerms)
    /// The change of a saved plan.
    case apply(file: String, WriteTerms)
    /// Changes of this operator that can be taken back, newest first.
    case receipts(limit: Int)
    case resources
    /// What a table is made of.
    case describe(String)
    case functions
    case journal(JournalCommand)
    /// One record unmasked, for a reason.
    case reveal(RecordRequest, reason: String)
    /// A summary to paste.
    case caseSummary(tenant: String, member: String?)
    case info
    /// Row-level security: reads as a member, and why.
    case access(AccessCommand)
    /// Suggest, check or show how the database is mapped.
    case map(MapCommand)
    case config(ConfigCommand)
    case environment(EnvironmentCommand)
    case demo(DemoRequest)
    case database(DatabaseRequest)
    /// Words for shell completion, one a line.
    case complete(CompletionRequest)
    /// Meaningful only with a screen; refused elsewhere.
    case console(ConsoleAction)
}

/// A list of one resource.
package struct ListRequest: Sendable, Equatable {
    /// As typed; resolved by the registry.
    package var resource: String
    package var filter: String
    /// Empty takes the resource's default sort.
    package var sort: [FieldSort]
    /// Empty takes the resource's default columns.
    package var columns: [String]
    /// Rows of one tenant only, named by id, slug or name.
    package var tenant: String?
    /// Nil takes the page size of the front.
    package var limit: Int?
    /// An opaque cursor of an earlier list.
    package var after: String?
    package var output: OutputFormat
    /// Whether a large table may be read row by row where no index serves filter or sort.
    package var allowsFullScan: Bool

    package init(
        resource: String, filter: String = "", sort: [FieldSort] = [], columns: [String] = [], tenant: String? = nil,
        limit: Int? = nil, after: String? = nil, output: OutputFormat = .table, allowsFullScan: Bool = false
    ) {
        self.resource = resource
        self.filter = filter
        self.sort = sort
        self.columns = columns
        self.tenant = tenant
        self.limit = limit
        self.after = after
        self.output = output
        self.allowsFullScan = allowsFullScan
    }
}

package struct RecordRequest: Sendable, Equatable {
    package var resource: String
    /// The identity's values in key order, as text; several parts only for composite keys.
    package var id: [String]
    package var output: OutputFormat

    package init(resource: String, id: [String], output: OutputFormat = .table) {
        self.resource = resource
        self.id = id
        self.output = output
    }
}

/// A stretch of the audit trail.
package struct AuditRequest: Sendable, Equatable {
    package var filter: String
    package var tenant: String?
    package var limit: Int?
    package var after: String?
    package var output: OutputFormat

    package init(
        filter: String = "", tenant: String? = nil, limit: Int? = nil, after: String? = nil,
        output: OutputFormat = .table
    ) {
        self.filter = filter
        self.tenant = tenant
        self.limit = limit
        self.after = after
        self.output = output
    }
}

/// How rows are written outside a screen.
package enum OutputFormat: String, Sendable, CaseIterable {
    case table, json, ndjson, csv, tsv, markdown
}

package enum ConfigCommand: Sendable, Equatable {
    case check(file: String?)
    case path
    case show
    case trust(file: String)
}

package enum JournalCommand: Sendable, Equatable {
    case list
    /// Nil shows the last one.
    case show(session: Int?)
    case verify(withDatabase: Bool)
}

package enum EnvironmentCommand: Sendable, Equatable {
    case list
    case add(name: String, database: String, isProtected: Bool)
    /// Opens another environment in the console.
    case use(String)
}

package struct DemoRequest: Sendable, Equatable {
    package var database: String?
    package var tenants: Int
    package var auditRows: Int
    package var seed: UInt64
    package var opens: Bool
    /// Makes the file anew even where a demo is there.
    package var replaces: Bool
    /// Writes into a server without asking first.
    package var isConfirmed: Bool

    package init(
        database: String? = nil, tenants: Int = 200, auditRows: Int = 200_000, seed: UInt64 = 1, opens: Bool = true,
        replaces: Bool = false, isConfirmed: Bool = false
    ) {
        self.database = database
        self.tenants = tenants
        self.auditRows = auditRows
        self.seed = seed
        self.opens = opens
        self.replaces = replaces
        self.isConfirmed = isConfirmed
    }
}

/// Laying the reference schema into the database that the connection options name.
package struct DatabaseRequest: Sendable, Equatable {
    package enum Step: String, Sendable { case create, upgrade }

    package var step: Step
    /// Writes without asking first.
    package var isConfirmed: Bool

    package init(step: Step, isConfirmed: Bool = false) {
        self.step = step
        self.isConfirmed = isConfirmed
    }
}

package enum CompletionRequest: Sendable, Equatable {
    case resources
    case fields(resource: String)
    case environments
}

/// What only a screen can do.
package enum ConsoleAction: Sendable, Equatable {
    case quit
    case help
    case back
    case forward
    case reload
    case theme(String?)
    /// `utc`, `local` or an IANA name; nil toggles.
    case zone(String?)
    case pin(tenant: String?)
    /// What the key does: pins the selected tenant, or unpins.
    case togglePin
    case columns([String])
    case sort([FieldSort])
    case filter(String)
    case mouse
    case linear
    case limitedRows
    /// Everything through a member's eyes; nil ends it.
    case viewAs(ViewRequest?)
    case watch
    case export(ExportFormat, file: String?)
    /// Keeps the view's filter under a name.
    case save(String)
    case recent
    /// Takes a lease; nil minutes take the longest allowed.
    case elevate(minutes: Int?, reason: String)
    case relinquish
}

/// What a view can be saved as.
package enum ExportFormat: String, Sendable, CaseIterable {
    case text, svg, csv, json, ndjson, markdown
}
