import ConsoleCore
import TenantDomain

/// Values out of the database for the place in a filter that the cursor stands at: asked for, and put behind what the
/// catalog itself allows. The newest question wins; an answer to an older one is not shown.
struct ValueSuggestions: Sendable {
    /// What may be offered at one place.
    struct Question: Sendable, Equatable {
        let resource: String
        let field: String
        let start: String
    }

    private var asked: Question?
    private var answer: [String]?

    /// Puts what is known already behind the list's candidates.
    /// - Returns: the read for what is not; none where it is under way or where there is nothing to ask.
    mutating func ask(_ question: Question?, list: inout CompletionList) -> [Effect] {
        guard question != asked else {
            add(to: &list)
            return []
        }
        let isReading = asked != nil && answer == nil
        asked = question
        answer = nil
        guard let question else { return isReading ? [.cancel(Self.slot)] : [] }
        return [
            .load(
                Self.slot, .values(resource: question.resource, field: question.field, prefix: question.start))
        ]
    }

    mutating func received(_ values: [String], list: inout CompletionList) {
        guard asked != nil else { return }
        answer = values
        add(to: &list)
    }

    private func add(to list: inout CompletionList) {
        let known = Set(list.candidates.map(\.text))
        list.candidates += (answer ?? []).map(FilterText.quoting).filter { !known.contains($0) }.map {
            CompletionList.Candidate(text: $0, kind: "value", help: "in the database")
        }
    }

    private static let slot = LoadSlot(screen: .none, purpose: .completion)
}
