import ReferenceSchema
import Testing

@Suite struct CoverageTests {
    @Test func everyDocumentedTableIsThereOnceOrIsAnAlias() throws {
        let tables = Set(try ReferenceSchema.catalog().tables.map(\.name))
        for (document, section, names) in DocumentedTables.all {
            for name in names.split(separator: " ").map(String.init) {
                let table = ReferenceSchema.table(documentedAs: name)
                #expect(tables.contains(table), "\(document), \(section): \(name)")
            }
        }
    }

    @Test func anAliasIsNoTableOfItsOwn() throws {
        let tables = Set(try ReferenceSchema.catalog().tables.map(\.name))
        for (alias, table) in ReferenceSchema.documentedAliases {
            #expect(!tables.contains(alias), "\(alias) is a table and an alias")
            #expect(tables.contains(table), "\(alias) stands for \(table), which isn't there")
        }
    }

    @Test func tablesHaveOneNameACommentAndAKey() throws {
        let tables = try ReferenceSchema.catalog().tables
        #expect(Set(tables.map(\.name)).count == tables.count)
        for table in tables {
            #expect(!table.comment.isEmpty, "\(table.name) has no comment")
            #expect(!table.primaryKey.isEmpty, "\(table.name) has no primary key")
        }
    }

    @Test func aTableStandsAfterThoseItReferences() throws {
        var seen: Set<String> = []
        for table in try ReferenceSchema.catalog().tables {
            seen.insert(table.name)
            for column in table.columns {
                guard let target = column.references else { continue }
                #expect(seen.contains(target.table), "\(table.name).\(column.name) references \(target.table)")
            }
        }
    }

    @Test func everyForeignKeyLeadsAnIndex() throws {
        let script = try SchemaScript(dialect: .postgres)
        for table in try ReferenceSchema.catalog().tables {
            for column in table.columns where column.references != nil {
                let isKey =
                    table.primaryKey.first == column.name || column.clauses.contains("UNIQUE")
                    || table.constraints.contains { $0.hasPrefix("UNIQUE (\(column.name)") }
                let isIndexed = script.indexes.contains {
                    $0.contains(" ON \(table.name) (\(column.name)") && !$0.contains(" WHERE ")
                }
                #expect(isKey || isIndexed, "\(table.name).\(column.name)")
            }
        }
    }

    @Test func rolesStandInOrderOfRank() throws {
        let members = try #require(try ReferenceSchema.catalog().table("workspace_members"))
        let role = try #require(members.column("role"))
        let order = ["owner", "admin", "super_editor", "editor", "project_creator", "collaborator", "viewer"]
        #expect(role.clauses.contains("CHECK (role IN (\(order.map { "'\($0)'" }.joined(separator: ", "))))"))
    }

    @Test func nothingCascadesIntoTheAuditTrail() throws {
        let audit = try #require(try ReferenceSchema.catalog().table("audit_logs"))
        #expect(audit.columns.allSatisfy { $0.references == nil })
        for column in ["old_data", "new_data", "reason", "lease_id", "change_id", "journal_session", "journal_head"] {
            #expect(audit.column(column) != nil, "\(column)")
        }
    }

    @Test func versionsCountUpFromOne() {
        #expect(ReferenceSchema.migrations.map(\.version) == Array(1...ReferenceSchema.currentVersion))
        #expect(Set(ReferenceSchema.migrations.map(\.name)).count == ReferenceSchema.currentVersion)
    }
}
