import Testing

@testable import TenantDomain

/// Draws a tree on one line, so that tables of cases stay readable.
private func drawn(_ expression: FilterExpression) -> String {
    switch expression {
    case .all(let parts): "all(" + parts.map(drawn).joined(separator: " ") + ")"
    case .any(let parts): "any(" + parts.map(drawn).joined(separator: " ") + ")"
    case .not(let inner, _): "not(" + drawn(inner) + ")"
    case .term(let term):
        switch term.content {
        case .word(let value): drawn(value.form)
        case .field(let field, let sign, let values):
            field.parts.joined(separator: "/") + " " + sign.kind.rawValue + " "
                + values.map { drawn($0.form) }.joined(separator: "|")
        }
    }
}

private func drawn(_ form: FilterValue.Form) -> String {
    switch form {
    case .text(let text): "<\(text)>"
    case .prefix(let text): "<\(text)>*"
    case .range(let lower, let upper): "[\(lower ?? "")~\(upper ?? "")]"
    case .null: "∅"
    case .anything: "*"
    }
}

@Suite struct FilterSyntaxTests {
    @Test(arguments: [
        ("", "all()"),
        (" \t\n\u{A0}\u{3000}", "all()"),
        // Words.
        ("acme", "<acme>"),
        ("Acme Inc", "all(<Acme> <Inc>)"),
        ("\"Acme Inc\"", "<Acme Inc>"),
        ("Acme\" \"Inc", "<Acme Inc>"),
        ("acme*", "<acme>*"),
        ("\"acme*\"", "<acme*>"),
        ("\"a:b\"", "<a:b>"),
        ("O'Brien", "<O'Brien>"),
        ("a,b", "<a,b>"),
        ("a..b", "<a..b>"),
        ("北京星图", "<北京星图>"),
        ("null", "<null>"),
        ("x\u{3000}y", "all(<x> <y>)"),
        ("50%", "<50%>"),
        ("a_b", "<a_b>"),
        ("C:\\dir", "C : <\\dir>"),
        // Quotes and escapes.
        ("\"a\\\"b\"", "<a\"b>"),
        ("\"a\\\\b\"", "<a\\b>"),
        ("\"a\\nb\"", "<a\\nb>"),
        ("name:\"a b\",\"c,d\"", "name : <a b>|<c,d>"),
        ("name:\"\"", "name : <>"),
        ("name:\"\",\"\"", "name : <>|<>"),
        ("name:a\"b c\"d", "name : <ab cd>"),
        ("\"last activity\":7d", "last activity : <7d>"),
        ("\"a.b\".c:x", "a.b/c : <x>"),
        ("\"a:b\":x", "a:b : <x>"),
        // Operators.
        ("plan:pro", "plan : <pro>"),
        ("plan:=pro", "plan := <pro>"),
        ("n:>5", "n :> <5>"),
        ("n:>=5", "n :>= <5>"),
        ("n:<5", "n :< <5>"),
        ("n:<=5", "n :<= <5>"),
        ("n:>-5", "n :> <-5>"),
        ("n:-5", "n : <-5>"),
        ("n:==5", "n := <=5>"),
        ("n:\">5\"", "n : <>5>"),
        ("n:> 5", "error"),
        ("plan:pro,free", "plan : <pro>|<free>"),
        ("plan:=a,b,c", "plan := <a>|<b>|<c>"),
        ("name:a*", "name : <a>*"),
        ("name:a*,b*", "name : <a>*|<b>*"),
        ("name:\"a b\"*", "name : <a b>*"),
        ("name:\"a*\"", "name : <a*>"),
        ("name:=a*", "name := <a*>"),
        ("name:*", "name : *"),
        ("name:\"*\"", "name : <*>"),
        ("name:\"\"*", "name : *"),
        ("name:=*", "name := <*>"),
        ("name:null", "name : ∅"),
        ("name:NULL", "name : ∅"),
        ("name:\"null\"", "name : <null>"),
        ("name:nu\"ll\"", "name : <null>"),
        ("name:=null", "name := <null>"),
        ("name:null,a", "name : ∅|<a>"),
        ("n:1..5", "n : [1~5]"),
        ("n:1..", "n : [1~]"),
        ("n:..5", "n : [~5]"),
        ("n:-5..-1", "n : [-5~-1]"),
        ("n:1..2,5..", "n : [1~2]|[5~]"),
        ("n:\"1..5\"", "n : <1..5>"),
        ("n:1.\".\"5", "n : <1..5>"),
        ("n:\"a b\"..\"c d\"", "n : [a b~c d]"),
        ("n:=1..5", "n := <1..5>"),
        ("n:>1..5", "n :> <1..5>"),
        ("n:a...b", "n : [a~.b]"),
        ("n:1.5", "n : <1.5>"),
        // Times: only the first colon divides.
        ("since:03:00", "since : <03:00>"),
        ("created_at:>2026-11-01T03:00Z", "created_at :> <2026-11-01T03:00Z>"),
        ("created_at:2026-11-01T03:00..2026-11-02T04:30", "created_at : [2026-11-01T03:00~2026-11-02T04:30]"),
        ("at:03:00..04:00", "at : [03:00~04:00]"),
        ("ip:2001:db8::1", "ip : <2001:db8::1>"),
        ("ip:10.8.*", "ip : <10.8.>*"),
        ("ip:10.8.0.0/16", "ip : <10.8.0.0/16>"),
        // JSON paths.
        ("metadata.source:ads", "metadata/source : <ads>"),
        ("a.b.c.0:=x", "a/b/c/0 := <x>"),
        ("before.role:owner", "before/role : <owner>"),
        // And, or, not, parentheses.
        ("a b c", "all(<a> <b> <c>)"),
        ("a and b", "all(<a> <b>)"),
        ("a AND b c", "all(<a> <b> <c>)"),
        ("a or b", "any(<a> <b>)"),
        ("a OR b or c", "any(<a> <b> <c>)"),
        ("a b or c d", "any(all(<a> <b>) all(<c> <d>))"),
        ("a (b or c) d", "all(<a> any(<b> <c>) <d>)"),
        ("(a b) c", "all(<a> <b> <c>)"),
        ("(a or b) or c", "any(<a> <b> <c>)"),
        ("((a))", "<a>"),
        ("(a)(b)", "all(<a> <b>)"),
        ("(a)b", "all(<a> <b>)"),
        ("-a", "not(<a>)"),
        ("--a", "not(not(<a>))"),
        ("not a", "not(<a>)"),
        ("not a b", "all(not(<a>) <b>)"),
        ("NOT plan:pro", "not(plan : <pro>)"),
        ("-plan:pro", "not(plan : <pro>)"),
        ("-(a b)", "not(all(<a> <b>))"),
        ("not (a or b)", "not(any(<a> <b>))"),
        ("not(a)", "not(<a>)"),
        ("a or(b)", "any(<a> <b>)"),
        ("not -a", "not(not(<a>))"),
        ("-\"a b\"", "not(<a b>)"),
        ("a-b", "<a-b>"),
        ("\"or\"", "<or>"),
        ("\"not\" a", "all(<not> <a>)"),
        ("o\"r\"", "<or>"),
        ("or:x", "or : <x>"),
        ("not:x", "not : <x>"),
        ("orange", "<orange>"),
        ("nota", "<nota>"),
        ("a or not b", "any(<a> not(<b>))"),
        (
            "role:owner -status:invited (jane or \"j doe\")",
            "all(role : <owner> not(status : <invited>) any(<jane> <j doe>))"
        ),
    ])
    func reads(_ text: String, _ tree: String) {
        let read = (try? FilterSyntax.parse(text)).map(drawn) ?? "error"
        #expect(read == tree)
    }

