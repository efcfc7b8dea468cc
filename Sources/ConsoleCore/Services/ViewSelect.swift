import TenantDomain
import TenantStore

/// A SELECT over mapped columns for the views that count and sum, where rows alone won't do: the profile's column
/// texts become columns and to-one joins, values are bound, names quoted by the one writer.
struct ViewSelect {
    let relation: Relation
    private let catalog: Catalog
    private var writer: SQLWriter
    private let alias: String
    private var joins: [(hops: [Hop], alias: String, clause: String)] = []
    private var columns: [String] = []
    private var conditions: [String] = []
    private var groups: [String] = []
    private var orders: [String] = []
    private var limit: Int?

    /// Characters of a text that a view shows.
    static let textHead = 256

    /// Nil where the catalog has no such table.
    init?(_ table: String?, _ session: ConsoleSession) {
        guard let table, let relation = session.registry.catalog.relation(named: table) else { return nil }
        self.init(relation, session)
    }

    init(_ relation: Relation, _ session: ConsoleSession) {
        self.init(
            relation, catalog: session.registry.catalog, writer: SQLWriter(dialect: session.store.dialect))
    }

    private init(_ relation: Relation, catalog: Catalog, writer: SQLWriter) {
        self.relation = relation
        self.catalog = catalog
        self.writer = writer
        alias = self.writer.nextAlias()
    }

    // MARK: Columns

    /// SQL of a profile's column text, joining what it needs; nil where nothing of that name is there.
    mutating func sql(_ text: String?) throws(PlanningError) -> String? {
        guard let text, let path = ProfilePath.resolve(text, from: relation.name, in: catalog) else { return nil }
        return try sql(path)
    }

    mutating func sql(_ path: ColumnPath) throws(PlanningError) -> String {
        let alias = try join(path.hops)
        guard let column = catalog[path.hops.last?.target ?? relation.name]?.column(path.column) else {
            throw .unknownColumn(path.hops.last?.target ?? relation.name, path.column)
        }
        return try writer.expression(of: column, alias: alias)
    }

    func column(_ text: String?) -> Column? {
        guard let text, let path = ProfilePath.resolve(text, from: relation.name, in: catalog) else { return nil }
        return catalog[path.hops.last?.target ?? relation.name]?.column(path.column)
    }

    /// Where the plan's name stands, given where its key does; the key itself where no catalog names it.
    func plan(_ key: String?, _ plans: PlanMapping?) -> String? {
        guard let key, let name = plans?.name, column("\(key).\(name)") != nil else { return key }
        return "\(key).\(name)"
    }

    private mutating func join(_ hops: [Hop]) throws(PlanningError) -> String {
        guard let last = hops.last else { return alias }
        if let known = joins.first(where: { $0.hops == hops }) { return known.alias }
        let from = try join(Array(hops.dropLast()))
        let alias = writer.nextAlias()
        let condition = try last.joinCondition(from: from, to: alias, writer: &writer)
        let clause = try " LEFT JOIN \(SQLWriter.quote(last.target)) AS \(alias) ON \(condition)"
        joins.append((hops, alias, clause))
        return alias
    }

    /// Adds a result column and returns its place; an absent column becomes NULL so that places stay put.
    @discardableResult
    mutating func add(_ text: String?) throws(PlanningError) -> Int {
        guard let text, let path = ProfilePath.resolve(text, from: relation.name, in: catalog) else {
            return add(expression: "NULL")
        }
        return try add(path: path)
    }

    @discardableResult
    mutating func add(path: ColumnPath) throws(PlanningError) -> Int {
        let column = catalog[path.hops.last?.target ?? relation.name]?.column(path.column)
        let expression = try sql(path)
        let isText = column.map { $0.type == .text || $0.type == .json || $0.type == .other } ?? false
        return add(expression: isText ? headed(expression, column) : expression)
    }

    /// The value as it is stored: keys must not be cut.
    @discardableResult
    mutating func add(whole text: String?) throws(PlanningError) -> Int {
        add(expression: try sql(text) ?? "NULL")
    }

    @discardableResult
    mutating func add(expression: String) -> Int {
        columns.append(expression)
        return columns.count - 1
    }

    private func headed(_ expression: String, _ column: Column?) -> String {
        switch writer.dialect {
        case .sqlite: "substr(\(expression), 1, \(Self.textHead))"
        case .postgres:
            column?.type == .text
                ? "left(\(expression), \(Self.textHead))" : "left(CAST(\(expression) AS text), \(Self.textHead))"
        }
    }

    // MARK: Conditions

    mutating func bind(_ value: Value) -> String { writer.bind(value) }

    mutating func add(where condition: String) { conditions.append(condition) }

    mutating func whereEqual(_ text: String?, _ value: Value) throws(PlanningError) {
        guard let column = try sql(text) else {
            conditions.append("FALSE")
            return
        }
        conditions.append("\(column) = \(bind(value))")
    }

    mutating func whereOneOf(_ text: String?, _ values: [Value]) throws(PlanningError) {
        guard let column = try sql(text), !values.isEmpty else {
            conditions.append("FALSE")
            return
        }
        let list = values.map { bind($0) }.joined(separator: ", ")
        conditions.append("\(column) IN (\(list))")
    }

    mutating func whereNull(_ text: String?) throws(PlanningError) {
        if let column = try sql(text) { conditions.append("\(column) IS NULL") }
    }

