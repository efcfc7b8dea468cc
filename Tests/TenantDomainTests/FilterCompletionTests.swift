import Testing

@testable import TenantDomain

/// Completes at the bar in the text; shows the replaced text and the candidates.
private func complete(
    _ marked: String, isMasked: Bool = false, resource: Resource = FilterFixture.members, audit: AuditFieldMap? = nil
) -> (replaced: String, texts: [String], source: String?) {
    let cursor = marked.utf8.firstIndex(of: UInt8(ascii: "|")).map {
        marked.utf8.distance(from: marked.utf8.startIndex, to: $0)
    }
    let text = marked.filter { $0 != "|" }
    let found = FilterCompletion.at(
        cursor ?? 0, in: text, resource: resource, context: FilterFixture.context(isMasked: isMasked, audit: audit))
    return (
        String(decoding: Array(text.utf8)[found.range], as: UTF8.self), found.candidates.map(\.text),
        found.valueSource.map { "\($0.column.name)/\($0.start)" }
    )
}

@Suite struct FilterCompletionTests {
    @Test(arguments: [
        ("ro|", "ro", ["role:"]),
        ("-ro|", "ro", ["role:"]),
        ("(ro|", "ro", ["role:"]),
        ("seats:1 ro|", "ro", ["role:"]),
        ("ro|le:owner", "role:owner", ["role:"]),
        ("ten|", "ten", ["tenant:"]),
        ("meta|", "meta", ["metadata."]),
        ("role:|", "", ["owner", "admin", "super_editor", "editor", "viewer", "null", "*"]),
        ("role:ed|", "ed", ["editor", "super_editor"]),
        ("role:ed|x", "edx", ["editor", "super_editor"]),
        ("role:owner,a|", "a", ["admin"]),
        ("role:a|,owner", "a", ["admin"]),
        ("role:=v|", "v", ["viewer"]),
        ("active:t|", "t", ["true"]),
        ("joined_at:yes|", "yes", ["yesterday"]),
        ("joined_at:>yes|", "yes", ["yesterday"]),
        ("joined_at:7d..tod|", "tod", ["today"]),
        ("\"Joined\":tod|", "tod", ["today"]),
        ("seats:|", "", ["null", "*", ">", ">=", "<", "<="]),
        ("seats:>|", "", []),
        ("api|", "api", []),
        ("api_token:|", "", []),
        ("usage:|", "", []),
        ("nope:|", "", []),
    ])
    func offers(_ marked: String, _ replaced: String, _ texts: [String]) {
        let found = complete(marked)
        #expect(found.replaced == replaced)
        #expect(found.texts == texts)
    }

    @Test func masksAreKept() {
        #expect(complete("ema|", isMasked: true).texts == ["email:="])
        let values = complete("email:j|", isMasked: true)
        #expect(values.texts.isEmpty && values.source == nil)
        #expect(complete("api|").texts.isEmpty)
    }

    @Test func frequentValuesAreAskedForWhereAnIndexServesThem() {
        #expect(complete("email:ja|").source == "email/ja")
        #expect(complete("note:ja|").source == nil)
        #expect(complete("role:|").source == nil)
        #expect(complete("id:0|").source == nil)
    }

    @Test func trailsOfferTheirOwnFields() {
        let audit = FilterFixture.audit
        #expect(
            complete("ch|", resource: audit, audit: FilterFixture.auditMap).texts.prefix(2) == [
                "changed:", "change:",
            ])
        #expect(
            complete("source:s|", resource: audit, audit: FilterFixture.auditMap).texts == [
                "security_events", "audit_logs",
            ])
        #expect(complete("since:y|", resource: audit, audit: FilterFixture.auditMap).texts.first == "yesterday")
    }

    @Test func anyTextAndCursorIsAnswered() {
        var seed = FilterSeed(state: 7)
        let context = FilterFixture.context(audit: FilterFixture.auditMap)
        for round in 0..<5_000 {
            let text = FilterFuzzTests.text(&seed, round: round)
            let cursor = Int.random(in: -2...text.utf8.count + 2, using: &seed)
            let found = FilterCompletion.at(cursor, in: text, resource: FilterFixture.audit, context: context)
            #expect(found.range.lowerBound >= 0 && found.range.upperBound <= text.utf8.count)
        }
    }
}
