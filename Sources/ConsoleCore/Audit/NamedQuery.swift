import Synchronization
import TenantDomain

/// A filter under a name, written `@name` among other terms.
package struct NamedQuery: Sendable, Equatable {
    /// What a query means.
    package enum Meaning: Sendable, Equatable {
        /// Entries that satisfy any of these filters; a source answers those whose fields it has.
        case filters([String])
        /// Worked out from the trail first.
        case derived(DerivedQuery)
    }

    package enum Origin: String, Sendable { case shipped, saved }

    package let name: String
    /// What it finds, in a few words.
    package let title: String
    /// The resource whose rows it finds; `audit` for the trail.
    package let resource: String
    package let meaning: Meaning
    package let origin: Origin

    package init(
        name: String, title: String = "", resource: String = NamedQuery.trail, meaning: Meaning,
        origin: Origin = .saved
    ) {
        self.name = name
        self.title = title
        self.resource = resource
        self.meaning = meaning
        self.origin = origin
    }

    /// The word for the trail where others name a resource.
    package static let trail = "audit"

    /// The filter as text, for lists of queries.
    package var text: String {
        switch meaning {
        case .filters(let filters): filters.joined(separator: " or ")
        case .derived(let query): query.explanation
        }
    }

    /// Whether a query can be called so: a letter, then letters, digits, `-` and `_`.
    package static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, first | 0x20 >= 0x61, first | 0x20 <= 0x7A else { return false }
        return text.utf8.allSatisfy { byte in
            (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x2D
                || byte == 0x5F
        }
    }
}

/// The queries that the configuration holds and those saved since, and which names only the trail knows; shared by
/// everything that a session reads.
package final class QueryShelf: Sendable {
    private let saved: Mutex<[NamedQuery]>
    private let departed = Mutex<[String: [String]]>([:])
    private let extents = Mutex<[String: TrailExtent]>([:])

    package init(_ queries: [NamedQuery] = []) { saved = Mutex(queries) }

    package func keep(_ query: NamedQuery) {
        saved.withLock { queries in
            queries.removeAll { $0.name == query.name }
            queries.append(query)
        }
    }

    package var queries: [NamedQuery] { saved.withLock { $0 } }

    /// The keys of deleted rows that bore a name; empty where the name was looked up and is a living row's.
    func departed(_ name: String) -> [String]? { departed.withLock { $0[name] } }
    func extent(_ source: String) -> TrailExtent? { extents.withLock { $0[source] } }
    func keep(extent: TrailExtent, of source: String) { extents.withLock { $0[source] = extent } }
    func keep(departed keys: [String], for name: String) { departed.withLock { $0[name] = keys } }
}

extension ConsoleSession {
    /// Saved queries first: they may take a shipped one's name.
    package var namedQueries: [NamedQuery] {
        let saved = queries.queries
        return saved + ShippedQueries.all(registry).filter { shipped in !saved.contains { $0.name == shipped.name } }
    }

    package func namedQuery(_ name: String) -> NamedQuery? {
        let folded = name.lowercased()
        return namedQueries.first { $0.name.lowercased() == folded }
    }
}
