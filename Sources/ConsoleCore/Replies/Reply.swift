import TenantDomain

/// What a command comes back with; each front draws it its own way.
package enum Reply: Sendable, Equatable {
    case list(ListReply)
    case record(RecordReply)
    case find(FindReply)
    case tenant(TenantOverview)
    case user(UserOverview)
    case board(BoardReply)
    case plans(PlanMatrix)
    case timeline(TimelineReply)
    case entry(AuditEntryReply)
    case description(RelationDescription)
    case trail(TrailReply)
    /// Plain columns and rows: info, resources, config show, env list.
    case facts(FactTable)
    /// A change planned and not made.
    case plan(ChangePlan)
    case receipt(Receipt)
    case access(AccessExplanation)
    case lines([String])
    case message(String)
    case console(ConsoleAction)
    /// Something that opening looks at has changed: say so, and open the same database anew.
    case reopen(String)
    /// Ask the front to open another database.
    case open(environment: String)
}

/// A page of a resource, masked, with what is needed to name and find its rows again.
package struct ListReply: Sendable, Equatable {
    package let resource: Resource
    /// The columns of the page, left to right; the block may hold more (identity, label) after them.
    package let columns: [ResourceColumn]
    /// What the block holds after the columns, for names, links and currencies; not shown.
    package let hidden: [ResourceColumn]
    package let page: RowPage
    /// Result columns that hold the identity, in key order; empty where the relation has none.
    package let identityColumns: [Int]
    /// The result column that names the row to a person.
    package let labelColumn: Int
    /// The result column that holds the row's tenant id, where the row names it itself.
    package let tenantColumn: Int?
    /// The filter as understood, canonical; empty for none.
    package let filter: String
    package let sort: [FieldSort]
    package let tenant: TenantMatch?
    /// The cursor that resumes after the last row, nil at the end.
    package let next: String?
    /// What the engine took, in microseconds, for the title line.
    package let elapsedMicroseconds: Int

    package init(
        resource: Resource, columns: [ResourceColumn], hidden: [ResourceColumn] = [], page: RowPage,
        identityColumns: [Int], labelColumn: Int, tenantColumn: Int? = nil, filter: String = "", sort: [FieldSort] = [],
        tenant: TenantMatch? = nil,
        next: String? = nil, elapsedMicroseconds: Int = 0
    ) {
        self.resource = resource
        self.columns = columns
        self.hidden = hidden
        self.page = page
        self.identityColumns = identityColumns
        self.labelColumn = labelColumn
        self.tenantColumn = tenantColumn
        self.filter = filter
        self.sort = sort
        self.tenant = tenant
        self.next = next
        self.elapsedMicroseconds = elapsedMicroseconds
    }

    /// The identity of a row, nil where rows have none.
    package func identity(row: Int) -> RowIdentity? {
        guard !identityColumns.isEmpty else { return nil }
        return RowIdentity(identityColumns.map { page.rows.value(row: row, column: $0) })
    }

    package func label(row: Int) -> String {
        page.rows.text(row: row, column: labelColumn) ?? ""
    }

    /// Where a field stands in the block, shown or hidden.
    package func place(of field: String) -> Int? {
        columns.firstIndex { $0.name == field }
            ?? hidden.firstIndex { $0.name == field }.map { columns.count + $0 }
    }
}

/// The values of a row's key, in key order.
package struct RowIdentity: Sendable, Hashable {
    package let values: [Value]

    package init(_ values: [Value]) { self.values = values }

    /// As `show` takes it: parts in key order.
    package var words: [String] { values.map { $0.text ?? "" } }
}

/// A tenant found by what a person typed.
package struct TenantMatch: Sendable, Equatable, Hashable {
    package let id: Value
    package let name: String

    package init(id: Value, name: String) {
        self.id = id
        self.name = name
    }
}

/// How many rows there are, as far as anybody looked.
package enum RowTally: Sendable, Equatable {
    case exactly(Int)
    /// At least this many; counting stopped there.
    case moreThan(Int)
    /// The engine's estimate.
    case about(Int)
    case unknown

    /// `12`, `1,000+`, `~10.2 M`, empty when unknown.
    package var text: String {
        switch self {
        case .exactly(let count): NumberText.grouped(Int64(count))
        case .moreThan(let cap): "\(NumberText.grouped(Int64(cap)))+"
        case .about(let estimate): "~\(NumberText.short(Int64(estimate)))"
        case .unknown: ""
        }
    }
}

/// One row, every column, and what it is connected to.
package struct RecordReply: Sendable, Equatable {
    package struct Field: Sendable, Equatable {
        package let column: ResourceColumn
        /// Masked already; whole text unless `fullSize` says that it was cut.
        package let value: Value
        /// Bytes of the whole value where only its head was read.
        package let fullSize: Int?
        /// What the row that a foreign key names is called.
        package let referenceLabel: String?

        package init(column: ResourceColumn, value: Value, fullSize: Int? = nil, referenceLabel: String? = nil) {
            self.column = column
            self.value = value
            self.fullSize = fullSize
            self.referenceLabel = referenceLabel
        }
    }

    package let resource: Resource
    package let identity: RowIdentity
    package let label: String
    package let fields: [Field]
    package let relations: [RelatedRows]
    package let tenant: TenantMatch?

    package init(
        resource: Resource, identity: RowIdentity, label: String, fields: [Field], relations: [RelatedRows],
        tenant: TenantMatch?
    ) {
        self.resource = resource
        self.identity = identity
        self.label = label
        self.fields = fields
        self.relations = relations
        self.tenant = tenant
    }
}

/// Rows connected to one row by a foreign key, in one direction.
package struct RelatedRows: Sendable, Equatable {
    package enum Direction: Sendable, Equatable {
        /// The row that this row names.
        case toOne
        /// The rows that name this row.
        case toMany
    }

    /// The resource on the other side.
    package let resource: String
    package let title: String
    package let direction: Direction
    /// The filter that lists them.
    package let filter: String
    package let tally: RowTally
    /// The key that connects them, `widget_id`.
    package let through: String

    package init(
        resource: String, title: String, direction: Direction, filter: String, tally: RowTally, through: String
    ) {
        self.resource = resource
        self.title = title
        self.direction = direction
        self.filter = filter
        self.tally = tally
        self.through = through
    }
}

/// What a search over everything found, grouped by resource, exact matches first.
package struct FindReply: Sendable, Equatable {
    package struct Match: Sendable, Equatable {
        package let resource: String
        package let title: String
        package let identity: RowIdentity
        package let label: String
        /// The field that matched, with its (masked) text.
        package let field: String
        package let text: String
        package let isExact: Bool
        package let tenant: String?

        package init(
            resource: String, title: String, identity: RowIdentity, label: String, field: String, text: String,
            isExact: Bool, tenant: String?
        ) {
            self.resource = resource
            self.title = title
            self.identity = identity
            self.label = label
            self.field = field
            self.text = text
            self.isExact = isExact
            self.tenant = tenant
        }
    }

    package let text: String
    package let matches: [Match]
    /// Resources that were not looked through and why (too large without an index).
    package let skipped: [String]
    package let elapsedMicroseconds: Int

    package init(text: String, matches: [Match], skipped: [String], elapsedMicroseconds: Int) {
        self.text = text
        self.matches = matches
        self.skipped = skipped
        self.elapsedMicroseconds = elapsedMicroseconds
    }
}
