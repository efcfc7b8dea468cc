/// A table or view as the catalog describes it.
package struct Relation: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case table, view, materializedView = "materialized view", foreignTable = "foreign table"
        case partitioned = "partitioned table", virtual = "virtual table"
    }

    package let name: RelationName
    package let kind: Kind
    package private(set) var columns: [Column]
    /// Empty where the relation has no primary key.
    package let primaryKey: [String]
    package let uniqueKeys: [[String]]
    package private(set) var foreignKeys: [ForeignKey]
    /// Those that keep rows in an order.
    package let indexes: [Index]
    /// Those that find words, shapes or parts (gin, gist, brin …): they serve no order and no page.
    package let searchIndexes: [Index]
    package let checks: [CheckConstraint]
    package let triggers: [Trigger]
    /// SQLite: whether `rowid` names a row. PostgreSQL: whether `ctid` does (heap tables).
    package let hasRowIdentifier: Bool
    /// The planner's estimate, nil where the engine has none; never a count.
    package let rowEstimate: Int?
    /// On disk with indexes, in bytes, as last estimated by the engine; nil where it has no estimate.
    package let sizeEstimate: Int?
    package let comment: String?
    /// The partitioned table that this one is a part of.
    package let partitionOf: RelationName?
    /// `FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')`, or of a partitioned table its key, `RANGE (created_at)`.
    package let partitioning: String?
    package let rowSecurity: RowSecurity
    package let policies: [Policy]
    /// Nil where the engine has no rights.
    package let rights: RelationRights?

    package init(
        name: RelationName, kind: Kind = .table, columns: [Column], primaryKey: [String] = [],
        uniqueKeys: [[String]] = [], foreignKeys: [ForeignKey] = [], indexes: [Index] = [],
        searchIndexes: [Index] = [], checks: [CheckConstraint] = [], triggers: [Trigger] = [],
        hasRowIdentifier: Bool = true, rowEstimate: Int? = nil, sizeEstimate: Int? = nil, comment: String? = nil,
        partitionOf: RelationName? = nil, partitioning: String? = nil, rowSecurity: RowSecurity = .off,
        policies: [Policy] = [], rights: RelationRights? = nil
    ) {
        self.name = name
        self.kind = kind
        self.columns = columns
        self.primaryKey = primaryKey
        self.uniqueKeys = uniqueKeys
        self.foreignKeys = foreignKeys
        self.indexes = indexes
        self.searchIndexes = searchIndexes
        self.checks = checks
        self.triggers = triggers
        self.hasRowIdentifier = hasRowIdentifier
        self.rowEstimate = rowEstimate
        self.sizeEstimate = sizeEstimate
        self.comment = comment
        self.partitionOf = partitionOf
        self.partitioning = partitioning
        self.rowSecurity = rowSecurity
        self.policies = policies
        self.rights = rights
    }

    package func column(_ name: String) -> Column? {
        columns.first { $0.name == name }
    }

    /// The columns that identify a row: the primary key, else the first unique key without nullable columns.
    package var identity: [String] {
        if !primaryKey.isEmpty { return primaryKey }
        return uniqueKeys.first { key in key.allSatisfy { column($0)?.isNullable == false } } ?? []
    }

    /// The relation with what a profile says of it: keys that the database does not declare, columns made of others.
    package func adding(keys: [ForeignKey], columns: [Column]) -> Relation {
        var relation = self
        relation.foreignKeys += keys
        relation.columns += columns
        return relation
    }

    /// Whether an index (or key) leads with the column, so that equality and order on it are cheap.
    package func isIndexed(_ column: String) -> Bool {
        primaryKey.first == column || uniqueKeys.contains { $0.first == column }
            || indexes.contains { $0.columns.first?.name == column && $0.predicate == nil }
    }

    /// Whether an index that leaves out rows without the column leads with it: it finds equal values.
    package func isIndexedWherePresent(_ column: String) -> Bool {
        indexes.contains { index in
            guard index.columns.first?.name == column, let predicate = index.predicate else { return false }
            return predicate.lowercased().filter { !"()\"".contains($0) } == "\(column.lowercased()) is not null"
        }
    }

    /// Whether an index leads with the column in lower case, so that equality without regard to case is cheap.
    package func isIndexedInLowerCase(_ column: String) -> Bool {
        let wanted = "lower\(column.lowercased())"
        return indexes.contains { index in
            guard index.predicate == nil, let expression = index.columns.first?.expression else { return false }
            // Engines spell it `lower(email)`, `lower("email")`, `lower((email)::text)`.
            return expression.lowercased().replacing("::text", with: "").filter { !"()\" ".contains($0) } == wanted
        }
    }
}

