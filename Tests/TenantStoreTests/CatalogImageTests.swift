import TenantDomain
import TenantStore
import Testing

struct CatalogImageTests {
    private static let words = ColumnWords(
        cases: [
            .init(column: "code", value: .integer(-1), word: "owner"), .init(column: "a", value: .text("x"), word: "b"),
            .init(column: "b", value: .real(0.5), word: "c"), .init(column: "c", value: .bytes([0, 255]), word: "d"),
            .init(column: "d", value: .null, word: "e"),
        ], otherwise: "member")
    private static let column = Column(
        name: "größe", declaredType: "varchar(40)", type: .enumeration, isNullable: false, defaultValue: "'m'",
        generation: .stored, allowedValues: ["s", "m", "l"], comment: "what fits", isReadable: false, words: words)
    private static let key = ForeignKey(
        columns: ["tenant_id", "owner_id"], target: RelationName(schema: "auth", "owners"),
        targetColumns: ["tenant_id", "id"], onDelete: .setNull, onDeleteColumns: ["owner_id"])
    private static let index = Index(
        name: "i", columns: [.init(name: nil, expression: "lower(a)", descending: true), .init(name: "b")],
        isUnique: true, isPrimary: true, predicate: "a > 1", method: "gin")
    private static let trigger = Trigger(
        name: "t", definition: "AFTER UPDATE", function: RelationName("audit"), isEnabled: false)
    private static let policy = Policy(
        name: "own", command: .select, isPermissive: false, roles: ["a", "b"], using: "true", check: "false")
    private static let rights = RelationRights(
        privileges: [.select, .truncate], columnPrivileges: [.update], isOwner: true)
    private static let relation = Relation(
        name: RelationName(schema: "s", "r"), kind: .partitioned, columns: [column], primaryKey: ["größe"],
        uniqueKeys: [["a", "b"], ["c"]], foreignKeys: [key], indexes: [index], searchIndexes: [index],
        checks: [CheckConstraint(name: "c", definition: "a > 0")], triggers: [trigger], hasRowIdentifier: false,
        rowEstimate: 0, sizeEstimate: 8192, comment: "", partitionOf: RelationName("p"),
        partitioning: "RANGE (created_at)",
        rowSecurity: RowSecurity(isEnabled: true, isForced: true, limitsThisRole: true), policies: [policy],
        rights: rights)
    private static let function = DatabaseFunction(
        name: RelationName("f"), kind: .procedure, arguments: "a int", result: "void", language: "plpgsql",
        volatility: .stable, isSecurityDefiner: true, searchPath: "public", owner: "o", isCallable: false,
        comment: "does")
    private static let role = DatabaseRole(
        name: "reader", isSuperuser: true, bypassesRowSecurity: true, memberOf: ["staff"])
    private static let remembered = RememberedCatalog(
        key: "postgres://db.example.io/app", program: "0.1.0",
        identity: StoreIdentity(
            engine: DatabaseEngine(kind: .postgres, version: "15.18"), location: "db.example.io:5432/app", key: "k",
            warnings: ["tls"]),
        catalog: Catalog(
            engine: DatabaseEngine(kind: .postgres, version: "15.18"),
            relations: [relation, Relation(name: RelationName("plain"), columns: [])], fingerprint: "abc",
            functions: [function], role: role),
        readAt: 1_760_000_000_000_000)

    @Test func anImageGivesBackWhatItWasMadeOf() {
        #expect(CatalogImage.decode(CatalogImage.encode(Self.remembered)) == Self.remembered)
    }

    @Test func bytesCutShortOrChangedAreNoImage() {
        let whole = CatalogImage.encode(Self.remembered)
        for length in whole.indices { #expect(CatalogImage.decode(Array(whole.prefix(length))) == nil) }
        #expect(CatalogImage.decode(whole + [0]) == nil)
        for place in whole.indices {
            for bit in 0..<8 {
                var changed = whole
                changed[place] ^= 1 << UInt8(bit)
                #expect(CatalogImage.decode(changed) == nil)
            }
        }
    }

    /// A property added to one of these types has to be written and read by CatalogImage too, and its format raised.
    @Test func noPropertyIsForgotten() {
        let counts: [(any Sendable, Int)] = [
            (Self.remembered, 5), (Self.remembered.identity, 5), (Self.remembered.identity.engine, 2),
            (Self.remembered.catalog, 7), (Self.relation, 19), (Self.relation.name, 2), (Self.column, 10),
            (Self.key, 5), (Self.index, 6), (Self.index.columns[0], 3), (Self.relation.checks[0], 2),
            (Self.trigger, 4), (Self.relation.rowSecurity, 3), (Self.policy, 6), (Self.rights, 3),
            (Self.function, 11), (Self.role, 4),
        ]
        for (value, count) in counts {
            #expect(Mirror(reflecting: value).children.count == count, "\(type(of: value))")
        }
    }
}
