import ConsoleCore
import Testing

struct JSONDiffTests {
    private func compare(_ before: String?, _ after: String?) -> JSONDiff.Outcome {
        JSONDiff.compare(before: before.map { Array($0.utf8) }, after: after.map { Array($0.utf8) })
    }

    @Test func namesNestedFieldsAndArrayPositions() {
        let outcome = compare(
            #"{"role":"viewer","settings":{"theme":"dark","tags":["a","b"]},"seats":3}"#,
            #"{"role":"owner","settings":{"theme":"dark","tags":["a","c","d"]},"seats":3}"#)
        #expect(
            outcome.changes == [
                FieldChange(path: "role", before: "viewer", after: "owner"),
                FieldChange(path: "settings.tags.1", before: "b", after: "c"),
                FieldChange(path: "settings.tags.2", before: nil, after: "d"),
            ])
        #expect(outcome.unchanged.map(\.title) == ["settings.theme", "settings.tags.0", "seats"])
        #expect(!outcome.isPartial)
    }

    @Test func insertAndDeleteAreOneSided() {
        #expect(compare(nil, #"{"a":1}"#).changes == [FieldChange(path: "a", before: nil, after: "1")])
        #expect(compare(#"{"a":1}"#, nil).changes == [FieldChange(path: "a", before: "1", after: nil)])
        #expect(compare(nil, nil) == JSONDiff.Outcome())
    }

    @Test func keepsNumbersAsWritten() {
        let outcome = compare(
            #"{"n":12345678901234567890.10,"m":1e400}"#, #"{"n":12345678901234567890.1,"m":1e400}"#)
        #expect(
            outcome.changes == [
                FieldChange(path: "n", before: "12345678901234567890.10", after: "12345678901234567890.1")
            ])
    }

    @Test func tellsKindsApart() {
        #expect(
            compare(#"{"a":1,"b":null}"#, #"{"a":"1","b":"null"}"#).changes == [
                FieldChange(path: "a", before: "1", after: "\"1\""),
                FieldChange(path: "b", before: "null", after: "\"null\""),
            ])
    }

    @Test func readsEscapesAndRepairsHalfPairs() {
        let leaves = JSONDiff.leaves(Array(#"{"é\u0041\n":"\ud83d\ude00 \ud83d! \"\\\/"}"#.utf8))
        #expect(leaves.isComplete)
        #expect(leaves.leaves == [JSONLeaf(path: "éA\n", kind: .string, text: "😀 \u{FFFD}! \"\\/")])
    }

    @Test func aCutDocumentHidesNothingAndInventsNothing() {
        let whole = #"{"a":1,"b":"two","c":{"d":[1,2,3]},"e":true,"f":12345}"#
        let changed = #"{"a":9,"b":"two","c":{"d":[1,2,4]},"e":true,"f":12345}"#
        let real = compare(whole, changed).changes
        #expect(real.count == 2)
        let bytes = Array(whole.utf8)
        for length in 0..<bytes.count {
            for (before, after) in [
                (Array(bytes[..<length]), Array(changed.utf8)), (bytes, Array(changed.utf8.prefix(length))),
                (Array(bytes[..<length]), Array(changed.utf8.prefix(length))),
            ] {
                let outcome = JSONDiff.compare(before: before, after: after)
                #expect(outcome.changes.allSatisfy(real.contains), "at \(length): \(outcome.changes)")
                #expect(outcome.isPartial, "at \(length)")
            }
        }
    }

    @Test func anyBytesAreSurvived() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array(#"{}[]",:\u0n1.-e tfx"#.utf8) + [0xFF, 0xC3, 0x00]
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in alphabet.randomElement(using: &random)!
            }
            _ = JSONDiff.compare(before: bytes, after: bytes.reversed())
            #expect(JSONDiff.compare(before: bytes, after: bytes).changes.isEmpty)
        }
    }

    @Test func whatIsNoJSONIsComparedWhole() {
        #expect(
            compare("plain words", "other words").changes == [
                FieldChange(path: "", before: "plain words", after: "other words")
            ])
    }

    @Test func deepDocumentsAreWalkedOnlySoFar() {
        let deep = String(repeating: #"{"a":"#, count: 500) + "1" + String(repeating: "}", count: 500)
        let leaves = JSONDiff.leaves(Array(deep.utf8))
        #expect(leaves.leaves.count == 1)
        #expect(leaves.leaves.first?.kind == .raw)
        #expect(leaves.isComplete)
    }

    @Test func aRepeatedKeyCountsWithItsLastValue() {
        #expect(compare(#"{"a":1,"a":2}"#, #"{"a":2}"#).changes.isEmpty)
    }
}

struct ChangeSummaryTests {
    @Test func saysTheTellingChangeFirst() {
        let changes = [
            FieldChange(path: "updated_at", before: "1", after: "2"),
            FieldChange(path: "role", before: "viewer", after: "owner"),
            FieldChange(path: "seats", before: "1", after: "2"),
        ]
        #expect(ChangeSummary.text(changes) == "role viewer → owner  +1 more")
        #expect(ChangeSummary.text(changes, more: 2) == "role viewer → owner  +3 more")
        #expect(ChangeSummary.text([changes[1]]) == "role viewer → owner")
        #expect(ChangeSummary.text([changes[0]]) == "updated_at 1 → 2")
    }

    @Test func saysFirstWhatDecides() {
        let changes = ["probability", "won_at", "status"].map { FieldChange(path: $0, before: "1", after: "2") }
        #expect(ChangeSummary.ordered(changes).map(\.path) == ["status", "probability", "won_at"])
        let both = ["status", "name"].map { FieldChange(path: $0, before: "1", after: "2") }
        #expect(ChangeSummary.ordered(both).map(\.path) == ["status", "name"])
        let gone = ["status", "name"].map { FieldChange(path: $0, before: "1", after: nil) }
        #expect(ChangeSummary.ordered(gone).map(\.path) == ["name", "status"])
    }

    @Test func namesNoKeysWhereARowCameWithMore() {
        let changes = ["id", "workspace_id", "role"].map { FieldChange(path: $0, before: nil, after: "x") }
        #expect(ChangeSummary.text(changes) == "role x  +1 more")
    }

    @Test func saysWhatCameAndWhatWent() {
        #expect(ChangeSummary.text([FieldChange(path: "name", before: nil, after: "Acme")]) == "name Acme")
        #expect(ChangeSummary.text([FieldChange(path: "name", before: "Acme", after: nil)]) == "name Acme → gone")
        #expect(ChangeSummary.text([FieldChange(path: "meta", before: "{}", after: "5")]) == "meta 5")
        let seen = FieldChange(path: "seen", before: nil, after: "2026-11-21T06:00:00.000000Z")
        #expect(ChangeSummary.text([seen], zone: .utc) == "seen 2026-11-21 06:00:00 UTC")
        let day = FieldChange(path: "day", before: "2026-11-21", after: "2026-11-22")
        #expect(ChangeSummary.text([day], zone: .utc) == "day 2026-11-21 → 2026-11-22")
        #expect(ChangeSummary.text([FieldChange(path: "name", before: "", after: "x")]) == "name \"\" → x")
        #expect(ChangeSummary.text([]) == "")
        #expect(ChangeSummary.text([FieldChange(path: "t", before: nil, after: "abcdef")], limit: 3) == "t abc…")
    }
}
