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
}

/// Rules and rights that only a server has.
@Suite struct CatalogRulesTests {
    private static let script = """
        DO $$ BEGIN CREATE ROLE clerk LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE TABLE orders (id int PRIMARY KEY, owner text NOT NULL, secret text, doc jsonb,
          CONSTRAINT short CHECK (length(owner) < 9), at timestamptz DEFAULT now());
        CREATE INDEX orders_doc ON orders USING gin (doc);
        CREATE UNIQUE INDEX orders_owner ON orders (owner) WHERE secret IS NULL;
        INSERT INTO orders SELECT n, 'o' || n FROM generate_series(1, 500) n;
        ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON orders FOR SELECT TO clerk, postgres USING (owner = current_user);
        CREATE POLICY never ON orders AS RESTRICTIVE FOR UPDATE USING (true) WITH CHECK (id > 0);
        GRANT SELECT (id, owner), INSERT ON orders TO clerk;
        CREATE TABLE plain (x int);
        GRANT SELECT ON plain TO clerk;
        CREATE TABLE parts (id int, at date NOT NULL) PARTITION BY RANGE (at);
        CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
        INSERT INTO parts SELECT n, '2026-01-05' FROM generate_series(1, 50) n;
        CREATE FUNCTION guarded(who uuid, n int DEFAULT 1) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
          SET search_path = public, pg_temp AS 'SELECT true';
        CREATE FUNCTION open_door() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE TRIGGER touched BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
        ALTER TABLE orders DISABLE TRIGGER touched;
        REVOKE EXECUTE ON FUNCTION open_door() FROM PUBLIC;
        COMMENT ON FUNCTION guarded IS 'whether one may';
        ANALYZE;
        """

    private static let database = Result { try TestServer.start().database(script) }

    private func catalog(user: String) async throws -> Catalog {
        let store = try await TestServer.start().open(Self.database.get(), user: user)
        let catalog = try await store.readCatalog()
        await store.close()
        return catalog
    }

    @Test func policiesRightsAndRowSecurityAreThoseOfTheRole() async throws {
        let own = try await catalog(user: "postgres")
        let orders = try #require(own[RelationName("orders")])
        #expect(
            orders.policies == [
                Policy(
                    name: "never", command: .update, isPermissive: false, using: "true", check: "(id > 0)"),
                Policy(
                    name: "own", command: .select, roles: ["clerk", "postgres"], using: "(owner = CURRENT_USER)"),
            ])
        #expect(orders.rowSecurity == RowSecurity(isEnabled: true))
        #expect(orders.rights == RelationRights(privileges: Set(Privilege.allCases), isOwner: true))
        #expect(own.role?.isSuperuser == true)
        #expect(own.role?.memberOf == [])
        let clerk = try await catalog(user: "clerk")
        let seen = try #require(clerk[RelationName("orders")])
        #expect(seen.rowSecurity == RowSecurity(isEnabled: true, limitsThisRole: true))
        #expect(seen.rights == RelationRights(privileges: [.insert], columnPrivileges: [.select]))
        #expect(seen.columns.filter(\.isReadable).map(\.name) == ["id", "owner"])
        #expect(clerk[RelationName("plain")]?.rowSecurity == .off)
        #expect(clerk.role == DatabaseRole(name: "clerk"))
    }

    @Test func checksIndexesTriggersAndPartitions() async throws {
        let catalog = try await catalog(user: "postgres")
        let orders = try #require(catalog[RelationName("orders")])
        #expect(orders.checks == [CheckConstraint(name: "short", definition: "length(owner) < 9")])
        #expect(orders.searchIndexes.map(\.method) == ["gin"])
        #expect(orders.indexes.map(\.isPrimary) == [false, true])
        #expect(orders.indexes[0].predicate == "(secret IS NULL)")
        #expect(orders.uniqueKeys.isEmpty)
        #expect(orders.triggers.first?.function == RelationName("touch"))
        #expect(orders.triggers.first?.isEnabled == false)
        #expect(orders.rowEstimate == 500)
        #expect((orders.sizeEstimate ?? 0) >= 3 * 8192)
        let parts = try #require(catalog[RelationName("parts")])
        #expect(parts.partitioning == "RANGE (at)")
        #expect(parts.rowEstimate == 50)
        let part = try #require(catalog[RelationName("parts_1")])
        #expect(part.partitionOf == RelationName("parts"))
        #expect(part.partitioning == "FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')")
    }

    @Test func functionsSayWithWhoseRightsTheyRun() async throws {
        let functions = try await catalog(user: "clerk").functions
        #expect(functions.map(\.name.name) == ["guarded", "open_door", "touch"])
        #expect(
            functions[0]
                == DatabaseFunction(
                    name: RelationName("guarded"), arguments: "who uuid, n integer", result: "boolean",
                    volatility: .stable, isSecurityDefiner: true, searchPath: "public, pg_temp", owner: "postgres",
                    comment: "whether one may"))
        #expect(functions.map(\.isHijackable) == [false, true, false])
        #expect(functions.map(\.isCallable) == [true, false, true])
    }

    @Test func aTableThatAMigrationHoldsDoesNotHoldUpTheCatalog() async throws {
        let server = try TestServer.start()
        // A database of its own: the lock is no other test's.
        let name = try server.database(Self.script)
        let holder = try server.session(in: name)
        try holder.run("BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE")
        let store = try await server.open(name)
        #expect(try await store.readCatalog()[RelationName("orders")]?.columns.count == 5)
        await store.close()
        try holder.run("ROLLBACK")
        holder.close()
    }
}
