import Testing

@testable import TenantDomain

private func keeps(_ text: String, _ row: [String: Value], isAudit: Bool = false) throws -> Bool {
    let predicate = try isAudit ? FilterFixture.resolveAudit(text) : FilterFixture.resolve(text)
    return FilterEvaluator { row[$0.column] ?? .null }.matches(predicate)
}

@Suite struct FilterEvaluatorTests {
    static let row: [String: Value] = [
        "id": .text("0b0c1d2e-0000-4000-8000-00000000abcd"), "name": .text("Blåbär Ängström"), "role": .text("owner"),
        "note": .text("50% OFF_x"), "seats": .integer(12), "price": .text("9.50"), "active": .integer(1),
        "joined_at": .text("2026-11-20T23:30:00.000000Z"), "last_ip": .text("10.8.3.17"),
        "metadata": .text(#"{"source":"Ads","n":12,"deep":{"a":[1,{"b":"x\"y\u00e9"}]},"no":null,"on":true}"#),
    ]

    @Test(arguments: [
        ("", true), ("role:owner", true), ("role:admin,owner", true), ("-role:owner", false), ("role:admin", false),
        ("name:blåbär", true), ("name:BLÅBÄR", true), ("BLÅ", true), ("name:\"blåbär ängström\"", true),
        ("name:=\"blåbär ängström\"", false), ("name:bl*", true), ("name:lå*", false), ("name:zzz", false),
        ("note:0%", true), ("note:off_x", true), ("note:offxx", false), ("note:_", true), ("note:0_", false),
        // Null is neither this nor that, and a negation keeps it.
        ("status:x", false), ("-status:x", true), ("status:null", true), ("status:*", false), ("-status:null", false),
        ("legacy_id:>0", false), ("-legacy_id:>0", true),
        ("seats:12", true), ("seats:>9", true), ("seats:<12", false), ("seats:<=12", true), ("seats:1..12", true),
        ("price:>10", false), ("price:>9", true), ("price:9.5", true), ("active:yes", true), ("active:no", false),
        ("joined_at:today", true), ("joined_at:yesterday", false), ("joined_at:7d", true), ("joined_at:1h", false),
        ("last_ip:10.8.*", true), ("last_ip:10.8.0.0/22", true), ("last_ip:10.8.4.0/22", false),
        ("metadata.source:ads", true), ("metadata.source:=ads", false), ("metadata.n:12", true),
        ("metadata.n:>9", true),
        ("metadata.source:>9", false), ("metadata.deep.a.0:1", true), ("metadata.deep.a.1.b:=\"x\\\"yé\"", true),
        ("metadata.no:null", true), ("metadata.nope:null", true), ("metadata.on:true", true),
        ("metadata.deep.a.7:1", false),
        ("id:0b0c*", true), ("id:0b0d*", false), ("0b0c1d2e-0000-4000-8000-00000000abcd", true),
        ("seats:12 -role:admin (name:x or note:50)", true),
    ])
    func decides(_ text: String, _ isKept: Bool) throws {
        #expect(try keeps(text, Self.row) == isKept)
    }

    @Test(arguments: [
        ("changed:role", true), ("changed:name", false), ("changed:gone", true), ("changed:none", false),
        ("changed:deep.a", true), ("changed:deep.b", false), ("-changed:role", false), ("before.role:viewer", true),
        ("after.role:viewer", false), ("after.gone:null", true),
    ])
    func comparesDocuments(_ text: String, _ isKept: Bool) throws {
        let row: [String: Value] = [
            "old_data": .text(#"{"role": "viewer", "name": "x", "gone": 1, "deep": {"a": [1], "b": 2}}"#),
            "new_data": .text(#"{"name":"x","role":"owner","none":null,"deep":{"b": 2,"a":[2]}}"#),
        ]
        #expect(try keeps(text, row, isAudit: true) == isKept)
    }

    @Test func aNegatedFilterKeepsExactlyTheOtherRows() throws {
        var seed = FilterSeed(state: 99)
        let resolver = FilterResolver(resource: FilterFixture.members, context: FilterFixture.context())
        var compared = 0
        for round in 0..<4_000 {
            let text = FilterFuzzTests.text(&seed, round: round)
            guard let expression = try? FilterSyntax.parse(text), let plain = try? resolver.resolve(expression) else {
                continue
            }
            compared += 1
            let negated = try resolver.resolve(.not(expression, 0..<0))
            let evaluator = FilterEvaluator { path in Self.row[path.column] ?? .null }
            #expect(evaluator.matches(plain) != evaluator.matches(negated))
        }
        #expect(compared > 300)
    }

    @Test func damagedJSONIsNoJSON() throws {
        for text in ["", "{", "{\"a\"", "{\"a\":", "[1,", "\"", "{\"a\":\"\\", "nope"] {
            #expect(try keeps("metadata.a:null", ["metadata": .text(text)]))
        }
    }
}

@Suite struct FilterFormatterTests {
    @Test(arguments: [
        ("  plan:pro   AND  x ", "plan:pro x"), ("not (a OR b)", "-(a or b)"), ("(a b) or c", "a b or c"),
        ("a (b or c)", "a (b or c)"), ("x:\"a\",\"b c\"", "x:a,\"b c\""), ("x:\"null\"", "x:\"null\""),
        ("x:NULL", "x:null"),
        ("\"or\" \"-x\" \"a:b\"", "\"or\" \"-x\" \"a:b\""), ("a:\"\"", "a:\"\""), ("a:=\"*\"", "a:=\"*\""),
        ("t:03:00..04:00", "t:03:00..04:00"), ("\"a b\".c:x*", "\"a b\".c:x*"), ("not not x", "--x"),
    ])
    func spells(_ text: String, _ canonical: String) throws {
        #expect(try FilterFormatter.text(FilterSyntax.parse(text)) == canonical)
    }

    @Test func togglesTerms() throws {
        let pro = FilterTerm(field: "plan", .has, .text("pro"))
        func toggled(_ text: String) throws -> String {
            try FilterFormatter.text(FilterSyntax.parse(text).toggling(pro))
        }
        #expect(try toggled("") == "plan:pro")
        #expect(try toggled("plan:pro") == "")
        #expect(try toggled("a plan:pro b") == "a b")
        #expect(try toggled("a or b") == "(a or b) plan:pro")
        #expect(try toggled("plan:free") == "plan:free plan:pro")
    }

    @Test func replacesAFieldsTerms() throws {
        let brush = FilterTerm(field: "created_at", .has, .range("2026-11-01T03:00Z", "2026-11-01T04:00Z"))
        let filter = try FilterSyntax.parse("acme Created_At:7d -created_at:null")
        #expect(
            FilterFormatter.text(filter.replacing(field: "created_at", with: brush))
                == "acme -created_at:null created_at:2026-11-01T03:00Z..2026-11-01T04:00Z")
        #expect(FilterFormatter.text(filter.replacing(field: "created_at", with: nil)) == "acme -created_at:null")
    }
}
