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

    /// Catches the interrupt from now on; nil where it was ignored when the program came (`nohup`), or no pipe can be
    /// had: then the system does what it does.
    package static func open() -> InterruptPipe? {
        guard !Platform.isIgnored(SIGINT), let ends = Platform.pipe() else { return nil }
        interruptWriteEnd = ends.write
        var action = Platform.action(interrupted, flags: SA_RESTART | Int32(bitPattern: UInt32(SA_RESETHAND)))
        guard sigaction(SIGINT, &action, nil) == 0 else { return nil }
        return InterruptPipe(readEnd: ends.read)
    }

    /// Gives the interrupt back to the system.
    package func close() {
        var standard = Platform.defaultAction()
        sigaction(SIGINT, &standard, nil)
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
