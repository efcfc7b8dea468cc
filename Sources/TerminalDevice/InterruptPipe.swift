#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The first ctrl-C of a command without a screen, as a byte of a pipe: it waits there however late somebody looks,
/// where a signal that is ignored until somebody listens is lost. The one after it ends the process as the system does.
package struct InterruptPipe: Sendable {
    /// Readable once the interrupt has come.
    package let readEnd: Int32

    private let signals: [Int32]

    /// Catches the interrupt from now on; nil where it was ignored when the program came (`nohup`), or no pipe can be
    /// had: then the system does what it does.
    ///
    /// - Parameter terminations: whether to catch what else asks a program to end, for one that has to clean up.
    package static func open(terminations: Bool = false) -> InterruptPipe? {
        let wanted = terminations ? [SIGINT, SIGTERM, SIGHUP, SIGQUIT] : [SIGINT]
        let signals = wanted.filter { !Platform.isIgnored($0) }
        guard !signals.isEmpty, let ends = Platform.pipe() else { return nil }
        interruptWriteEnd = ends.write
        var action = Platform.action(interrupted, flags: SA_RESTART | Int32(bitPattern: UInt32(SA_RESETHAND)))
        for signal in signals where sigaction(signal, &action, nil) != 0 { return nil }
        return InterruptPipe(readEnd: ends.read, signals: signals)
    }

    /// Gives the signals back to the system.
    package func close() {
        var standard = Platform.defaultAction()
        for signal in signals { sigaction(signal, &standard, nil) }
    }
}

/// Unsafe because the signal handler reads it and cannot lock; it is set once, before the handler is.
nonisolated(unsafe) private var interruptWriteEnd: Int32 = -1

private func interrupted(_ signal: Int32) {
    let error = errno
    var byte: UInt8 = 1
    _ = write(interruptWriteEnd, &byte, 1)
    errno = error
}
