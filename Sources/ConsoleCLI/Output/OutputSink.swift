#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Where output goes: a file descriptor behind a buffer, or memory.
package struct OutputSink: ~Copyable {
    package enum Failure: Error, Sendable, Equatable {
        /// The reader went away (`| head`): not a fault, the command ends quietly.
        case closed
        case failed(reason: String)
    }

    private let descriptor: Int32?
    private(set) var buffer: [UInt8] = []
    private static let threshold = 1 << 16

    /// Writes to an open descriptor, which stays the caller's. The process must ignore SIGPIPE.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
        buffer.reserveCapacity(Self.threshold * 2)
    }

    /// Keeps everything in memory.
    package init() {
        descriptor = nil
    }

    /// What was written to memory.
    package var bytes: [UInt8] { buffer }

    package mutating func write(_ bytes: some Sequence<UInt8>) {
        buffer.append(contentsOf: bytes)
    }

    package mutating func write(_ text: StaticString) {
        buffer.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Lets an encoder append in place.
    mutating func withBuffer(_ body: (inout [UInt8]) -> Void) {
        body(&buffer)
    }

    /// Hands the buffer on where it has grown past its threshold.
    package mutating func drain() throws(Failure) {
        if buffer.count >= Self.threshold { try flush() }
    }

    package mutating func flush() throws(Failure) {
        guard let descriptor else { return }
        var offset = 0
        while offset < buffer.count {
            let written = buffer[offset...].withUnsafeBytes { bytes in
                #if canImport(Darwin)
                    Darwin.write(descriptor, bytes.baseAddress, bytes.count)
                #else
                    Glibc.write(descriptor, bytes.baseAddress, bytes.count)
                #endif
            }
            if written >= 0 {
                offset += written
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                // A terminal shared with a non-blocking reader; wait until it takes more.
                var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = withUnsafeMutablePointer(to: &poll) { waitForRoom($0) }
            case EPIPE:
                buffer.removeAll()
                throw .closed
            default:
                let reason = String(cString: strerror(errno))
                buffer.removeAll()
                throw .failed(reason: reason)
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

private func waitForRoom(_ descriptor: UnsafeMutablePointer<pollfd>) -> Int32 {
    poll(descriptor, 1, -1)
}
