import ReferenceSchema
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

@Suite struct CatalogTests {
    private static let script = """
        CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
        CREATE DOMAIN tier AS text CHECK (VALUE IN ('free', 'pro'));
        CREATE SCHEMA "Other";
        CREATE TABLE "Other".parents (id uuid PRIMARY KEY, "Name" varchar(40) UNIQUE);
        COMMENT ON TABLE "Other".parents IS 'Those above';
        CREATE TABLE kids (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, gone int, parent uuid REFERENCES "Other".parents ON DELETE CASCADE,
          role text NOT NULL DEFAULT 'a' CHECK (role IN ('a', 'it''s', 'c')), kind varchar(9) CHECK (kind IS NULL OR kind IN ('x', 'y')),
          size int CHECK (size > 3), feels mood, tier tier, tags text[], doc jsonb, raw bytea, ip inet, took interval,
          at timestamptz, span int4range, twice int GENERATED ALWAYS AS (size * 2) STORED);
        ALTER TABLE kids DROP COLUMN gone;
        CREATE INDEX kids_at ON kids (at DESC, id) WHERE size > 5;
        CREATE INDEX kids_role ON kids (lower(role), kind);
        CREATE INDEX kids_doc ON kids USING gin (doc);
        CREATE VIEW seen AS SELECT id FROM kids;
        CREATE MATERIALIZED VIEW kept AS SELECT id FROM kids;
        CREATE TABLE parted (id int, at date) PARTITION BY RANGE (at);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE TRIGGER stamp BEFORE UPDATE ON kids FOR EACH ROW EXECUTE FUNCTION f();
        """

    @Test func readsWhatTheDatabaseSays() async throws {
        let server = try TestServer.start()
        let name = try server.database(Self.script)
        let store = try await server.open(name)
        let catalog = try await store.readCatalog()
        #expect(catalog.relations.map(\.name.description) == ["kept", "kids", "parted", "seen", "Other.parents"])
        #expect(catalog.relations.map(\.kind) == [.materializedView, .table, .partitioned, .view, .table])
        let kids = try #require(catalog[RelationName("kids")])
        #expect(kids.primaryKey == ["id"])
        #expect(kids.hasRowIdentifier)
        #expect(kids.column("id")?.generation == .identity)
        #expect(kids.column("twice")?.generation == .stored)
        #expect(kids.column("role")?.allowedValues == ["a", "it's", "c"])
        #expect(kids.column("role")?.defaultValue == "'a'::text")
        #expect(kids.column("kind")?.allowedValues == ["x", "y"])
        #expect(kids.column("size")?.allowedValues == [])
        #expect(kids.column("feels")?.allowedValues == ["sad", "ok", "happy"])
        #expect(kids.column("tier")?.allowedValues == ["free", "pro"])
        #expect(
            kids.columns.map(\.type) == [
                .integer, .uuid, .text, .text, .integer, .enumeration, .text, .array, .json, .bytes, .network,
                .interval,
                .timestamp, .other, .integer,
            ])
        #expect(
            kids.foreignKeys == [
                ForeignKey(
                    columns: ["parent"], target: RelationName(schema: "Other", "parents"), targetColumns: ["id"],
                    onDelete: .cascade)
            ])
        #expect(kids.indexes.map(\.name) == ["kids_at", "kids_pkey", "kids_role"])
        #expect(kids.indexes[0].columns.map(\.descending) == [true, false])
        #expect(kids.indexes[0].predicate == "(size > 5)")
        #expect(kids.indexes[2].columns.map(\.name) == [nil, "kind"])
        #expect(kids.indexes[2].columns[0].expression == "lower(role)")
        #expect(kids.triggers.map(\.name) == ["stamp"])
        let parents = try #require(catalog[RelationName(schema: "Other", "parents")])
        #expect(parents.uniqueKeys == [["Name"]])
        #expect(parents.comment == "Those above")
        #expect(try await store.readCatalog().fingerprint == catalog.fingerprint)
        try server.run("ALTER TABLE kids ADD COLUMN more int", in: name)
        #expect(try await store.readCatalog().fingerprint != catalog.fingerprint)
        await store.close()
    }

    @Test func readsTheReferenceSchema() async throws {
        let server = try TestServer.start()
        let script = try SchemaScript(dialect: .postgres)
        let sql = script.phases.flatMap(\.statements).map { $0 + ";\n" }.joined()
        let store = try await server.open(server.database(sql))
        let catalog = try await store.readCatalog()
        #expect(catalog.relations.count >= (try ReferenceSchema.catalog().tables.count))
        let members = try #require(catalog[RelationName("workspace_members")])
        #expect(members.column("role")?.allowedValues.contains("owner") == true)
        await store.close()
    }
}
