/// A permission to write, for a while, with a reason: of one operator as one persona in one environment, for as long as
/// the process lives. There is no way to make one but `LeaseHolder.take`, and none to keep one.
package struct WriteLease: Sendable, Equatable {
    package let id: String
    package let operatorName: String
    package let persona: Persona
    package let environment: String
    package let reason: String
    package let start: ContinuousClock.Instant
    package let end: ContinuousClock.Instant

    init(
        id: String, operatorName: String, persona: Persona, environment: String, reason: String,
        start: ContinuousClock.Instant, end: ContinuousClock.Instant
    ) {
        self.id = id
        self.operatorName = operatorName
        self.persona = persona
        self.environment = environment
        self.reason = reason
        self.start = start
        self.end = end
    }

    /// Whole seconds left, zero from its end on.
    package func secondsLeft(at instant: ContinuousClock.Instant) -> Int {
        let left = instant.duration(to: end)
        return left > .zero ? Int((left + .milliseconds(999)).components.seconds) : 0
    }

    /// `14:32`, `1:04:09`.
    package func countdown(at instant: ContinuousClock.Instant) -> String {
        let seconds = secondsLeft(at: instant)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let clock = "\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        return seconds >= 3600 ? "\(seconds / 3600):\(clock)" : clock
    }

    /// The ticket that a reason begins with (`OPS-4412`), else its first words: what the header has room for.
    package var reasonHead: String {
        let first = reason.split(separator: " ").first.map(String.init) ?? ""
        if first.contains(where: \.isNumber) { return String(first.prefix(20)) }
        return reason.count <= 20 ? reason : reason.prefix(19) + "…"
    }
}
