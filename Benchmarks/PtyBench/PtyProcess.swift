#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A program in a pseudo-terminal of its own, with every byte that it writes timed at its arrival.
final class PtyProcess {
    let child: pid_t
    let started: UInt64
    private let terminal: Int32
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    init(_ words: [String], environment: [String: String], columns: UInt16, rows: UInt16) throws {
        var ours: Int32 = -1
        var theirs: Int32 = -1
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&ours, &theirs, nil, nil, &size) == 0 else { throw BenchError.system("openpty") }
        guard let name = ttyname(theirs) else { throw BenchError.system("ttyname") }
        terminal = ours
        _ = fcntl(ours, F_SETFD, FD_CLOEXEC)
        _ = fcntl(theirs, F_SETFD, FD_CLOEXEC)
        started = Clock.now()
        var streams = SpawnedProcess.Streams()
        streams.terminal = String(cString: name)
        child = try SpawnedProcess.start(words, environment: environment, streams: streams)
        // Ours stays open until the child has its own: a terminal that nobody holds ends the reading at once.
        keptOpen = theirs
    }

    private var keptOpen: Int32

    /// A run of bytes without a silence inside it.
    struct Burst {
        var bytes: [UInt8] = []
        var begin: UInt64 = 0
        var end: UInt64 = 0
        /// When the last byte came that wrote on the rows that were asked for.
        var standing: UInt64 = 0
    }

    /// Waits at most `limit` ms for the next bytes.
    func read(within limit: Int32) -> [UInt8]? {
        var wanted = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        guard poll(&wanted, 1, limit) > 0 else { return nil }
        let count = Glue.read(terminal, &buffer, buffer.count)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    /// The next burst: bytes until nothing came for `silence` ms. Nil where nothing came within `limit` ms.
    func burst(silence: Int32, within limit: Int32, watching rows: Range<Int> = 0..<0) -> Burst? {
        guard let first = read(within: limit) else { return nil }
        var burst = Burst(begin: Clock.now())
        var touched = TouchedRows()
        var next: [UInt8]? = first
        while let bytes = next {
            burst.end = Clock.now()
            burst.bytes += bytes
            if touched.touch(rows, with: bytes) { burst.standing = burst.end }
            next = read(within: silence)
        }
        return burst
    }

    /// Reads on until nothing came for `silence` ms; the number of bytes that came.
    @discardableResult
    func settle(silence: Int32 = 60) -> Int {
        var count = 0
        while let more = read(within: silence) { count += more.count }
        return count
    }

    func type(_ keys: String) throws { try Glue.writeAll(terminal, Array(keys.utf8)) }

    /// Ends the program: SIGTERM, and the terminal goes.
    func end() {
        kill(child, SIGTERM)
        settle(silence: 100)
        close(keptOpen)
        close(terminal)
        var status: Int32 = 0
        var waited = 0
        while waitpid(child, &status, WNOHANG) == 0 {
            waited += 1
            if waited == 200 { kill(child, SIGKILL) }
            poll(nil, 0, 10)
        }
    }
}
