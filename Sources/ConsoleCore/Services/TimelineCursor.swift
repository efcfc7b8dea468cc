import TenantDomain
import TenantStore

/// A place between two entries of the merged trail: where each source goes on from.
struct TimelineCursor: Sendable, Equatable {
    enum Place: Sendable, Equatable {
        /// The newer side ends with this row.
        case after(Cursor)
        /// The older side begins with this row.
        case from(Cursor)
        /// Nothing of the source is older.
        case end
    }

    let places: [String: Place]

    init(_ places: [(source: String, place: Place)]) {
        self.places = Dictionary(places.map { ($0.source, $0.place) }, uniquingKeysWith: { first, _ in first })
    }

    /// Opaque, safe in a shell word and in a URL: a mark and a cursor for each source, by the sources' names.
    var text: String {
        places.sorted { $0.key < $1.key }.map { source, place in
            switch place {
            case .after(let cursor): "a" + CursorCodec(order: source).encode(cursor)
            case .from(let cursor): "f" + CursorCodec(order: source).encode(cursor)
            case .end: "e"
            }
        }.joined(separator: ".")
    }

    /// Nil for anything that is no cursor of a trail over these sources.
    init?(text: String, sources: [String]) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == sources.count else { return nil }
        var places: [String: Place] = [:]
        for (part, source) in zip(parts, sources.sorted()) {
            if part == "e" {
                places[source] = .end
                continue
            }
            guard let cursor = try? CursorCodec(order: source).decode(String(part.dropFirst())) else { return nil }
            switch part.first {
            case "a": places[source] = .after(cursor)
            case "f": places[source] = .from(cursor)
            default: return nil
            }
        }
        self.places = places
    }
}
