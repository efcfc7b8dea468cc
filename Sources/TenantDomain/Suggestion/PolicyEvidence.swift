/// What policies of row-level security say: a table that other tables' policies ask decides who sees what.
struct PolicyEvidence: Sendable {
    private let naming: [RelationName: Int]
    /// Whether there is any policy at all.
    let isEmpty: Bool

    init(_ catalog: Catalog) {
        var naming: [RelationName: Int] = [:]
        var isEmpty = true
        let names = Set(catalog.relations.map(\.name))
        let byWord = Dictionary(names.map { ($0.name.lowercased(), $0) }) { first, second in min(first, second) }
        for relation in catalog.relations where !relation.policies.isEmpty {
            isEmpty = false
            var words: Set<String> = []
            for policy in relation.policies {
                words.formUnion(Self.words(policy.using ?? ""))
                words.formUnion(Self.words(policy.check ?? ""))
            }
            for word in words {
                guard let named = byWord[word], named != relation.name else { continue }
                naming[named, default: 0] += 1
            }
        }
        self.naming = naming
        self.isEmpty = isEmpty
    }

    /// How many tables' policies name the table.
    func tables(naming name: RelationName) -> Int { naming[name] ?? 0 }

    private static func words(_ text: String) -> Set<String> {
        var words: Set<String> = []
        var word = ""
        for character in text {
            if character.isLetter || character.isNumber || character == "_" {
                word.append(character)
            } else {
                if !word.isEmpty { words.insert(word.lowercased()) }
                word = ""
            }
        }
        if !word.isEmpty { words.insert(word.lowercased()) }
        return words
    }
}
