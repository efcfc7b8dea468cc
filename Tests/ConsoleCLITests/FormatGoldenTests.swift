import ConsoleCLI
import ConsoleCore
import TenantDomain
import Testing

@Suite("One table in every format")
struct FormatGoldenTests {
    private let columns = [
        OutputColumn(name: "name", title: "Name"), OutputColumn(name: "plan", title: "Plan"),
        OutputColumn(name: "members", title: "Members", type: .integer),
        OutputColumn(name: "mrr", title: "MRR", type: .numeric),
        OutputColumn(name: "active", title: "Active", type: .boolean),
        OutputColumn(name: "settings", title: "Settings", type: .json),
        OutputColumn(name: "price", title: "Price", type: .integer, isCents: true),
        OutputColumn(name: "key", title: "Key", type: .bytes),
    ]
    private let rows = block([
        [
            .text("Acme, \"Inc\""), .text("pro"), .integer(38), .text("10.50"), .integer(1),
            .text("{\"a\": [1, 2]}"), .integer(9900), .bytes([0xDE, 0xAD]),
        ],
        [.text("北京星图科技"), .null, .integer(-4), .null, .text("f"), .text("not json"), .null, .null],
        [.text(""), .text("a|b"), .null, .text("1e400"), .null, .null, .integer(5), .bytes([])],
    ])

    @Test func csv() throws {
        #expect(
            try output(.csv, columns, rows) == """
                name,plan,members,mrr,active,settings,price,key
                "Acme, ""Inc""\",pro,38,10.50,1,"{""a"": [1, 2]}",9900,dead
                北京星图科技,,-4,,f,not json,,
                "",a|b,,1e400,,,5,

                """)
    }

    @Test func tsv() throws {
        #expect(
            try output(.tsv, columns, rows)
                == "name\tplan\tmembers\tmrr\tactive\tsettings\tprice\tkey\n"
                + "Acme, \"Inc\"\tpro\t38\t10.50\t1\t{\"a\": [1, 2]}\t9900\tdead\n"
                + "北京星图科技\t\\N\t-4\t\\N\tf\tnot json\t\\N\t\\N\n"
                + "\ta|b\t\\N\t1e400\t\\N\t\\N\t5\t\n")
    }

    @Test func json() throws {
        #expect(
            try output(.json, columns, rows) == #"""
                [
                {"name":"Acme, \"Inc\"","plan":"pro","members":38,"mrr":10.50,"active":true,"settings":{"a": [1, 2]},"price":9900,"key":"dead"},
                {"name":"北京星图科技","plan":null,"members":-4,"mrr":null,"active":false,"settings":"not json","price":null,"key":null},
                {"name":"","plan":"a|b","members":null,"mrr":1e400,"active":null,"settings":null,"price":5,"key":""}
                ]

                """#)
    }

    @Test func ndjson() throws {
        let lines = try output(.ndjson, columns, rows).split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("{\"name\":\"Acme") && lines[0].hasSuffix("\"key\":\"dead\"}"))
    }

    @Test func markdown() throws {
        #expect(
            try output(.markdown, columns, rows) == #"""
                | Name | Plan | Members | MRR | Active | Settings | Price | Key |
                | --- | --- | ---: | ---: | --- | --- | ---: | --- |
                | Acme, "Inc" | pro | 38 | 10.50 | true | \{"a": \[1, 2\]\} | 99.00 | dead |
                | 北京星图科技 | ∅ | -4 | ∅ | false | not json | ∅ | ∅ |
                | "" | a\|b | ∅ | 1e400 | ∅ | ∅ | 0.05 |  |

                """#)
    }

    @Test func table() throws {
        #expect(
            try output(.table, columns, rows) == """
                Name          Plan  Members    MRR  Active  Settings       Price  Key
                Acme, "Inc"   pro        38  10.50  true    {"a": [1, 2]}  99.00  dead
                北京星图科技  ∅          -4      ∅  false   not json           ∅  ∅
                ""            a|b         ∅  1e400  ∅       ∅               0.05  \("")

                """)
    }

    @Test("no rows still say the columns, and JSON stays JSON")
    func empty() throws {
        let none = RowBlock(columnCount: 8)
        #expect(try output(.csv, columns, none) == "name,plan,members,mrr,active,settings,price,key\n")
        #expect(try output(.json, columns, none) == "[]\n")
        #expect(try output(.ndjson, columns, none) == "")
        #expect(try output(.table, columns, none) == "Name  Plan  Members  MRR  Active  Settings  Price  Key\n")
        #expect(try output(.markdown, columns, none).split(separator: "\n").count == 2)
    }

    @Test("columns of the block beyond the writer's stay inside")
    func hidden() throws {
        let rows = block([[.text("a"), .text("cursor")]])
        for format in OutputFormat.allCases {
            #expect(try !output(format, [OutputColumn(name: "x")], rows).contains("cursor"))
        }
    }

    @Test("colour is headings and nulls of a table, and only where it is asked for")
    func colour() throws {
        let rows = block([[.null, .text("a")]])
        let two = [OutputColumn(name: "x"), OutputColumn(name: "y")]
        #expect(
            try output(.table, two, rows, options: OutputOptions(coloured: true))
                == "\u{1B}[1mx  y\u{1B}[0m\n\u{1B}[2m∅\u{1B}[0m  a\n")
        for format in OutputFormat.allCases {
            #expect(try !output(format, two, rows).contains("\u{1B}"))
        }
        #expect(try !output(.csv, two, rows, options: OutputOptions(coloured: true)).contains("\u{1B}"))
    }
}