/// A column with what the catalog knows of its values.
package struct Column: Sendable, Equatable {
    package enum Generation: Sendable, Equatable { case no, identity, stored, virtual }

    package let name: String
    /// As the database spells it (`varchar(40)`, `uuid_text`).
    package let declaredType: String
    package let type: ColumnType
    package let isNullable: Bool
    package let defaultValue: String?
    package let generation: Generation
    /// From CHECK (… IN …), enum or domain, in declared order; empty where anything goes.
    package let allowedValues: [String]
    package let comment: String?
    /// Whether the role that read the catalog may select it.
    package let isReadable: Bool
    /// Nil for the database's own columns.
    package let words: ColumnWords?

    package init(
        name: String, declaredType: String, type: ColumnType, isNullable: Bool = true, defaultValue: String? = nil,
        generation: Generation = .no, allowedValues: [String] = [], comment: String? = nil, isReadable: Bool = true,
        words: ColumnWords? = nil
    ) {
        self.name = name
        self.declaredType = declaredType
        self.type = type
        self.isNullable = isNullable
        self.defaultValue = defaultValue
        self.generation = generation
        self.allowedValues = allowedValues
        self.comment = comment
        self.isReadable = isReadable
        self.words = words
    }
}

/// The kinds of values that the console shows, filters and sorts differently.
package enum ColumnType: String, Sendable, CaseIterable {
    case text, integer, real, numeric, boolean, timestamp, date, uuid, json, bytes, network, array, vector, interval
    case enumeration, other

    package var isNumeric: Bool { self == .integer || self == .real || self == .numeric }
    /// Whether the value is free text that a bare search word looks into.
    package var isText: Bool { self == .text || self == .other }
    package var isTime: Bool { self == .timestamp || self == .date }
}

/// A foreign key: `columns` here name `targetColumns` there, pairwise.
package struct ForeignKey: Sendable, Equatable, Hashable {
    package enum Action: String, Sendable {
        case none = "no action", restrict, cascade, setNull = "set null", setDefault = "set default"
    }

    package let columns: [String]
    package let target: RelationName
    package let targetColumns: [String]
    package let onDelete: Action
    /// What `set null` and `set default` write: the key's columns, or those of them that it names (`SET NULL (owner_id)`).
    package let onDeleteColumns: [String]

    /// - Parameter onDeleteColumns: nil for all of them.
    package init(
        columns: [String], target: RelationName, targetColumns: [String], onDelete: Action = .none,
        onDeleteColumns: [String]? = nil
    ) {
        self.columns = columns
        self.target = target
        self.targetColumns = targetColumns
        self.onDelete = onDelete
        self.onDeleteColumns = onDeleteColumns ?? columns
    }
}

/// An index; an expression column has no name, only its text.
package struct Index: Sendable, Equatable {
    package struct IndexColumn: Sendable, Equatable {
        package let name: String?
        package let expression: String?
        package let descending: Bool

        package init(name: String?, expression: String? = nil, descending: Bool = false) {
            self.name = name
            self.expression = expression
            self.descending = descending
        }
    }

    package let name: String
    package let columns: [IndexColumn]
    package let isUnique: Bool
    package let isPrimary: Bool
    /// The WHERE clause of a partial index.
    package let predicate: String?
    /// `btree`, `gin`; the engine's own word.
    package let method: String

    package init(
        name: String, columns: [IndexColumn], isUnique: Bool = false, isPrimary: Bool = false,
        predicate: String? = nil, method: String = "btree"
    ) {
        self.name = name
        self.columns = columns
        self.isUnique = isUnique
        self.isPrimary = isPrimary
        self.predicate = predicate
        self.method = method
    }
}

/// A rule that every row keeps.
package struct CheckConstraint: Sendable, Equatable {
    /// Empty where the engine gave it no name.
    package let name: String
    /// The condition as the database spells it, `CHECK` left out.
    package let definition: String

    package init(name: String, definition: String) {
        self.name = name
        self.definition = definition
    }
}

/// A trigger by name and what sets it off.
package struct Trigger: Sendable, Equatable {
    package let name: String
    package let definition: String
    /// What it calls, nil where it is all in the definition.
    package let function: RelationName?
    package let isEnabled: Bool

    package init(name: String, definition: String, function: RelationName? = nil, isEnabled: Bool = true) {
        self.name = name
        self.definition = definition
        self.function = function
        self.isEnabled = isEnabled
    }
}
