import TenantDomain
import TenantStore
import Testing

extension Contract {
    /// Random filters over random rows: what the database finds is what `FilterEvaluator`, which reads the predicate in
    /// memory, says it should. The store's database holds `FilterRows.script`, a part of `Contract.script`.
    package static func filtersFindWhatTheirMeaningSays(_ store: some DatabaseStore) async throws {
        let planner = StatementPlanner(catalog: try await store.readCatalog(), dialect: store.dialect)
        let engine = store.identity.engine.kind
        let resolver = FilterResolver(resource: FilterRows.resource, context: FilterRows.context(engine))
        let rows = FilterRows.rows
        var random = SplitMix(seed: 7)
        var asked: [(text: String, wanted: [String], statement: Statement)] = []
        var refused = 0
        for _ in 0..<600 {
            let text = FilterRows.filter(&random)
            let predicate: Predicate
            do {
                predicate = try resolver.resolve(text)
            } catch {
                refused += 1
                continue
            }
            let wanted = rows.filter { FilterRows.evaluator($0).matches(predicate) }.map(\.id).sorted()
            let query = RowQuery(
                relation: FilterRows.resource.relation, columns: [Projection(ColumnPath("id"), type: .text)],
                predicate: predicate, page: PageRequest(limit: 1000))
            asked.append((text, wanted, try planner.page(query).statement))
        }
        #expect(asked.count > 400, "\(refused) filters were refused")
        #expect(asked.count { !$0.wanted.isEmpty && $0.wanted.count < rows.count } > asked.count / 3)
        for start in stride(from: 0, to: asked.count, by: 40) {
            let some = asked[start..<min(start + 40, asked.count)]
            let blocks = try await store.read(some.map(\.statement))
            for (question, block) in zip(some, blocks) {
                let found = (0..<block.rowCount).compactMap { block.text(row: $0, column: 0) }.sorted()
                #expect(
                    found == question.wanted,
                    "\(question.text): \(FilterRows.difference(found, question.wanted))\n\(question.statement.sql)")
            }
        }
    }
}

