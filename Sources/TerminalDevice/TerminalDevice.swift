import Synchronization
import TerminalCore

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The user's terminal as a screen: the one place that switches its modes, writes to it and reads from it.
///
/// Between `enter` and `leave` the terminal is in raw mode on its alternate screen. It is given back on `leave`, on
/// `exit`, on a crash, while the program is stopped (ctrl-z, SIGTSTP) and while `suspend` lends it to a child.
/// One device of a process can have the screen at a time. All functions may be called from any thread.
package final class TerminalDevice: Sendable {
    package let capabilities: TerminalCapabilities
    private let input: Int32
    private let output: Int32
    private let state: Mutex<State>

    private static let isTaken = Mutex(false)

    private struct State: ~Copyable, Sendable {
        enum Phase: Sendable { case away, onScreen, lent, stopped }

        var phase = Phase.away
        /// The terminal's mode as we found it.
        var mode = termios()
        var encoder: ANSIEncoder
        /// What the terminal shows; nil where that is not known.
        var shown: CellBuffer?
        var modes = ScreenEscapes.noModes
        var isCursorVisible = false
        var bytes: [UInt8] = []
        var size: Size
        var thread: InputThread?
        var onEvent: (@Sendable (DeviceEvent) -> Void)?
        var terminations = 0
        var errorFile: Int32 = -1
        var standardError: Int32 = -1
    }

    package init(
        capabilities: TerminalCapabilities, input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO
    ) {
        self.capabilities = capabilities
        self.input = input
        self.output = output
        state = Mutex(
            State(
                encoder: ANSIEncoder(
                    depth: capabilities.colorDepth, erasesWithBackground: capabilities.erasesWithBackground),
                size: Self.currentSize(output)))
    }

    deinit { leave() }

    /// The terminal's size as of now (80 by 24 where it does not say).
    package var size: Size { Self.currentSize(output) }

    private static func currentSize(_ output: Int32) -> Size {
        Platform.windowSize(output).map { Size(width: $0.width, height: $0.height) } ?? Size(width: 80, height: 24)
    }

    // MARK: Coming and going

    /// Takes the terminal. `onEvent` is called on the input thread, one event at a time, and must be quick.
    package func enter(onEvent: @escaping @Sendable (DeviceEvent) -> Void) throws(TerminalError) {
        let isTaken = Self.isTaken.withLock { isTaken in
            defer { isTaken = true }
            return isTaken
        }
        if isTaken { throw .screenInUse }
        var mode = termios()
        guard tcgetattr(input, &mode) == 0 else {
            let code = errno
            Self.isTaken.withLock { $0 = false }
            throw .notATerminal(code: code)
        }
        let found = mode
        SignalPipe.install()
        let thread = InputThread(
            input: input, onInput: { [weak self] in self?.received($0) },
            onSignal: { [weak self] in self?.signalled($0) }, onLost: { [weak self] in self?.lost() })
        state.withLock { state in
            state.mode = found
            state.onEvent = onEvent
            state.thread = thread
            state.terminations = 0
            takeScreen(&state)
        }
        do {
            try thread.start()
        } catch {
            leave()
            throw error
        }
    }

    /// Gives the terminal back as it was. Harmless where it is not taken.
    package func leave() {
        let thread = state.withLock { state -> InputThread? in
            guard let thread = state.thread else { return nil }
            state.thread = nil
            state.onEvent = nil
            return thread
        }
        guard let thread else { return }
        thread.stop()
        state.withLock { state in
            giveScreenBack(&state)
            state.phase = .away
            SignalPipe.leaveKeyboardSignals(toChild: false)
            endRedirection(&state)
        }
        SignalPipe.uninstall()
        Self.isTaken.withLock { $0 = false }
    }

    /// Lends the terminal to a child program ($EDITOR, $PAGER) for the time of `body`; the next frame is drawn whole.
    /// While it is lent the keyboard's signals (ctrl-c) are the child's and frames are not shown.
    package func suspend<Result, Failure: Error>(running body: () throws(Failure) -> Result) throws(Failure) -> Result {
        lend()
        defer { takeBack() }
        return try body()
    }

    /// The same for a body that waits.
    package func suspend<Result, Failure: Error>(
        isolation: isolated (any Actor)? = #isolation, running body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        lend()
        defer { takeBack() }
        return try await body()
    }

    private func lend() {
        state.withLock { state in
            guard state.phase == .onScreen else { return }
            state.thread?.pause()
            SignalPipe.leaveKeyboardSignals(toChild: true)
            giveScreenBack(&state)
            if state.standardError >= 0 { dup2(state.standardError, STDERR_FILENO) }
            state.phase = .lent
        }
    }

    private func takeBack() {
        let resized = state.withLock { state -> (Size, @Sendable (DeviceEvent) -> Void)? in
            guard state.phase == .lent else { return nil }
            if state.errorFile >= 0 { dup2(state.errorFile, STDERR_FILENO) }
            let size = state.size
            takeScreen(&state)
            SignalPipe.leaveKeyboardSignals(toChild: false)
            state.thread?.resume()
            guard size != state.size, let onEvent = state.onEvent else { return nil }
            return (state.size, onEvent)
        }
        if let (size, onEvent) = resized { onEvent(.input(.resize(size))) }
    }

    private func takeScreen(_ state: inout State) {
        RestorePoint.arm(input: input, output: output, mode: state.mode)
        var raw = Platform.rawMode(of: state.mode)
        tcsetattr(input, TCSANOW, &raw)
        _ = Platform.write(ScreenEscapes.enter, to: output)
        state.phase = .onScreen
        state.encoder.forget()
        state.shown = nil
        state.modes = ScreenEscapes.noModes
        state.isCursorVisible = false
        state.size = Self.currentSize(output)
    }

    private func giveScreenBack(_ state: inout State) {
        guard state.phase == .onScreen else { return }
        state.phase = .stopped
        var bytes = ScreenEscapes.leave
        if state.modes.title != nil { bytes += ScreenEscapes.popTitle }
        _ = Platform.write(bytes, to: output)
        // At once, for a terminal that no longer takes bytes must not hold us; what was typed ahead is for who comes next.
        tcsetattr(input, TCSANOW, &state.mode)
        state.shown = nil
        RestorePoint.disarm()
    }

    // MARK: Showing

    /// Shows a frame: switches the modes that differ and draws the cells that differ, in one write.
    /// - Returns: the bytes written; 0 where nothing differs or the screen is not ours at the moment.
    @discardableResult
    package func draw(_ frame: Frame) -> Int {
        state.withLock { state in
            guard state.phase == .onScreen else { return 0 }
            state.bytes.removeAll(keepingCapacity: true)
            if capabilities.synchronizedOutput { state.bytes += ScreenEscapes.beginFrame }
            let start = state.bytes.count
            ScreenEscapes.modes(from: state.modes, to: frame.modes, &state.bytes)
            state.encoder.encode(from: state.shown, to: frame.buffer, into: &state.bytes)
            if let cursor = frame.cursor, frame.buffer.bounds.contains(cursor) {
                state.encoder.place(cursor, &state.bytes)
                if !state.isCursorVisible { state.bytes += ScreenEscapes.showCursor }
                state.isCursorVisible = true
            } else if state.isCursorVisible {
                state.bytes += ScreenEscapes.hideCursor
                state.isCursorVisible = false
            }
            state.modes = frame.modes
            state.shown = frame.buffer
            if state.bytes.count == start { return 0 }
            if capabilities.synchronizedOutput { state.bytes += ScreenEscapes.endFrame }
            if !Platform.write(state.bytes, to: output) {
                state.shown = nil
                state.encoder.forget()
            }
            return state.bytes.count
        }
    }

    /// Makes the next frame be drawn whole (ctrl-l).
    package func invalidate() {
        state.withLock { state in
            state.shown = nil
            state.encoder.forget()
        }
    }

    /// Asks the terminal to put text on the clipboard (OSC 52). False where the screen is not ours or the text is more
    /// than the 74,994 bytes that terminals take. Whether the terminal does it cannot be known.
    package func copyToClipboard(_ text: String) -> Bool {
        guard let bytes = ScreenEscapes.clipboard(text) else { return false }
        return state.withLock { $0.phase == .onScreen && Platform.write(bytes, to: output) }
    }

    // MARK: Standard error

    /// Sends what libraries and children write to standard error to a file, until `leave`: on the screen it would only
    /// spoil the frame. The file is appended to, and made for the user alone.
    package func redirectStandardError(toFile path: String) throws(TerminalError) {
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .cannotRedirect(path: path, code: errno) }
        let code = state.withLock { state -> Int32 in
            endRedirection(&state)
            let copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10)
            guard copy >= 0, dup2(file, STDERR_FILENO) >= 0 else { return errno }
            state.errorFile = file
            state.standardError = copy
            RestorePoint.keepStandardError(copy)
            return 0
        }
        if code != 0 {
            close(file)
            throw .cannotRedirect(path: path, code: code)
        }
    }

    private func endRedirection(_ state: inout State) {
        guard state.standardError >= 0 else { return }
        RestorePoint.keepStandardError(-1)
        dup2(state.standardError, STDERR_FILENO)
        close(state.standardError)
        close(state.errorFile)
        state.standardError = -1
        state.errorFile = -1
    }

    // MARK: Events, on the input thread

    private func send(_ event: DeviceEvent) {
        state.withLock { $0.onEvent }?(event)
    }

    private func received(_ event: InputEvent) {
        // In raw mode ctrl-z is a key; it means what it means everywhere.
        if event == .key(KeyPress("z", modifiers: .control)) { return stop() }
        send(.input(event))
    }

    private func lost() {
        send(.lost)
    }

    private func signalled(_ signal: Int32) {
        switch signal {
        case SIGWINCH:
            let size = state.withLock { state -> Size? in
                guard state.phase == .onScreen else { return nil }
                // Terminals move what they show when their size changes.
                state.shown = nil
                state.encoder.forget()
                state.size = Self.currentSize(output)
                return state.size
            }
            if let size { send(.input(.resize(size))) }
        case SIGTSTP: stop()
        case SIGCONT: resumeScreen()
        default:
            let count = state.withLock { state -> Int in
                state.terminations += 1
                return state.terminations
            }
            if count == 1 { return send(.terminate(signal: signal)) }
            restoreTerminalNow()
            SignalPipe.die(of: signal)
        }
    }

    private func stop() {
        let wasOnScreen = state.withLock { state -> Bool in
            guard state.phase == .onScreen else { return false }
            giveScreenBack(&state)
            return true
        }
        SignalPipe.stopJob()
        if wasOnScreen { resumeScreen() }
    }

    /// The screen is ours again after a stop, which may have come unseen (SIGSTOP).
    private func resumeScreen() {
        let sizes = state.withLock { state -> (old: Size, new: Size)? in
            guard state.phase == .onScreen || state.phase == .stopped, state.thread != nil else { return nil }
            let old = state.size
            takeScreen(&state)
            return (old, state.size)
        }
        guard let sizes else { return }
        if sizes.old != sizes.new { send(.input(.resize(sizes.new))) }
        send(.suspendedResumed)
    }
}
