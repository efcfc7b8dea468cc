import Foundation

/// The moment at which waiting turns into a failure; far beyond what a busy machine needs.
struct Deadline {
    struct Passed: Error {}
    struct Closed: Error {}

    private let end: ContinuousClock.Instant

    init(seconds: Int = 40) { end = .now + .seconds(seconds) }

    /// The next bytes of a descriptor, waited for until the deadline.
    func read(_ descriptor: Int32) throws -> [UInt8] {
        while true {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { throw Passed() }
            var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&wanted, 1, Int32(min(left.components.seconds, 3_600) * 1_000 + 1_000))
            guard ready > 0 else { continue }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = Foundation.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Closed() }
            return Array(chunk[..<count])
        }
    }
}
