import Synchronization
import TerminalCore
import Testing

@testable import TerminalDevice

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A pseudo-terminal: the device is given `inner`, the test plays the terminal at `outer`.
private struct PseudoTerminal {
    let outer: Int32
    let inner: Int32

    init() throws {
        #if canImport(Darwin)
            outer = posix_openpt(O_RDWR | O_NOCTTY)
            try #require(outer >= 0 && grantpt(outer) == 0 && unlockpt(outer) == 0)
            inner = open(try #require(ptsname(outer)), O_RDWR | O_NOCTTY)
        #else
            // What grantpt and its kin do; Swift's Glibc does not have them. TIOCSPTLCK, TIOCGPTN.
            outer = open("/dev/ptmx", O_RDWR | O_NOCTTY)
            var number: CInt = 0
            try #require(outer >= 0 && ioctl(outer, 0x4004_5431, &number) == 0)
            try #require(ioctl(outer, 0x8004_5430, &number) == 0)
            inner = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        #endif
        try #require(inner >= 0)
        resize(60, 10)
    }

    func resize(_ width: UInt16, _ height: UInt16) {
        var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(outer, UInt(TIOCSWINSZ), &size)
    }

    func type(_ text: String) { _ = Platform.write(Array(text.utf8), to: outer) }

    /// What the program has written so far; waits for the first byte only.
    func output() -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var polled = pollfd(fd: outer, events: Int16(POLLIN), revents: 0)
        while poll(&polled, 1, all.isEmpty ? 5_000 : 0) > 0 {
            let count = read(outer, &buffer, buffer.count)
            if count <= 0 { break }
            all += buffer[..<count]
        }
        return all
    }

    var localFlags: tcflag_t {
        var mode = termios()
        tcgetattr(inner, &mode)
        return mode.c_lflag
    }

    func close() {
        _ = [outer, inner].map { descriptor in
            #if canImport(Darwin)
                Darwin.close(descriptor)
            #else
                Glibc.close(descriptor)
            #endif
        }
    }
}

/// The process has one set of signal handlers, so these run one after the other.
@Suite(.serialized) struct TerminalDeviceTests {
    private let cooked = tcflag_t(ICANON) | tcflag_t(ECHO) | tcflag_t(ISIG)

    private func device(_ terminal: PseudoTerminal) -> TerminalDevice {
        TerminalDevice(
            capabilities: TerminalCapabilities(colorDepth: .trueColor), input: terminal.inner, output: terminal.inner)
    }

    private func frame(_ text: String, cursor: Point? = nil, title: String? = nil) -> Frame {
        var buffer = CellBuffer(size: Size(width: 60, height: 10))
        buffer.write(text, at: .zero)
        return Frame(
            buffer: buffer, cursor: cursor,
            modes: TerminalModes(mouse: false, title: title, bracketedPaste: true, focus: false))
    }

    @Test func takesTheTerminalAndGivesItBack() throws {
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        #expect(terminal.localFlags & cooked == cooked)
        let device = device(terminal)
        try device.enter { _ in }
        #expect(terminal.localFlags & cooked == 0)
        #expect(device.size == Size(width: 60, height: 10))
        #expect(throws: TerminalError.screenInUse) { try self.device(terminal).enter { _ in } }

        var screen = VirtualTerminal(size: Size(width: 60, height: 10))
        device.draw(frame("Acme 北京", cursor: Point(x: 3, y: 0), title: "te\u{1B}st"))
        screen.feed(terminal.output())
        #expect(screen.lines[0] == "Acme 北京")
        #expect(screen.cursor == Point(x: 3, y: 0))
        #expect(screen.modes == [1049, 25, 2004])
        #expect(device.draw(frame("Acme 北京", cursor: Point(x: 3, y: 0), title: "te\u{1B}st")) == 0)
        #expect(device.copyToClipboard("Acme"))
        #expect(String(decoding: terminal.output(), as: UTF8.self) == "\u{1B}]52;c;QWNtZQ==\u{7}")

        device.leave()
        #expect(terminal.localFlags & cooked == cooked)
        screen.feed(terminal.output())
        #expect(screen.modes == [25, 7])
        #expect(screen.unknown.isEmpty)
        #expect(device.draw(frame("late")) == 0)
        device.leave()
    }

    @Test func deliversKeysSignalsAndTheEnd() async throws {
        let terminal = try PseudoTerminal()
        let device = device(terminal)
        let (events, sink) = AsyncStream.makeStream(of: DeviceEvent.self)
        try device.enter { sink.yield($0) }
        var next = events.makeAsyncIterator()
        terminal.type("j\u{1B}[A")
        #expect(await next.next() == .input(.key(KeyPress("j"))))
        #expect(await next.next() == .input(.key(KeyPress(key: .up))))
        // Alone, an ESC is a key after a pause.
        terminal.type("\u{1B}")
        #expect(await next.next() == .input(.key(KeyPress(key: .escape))))
        terminal.resize(100, 30)
        kill(getpid(), SIGWINCH)
        #expect(await next.next() == .input(.resize(Size(width: 100, height: 30))))
        kill(getpid(), SIGTERM)
        #expect(await next.next() == .terminate(signal: SIGTERM))
        kill(getpid(), SIGCONT)
        #expect(await next.next() == .suspendedResumed)
        close(terminal.outer)
        #expect(await next.next() == .lost)
        device.leave()
        close(terminal.inner)
    }

