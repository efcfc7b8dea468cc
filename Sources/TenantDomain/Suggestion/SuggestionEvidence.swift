/// One thing seen in the catalog, and how much it weighs for or against a reading of it.
package struct SuggestionEvidence: Sendable, Equatable {
    package let points: Int
    package let text: String

    package init(_ points: Int, _ text: String) {
        self.points = points
        self.text = text
    }
}

/// How sure a suggestion is.
package enum SuggestionConfidence: String, Sendable, Equatable {
    case high, medium, low
}

/// A reading of a table with what speaks for and against it.
struct SuggestionCandidate: Sendable, Equatable {
    let table: RelationName
    var evidence: [SuggestionEvidence]

    var points: Int { evidence.map(\.points).reduce(0, +) }
    var reasons: [String] { evidence.filter { $0.points > 0 }.sorted { $0.points > $1.points }.map(\.text) }
    var doubts: [String] { evidence.filter { $0.points < 0 }.map(\.text) }

    mutating func add(_ points: Int, _ text: String) { evidence.append(SuggestionEvidence(points, text)) }
}
