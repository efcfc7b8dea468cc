import Foundation
import Synchronization

/// A way to the test server that holds what a client sends until it is told to let it pass. So it is proved, not timed,
/// which requests are sent without waiting for an answer: those that are held together.
///
/// It knows as much of the protocol as is needed to count requests: a connection's first message, and every Sync.
final class HoldingProxy: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Seconds until a request that does not come is a failed test.
    private static let patience = 30.0

    let port: Int
    private let listener: Int32
    private let server: Int
    private let state = NSCondition()
    private let held = Mutex(Held())

    private struct Held {
        var connections = 0
        var flights = 0
        var requests = 0
        var isOpen = false
        /// What waits to be sent on, by the server's socket.
        var bytes: [(socket: Int32, data: [UInt8])] = []
    }

    init(server: Int) throws {
        self.server = server
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        listener = descriptor
        var address = Self.loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && listen(descriptor, 8) == 0
                    ? getsockname(descriptor, pointer, &length) : -1
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard status == 0 else { throw Failure(description: "the proxy cannot listen") }
        Thread.detachNewThread { [self] in accept() }
    }

    deinit { close(listener) }

    var connections: Int { held.withLock { $0.connections } }
    /// How often something was let pass.
    var flights: Int { held.withLock { $0.flights } }
    /// Requests that are held now.
    var waiting: Int { held.withLock { $0.requests } }

    /// Waits until so many requests are held, and lets them all pass as one flight. It waits on a thread of its own: the
    /// few that tasks run on are needed by those that make the requests.
    func pass(_ requests: Int) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread { done.resume(with: Result { try self.passNow(requests) }) }
        }
    }

    private func passNow(_ requests: Int) throws {
        let deadline = Date(timeIntervalSinceNow: Self.patience)
        state.lock()
        defer { state.unlock() }
        while waiting < requests {
            guard state.wait(until: deadline) else {
                throw Failure(description: "\(waiting) of \(requests) requests came")
            }
        }
        flush { $0.flights += 1 }
    }

    /// Holds nothing from now on.
    func open() {
        state.lock()
        defer { state.unlock() }
        flush { $0.isOpen = true }
    }

    private func flush(_ change: (inout Held) -> Void) {
        held.withLock { held in
            change(&held)
            for (socket, data) in held.bytes { Self.send(data, to: socket) }
            held.bytes = []
            held.requests = 0
        }
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { return }
            let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = Self.loopback(port: server)
            let status = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    connect(upstream, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard status == 0 else {
                close(client)
                continue
            }
            held.withLock { $0.connections += 1 }
            Thread.detachNewThread { [self] in
                var counter = RequestCounter()
                Self.relay(from: client) { data in
                    let requests = counter.count(data)
                    state.lock()
                    held.withLock { held in
                        if held.isOpen { return Self.send(data, to: upstream) }
                        held.bytes.append((upstream, data))
                        held.requests += requests
                    }
                    state.broadcast()
                    state.unlock()
                }
                shutdown(upstream, Int32(SHUT_RDWR))
            }
            Thread.detachNewThread {
                Self.relay(from: upstream) { Self.send($0, to: client) }
                shutdown(client, Int32(SHUT_RDWR))
            }
        }
    }

    private static func relay(from socket: Int32, _ take: ([UInt8]) -> Void) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(socket, &buffer, buffer.count)
            guard count > 0 else { return }
            take(Array(buffer[..<count]))
        }
    }

    private static func send(_ data: [UInt8], to socket: Int32) {
        var sent = 0
        while sent < data.count {
            let count = data[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return address
    }
}

/// Counts what a server answers with "ready": the start of a connection and each Sync.
private struct RequestCounter {
    private var pending: [UInt8] = []
    private var hasStarted = false

    mutating func count(_ data: [UInt8]) -> Int {
        pending += data
        var requests = 0
        while true {
            let head = hasStarted ? 1 : 0
            guard pending.count >= head + 4 else { return requests }
            let length = pending[head..<(head + 4)].reduce(0) { $0 << 8 | Int($1) }
            guard pending.count >= head + length else { return requests }
            if !hasStarted || pending[0] == UInt8(ascii: "S") { requests += 1 }
            hasStarted = true
            pending.removeFirst(head + length)
        }
    }
}
