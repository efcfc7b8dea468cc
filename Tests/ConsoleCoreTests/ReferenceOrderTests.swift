import TenantDomain
import Testing

@testable import ConsoleCore

@Suite struct ReferenceOrderTests {
    private func catalog() -> Catalog {
        func relation(_ name: String, to target: String?) -> Relation {
            Relation(
                name: RelationName(name), kind: .table,
                columns: [
                    Column(name: "id", declaredType: "uuid", type: .uuid, isNullable: false),
                    Column(name: "parent", declaredType: "uuid", type: .uuid),
                ],
                primaryKey: ["id"],
                foreignKeys: target.map {
                    [ForeignKey(columns: ["parent"], target: RelationName($0), targetColumns: ["id"])]
                } ?? [])
        }
        return Catalog(
            engine: DatabaseEngine(kind: .sqlite, version: "3"),
            relations: [
                relation("tenants", to: nil), relation("members", to: "tenants"), relation("grants", to: "members"),
                relation("a", to: "b"), relation("b", to: "a"),
            ], fingerprint: "1")
    }

    private func edit(_ action: RowEdit.Action, _ table: String) -> RowEdit {
        RowEdit(action, table: table, key: [KeyPart("id", .text(table))], label: table, fields: [])
    }

    @Test(arguments: [
        (["grants", "tenants", "members"], ["tenants", "members", "grants"]),
        (["members", "members", "tenants"], ["tenants", "members", "members"]),
    ])
    func rowsThatCameInStandParentsFirst(tables: [String], expected: [String]) {
        let edits = tables.map { edit(.insert, $0) }
        #expect(ReferenceOrder(edits, catalog: catalog()).ordered(edits).map(\.table) == expected)
    }

    @Test func rowsThatWentStandChildrenFirstAndUpdatesStay() {
        let edits = [edit(.delete, "tenants"), edit(.update, "members"), edit(.delete, "grants")]
        #expect(
            ReferenceOrder(edits, catalog: catalog()).ordered(edits).map(\.table) == ["grants", "members", "tenants"])
    }

    @Test func circlesEnd() {
        let edits = [edit(.insert, "a"), edit(.insert, "b")]
        #expect(Set(ReferenceOrder(edits, catalog: catalog()).ordered(edits).map(\.table)) == ["a", "b"])
    }
}
