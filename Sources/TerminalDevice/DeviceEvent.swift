import TerminalCore

/// What the terminal and the system tell a program that has the screen.
package enum DeviceEvent: Hashable, Sendable {
    case input(InputEvent)
    /// The program was stopped and goes on (`fg`); the next frame is drawn whole.
    case suspendedResumed
    /// A signal asks the program to end: SIGINT, SIGTERM, SIGHUP or SIGQUIT. A second one ends it at once.
    case terminate(signal: Int32)
    /// The terminal is gone: nothing can be read or shown any more. Comes once, and is the last event.
    case lost
}

/// Why the screen could not be had. `code` is the system's errno.
package enum TerminalError: Error, Hashable, Sendable {
    case notATerminal(code: Int32)
    /// Some device of this process has the screen already.
    case screenInUse
    case noThread(code: Int32)
    case cannotRedirect(path: String, code: Int32)
}
