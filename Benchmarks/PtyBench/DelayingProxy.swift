#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import Synchronization

/// A link to a server on this machine that takes every byte so long to get across, each way.
final class DelayingProxy: Sendable {
    let port: UInt16
    private let delay: UInt64
    private let server: UInt16
    private let count = Atomic<Int>(0)

    /// Connections made over it so far.
    var connections: Int { count.load(ordering: .relaxed) }

    /// - Parameter milliseconds: one way.
    init(server: UInt16, milliseconds: Double) throws {
        self.server = server
        delay = UInt64(milliseconds * 1_000_000)
        let listener = Self.socket()
        var address = Self.loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 8) == 0
                    ? getsockname(listener, pointer, &length) : -1
            }
        }
        guard status == 0 else { throw BenchError.system("listen") }
        port = UInt16(bigEndian: address.sin_port)
        detach { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                count.add(1, ordering: .relaxed)
                // A connection takes one way there and one back before its first byte.
                pause(2 * delay)
                let upstream = Self.socket()
                var address = Self.loopback(self.server)
                let status = withUnsafePointer(to: &address) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                        connect(upstream, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
                guard status == 0 else {
                    close(client)
                    continue
                }
                relay(from: client, to: upstream)
                relay(from: upstream, to: client)
            }
        }
    }

    /// Reads at once and sends on when the delay of each piece is over.
    private func relay(from source: Int32, to target: Int32) {
        let pieces = PieceQueue()
        let delay = delay
        detach {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = Glue.read(source, &buffer, buffer.count)
                pieces.append(count > 0 ? Array(buffer[..<count]) : nil, due: Clock.now() + delay)
                if count <= 0 { return }
            }
        }
        detach {
            while let piece = pieces.next() {
                let now = Clock.now()
                if piece.due > now { pause(piece.due - now) }
                guard let bytes = piece.bytes, (try? Glue.writeAll(target, bytes)) != nil else { break }
            }
            shutdown(target, Int32(SHUT_RDWR))
        }
    }

    private static func socket() -> Int32 {
        #if canImport(Darwin)
            let descriptor = Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #else
            let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return address
    }
}

/// Pieces of a stream on their way; the last one has no bytes.
private final class PieceQueue: Sendable {
    struct Piece: Sendable {
        let bytes: [UInt8]?
        let due: UInt64
    }

    private let pieces = Mutex<[Piece]>([])

    func append(_ bytes: [UInt8]?, due: UInt64) { pieces.withLock { $0.append(Piece(bytes: bytes, due: due)) } }

    /// Waits for the next piece; looks twice a millisecond, which is fine beside a delay of many.
    func next() -> Piece? {
        while true {
            if let piece = pieces.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return piece }
            pause(500_000)
        }
    }
}

private func pause(_ nanoseconds: UInt64) {
    var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    var rest = timespec()
    while nanosleep(&time, &rest) != 0, errno == EINTR { time = rest }
}

private func detach(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(ThreadBody(body)).toOpaque()
    #if canImport(Darwin)
        var thread: pthread_t?
        pthread_create(
            &thread, nil,
            {
                Unmanaged<ThreadBody>.fromOpaque($0).takeRetainedValue().run(); return nil
            }, box)
        if let thread { pthread_detach(thread) }
    #else
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { box in
                if let box { Unmanaged<ThreadBody>.fromOpaque(box).takeRetainedValue().run() }
                return nil
            }, box)
        pthread_detach(thread)
    #endif
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
