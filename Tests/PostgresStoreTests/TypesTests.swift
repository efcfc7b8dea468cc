import ConsoleCore
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// Values of every type as people read them, and no type that the console stumbles over.
@Suite struct TypesTests {
    /// The extensions may be absent: a type of that name with text's own functions stands in for them.
    private static let script = """
        CREATE FUNCTION pg_temp.fake(name text, typmod boolean) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
          EXECUTE format('CREATE TYPE %I', name);
          EXECUTE format('CREATE FUNCTION %1$s_in(cstring) RETURNS %1$I LANGUAGE internal IMMUTABLE STRICT AS ''textin''', name);
          EXECUTE format('CREATE FUNCTION %1$s_out(%1$I) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS ''textout''', name);
          IF typmod THEN
            EXECUTE format('CREATE FUNCTION %1$s_modin(cstring[]) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS ''bpchartypmodin''', name);
            EXECUTE format('CREATE FUNCTION %1$s_modout(integer) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS ''bpchartypmodout''', name);
            EXECUTE format('CREATE TYPE %1$I (INPUT = %1$s_in, OUTPUT = %1$s_out, LIKE = text, TYPMOD_IN = %1$s_modin, TYPMOD_OUT = %1$s_modout)', name);
          ELSE
            EXECUTE format('CREATE TYPE %1$I (INPUT = %1$s_in, OUTPUT = %1$s_out, LIKE = text)', name);
          END IF;
        END $$;
        SELECT pg_temp.fake('vector', true), pg_temp.fake('citext', false);
        CREATE CAST (text AS vector) WITHOUT FUNCTION AS IMPLICIT;
        CREATE CAST (citext AS text) WITHOUT FUNCTION AS IMPLICIT;
        CREATE TYPE mood AS ENUM ('sad', 'ok');
        CREATE TYPE pair AS (a int, b text);
        CREATE DOMAIN mail AS text CHECK (VALUE ~ '@');
        """

