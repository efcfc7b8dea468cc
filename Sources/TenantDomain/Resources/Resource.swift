/// A browsable collection: what the generic browser, filters, sort, prompt, help, command line and export follow from.
package struct Resource: Sendable, Equatable {
    /// The word on the command line (`members`).
    package let name: String
    package let aliases: [String]
    /// Plural, as a heading (`Members`).
    package let title: String
    /// `member`.
    package let singular: String
    package let relation: RelationName
    /// What the rows are in tenancy terms; nil for any other table.
    package let concept: Concept?
    package let columns: [ResourceColumn]
    /// Names of the columns shown unless the user chose others, key column first.
    package let defaultColumns: [String]
    /// Columns of the relation that identify a row; empty where nothing does.
    package let identity: [String]
    /// The field that names a row to a person.
    package let label: String
    package let defaultSort: [FieldSort]
    /// The hops from a row to its tenant; nil where the rows belong to no tenant. Empty for the tenants themselves.
    package let tenantPath: [Hop]?

    package init(
        name: String, aliases: [String] = [], title: String, singular: String, relation: RelationName,
        concept: Concept? = nil, columns: [ResourceColumn], defaultColumns: [String], identity: [String],
        label: String, defaultSort: [FieldSort], tenantPath: [Hop]?
    ) {
        self.name = name
        self.aliases = aliases
        self.title = title
        self.singular = singular
        self.relation = relation
        self.concept = concept
        self.columns = columns
        self.defaultColumns = defaultColumns
        self.identity = identity
        self.label = label
        self.defaultSort = defaultSort
        self.tenantPath = tenantPath
    }

    package func column(_ name: String) -> ResourceColumn? {
        columns.first { $0.name == name }
    }
}

/// What a resource's rows are in the words of the job.
package enum Concept: String, Sendable, CaseIterable {
    case tenant, user, member, invitation, plan, feature, limit, subscription, usage, project, projectMember
    case widget, widgetChild, pipeline, stage, deal, contact, interaction, audit
}

/// A field of a resource: a stored column, a joined one, or one computed for the visible rows.
package struct ResourceColumn: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        case stored(ColumnPath)
        case computed(ComputedField)
    }

    /// How a value is drawn; storage stays as it is.
    package enum Display: Sendable, Equatable {
        case plain
        /// Shortened to what is unique on screen, whole on copy.
        case identifier
        case time
        case date
        case boolean
        case json
        /// Elements one after the other.
        case array
        /// How many numbers, and the first of them; the number as declared, nil where the type names none.
        case vector(dimensions: Int?)
        case bytes
        case number
        /// Integer cents, with the field that names the currency.
        case cents(currency: String?)
        /// Members, widgets and the like against a limit.
        case usage
    }

    package enum Mask: Sendable, Equatable {
        case none
        /// Shown masked to personas without personal data.
        case personal(PersonalKind)
        /// Never fetched, never shown.
        case secret
    }

    /// The name in filters, sorts, JSON keys and CSV headings.
    package let name: String
    package let title: String
    package let source: Source
    package let type: ColumnType
    package let isNullable: Bool
    package let allowedValues: [String]
    package let display: Display
    package let mask: Mask
    /// Whether order and equality on it are served by an index.
    package let isIndexed: Bool
    /// The relation whose rows this column names, when it is a foreign key of one column.
    package let references: RelationName?

    package init(
        name: String, title: String, source: Source, type: ColumnType, isNullable: Bool = true,
        allowedValues: [String] = [], display: Display = .plain, mask: Mask = .none, isIndexed: Bool = false,
        references: RelationName? = nil
    ) {
        self.name = name
        self.title = title
        self.source = source
        self.type = type
        self.isNullable = isNullable
        self.allowedValues = allowedValues
        self.display = display
        self.mask = mask
        self.isIndexed = isIndexed
        self.references = references
    }

    package var path: ColumnPath? {
        if case .stored(let path) = source { path } else { nil }
    }
}

/// What kind of personal data a column holds: decides which part stays readable under the mask.
package enum PersonalKind: String, Sendable, CaseIterable {
    case email, phone, name, address, network, userAgent, payload
}

/// A field that no column holds, read in a second query for the visible rows only.
package enum ComputedField: Sendable, Equatable, Hashable {
    /// What a tenant uses of a limit, `38/50`; the limit's key in the plan catalog.
    case usage(limit: String)
    /// The tenant's highest used share of any limit, as a bar.
    case highestUsage
    /// When the tenant's newest audit entry was written.
    case lastActivity
    /// Rows along the hops.
    case count([Hop])
}

/// `name` or `-name`.
package struct FieldSort: Sendable, Equatable, Hashable {
    package let field: String
    package let descending: Bool

    package init(_ field: String, descending: Bool = false) {
        self.field = field
        self.descending = descending
    }

    /// Reads `created_at` or `-created_at`.
    package init(parsing text: String) {
        if text.hasPrefix("-") {
            self.init(String(text.dropFirst()), descending: true)
        } else {
            self.init(text)
        }
    }

    package var text: String { descending ? "-\(field)" : field }
}
