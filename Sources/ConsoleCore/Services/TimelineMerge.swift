/// Merges pages of several sources into one trail, newest first; equal times stand in the order of the sources.
enum TimelineMerge {
    struct Place: Sendable, Equatable {
        let source: Int
        let row: Int
    }

    /// The first (or last, `fromEnd`) `limit` rows of the union, in display order.
    ///
    /// - Parameter times: of each source's rows in its own order, newest first; `Int64.max` where a time is missing.
    static func merged(_ times: [[Int64]], limit: Int, fromEnd: Bool) -> [Place] {
        var result: [Place] = []
        var heads = times.map { fromEnd ? $0.count - 1 : 0 }
        while result.count < limit {
            var best: Int?
            let sources = fromEnd ? Array(times.indices.reversed()) : Array(times.indices)
            for source in sources where times[source].indices.contains(heads[source]) {
                guard let known = best else {
                    best = source
                    continue
                }
                let (mine, theirs) = (times[source][heads[source]], times[known][heads[known]])
                if fromEnd ? mine < theirs : mine > theirs { best = source }
            }
            guard let best else { break }
            result.append(Place(source: best, row: heads[best]))
            heads[best] += fromEnd ? -1 : 1
        }
        return fromEnd ? result.reversed() : result
    }
}
