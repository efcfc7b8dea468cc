import Synchronization

/// Names of rows that were read a moment ago, as stored: the trail's pages name the same people and rows over and
/// over, and over a slow link each lookup is a round trip. A name may so be as old as `validity`.
final class KnownNames: Sendable {
    struct Key: Hashable, Sendable {
        /// Nil for people.
        let table: String?
        let id: String
    }

    /// Microseconds.
    static let validity: Int64 = 20_000_000
    private static let capacity = 4096

    private struct Known {
        let texts: [String?]
        let time: Int64
    }

    private let known = Mutex<[Key: Known]>([:])

    /// Unmasked texts of those that are known; a row that was looked for and not found has none.
    func texts(of keys: Set<Key>, now: Int64) -> [Key: [String?]] {
        known.withLock { known in
            var found: [Key: [String?]] = [:]
            found.reserveCapacity(keys.count)
            for key in keys {
                if let one = known[key], now - one.time < Self.validity, now >= one.time { found[key] = one.texts }
            }
            return found
        }
    }

    func keep(_ texts: [Key: [String?]], now: Int64) {
        known.withLock { known in
            if known.count + texts.count > Self.capacity { known = [:] }
            for (key, one) in texts { known[key] = Known(texts: one, time: now) }
        }
    }

    /// After a change of one's own.
    func forget() {
        known.withLock { $0 = [:] }
    }
}