    @Test(arguments: [
        ("\"abc", FilterError.Problem.unclosedQuote, 0..<4, "\"abc"),
        ("a \"", .unclosedQuote, 2..<3, "\""),
        ("name:\"a\\\"", .unclosedQuote, 5..<9, "name:\"a\\\""),
        ("(a", .unclosedParenthesis, 0..<1, "("),
        ("a (b or (c)", .unclosedParenthesis, 2..<3, "("),
        ("(", .unclosedParenthesis, 0..<1, "("),
        ("a)", .unexpectedParenthesis, 1..<2, ")"),
        (")", .unexpectedParenthesis, 0..<1, ")"),
        ("()", .emptyParentheses, 0..<2, "()"),
        ("( )", .emptyParentheses, 0..<3, "()"),
        ("a(b)", .parenthesisInWord, 1..<2, "a(b)"),
        ("plan:(pro,free)", .parenthesisInWord, 5..<6, "plan:(pro,free)"),
        ("or a", .missingTerm(beside: "or"), 0..<2, "or"),
        ("a or", .missingTerm(beside: "or"), 2..<4, "or"),
        ("a or or b", .missingTerm(beside: "or"), 2..<4, "or"),
        ("(a or)", .missingTerm(beside: "or"), 3..<5, "or"),
        ("a and", .missingTerm(beside: "and"), 2..<5, "and"),
        ("not", .missingTerm(beside: "not"), 0..<3, "not"),
        ("a -", .missingTerm(beside: "-"), 2..<3, "-"),
        ("- a", .missingTerm(beside: "-"), 0..<1, "-"),
        (":x", .missingField, 0..<1, ":x"),
        (".a:x", .emptyPathPart, 0..<2, ".a:x"),
        ("a.:x", .emptyPathPart, 0..<2, "a.:x"),
        ("a..b:x", .emptyPathPart, 0..<4, "a..b:x"),
        ("x plan:", .missingValue(field: "plan"), 7..<7, "plan:"),
        ("plan:=", .missingValue(field: "plan"), 6..<6, "plan:="),
        ("plan:a,", .missingValue(field: "plan"), 7..<7, "plan:a,"),
        ("plan:,a", .missingValue(field: "plan"), 5..<5, "plan:,a"),
        ("plan:a,,b", .missingValue(field: "plan"), 7..<7, "plan:a,,b"),
        ("\"\"", .missingValue(field: nil), 0..<2, "\"\""),
        ("*", .wildcardNotAtEnd, 0..<1, "*"),
        ("*a", .wildcardNotAtEnd, 0..<1, "*a"),
        ("name:*a", .wildcardNotAtEnd, 5..<6, "name:*a"),
        ("ü name:a*b", .wildcardNotAtEnd, 9..<10, "name:a*b"),
        ("n:..", .emptyRange, 2..<4, "n:.."),
        ("a\0b", .nul, 1..<2, ""),
        ("\"\0\"", .nul, 1..<2, ""),
    ])
    func namesTheProblem(_ text: String, _ problem: FilterError.Problem, _ range: Range<Int>, _ term: String) {
        do throws(FilterError) {
            _ = try FilterSyntax.parse(text)
            Issue.record("understood \(text)")
        } catch {
            #expect(error.problem == problem)
            #expect(error.range == range)
            #expect(error.term == term)
        }
    }

