import Foundation
import Synchronization

/// A way to the server that can be cut.
final class CutProxy: Sendable {
    let port: Int
    private let listener: Int32
    private let cutting = Mutex(Cut?.none)

    enum Cut: Sendable {
        /// The client's last words still get across, the answer does not.
        case answers
        case everything
    }

    init(server: Int) throws {
        let listener = Self.socket()
        var address = Self.loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 8) == 0
                    ? getsockname(listener, pointer, &length) : -1
            }
        }
        guard status == 0 else { throw TestServer.Failure(description: "no port for the proxy") }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                let upstream = Self.socket()
                var address = Self.loopback(UInt16(server))
                let status = withUnsafePointer(to: &address) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                        connect(upstream, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
                guard status == 0, cutting.withLock({ $0 == nil }) else {
                    close(client)
                    close(upstream)
                    continue
                }
                Thread.detachNewThread { self.relay(from: client, to: upstream, isAnswer: false) }
                Thread.detachNewThread { self.relay(from: upstream, to: client, isAnswer: true) }
            }
        }
    }

    /// From now on nothing of that comes through, and nobody connects.
    func cut(_ cut: Cut = .answers) { cutting.withLock { $0 = cut } }

    /// Takes connections again.
    func mend() { cutting.withLock { $0 = nil } }

    func end() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func relay(from source: Int32, to target: Int32, isAnswer: Bool) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0, !isCut(isAnswer) else { break }
            var sent = 0
            while sent < count {
                let part = buffer[sent..<count].withUnsafeBytes { write(target, $0.baseAddress, $0.count) }
                guard part > 0 else { break }
                sent += part
            }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(target, Int32(SHUT_RDWR))
    }

    private func isCut(_ isAnswer: Bool) -> Bool {
        switch cutting.withLock({ $0 }) {
        case nil: false
        case .answers: isAnswer
        case .everything: true
        }
    }

    private static func socket() -> Int32 {
        let descriptor = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
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
