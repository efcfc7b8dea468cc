/// How text is compared without regard to case, the same on both engines.
///
/// Neither engine folds Unicode reliably (SQLite's `lower` and `LIKE` know ASCII only, PostgreSQL's depend on the
/// collation), so the engine folds ASCII alone (SQLite `LIKE`, PostgreSQL `ILIKE` under `COLLATE "C"`) and the needle
/// is tried in the spellings that occur: as typed, lower, upper, sentence and title case. `BLÅBÄR` and `blåbär` both
/// find `Blåbär`. Text that mixes cases of non-ASCII letters in any other way (`blÅbär`) is found by its own spelling
/// only. No normalization: a composed and a decomposed `é` differ, as they do to the engines.
package enum CaseFolding {
    /// A–Z to a–z, everything else as it is: SQLite's `lower(x)`, PostgreSQL's `lower(x COLLATE "C")`.
    package static func lowerASCII(_ text: String) -> String {
        String(decoding: text.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// The spellings of a needle to try, the needle itself first, without repeats: itself alone where it is ASCII,
    /// up to five otherwise. The engine folds ASCII on top.
    package static func variants(of needle: String) -> [String] {
        guard needle.utf8.contains(where: { $0 >= 0x80 }) else { return [needle] }
        let lower = needle.lowercased()
        let sentence = lower.prefix(1).uppercased() + lower.dropFirst()
        var variants = [needle]
        for spelling in [lower, needle.uppercased(), sentence, titleCase(lower)]
        where !variants.contains(where: { $0.utf8.elementsEqual(spelling.utf8) }) {
            variants.append(spelling)
        }
        return variants
    }

    /// The first letter of each word in upper case, the rest in lower case.
    private static func titleCase(_ text: String) -> String {
        var result = ""
        var startsWord = true
        for character in text {
            result += startsWord ? character.uppercased() : character.lowercased()
            startsWord = !character.isLetter && !character.isNumber && character != "'" && character != "’"
        }
        return result
    }
}