    @Test func columnsCountCharacters() throws {
        let text = "北京 👩‍👩‍👧 name:*a"
        let error = try #require(throws: FilterError.self) { try FilterSyntax.parse(text) }
        #expect(error.column(in: text) == 11)
    }

    @Test func rangesPointAtTheirText() throws {
        let text = "jané not \"mem ber\".role:>=\"a b\",c*"
        let bytes = Array(text.utf8)
        func slice(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        let terms = try FilterSyntax.parse(text).terms
        #expect(slice(terms[0].range) == "jané")
        guard case .field(let field, let sign, let values) = terms[1].content else {
            Issue.record("no field")
            return
        }
        #expect(slice(terms[1].range) == "\"mem ber\".role:>=\"a b\",c*")
        #expect(slice(field.range) == "\"mem ber\".role")
        #expect(slice(sign.range) == ":>=")
        #expect(values.map { slice($0.range) } == ["\"a b\"", "c*"])
    }

    @Test func limits() {
        func problem(_ text: String) -> FilterError.Problem? {
            do throws(FilterError) {
                _ = try FilterSyntax.parse(text)
                return nil
            } catch {
                return error.problem
            }
        }
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth)
        }
        #expect(problem(nested(63)) == nil)
        #expect(problem(nested(64)) == .tooDeep(limit: 64))
        #expect(problem(String(repeating: "-", count: 10_000) + "a") == .tooDeep(limit: 64))
        #expect(problem(String(repeating: "not ", count: 4_000) + "a") == .tooDeep(limit: 64))
        #expect(problem(String(repeating: "(", count: 16_384)) == .tooDeep(limit: 64))
        #expect(problem(String(repeating: "a", count: 16_384)) == nil)
        #expect(problem(String(repeating: "a", count: 16_385)) == .tooLong(limit: 16_384))
        #expect(problem(String(repeating: "a ", count: 256)) == nil)
        #expect(problem(String(repeating: "a ", count: 257)) == .tooManyTerms(limit: 256))
        #expect(problem("a:1" + String(repeating: ",1", count: 499)) == nil)
        #expect(problem("a:1" + String(repeating: ",1", count: 500)) == .tooManyValues(limit: 500))
    }
}

/// A small generator with a fixed seed, so that a failure repeats.
struct FilterSeed: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct FilterFuzzTests {
    static let pieces = [
        "a", "b", "Ö", "京", ":", ":", "=", ">", "<", ",", ".", "..", "*", "\"", "\"", "\\", "(", ")", " ", " ", "-",
        "or",
        "and", "not", "null", "role", "joined_at", "7d", "03:00", "2026-11-01", "\u{A0}", "\0", "metadata", "seats",
        "5",
    ]

    static func text(_ seed: inout FilterSeed, round: Int) -> String {
        if round % 3 == 0 {
            let bytes = (0..<Int.random(in: 0...40, using: &seed)).map { _ in UInt8.random(in: 0...255, using: &seed) }
            return String(decoding: bytes, as: UTF8.self)
        }
        return (0..<Int.random(in: 0...14, using: &seed)).map { _ in pieces.randomElement(using: &seed) ?? "" }.joined()
    }

    @Test func anyTextGivesATreeOrAnError() {
        var seed = FilterSeed(state: 20_261_121)
        let resolver = FilterResolver(resource: FilterFixture.members, context: FilterFixture.context())
        var understood = 0
        for round in 0..<50_000 {
            let text = Self.text(&seed, round: round)
            do throws(FilterError) {
                let expression = try FilterSyntax.parse(text)
                understood += 1
                let canonical = FilterFormatter.text(expression)
                let again = try FilterSyntax.parse(canonical)
                if again.withoutRanges != expression.withoutRanges {
                    Issue.record("\(text.debugDescription) became \(canonical.debugDescription)")
                }
                if FilterFormatter.text(again) != canonical { Issue.record("not canonical: \(canonical)") }
                _ = try resolver.resolve(expression)
            } catch {
                if error.range.lowerBound < 0 || error.range.upperBound > max(text.utf8.count, 1) {
                    Issue.record("\(text.debugDescription): \(error)")
                }
            }
        }
        #expect(understood > 5_000)
    }
}
