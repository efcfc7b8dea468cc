import ConsoleCore
import Testing

struct WordDiffTests {
    private let text = "the quick brown fox jumps over the lazy dog and runs into the dark forest where it sleeps"

    @Test func showsWhatWentAndCameWithAFewWordsAround() {
        #expect(
            WordDiff.text(text, text.replacing("lazy", with: "tired old"))
                == "… fox jumps over the [-lazy-] {+tired old+} dog and runs into …")
        #expect(WordDiff.text(text, text + " well") == "… forest where it sleeps {+well+}")
        #expect(WordDiff.text("so " + text, text) == "[-so-] the quick brown fox …")
    }

    @Test func leavesShortTextsAndThoseWithNothingInCommon() {
        #expect(WordDiff.text("viewer", "owner") == nil)
        #expect(WordDiff.text(text, "{\"a\":1}") == nil)
        #expect(WordDiff.text(text, String(repeating: "other words ", count: 12)) == nil)
    }

    @Test func bothTextsCanBeReadFromIt() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            func words() -> [String] {
                (0..<Int.random(in: 30...60, using: &random)).map { _ in
                    ["aa", "bb", "cc", "dd"].randomElement(using: &random)!
                }
            }
            let (old, new) = (words(), words())
            guard let diff = WordDiff.text(old.joined(separator: " "), new.joined(separator: " ")), !diff.contains("…")
            else { continue }
            func side(_ dropped: String, _ kept: String) throws -> [Substring] {
                let without = diff.replacing(try Regex(dropped), with: "")
                return without.replacing(try Regex(kept), with: { String($0.output[1].substring ?? "") }).split(
                    separator: " ")
            }
            #expect(try side("\\{\\+.*?\\+\\}", "\\[-(.*?)-\\]") == old.map { Substring($0) })
            #expect(try side("\\[-.*?-\\]", "\\{\\+(.*?)\\+\\}") == new.map { Substring($0) })
        }
    }
}