    /// Type, a value in SQL, and how a table of the command line shows it at UTC+2.
    private static let cases: [(type: String, sql: String, shown: String)] = [
        ("uuid", "'3f2504e0-4f89-41d3-9a0c-0305e82c3301'", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
        ("timestamptz", "'2026-11-21 06:00:00.25+00'", "2026-11-21 08:00:00.25 UTC+2"),
        ("timestamptz", "'infinity'", "infinity"), ("timestamp", "'2026-11-21 06:00:00'", "2026-11-21 06:00:00"),
        ("timestamptz", "'0044-03-15 12:00:00+00 BC'", "0044-03-15 12:00:00+00 BC"),
        ("date", "'2026-11-21'", "2026-11-21"), ("time", "'06:00'", "06:00:00"),
        ("timetz", "'06:00+02'", "06:00:00+02"),
        ("interval", "'1 year 2 months 3 days 04:05:06'", "1 year 2 mons 3 days 04:05:06"),
        ("interval", "'-00:00:01.5'", "-00:00:01.5"), ("numeric(12,2)", "1234567.50", "1234567.50"),
        ("numeric", "12345678901234567890.123456789", "12345678901234567890.123456789"), ("numeric", "'NaN'", "NaN"),
        ("bigint", "9223372036854775807", "9223372036854775807"), ("smallint", "-3", "-3"), ("real", "0.1", "0.1"),
        ("float8", "'-Infinity'", "-Infinity"), ("boolean", "true", "true"), ("money", "12.5", "$12.50"),
        ("text", "E'a\\tb'", "a b"), ("char(4)", "'ab'", "ab"), ("citext", "'MiXed'", "MiXed"), ("name", "'n'", "n"),
        ("mail", "'a@b'", "a@b"), ("mood", "'ok'", "ok"),
        ("text[]", #"'{a,"b, c",NULL,"",d}'"#, #"a, "b, c", ∅, "", d"#),
        ("int[]", "'{{1,2},{3,4}}'", "[1, 2], [3, 4]"), ("int[]", "'{}'", "(none)"), ("int[]", "'[0:1]={7,8}'", "7, 8"),
        ("mood[]", "'{sad,ok}'", "sad, ok"),
        ("jsonb", #"'{"b": [1, null], "a": "é"}'"#, #"{"a": "é", "b": [1, null]}"#),
        ("json", #"'{"b" :1}'"#, #"{"b" :1}"#), ("inet", "'10.0.0.1'", "10.0.0.1"),
        ("cidr", "'10.0.0.0/8'", "10.0.0.0/8"),
        ("macaddr", "'08:00:2b:01:02:03'", "08:00:2b:01:02:03"),
        ("bytea", "decode(repeat('ab', 40), 'hex')", "40 B · \(String(repeating: "ab", count: 16))…"),
        ("bytea", "''", ""), ("bytea", "'abc'", "616263"), ("vector(3)", "'[1,2,3]'", "3 dimensions · 1, 2, 3"),
        (
            "vector(1536)", "'[' || repeat('0.125,', 1535) || '1]'",
            "1536 dimensions · 0.125, 0.125, 0.125, 0.125, …"
        ),
        ("int4range", "'[1,5)'", "[1,5)"),
        ("tstzrange", "'[2026-01-01+00,)'", #"["2026-01-01 00:00:00+00",)"#), ("point", "'(1,2)'", "(1,2)"),
        ("polygon", "'((0,0),(1,1),(1,0))'", "((0,0),(1,1),(1,0))"), ("pair", "'(1,x)'", "(1,x)"),
        ("xml", "'<a/>'", "<a/>"), ("bit(3)", "'101'", "101"), ("tsvector", "'a b'", "'a' 'b'"),
        ("pg_lsn", "'16/B374D848'", "16/B374D848"), ("oid", "42", "42"), ("regclass", "'pg_class'", "pg_class"),
        ("point[]", "'{\"(1,2)\"}'", #""(1,2)""#), ("json[]", "'{1}'", "1"),
        ("int4multirange", "'{[1,3)}'", "{[1,3)}"), ("hstore_like", "'a=>1'", "a=>1"), ("xid", "'7'", "7"),
    ]

    private static let database = Result {
        let columns = cases.enumerated().map { "c\($0) \($1.type == "hstore_like" ? "unknown_kind" : $1.type)" }
        let values = cases.map { $0.type.hasPrefix("vector") ? "(\($0.sql))::text::vector" : $0.sql }
        return try TestServer.start().database(
            script + "SELECT pg_temp.fake('unknown_kind', false);\n"
                + "CREATE TABLE things (id int PRIMARY KEY, \(columns.joined(separator: ", ")));\n"
                + "INSERT INTO things VALUES (1, \(values.joined(separator: ", "))), (2\(String(repeating: ", NULL", count: cases.count)));\n"
        )
    }

    private func session() async throws -> ConsoleSession {
        let store = try await TestServer.start().open(Self.database.get())
        let registry = ResourceBuilder.registry(
            catalog: try await store.readCatalog(), profile: Profile(name: "none", title: ""))
        return ConsoleSession(
            store: store, registry: registry, environment: EnvironmentLabel(name: "test"), operatorName: "t",
            persona: .admin, now: { 1_795_240_800_000_000 })
    }

    @Test func everyTypeIsShownAsPeopleReadIt() async throws {
        let session = try await session()
        let names = Self.cases.indices.map { "c\($0)" }
        let list = try await ListService(session: session).list(ListRequest(resource: "things", columns: names))
        let rows = OutputRows(list)
        let zone = try #require(ZoneClock(named: "Etc/GMT-2"))
        for (place, one) in Self.cases.enumerated() {
            let text = CellText.text(
                rows.block, row: 0, column: place, rows.columns[place], zone: zone, visible: PlainText.withoutControls)
            #expect(text == one.shown, "\(one.type)")
            #expect(rows.block.isNull(row: 1, column: place))
        }
        let record = try await RecordService(session: session).show(RecordRequest(resource: "things", id: ["1"]))
        #expect(record.fields.count == Self.cases.count + 1)
        await session.store.close()
    }

    @Test func everyTypeSortsFiltersAndExports() async throws {
        let session = try await session()
        let service = ListService(session: session)
        for (place, one) in Self.cases.enumerated() {
            for filter in ["c\(place):null", "c\(place):*", "c\(place):=\"1\"", "c\(place):1"] {
                do throws(ConsoleError) {
                    _ = try await service.list(ListRequest(resource: "things", filter: filter, limit: 1))
                } catch {
                    // A value that the type does not take may be refused, in words; nothing else may go wrong.
                    if case .store = error { Issue.record("\(one.type), \(filter): \(error)") }
                }
            }
            do throws(ConsoleError) {
                var request = ListRequest(
                    resource: "things", sort: [FieldSort("c\(place)", descending: true)], limit: 1)
                let first = try await service.list(request)
                request.after = first.next
                _ = try await service.list(request)
            } catch {
                if case .store = error { Issue.record("\(one.type), sorted: \(error)") }
            }
        }
        await session.store.close()
    }
}
