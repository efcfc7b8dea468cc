import Testing

@testable import ReferenceSchema

@Suite struct EmitterTests {
    static let source = """
        -- It's a sample.
        CREATE TABLE samples (
          id uuid PRIMARY KEY DEFAULT new_uuid(),
          owner_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
          label text NOT NULL DEFAULT 'a;b, (c' CHECK (label <> ''),
          amount numeric(10,2),
          on_day date NOT NULL DEFAULT today(),
          is_open boolean NOT NULL DEFAULT true,
          tags text_array NOT NULL DEFAULT '[]',
          extra json,
          point vector(3),
          address inet,
          body bytes,
          size integer GENERATED ALWAYS AS (length(body)) STORED,
          total bigint,
          created_at timestamptz NOT NULL DEFAULT now(),
          UNIQUE (owner_id, label)
        );
        CREATE UNIQUE INDEX samples_open_key ON samples (lower(label)) WHERE is_open;
        """

    private func table() throws -> ReferenceTable {
        guard case .table(let table) = try #require(try PortableSQL.parse(Self.source).first) else {
            throw PortableSQLError(problem: "no table", statement: "")
        }
        return table
    }

    @Test func sqlite() throws {
        #expect(
            try table().definition(in: .sqlite) == [
                """
                CREATE TABLE samples (
                  id uuid_text NOT NULL PRIMARY KEY,
                  owner_id uuid_text NOT NULL REFERENCES users(id) ON DELETE CASCADE,
                  label text NOT NULL DEFAULT 'a;b, (c' CHECK (label <> ''),
                  amount numeric_text(10,2),
                  on_day date_text NOT NULL DEFAULT (date('now')),
                  is_open boolean NOT NULL DEFAULT true CHECK (is_open IN (0, 1)),
                  tags text_array_text NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
                  extra json_text CHECK (extra IS NULL OR json_valid(extra)),
                  point vector_text(3) CHECK (point IS NULL OR json_valid(point)),
                  address inet_text,
                  body blob,
                  size integer GENERATED ALWAYS AS (length(body)) STORED,
                  total bigint,
                  created_at timestamptz_text NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z','now')),
                  UNIQUE (owner_id, label)
                )
                """
            ])
    }

    @Test func postgres() throws {
        #expect(
            try table().definition(in: .postgres) == [
                """
                CREATE TABLE samples (
                  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
                  owner_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
                  label text NOT NULL DEFAULT 'a;b, (c' CHECK (label <> ''),
                  amount numeric(10,2),
                  on_day date NOT NULL DEFAULT current_date,
                  is_open boolean NOT NULL DEFAULT true,
                  tags text[] NOT NULL DEFAULT '{}',
                  extra jsonb,
                  point real[],
                  address inet,
                  body bytea,
                  size integer GENERATED ALWAYS AS (length(body)) STORED,
                  total bigint,
                  created_at timestamptz NOT NULL DEFAULT now(),
                  UNIQUE (owner_id, label)
                )
                """,
                "COMMENT ON TABLE samples IS 'It''s a sample.'",
            ])
    }

    @Test(arguments: ["jsonb", "varchar(10)", "numeric", "numeric(10)", "vector", "interval", "UUID", "text[]"])
    func theListOfTypesIsClosed(word: String) {
        #expect(ColumnType(portable: word) == nil)
        #expect(throws: PortableSQLError.self) { try PortableSQL.parse("CREATE TABLE t (id \(word))") }
    }

    @Test func onlyNumbersAndBlobsHaveNumericAffinity() throws {
        for table in try ReferenceSchema.catalog().tables {
            for column in table.columns {
                let name = column.type.spelled(in: .sqlite).uppercased()
                switch column.type {
                case .integer, .bigint, .boolean, .bytes: break
                default:
                    #expect(name.contains("TEXT") && !name.contains("INT"), "\(table.name).\(column.name) \(name)")
                }
            }
        }
    }

    @Test func statementsOutsideTheSubsetAreRefused() {
        #expect(throws: PortableSQLError.self) { try PortableSQL.parse("ALTER TABLE users DROP COLUMN name") }
        #expect(throws: PortableSQLError.self) { try PortableSQL.parse("CREATE VIEW v AS SELECT 1") }
    }

    @Test func anIndexOnAnExpressionLeadsNoColumn() throws {
        guard case .index(let index) = try PortableSQL.parse(Self.source)[1] else {
            Issue.record("no index")
            return
        }
        #expect(index.table == "samples")
        #expect(index.leadingColumn == nil)
        #expect(index.isPartial)
    }

    @Test func aScriptFromAVersionTakesOnlyTheStepsAfterIt() throws {
        let all = try SchemaScript(dialect: .sqlite)
        let rest = try SchemaScript(dialect: .sqlite, from: 12)
        #expect(all.migrations.count == ReferenceSchema.currentVersion)
        #expect(rest.migrations.map(\.version) == Array(13...ReferenceSchema.currentVersion))
        #expect(!rest.tables.contains { $0.contains("CREATE TABLE schema_migrations") })
        #expect(rest.record(appliedAt: "t").first?.contains("(13, 'reference_data'") == true)
    }

    /// A new table has its later columns at once; an old one gets them, its key's index, and on SQLite triggers that
    /// know of them.
    @Test(arguments: [SchemaDialect.sqlite, .postgres]) func aColumnThatCameLaterIsThereEitherWay(
        dialect: SchemaDialect
    ) throws {
        let all = try SchemaScript(dialect: dialect)
        #expect(!all.tables.contains { $0.hasPrefix("ALTER TABLE workspace_subscriptions ADD") })
        #expect(
            all.tables.contains {
                $0.hasPrefix("CREATE TABLE workspace_subscriptions") && $0.contains("next_plan_type text")
            })
        let rest = try SchemaScript(dialect: dialect, from: 14)
        #expect(
            rest.tables.first
                == "ALTER TABLE workspace_subscriptions ADD COLUMN next_plan_type text REFERENCES plans(id)")
        #expect(rest.indexes.count(where: { $0.contains("workspace_subscriptions") }) == 1)
        #expect(rest.indexes.count > 1 && rest.indexes.allSatisfy(all.indexes.contains))
        let triggers = rest.triggers.filter { $0.hasPrefix("CREATE") }
        #expect(triggers.count == (dialect == .sqlite ? 3 : 0) && triggers.allSatisfy(all.triggers.contains))
    }

    @Test func postgresHasNoSQLiteNames() throws {
        let script = try SchemaScript(dialect: .postgres)
        let text = script.phases.flatMap(\.statements).joined(separator: ";")
        for word in ["_text ", "json_valid", "strftime", "randomblob", "rowid", "audit_context", "new_uuid"] {
            #expect(!text.contains(word), "\(word)")
        }
    }

    @Test func checksumsTellEditedSteps() {
        let one = Migration(version: 1, name: "a", portable: "x")
        #expect(one.checksum == Migration(version: 1, name: "a", portable: "x").checksum)
        #expect(one.checksum != Migration(version: 1, name: "a", portable: "y").checksum)
        #expect(one.checksum != Migration(version: 1, name: "a", portable: "", sqliteOnly: "x").checksum)
        #expect(one.checksum.utf8.count == 16)
    }
}
