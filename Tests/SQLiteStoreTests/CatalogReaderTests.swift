import SQLiteStore
import TenantDomain
import TenantStore
import Testing

@Suite struct CatalogReaderTests {
    private func catalog(_ script: String) async throws -> Catalog {
        let fixture = try Fixture(script)
        let store = try await fixture.open()
        let catalog = try await store.readCatalog()
        await store.close()
        return catalog
    }

    @Test func readsColumnsKeysChecksAndIndexes() async throws {
        let catalog = try await catalog(
            """
            CREATE TABLE tenants (id uuid_text NOT NULL PRIMARY KEY, name text NOT NULL, plan text NOT NULL
              CHECK (plan IN ('free', 'it''s', -- a comment, with 'quotes'
                'pro')), active boolean DEFAULT 1, note text CHECK (note IS NULL OR note IN ('a', 'b')),
              settings TEXT CHECK (json_valid(settings)), free text CHECK (free <> 'x'),
              both text CHECK (length(both) > 1 AND (both IN ('xx', 'yy'))));
            CREATE TABLE members (id INTEGER PRIMARY KEY, tenant_id uuid_text NOT NULL REFERENCES TENANTS ON DELETE CASCADE,
              user_id uuid_text, role varchar(40), joined_at timestamptz_text, total numeric_text(10,2),
              seen_on date_text, ip inet_text, tags text_array_text, payload json_text, raw blob, n bigint, x,
              doubled integer GENERATED ALWAYS AS (n * 2) STORED, UNIQUE (tenant_id, user_id));
            CREATE INDEX members_role ON members (role DESC, lower(role)) WHERE role IS NOT NULL;
            CREATE VIEW names AS SELECT name FROM tenants;
            CREATE TABLE pairs (a TEXT, b TEXT, PRIMARY KEY (b, a)) WITHOUT ROWID;
            CREATE TABLE loose (id TEXT PRIMARY KEY, other REFERENCES nowhere(id));
            CREATE TRIGGER stamp AFTER UPDATE ON tenants BEGIN SELECT 1; END;
            """)
        #expect(catalog.relations.map(\.name.name) == ["loose", "members", "names", "pairs", "tenants"])
        let tenants = try #require(catalog[RelationName("tenants")])
        #expect(tenants.primaryKey == ["id"])
        #expect(tenants.column("plan")?.allowedValues == ["free", "it's", "pro"])
        #expect(tenants.column("note")?.allowedValues == ["a", "b"])
        #expect(tenants.column("both")?.allowedValues == ["xx", "yy"])
        #expect(tenants.column("free")?.allowedValues == [])
        #expect(tenants.column("settings")?.type == .json)
        #expect(tenants.column("active")?.type == .boolean)
        #expect(tenants.column("active")?.defaultValue == "1")
        #expect(tenants.column("id")?.isNullable == false)
        #expect(tenants.triggers.map(\.name) == ["stamp"])
        let members = try #require(catalog[RelationName("members")])
        #expect(
            members.columns.map(\.type) == [
                .integer, .uuid, .uuid, .text, .timestamp, .numeric, .date, .network, .array, .json, .bytes, .integer,
                .other, .integer,
            ])
        #expect(members.column("id")?.isNullable == false)
        #expect(members.column("id")?.generation == .identity)
        #expect(members.column("doubled")?.generation == .stored)
        #expect(members.uniqueKeys == [["tenant_id", "user_id"]])
        #expect(
            members.foreignKeys == [
                ForeignKey(
                    columns: ["tenant_id"], target: RelationName("tenants"), targetColumns: ["id"], onDelete: .cascade)
            ])
        let index = try #require(members.indexes.first { $0.name == "members_role" })
        #expect(
            index.columns == [
                Index.IndexColumn(name: "role", descending: true),
                Index.IndexColumn(name: nil, expression: "lower(role)"),
            ])
        #expect(index.predicate == "role IS NOT NULL")
        #expect(catalog[RelationName("names")]?.kind == .view)
        #expect(catalog[RelationName("names")]?.hasRowIdentifier == false)
        let pairs = try #require(catalog[RelationName("pairs")])
        #expect(pairs.primaryKey == ["b", "a"])
        #expect(pairs.hasRowIdentifier == false)
        #expect(pairs.column("a")?.isNullable == false)
        // SQLite allows null in a key that isn't the rowid's, unless it says otherwise.
        #expect(catalog[RelationName("loose")]?.column("id")?.isNullable == true)
        #expect(catalog[RelationName("loose")]?.foreignKeys == [])
    }

    @Test func hidesShadowTablesAndSurvivesBrokenViews() async throws {
        let catalog = try await catalog(
            """
            CREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT);
            CREATE VIRTUAL TABLE words USING fts5(t);
            CREATE TABLE gone (x);
            CREATE VIEW broken AS SELECT x FROM gone;
            DROP TABLE gone;
            """)
        #expect(catalog.relations.map(\.name.name) == ["a", "words"])
        #expect(catalog[RelationName("words")]?.kind == .virtual)
        #expect(catalog[RelationName("words")]?.columns.map(\.name) == ["t"])
    }

    @Test func estimatesWithoutCounting() async throws {
        let catalog = try await catalog(
            """
            CREATE TABLE a (id INTEGER PRIMARY KEY);
            INSERT INTO a VALUES (1), (2), (40);
            CREATE TABLE b (id TEXT PRIMARY KEY, c TEXT);
            CREATE TABLE hidden (rowid TEXT, oid TEXT);
            INSERT INTO hidden VALUES ('x', 'y');
            """)
        #expect(catalog[RelationName("a")]?.rowEstimate == 40)
        #expect(catalog[RelationName("b")]?.rowEstimate == 0)
        #expect(catalog[RelationName("hidden")]?.rowEstimate == 1)
    }
}
