import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A query that says by itself when it runs, and then takes a minute: a pipe beside the server's files brings the word,
/// so that nobody has to look again and again.
final class SlowQuery {
    /// Makes the function `slowly()`, which one login at a time is waited for.
    static let function = """
        CREATE FUNCTION public.slowly() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
          EXECUTE format('COPY (SELECT 1) TO %L', current_setting('data_directory') || '/../slowly-'
            || current_database() || '-' || session_user);
          PERFORM pg_sleep(60); RETURN 'done';
        END $$;

        """
    /// Milliseconds after which it never runs.
    private static let patience: CInt = 20_000

    private let path: String
    private let pipe: CInt

    /// - Parameter user: the login that will call `slowly()`.
    init(_ server: TestServer, in database: String, user: String = "postgres") throws {
        path = "\(server.folder)/slowly-\(database)-\(user)"
        guard mkfifo(path, 0o600) == 0, chmod(path, 0o666) == 0 else {
            throw TestServer.Failure(description: "no pipe \(path)")
        }
        pipe = open(path, O_RDWR | O_NONBLOCK)
        guard pipe >= 0 else { throw TestServer.Failure(description: "no pipe \(path)") }
    }

    deinit {
        close(pipe)
        unlink(path)
    }

    /// Waits until it runs so many times at once; false where it never does. Keeps the thread, so that what comes next
    /// is done while it runs.
    func runs(times: Int = 1) -> Bool { Self.saysSo(pipe, times: times, patience: Self.patience) }

    /// The same on a thread of its own, where what is waited for needs those of the tests, which are few.
    func runsMeanwhile(times: Int) async -> Bool {
        let pipe = pipe
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: Self.saysSo(pipe, times: times, patience: 5 * Self.patience))
            }
        }
    }

    private static func saysSo(_ pipe: CInt, times: Int, patience: CInt) -> Bool {
        var descriptor = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
        var seen = 0
        while seen < times {
            let ready = poll(&descriptor, 1, patience)
            if ready < 0, errno == EINTR { continue }
            var word = [UInt8](repeating: 0, count: 16)
            let count = ready > 0 ? read(pipe, &word, word.count) : 0
            guard count > 0 else { return false }
            seen += word[..<count].count { $0 == UInt8(ascii: "\n") }
        }
        return true
    }
}
