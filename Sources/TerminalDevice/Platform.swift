#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The few system calls of a terminal, spelled alike for Linux and macOS.
enum Platform {
    /// Writes everything, waiting where a non-blocking terminal is busy; false where it is gone or does not move for
    /// ten seconds.
    static func write(_ bytes: UnsafeRawBufferPointer, to output: Int32) -> Bool {
        guard var next = bytes.baseAddress else { return true }
        var left = bytes.count
        while left > 0 {
            #if canImport(Darwin)
                let written = Darwin.write(output, next, left)
            #else
                let written = Glibc.write(output, next, left)
            #endif
            if written > 0 {
                next += written
                left -= written
            } else if written < 0, errno == EAGAIN || errno == EWOULDBLOCK {
                var waiting = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
                let ready = poll(&waiting, 1, 10_000)
                if ready == 0 || (ready < 0 && errno != EINTR) { return false }
                if ready > 0, waiting.revents & Int16(POLLOUT) == 0 { return false }
            } else if written < 0, errno == EINTR {
                continue
            } else {
                return false
            }
        }
        return true
    }

    static func write(_ bytes: [UInt8], to output: Int32) -> Bool {
        bytes.withUnsafeBytes { write($0, to: output) }
    }

    /// Columns and rows, or nil where the terminal does not say.
    static func windowSize(_ terminal: Int32) -> (width: Int, height: Int)? {
        var size = winsize()
        guard ioctl(terminal, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    static func rawMode(of mode: termios) -> termios {
        var raw = mode
        cfmakeraw(&raw)
        return raw
    }

    /// A signal's action with a plain handler. `SA_RESTART`, so that no other code sees interrupted calls.
    static func action(_ handler: @escaping @convention(c) (Int32) -> Void, flags: Int32 = SA_RESTART) -> sigaction {
        var action = sigaction()
        #if canImport(Darwin)
            action.__sigaction_u.__sa_handler = handler
        #else
            action.__sigaction_handler.sa_handler = handler
        #endif
        action.sa_flags = flags
        sigemptyset(&action.sa_mask)
        return action
    }

    static func defaultAction() -> sigaction {
        var action = sigaction()
        #if canImport(Darwin)
            action.__sigaction_u.__sa_handler = SIG_DFL
        #else
            action.__sigaction_handler.sa_handler = SIG_DFL
        #endif
        sigemptyset(&action.sa_mask)
        return action
    }

    /// Whether a signal was ignored when we came (`nohup`): then it stays so.
    static func isIgnored(_ signal: Int32) -> Bool {
        var old = sigaction()
        guard sigaction(signal, nil, &old) == 0 else { return false }
        #if canImport(Darwin)
            let handler = old.__sigaction_u.__sa_handler
        #else
            let handler = old.__sigaction_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// A pipe whose ends never block and do not reach child processes.
    static func pipe() -> (read: Int32, write: Int32)? {
        var ends: [Int32] = [-1, -1]
        #if canImport(Darwin)
            guard Darwin.pipe(&ends) == 0 else { return nil }
        #else
            guard Glibc.pipe(&ends) == 0 else { return nil }
        #endif
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        return (ends[0], ends[1])
    }
}
