/// Merges pages of several sources into one trail, newest first; equal times stand in the order of the sources.
enum TimelineMerge {
    struct Place: Sendable, Equatable {
        let source: Int
        let row: Int
        /// Whether another source shows the row; it is passed over and counts for nothing.
        var isRepeated = false
    }

    /// The first (or last, `fromEnd`) `limit` rows of the union, in display order, and the repeated ones among them.
    ///
    /// - Parameters:
    ///   - times: of each source's rows in its own order, newest first; `Int64.max` where a time is missing.
    ///   - repeated: rows of a source that another one has too.
    static func merged(
        _ times: [[Int64]], repeated: [Set<Int>] = [], limit: Int, fromEnd: Bool
    ) -> [Place] {
        var result: [Place] = []
        var count = 0
        var heads = times.map { fromEnd ? $0.count - 1 : 0 }
        while true {
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
            let isRepeated = best < repeated.count && repeated[best].contains(heads[best])
            // Repeated rows behind the last one are passed over too: nothing is left of them for the next page.
            if count >= limit, !isRepeated { break }
            if !isRepeated { count += 1 }
            result.append(Place(source: best, row: heads[best], isRepeated: isRepeated))
            heads[best] += fromEnd ? -1 : 1
        }
        return fromEnd ? result.reversed() : result
    }
}