    /// Rows of one tenant, along the hops that the registry found; to-many hops are no joins but lookups.
    mutating func whereTenant(_ path: [Hop], is id: Value) throws(PlanningError) {
        guard !path.isEmpty else {
            guard let key = relation.identity.first else {
                conditions.append("FALSE")
                return
            }
            conditions.append("\(alias).\(try SQLWriter.quote(key)) = \(bind(id))")
            return
        }
        conditions.append(try tenantCondition(path[...], from: alias, id: id))
    }

    private mutating func tenantCondition(_ path: ArraySlice<Hop>, from: String, id: Value) throws(PlanningError)
        -> String
    {
        guard let hop = path.first, let column = hop.columns.first, let target = hop.targetColumns.first else {
            return "FALSE"
        }
        let left = "\(from).\(try SQLWriter.quote(column))"
        if path.count == 1 { return "\(left) = \(bind(id))" }
        let inner = writer.nextAlias()
        let rest = try tenantCondition(path.dropFirst(), from: inner, id: id)
        return try "\(left) IN (SELECT \(inner).\(SQLWriter.quote(target)) FROM \(SQLWriter.quote(hop.target)) "
            + "AS \(inner) WHERE \(rest))"
    }

    /// The text of a select over another table that shares this one's bindings and aliases, for use between
    /// parentheses; nil where the catalog has no such table.
    mutating func nested(
        _ table: String, _ build: (inout ViewSelect) throws(PlanningError) -> Void
    ) throws(PlanningError) -> String? {
        guard let relation = catalog.relation(named: table) else { return nil }
        var inner = ViewSelect(relation, catalog: catalog, writer: writer)
        try build(&inner)
        writer = inner.writer
        return try inner.text()
    }

    mutating func group(by expression: String) { groups.append(expression) }
    mutating func order(by expression: String) { orders.append(expression) }
    mutating func limit(_ rows: Int) { limit = rows }

    // MARK: The statement

    func statement() throws(PlanningError) -> Statement {
        Statement(sql: try text(), bindings: writer.bindings, columnCount: columns.count)
    }

    /// How many rows there are, counted up to one more than the cap.
    func cappedCount(_ cap: Int) throws(PlanningError) -> Statement {
        let inner = try "SELECT 1 AS one FROM \(from())\(conditionText()) LIMIT \(cap + 1)"
        return Statement(
            sql: "SELECT count(*) FROM (\(inner)) AS counted", bindings: writer.bindings, columnCount: 1)
    }

    /// The first rows of each group, in the order given inside and group by group.
    func numbered(partition: String, order: String, most: Int) throws(PlanningError) -> Statement {
        let names = columns.indices.map { "c\($0)" }
        let inner = zip(columns, names).map { "\($0) AS \($1)" }.joined(separator: ", ")
        let text =
            try "SELECT \(names.joined(separator: ", ")) FROM (SELECT \(inner), row_number() OVER "
            + "(PARTITION BY \(partition) ORDER BY \(order)) AS place FROM \(from())\(conditionText())) AS numbered "
            + "WHERE place <= \(most) ORDER BY place"
        return Statement(sql: text, bindings: writer.bindings, columnCount: columns.count)
    }

    private func from() throws(PlanningError) -> String {
        try SQLWriter.quote(relation.name) + " AS \(alias)" + joins.map(\.clause).joined()
    }

    private func conditionText() -> String {
        conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    }

    private func text() throws(PlanningError) -> String {
        var text = try "SELECT \(columns.joined(separator: ", ")) FROM \(from())\(conditionText())"
        if !groups.isEmpty { text += " GROUP BY " + groups.joined(separator: ", ") }
        if !orders.isEmpty { text += " ORDER BY " + orders.joined(separator: ", ") }
        if let limit { text += " LIMIT \(limit)" }
        return text
    }
}

extension RowBlock {
    /// The cell as a whole number; sums of numerics lose their fraction.
    func number(row: Int, column: Int) -> Int64? {
        guard row < rowCount, let text = text(row: row, column: column) else { return nil }
        return Int64(text) ?? Double(text).flatMap { Int64(exactly: $0.rounded(.towardZero)) }
    }

    func truth(row: Int, column: Int) -> Bool {
        guard row < rowCount, let text = text(row: row, column: column) else { return false }
        return ["1", "t", "true", "TRUE", "yes"].contains(text)
    }

    /// The cell as an instant: ISO text, or seconds, milliseconds or microseconds by their size.
    func time(row: Int, column: Int) -> Int64? {
        guard row < rowCount, !isNull(row: row, column: column) else { return nil }
        switch kind(row: row, column: column) {
        case .text: return TimeText.parse(bytes(row: row, column: column))
        case .integer, .real:
            guard let number = number(row: row, column: column) else { return nil }
            return StoredTime.instant(number)
        case .null, .bytes: return nil
        }
    }
}

/// Times that a column holds as a number, as databases without a time type keep them.
enum StoredTime {
    /// Seconds until 2286, milliseconds and microseconds beyond: no table of today holds others.
    static func instant(_ number: Int64) -> Int64 {
        switch number.magnitude {
        case ..<10_000_000_000: number * 1_000_000
        case ..<10_000_000_000_000: number * 1000
        default: number
        }
    }

    /// What a comparison with the column binds.
    static func value(_ instant: Int64, for column: Column?) -> Value {
        guard let column else { return .text(TimeText.iso(instant)) }
        if column.type == .date { return .text(TimeText.date(CivilTime(instantAsUTC: instant))) }
        if column.type == .integer { return .integer(instant / 1_000_000) }
        return .text(TimeText.iso(instant))
    }
}