/// Rows with every kind of column that filters tell apart, and random filters over them; the same on every run.
package enum FilterRows {
    struct Row: Sendable {
        let id: String
        let values: [String: Value]
        let owner: Int?
    }

    private static let owners = ["Ada Löv", "Bo", "ÅSA Öst"]

    static let rows: [Row] = {
        var random = SplitMix(seed: 4_711)
        func maybe(_ value: Value) -> Value { random.below(5) == 0 ? .null : value }
        return (0..<120).map { number in
            let owner = random.below(4) == 0 ? nil : random.below(owners.count) + 1
            let document = ["null", "12", "-3", "1.5", "\"Ads\"", "\"ads é\"", "true", "[1,2]"][random.below(8)]
            let json =
                "{\"source\": \(document), \"deep\": {\"a\": [\(random.below(3))], \"b\": \"x_\(random.below(3))\"}}"
            let texts = ["Blåbär", "BLÅBÄR AB", "50% off_x", "a\\b", "Straße", "o'Neil", "", "日本 語", "x", "xy_z"]
            let day = 1 + random.below(20)
            let values: [String: Value] = [
                "id": .text("k\(number)"), "name": .text(texts[random.below(texts.count)]),
                "note": maybe(.text(texts[random.below(texts.count)])),
                "status": maybe(.text(["active", "past due", "Gone"][random.below(3)])),
                "seats": maybe(.integer(Int64(random.below(20) - 4))),
                "price": maybe(.text("\(random.below(12)).\(random.below(2) == 0 ? "50" : "00")")),
                "is_open": maybe(.integer(Int64(random.below(2)))),
                "joined_at": maybe(
                    .text("2026-11-\(day < 10 ? "0" : "")\(day)T\(10 + random.below(10)):00:00.000000Z")),
                "metadata": maybe(.text(json)), "owner_id": owner.map { .integer(Int64($0)) } ?? .null,
            ]
            return Row(id: "k\(number)", values: values, owner: owner)
        }
    }()

    /// 2026-11-21T06:00:00Z.
    private static let now: Int64 = 1_795_240_800_000_000
    private static let ownerHop = Hop(
        columns: ["owner_id"], target: RelationName("filter_owners"), targetColumns: ["id"])

    static let resource = Resource(
        name: "things", title: "Things", singular: "thing", relation: RelationName("filter_things"),
        columns: [
            column("id", .text), column("name", .text), column("note", .text), column("status", .text),
            column("seats", .integer), column("price", .numeric), column("is_open", .boolean),
            column("joined_at", .timestamp), column("metadata", .json),
            ResourceColumn(
                name: "owner_id", title: "Owner", source: .stored(ColumnPath("owner_id")), type: .integer,
                references: ownerHop.target),
            ResourceColumn(
                name: "owner", title: "Owner's name", source: .stored(ColumnPath(hops: [ownerHop], "name")), type: .text
            ),
        ],
        defaultColumns: ["id"], identity: ["id"], label: "name", defaultSort: [], tenantPath: nil)

    private static func column(_ name: String, _ type: ColumnType) -> ResourceColumn {
        ResourceColumn(name: name, title: name, source: .stored(ColumnPath(name)), type: type)
    }

    static func context(_ engine: DatabaseEngine.Kind) -> FilterContext {
        FilterContext(
            now: now, zone: .fixed(seconds: 7200), engine: engine,
            references: { relation in
                relation != ownerHop.target
                    ? nil : FilterReference(key: "id", fields: [.init(ColumnPath("name"), isName: true)])
            })
    }

    static func evaluator(_ row: Row) -> FilterEvaluator {
        func name(_ owner: Int?) -> Value { owner.map { .text(owners[$0 - 1]) } ?? .null }
        return FilterEvaluator(
            value: { path in path.hops.isEmpty ? row.values[path.column] ?? .null : name(row.owner) },
            related: { hops, inner in
                guard hops == [ownerHop], let owner = row.owner else { return false }
                return FilterEvaluator(value: { path in
                    path.column == "id" ? .integer(Int64(owner)) : name(owner)
                }).matches(inner)
            })
    }

    /// The rows' tables.
    static func script(_ dialect: SQLDialect) -> String {
        let isSQLite = dialect == .sqlite
        let text = isSQLite ? "text" : "text COLLATE \"C\""
        var sql = """
            CREATE TABLE filter_owners (id integer PRIMARY KEY, name \(text) NOT NULL);
            CREATE TABLE filter_things (id \(text) NOT NULL PRIMARY KEY, name \(text) NOT NULL, note \(text),
              status \(text), seats integer, price \(isSQLite ? "numeric_text" : "numeric")(10,2), is_open boolean,
              joined_at \(isSQLite ? "timestamptz_text" : "timestamptz"), metadata \(isSQLite ? "json_text" : "jsonb"),
              owner_id integer REFERENCES filter_owners(id));

            """
        for (place, owner) in owners.enumerated() {
            sql += "INSERT INTO filter_owners VALUES (\(place + 1), \(literal(.text(owner))));\n"
        }
        let names = ["id", "name", "note", "status", "seats", "price", "is_open", "joined_at", "metadata", "owner_id"]
        for row in rows {
            let values = names.map { name -> String in
                let value = row.values[name] ?? .null
                if name == "is_open", !isSQLite, !value.isNull { return value == .integer(1) ? "true" : "false" }
                return literal(value)
            }
            sql += "INSERT INTO filter_things VALUES (\(values.joined(separator: ", ")));\n"
        }
        return sql
    }

    private static func literal(_ value: Value) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .text(let text): "'" + text.replacing("'", with: "''") + "'"
        case .bytes: "NULL"
        }
    }

    // MARK: Filters

    /// One to three terms, some negated, some of them behind `or` and parentheses.
    static func filter(_ random: inout SplitMix) -> String {
        let count = 1 + random.below(3)
        var text = ""
        for place in 0..<count {
            if place > 0 { text += random.below(3) == 0 ? " or " : " " }
            if random.below(4) == 0 { text += "-" }
            text += random.below(6) == 0 ? "(\(term(&random)) or \(term(&random)))" : term(&random)
        }
        return text
    }

    private static func term(_ random: inout SplitMix) -> String {
        func one(_ choices: [String]) -> String { choices[random.below(choices.count)] }
        let words = [
            "x", "blåbär", "\"BLÅBÄR ab\"", "%", "_", "\"\\\\\"", "straße", "o'n", "\"\"", "日本", "off*", "bl*",
            "\"xy_\"",
            "\"past due\"", "active", "gone", "ACTIVE",
        ]
        let numbers = ["0", "3", "-2", "7.5", "10", "4.00"]
        let sign = one([":", ":", ":", ":=", ":>", ":>=", ":<", ":<="])
        switch random.below(12) {
        case 0: return one(words)
        case 1: return one(["name", "note", "status", "owner"]) + one([":", ":="]) + one(words)
        case 2: return one(["note", "status"]) + ":" + one(words) + "," + one(words)
        case 3:
            return one(["note", "status", "seats", "price", "is_open", "joined_at", "metadata", "owner_id"])
                + one([":null", ":*"])
        case 4: return "seats" + sign + one(["0", "3", "-2", "7", "10"])
        case 5: return "price" + sign + one(numbers)
        case 6: return one(["seats:-1..6", "price:2..7.5", "seats:3..", "joined_at:2026-11-05..2026-11-09"])
        case 7: return "is_open:" + one(["true", "false", "yes", "no"])
        case 8:
            return "joined_at" + one([":", ":>", ":<", ":>=", ":<="])
                + one(["7d", "yesterday", "2026-11-10", "2026-11-12T15:00", "240h"])
        case 9:
            return "metadata." + one(["source", "deep.b", "deep.a.0", "nope"]) + one([":", ":=", ":>", ":<"])
                + one(["ads", "Ads", "12", "1", "x_1", "true", "-3"])
        case 10: return "metadata." + one(["source", "deep.a", "nope"]) + one([":null", ":*"])
        default: return "owner_id:" + one(["1", "2", "löv", "ada", "\"bo\"", "b*", "zz"])
        }
    }

    static func difference(_ found: [String], _ wanted: [String]) -> String {
        let missing = Set(wanted).subtracting(found).sorted().prefix(4).map(describe)
        let extra = Set(found).subtracting(wanted).sorted().prefix(4).map(describe)
        return "missing \(missing), too many \(extra)"
    }

    private static func describe(_ id: String) -> String {
        rows.first { $0.id == id }.map { "\($0.values.sorted { $0.key < $1.key })" } ?? id
    }
}
