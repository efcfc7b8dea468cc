import Testing

@testable import ConsoleCore

struct LineChangesTests {
    private func line(_ before: String?, _ after: String?, limit: Int = 8) -> LineChanges {
        func with(_ text: String?, _ body: (UnsafeRawBufferPointer?) -> LineChanges) -> LineChanges {
            guard let text else { return body(nil) }
            return Array(text.utf8).withUnsafeBytes(body)
        }
        return with(before) { before in with(after) { LineChanges(before: before, after: $0, limit: limit) } }
    }

    private func expected(_ before: String?, _ after: String?) -> (changes: [FieldChange], isPartial: Bool) {
        let outcome = JSONDiff.compare(before: before.map { Array($0.utf8) }, after: after.map { Array($0.utf8) })
        return (ChangeSummary.ordered(outcome.changes), outcome.isPartial)
    }

    @Test func findsWhatTheDifferenceOfWholeDocumentsFinds() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<4000 {
            let count = Int.random(in: 0...(Bool.random(using: &random) ? 6 : 90), using: &random)
            var before = document(leaves: count, &random)
            var after = Bool.random(using: &random) ? document(leaves: count, &random) : edited(before, &random)
            if Int.random(in: 0..<6, using: &random) == 0 { before = String(before.prefix(before.count / 2)) }
            if Int.random(in: 0..<6, using: &random) == 0 { after = String(after.dropLast(after.count / 3)) }
            let pair: (String?, String?) =
                switch Int.random(in: 0..<8, using: &random) {
                case 0: (nil, after)
                case 1: (before, nil)
                default: (before, after)
                }
            let limit = Int.random(in: 1...9, using: &random)
            let (changes, isPartial) = expected(pair.0, pair.1)
            let found = line(pair.0, pair.1, limit: limit)
            #expect(found.shown == Array(changes.prefix(limit)), "\(pair)")
            #expect(found.hidden == max(0, changes.count - limit), "\(pair)")
            let told = ["id", "updated_at", "createdAt"]
            #expect(found.hiddenTelling == changes.dropFirst(limit).count { !told.contains($0.path) }, "\(pair)")
            #expect(found.isPartial == isPartial, "\(pair)")
        }
    }

    @Test func saysNothingOfWhatIsOnlySpelledOtherwise() {
        let found = line(#"{"a":"\u0041","b":{ },"c":[1, 2]}"#, #"{ "a" : "A", "b":{}, "c":[1,2]}"#)
        #expect(found.shown.isEmpty)
        #expect(!found.isPartial)
    }

    @Test func tellsBytesApartThatUnicodeHoldsEqual() {
        let found = line("{\"name\":\"caf\u{E9}\"}", "{\"name\":\"cafe\u{301}\"}")
        #expect(found.shown.count == 1)
        #expect(
            JSONDiff.compare(before: Array("{\"n\":\"\u{E9}\"}".utf8), after: Array("{\"n\":\"e\u{301}\"}".utf8))
                .changes.count == 1)
    }

    @Test func decodesEscapesOfKeysAndValues() {
        #expect(
            line(#"{"é\n":"\ud83d\ude00 \ud83d!"}"#, #"{"é\n":"\"\\\/"}"#).shown == [
                FieldChange(path: "é\n", before: "😀 \u{FFFD}!", after: "\"\\/")
            ])
    }

    private func document(leaves: Int, _ random: inout SystemRandomNumberGenerator) -> String {
        let names = ["id", "role", "updated_at", "owner_id", "name", "plan", "a\\u0062", "createdAt", "seats"]
        let values = [
            "1", "-2.50", "1e5", "true", "null", "\"x\"", "\"1\"", "\"\\u0078\"", "{}", "[]", "[1,{\"k\":2}]",
            "{\"k\":{\"role\":3}}", "\"a \\\"b\\\" c\"",
        ]
        let parts = (0..<leaves).map { place in
            // Some keys come twice: the last one counts.
            let name = place < names.count ? names[Int.random(in: 0..<names.count, using: &random)] : "k\(place)"
            return "\"\(name)\":\(values[Int.random(in: 0..<values.count, using: &random)])"
        }
        return "{" + parts.joined(separator: ",") + "}"
    }

    private func edited(_ document: String, _ random: inout SystemRandomNumberGenerator) -> String {
        document.replacing(["1", "x", "true"].randomElement(using: &random) ?? "1", with: "7")
    }
}
