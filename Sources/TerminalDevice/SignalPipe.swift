import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Carries signals, and the device's own wake-ups, to the input thread as bytes of a pipe.
enum SignalPipe {
    static let wakeUp: UInt8 = 0
    static let terminating: [Int32] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
    private static let caught: [Int32] = terminating + [SIGWINCH, SIGTSTP, SIGCONT]

    private struct Saved: @unchecked Sendable {
        // Unchecked: the C type holds a function pointer; it is only kept to be handed back.
        var signal: Int32
        var action: sigaction
    }

    private static let ends = Platform.pipe()
    private static let previous = Mutex<[Saved]>([])

    /// The end to poll and read, or -1.
    static var readEnd: Int32 { ends?.read ?? -1 }

    static func install() {
        signalWriteEnd = ends?.write ?? -1
        while next() != nil {}
        previous.withLock { previous in
            for signal in caught where !Platform.isIgnored(signal) {
                var action = Platform.action(noted)
                var old = sigaction()
                if sigaction(signal, &action, &old) == 0 { previous.append(Saved(signal: signal, action: old)) }
            }
        }
    }

    static func uninstall() {
        previous.withLock { previous in
            for var saved in previous { sigaction(saved.signal, &saved.action, nil) }
            previous.removeAll()
        }
        signalWriteEnd = -1
    }

    /// While a child has the terminal, ctrl-c and ctrl-\ are meant for it, though they reach this process too. Decided
    /// as the signal comes: by the time that the input thread sees it the terminal may be ours again.
    static func leaveKeyboardSignals(toChild: Bool) {
        childHasKeyboard = toChild
    }

    static func wake() {
        guard let end = ends?.write else { return }
        var byte = wakeUp
        _ = write(end, &byte, 1)
    }

    /// The next signal's number or `wakeUp`; nil where nothing has come.
    static func next() -> UInt8? {
        var byte: UInt8 = 0
        return read(readEnd, &byte, 1) == 1 ? byte : nil
    }

    /// Stops this process and the others of its job (`make run` must stop too), and returns when it goes on.
    static func stopJob() {
        guard !Platform.isIgnored(SIGTSTP) else { return }
        var standard = Platform.defaultAction()
        var ours = sigaction()
        sigaction(SIGTSTP, &standard, &ours)
        kill(0, SIGTSTP)
        // Another thread may take the stop a moment later. A process group that nobody could continue does not stop
        // at all; then no SIGCONT comes and the wait ends by itself.
        var waiting = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        while poll(&waiting, 1, 100) > 0 {
            if let byte = next(), Int32(byte) == SIGCONT { break }
        }
        sigaction(SIGTSTP, &ours, nil)
    }

    /// Ends the process the way a signal does by itself.
    static func die(of signal: Int32) {
        var standard = Platform.defaultAction()
        sigaction(signal, &standard, nil)
        kill(getpid(), signal)
    }
}

/// Unsafe because the signal handler reads them and cannot lock; each is a single store.
nonisolated(unsafe) private var signalWriteEnd: Int32 = -1
nonisolated(unsafe) private var childHasKeyboard = false

private func noted(_ signal: Int32) {
    if childHasKeyboard, signal == SIGINT || signal == SIGQUIT { return }
    let error = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(signalWriteEnd, &byte, 1)
    errno = error
}
