#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// How to give the terminal back when no code of ours can run any more: on a crash signal and at `exit`.
///
/// What a signal handler needs lies in memory of its own, prepared beforehand, and is only ever read by it: a handler
/// must not allocate, lock or call the Swift runtime.
enum RestorePoint {
    fileprivate struct State {
        var isArmed: Int32
        var output: Int32
        var input: Int32
        var mode: termios
        var bytes: UnsafeMutablePointer<UInt8>
        var count: Int
        /// The real standard error while a file stands in for it, or -1.
        var standardError: Int32
        var previous: UnsafeMutablePointer<sigaction>
    }

    static let signals: [Int32] = [SIGILL, SIGTRAP, SIGSEGV, SIGABRT, SIGFPE, SIGBUS]

    /// From now on a crash or an exit puts this mode back. The caller has the device's lock.
    static func arm(input: Int32, output: Int32, mode: termios) {
        if restoreState == nil {
            let leave = ScreenEscapes.leave + ScreenEscapes.popTitle
            let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: leave.count)
            bytes.initialize(from: leave, count: leave.count)
            let previous = UnsafeMutablePointer<sigaction>.allocate(capacity: signals.count)
            previous.initialize(repeating: sigaction(), count: signals.count)
            let state = UnsafeMutablePointer<State>.allocate(capacity: 1)
            state.initialize(
                to: State(
                    isArmed: 0, output: output, input: input, mode: mode, bytes: bytes, count: leave.count,
                    standardError: -1, previous: previous))
            restoreState = state
            atexit { restoreTerminalNow() }
            useOwnStack()
        }
        guard let state = restoreState else { return }
        state.pointee.output = output
        state.pointee.input = input
        state.pointee.mode = mode
        if state.pointee.isArmed == 0 {
            for (place, signal) in signals.enumerated() {
                var action = Platform.action(crashed, flags: SA_ONSTACK)
                sigaction(signal, &action, state.pointee.previous + place)
            }
        }
        state.pointee.isArmed = 1
    }

    /// The screen is given back; crashes are again nobody's business.
    static func disarm() {
        guard let state = restoreState, state.pointee.isArmed != 0 else { return }
        state.pointee.isArmed = 0
        for (place, signal) in signals.enumerated() { sigaction(signal, state.pointee.previous + place, nil) }
    }

    static func keepStandardError(_ copy: Int32) {
        restoreState?.pointee.standardError = copy
    }

    /// A stack overflow leaves no stack for its handler.
    private static func useOwnStack() {
        let size = 64 * 1024
        var stack = stack_t()
        stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        stack.ss_size = size
        sigaltstack(&stack, nil)
    }
}

/// Unsafe because a signal handler reads it and cannot lock; set once, before the first handler is installed.
nonisolated(unsafe) private var restoreState: UnsafeMutablePointer<RestorePoint.State>?

/// Puts the terminal back, once. Only async-signal-safe calls.
func restoreTerminalNow() {
    guard let state = restoreState, state.pointee.isArmed != 0 else { return }
    state.pointee.isArmed = 0
    var next = state.pointee.bytes
    var left = state.pointee.count
    while left > 0 {
        let written = write(state.pointee.output, next, left)
        if written > 0 {
            next += written
            left -= written
        } else if errno != EINTR {
            break
        }
    }
    _ = tcsetattr(state.pointee.input, TCSAFLUSH, &state.pointee.mode)
    if state.pointee.standardError >= 0 { _ = dup2(state.pointee.standardError, STDERR_FILENO) }
}

/// Gives the terminal back and lets the signal do what it would have done without us.
private func crashed(_ signal: Int32) {
    restoreTerminalNow()
    if let previous = restoreState?.pointee.previous {
        _ = sigaction(SIGILL, previous, nil)
        _ = sigaction(SIGTRAP, previous + 1, nil)
        _ = sigaction(SIGSEGV, previous + 2, nil)
        _ = sigaction(SIGABRT, previous + 3, nil)
        _ = sigaction(SIGFPE, previous + 4, nil)
        _ = sigaction(SIGBUS, previous + 5, nil)
    }
    _ = raise(signal)
}
