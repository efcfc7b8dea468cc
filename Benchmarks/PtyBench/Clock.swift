#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Time that only goes forward, in nanoseconds.
enum Clock {
    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    static func milliseconds(_ nanoseconds: UInt64) -> Double { Double(nanoseconds) / 1_000_000 }
}

/// A failed system call, or a program that did not do what the benchmark waits for.
struct BenchError: Error {
    let text: String

    init(_ text: String) { self.text = text }

    static func system(_ call: String) -> BenchError { BenchError("\(call): \(String(cString: strerror(errno)))") }
}
