/// What a plan's limit says of an amount.
package enum LimitRule {
    package enum Verdict: Sendable, Equatable {
        case within
        /// Over the limit, and the database lets it be: soft, or hard within its grace.
        case tolerated(over: Int64)
        /// Over a hard limit and its grace.
        case broken(over: Int64)
    }

    /// - Parameter limit: nil is unlimited.
    package static func verdict(used: Int64, limit: Int64?, grace: Int64, isHard: Bool) -> Verdict {
        guard let limit, used > limit else { return .within }
        let over = used - limit
        return isHard && over > max(0, grace) ? .broken(over: over) : .tolerated(over: over)
    }

    /// What is added must fit; what is over already may stay as it is.
    package static func check(
        title: String, used: Int64, adding: Int64, limit: Int64?, grace: Int64, isHard: Bool
    ) throws(ChangeRefusal) -> Verdict {
        guard adding > 0 else { return .within }
        let verdict = verdict(used: used + adding, limit: limit, grace: grace, isHard: isHard)
        if case .broken = verdict { throw .overHardLimit(title: title, used: used + adding, allowed: limit ?? 0) }
        return verdict
    }
}
