import CLibPQ
import Synchronization

/// What the server said unasked, the last of it: libpq would print it over the screen.
package final class NoticeLog: Sendable {
    private static let limit = 64
    private static let longest = 1_000

    private let kept = Mutex<[String]>([])

    /// Raw words of the server, to be made safe by whoever shows them.
    package var messages: [String] { kept.withLock { $0 } }

    func add(_ message: String) {
        kept.withLock { messages in
            if messages.count == Self.limit { messages.removeFirst() }
            messages.append(String(message.prefix(Self.longest)))
        }
    }
}

/// What the notice callback finds behind its pointer.
final class NoticeReceiver {
    let log: NoticeLog
    let library: LibPQ

    init(log: NoticeLog, library: LibPQ) {
        self.log = log
        self.library = library
    }

    /// Takes the connection's notices; must outlive it.
    func attach(to connection: OpaquePointer) {
        _ = library.functions.PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context, let result else { return }
                Unmanaged<NoticeReceiver>.fromOpaque(context).takeUnretainedValue().receive(result)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func receive(_ result: OpaquePointer) {
        let primary = CInt(UInt8(ascii: "M"))
        if let message = LibPQ.text(library.functions.PQresultErrorField(result, primary)) { log.add(message) }
    }
}