    @Test func lendsTheTerminalToAChild() async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        let device = device(terminal)
        let (events, sink) = AsyncStream.makeStream(of: DeviceEvent.self)
        try device.enter { sink.yield($0) }
        device.draw(frame("before"))
        let (flags, drawn, typed) = device.suspend {
            terminal.type("for the child\n")
            var buffer = [UInt8](repeating: 0, count: 100)
            let count = read(terminal.inner, &buffer, buffer.count)
            // The keyboard's signals are the child's. Raised, so that it has come before this goes on.
            raise(SIGINT)
            return (
                terminal.localFlags, device.draw(frame("hidden")),
                String(decoding: buffer[..<max(0, count)], as: UTF8.self)
            )
        }
        #expect(flags & cooked == cooked)
        #expect(drawn == 0)
        #expect(typed == "for the child\n")
        #expect(terminal.localFlags & cooked == 0)
        #expect(device.draw(frame("after")) > 0)
        var screen = VirtualTerminal(size: Size(width: 60, height: 10))
        screen.feed(terminal.output())
        #expect(screen.lines[0] == "after")
        terminal.type("k")
        var next = events.makeAsyncIterator()
        #expect(await next.next() == .input(.key(KeyPress("k"))))
        device.leave()
    }

    @Test func leavesFromItsOwnThread() async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        let device = device(terminal)
        let (done, sink) = AsyncStream.makeStream(of: Bool.self)
        try device.enter { _ in
            device.leave()
            sink.yield(true)
        }
        terminal.type("q")
        var next = done.makeAsyncIterator()
        #expect(await next.next() == true)
        #expect(terminal.localFlags & cooked == cooked)
    }

    @Test func refusesWhatIsNoTerminal() throws {
        let pipe = try #require(Platform.pipe())
        let device = TerminalDevice(
            capabilities: TerminalCapabilities(colorDepth: .none), input: pipe.read, output: pipe.write)
        #expect(throws: TerminalError.notATerminal(code: ENOTTY)) { try device.enter { _ in } }
        #expect(device.size == Size(width: 80, height: 24))
    }

    /// More than a pipe holds, to a descriptor that does not block.
    @Test func manyBytesReachABusyTerminal() async throws {
        let pipe = try #require(Platform.pipe())
        let count = 200_000
        let (done, sink) = AsyncStream.makeStream(of: Bool.self)
        let seen = Mutex(0)
        let thread = InputThread(
            input: pipe.read,
            onInput: { _ in
                let all = seen.withLock { seen in
                    seen += 1
                    return seen == count
                }
                if all { sink.yield(true) }
            }, onSignal: { _ in }, onLost: { sink.yield(false) })
        try thread.start()
        #expect(Platform.write([UInt8](repeating: 0x41, count: count), to: pipe.write))
        var next = done.makeAsyncIterator()
        #expect(await next.next() == true)
        close(pipe.write)
        #expect(await next.next() == false)
        thread.stop()
        close(pipe.read)
    }
}

@Suite struct TerminalCapabilitiesTests {
    private func detect(
        _ environment: [String: String], input: Bool = true, output: Bool = true
    ) -> TerminalCapabilities.Support {
        TerminalCapabilities.detect(environment: environment, inputIsTerminal: input, outputIsTerminal: output)
    }

    private func capabilities(_ environment: [String: String]) throws -> TerminalCapabilities {
        guard case .usable(let capabilities) = detect(environment) else { throw Unusable() }
        return capabilities
    }

    private struct Unusable: Error {}

    @Test(arguments: [
        (["TERM": "xterm-256color"], ColorDepth.palette256),
        (["TERM": "xterm-256color", "COLORTERM": "truecolor"], .trueColor),
        (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], .none),
        (["TERM": "xterm-256color", "NO_COLOR": ""], .palette256), (["TERM": "xterm-kitty"], .trueColor),
        (["TERM": "xterm-direct"], .trueColor), (["TERM": "linux"], .sixteen), (["TERM": "xterm"], .sixteen),
        (["TERM": "vt100"], .none),
    ])
    func tellsColoursFromTheEnvironment(environment: [String: String], depth: ColorDepth) throws {
        #expect(try capabilities(environment).colorDepth == depth)
    }

    @Test func saysWhyThereIsNoScreen() {
        #expect(detect(["TERM": "xterm"], input: false) == .unusable(.inputIsNoTerminal))
        #expect(detect(["TERM": "xterm"], output: false) == .unusable(.outputIsNoTerminal))
        #expect(detect(["TERM": "dumb"]) == .unusable(.dumb("dumb")))
        #expect(detect([:]) == .unusable(.dumb("")))
    }

    @Test func knowsMultiplexersAndRemoteSessions() throws {
        let tmux = try capabilities(["TERM": "tmux-256color", "TMUX": "/tmp/x", "SSH_CONNECTION": "a"])
        #expect(tmux.isMultiplexed && tmux.isRemote && tmux.erasesWithBackground && !tmux.synchronizedOutput)
        let screen = try capabilities(["TERM": "screen-256color", "STY": "1"])
        #expect(screen.isMultiplexed && !screen.isRemote && !screen.erasesWithBackground)
        #expect(try capabilities(["TERM": "foot"]).synchronizedOutput)
    }
}
