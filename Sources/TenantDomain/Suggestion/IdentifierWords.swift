/// The words of a table's or column's name, lower case and in the singular: `TeamMembers`, `team_members` and
/// `sentry_teammember` all speak of a team and a member.
struct IdentifierWords: Sendable, Equatable {
    let words: [String]

    init(_ name: String) {
        words = Self.split(name).flatMap(Self.fused).map(Self.singular)
    }

    /// What the name is about: the last word.
    var head: String { words.last ?? "" }

    func ends(with other: IdentifierWords) -> Bool {
        !other.words.isEmpty && words.count >= other.words.count
            && Array(words.suffix(other.words.count)) == other.words
    }

    func contains(_ word: String) -> Bool { words.contains(word) }
    func containsAny(_ some: Set<String>) -> Bool { words.contains(where: some.contains) }

    /// The name of a key's column without what says that it is a key: `organizationId` and `organization_id` both are
    /// about an organization. Nil where the name is no key's.
    static func stem(of column: String) -> IdentifierWords? {
        let parts = split(column)
        if parts.count == 1, parts[0].hasSuffix("id") {
            // `teamid`, as servers fold `TeamId` without quotes.
            let word = singular(String(parts[0].dropLast(2)))
            let isKnown =
                NameVocabulary.tenants[word] != nil || NameVocabulary.users[word] != nil
                || NameVocabulary.memberships.contains(word) || NameVocabulary.happenings.contains(word)
                || ["channel", "role", "plan", "parent"].contains(word)
            return isKnown ? IdentifierWords(word) : nil
        }
        guard parts.count > 1, let last = parts.last, ["id", "uuid", "key", "fk", "pk"].contains(last) else {
            return nil
        }
        return IdentifierWords(parts.dropLast().joined(separator: "_"))
    }

    private static func split(_ name: String) -> [String] {
        var parts: [String] = []
        var current = ""
        var last: Character = "_"
        let characters = Array(name)
        for (place, character) in characters.enumerated() {
            if !character.isLetter, !character.isNumber {
                if !current.isEmpty { parts.append(current) }
                current = ""
            } else {
                let next = place + 1 < characters.count ? characters[place + 1] : "_"
                let begins = character.isUppercase && (last.isLowercase || (last.isUppercase && next.isLowercase))
                if begins, !current.isEmpty {
                    parts.append(current)
                    current = ""
                }
                current += character.lowercased()
            }
            last = character
        }
        if !current.isEmpty { parts.append(current) }
        return parts
    }

    /// Two words written as one, where both are known: `organizationmember`.
    private static func fused(_ word: String) -> [String] {
        guard word.count > 7 else { return [word] }
        for first in NameVocabulary.fusedFirst where word.hasPrefix(first) {
            let rest = String(word.dropFirst(first.count))
            if NameVocabulary.fusedLast.contains(singular(rest)) { return [first, rest] }
        }
        return [word]
    }

    static func singular(_ word: String) -> String {
        switch word {
        case "people", "persons": return "person"
        case "children": return "child"
        case "status", "statuses": return "status"
        case "bus", "address", "access", "business", "process", "alias", "canvas", "series", "news": return word
        default: break
        }
        if word.hasSuffix("ies"), word.count > 4 { return word.dropLast(3) + "y" }
        for ending in ["sses", "xes", "ches", "shes"] where word.hasSuffix(ending) { return String(word.dropLast(2)) }
        if word.hasSuffix("s"), !word.hasSuffix("ss"), !word.hasSuffix("us"), !word.hasSuffix("is"), word.count > 2 {
            return String(word.dropLast())
        }
        return word
    }
}
