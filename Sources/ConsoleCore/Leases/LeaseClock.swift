/// The clock that leases run on. It goes on while the machine sleeps and nobody can set it back: CLOCK_BOOTTIME on
/// Linux, the continuous clock on macOS, which is what Swift's `ContinuousClock` reads.
package struct LeaseClock: Sendable {
    package let now: @Sendable () -> ContinuousClock.Instant

    package init(now: @escaping @Sendable () -> ContinuousClock.Instant) { self.now = now }

    package static let system = LeaseClock { ContinuousClock.now }
}
