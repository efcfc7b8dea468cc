#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A line that is typed without being shown, on the process's own terminal.
package enum HiddenInput {
    private static let longest = 1024

    /// Asks and waits.
    ///
    /// - Returns: nil where there is no terminal, or the person gave up with ctrl-c or ctrl-d.
    package static func read(prompt: String) -> String? {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else { return nil }
        var silent = before
        // Keys come one by one and as they are: an interrupt must not leave the terminal silent.
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard tcsetattr(terminal, TCSAFLUSH, &silent) == 0 else { return nil }
        defer { tcsetattr(terminal, TCSAFLUSH, &before) }
        _ = Platform.write(Array(prompt.utf8), to: terminal)
        let line = line(from: terminal)
        _ = Platform.write(Array("\r\n".utf8), to: terminal)
        return line
    }

    private static func line(from terminal: Int32) -> String? {
        var bytes: [UInt8] = []
        while bytes.count < longest {
            var byte: UInt8 = 0
            #if canImport(Darwin)
                let count = Darwin.read(terminal, &byte, 1)
            #else
                let count = Glibc.read(terminal, &byte, 1)
            #endif
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return nil }
            switch byte {
            case 0x0A, 0x0D: return String(decoding: bytes, as: UTF8.self)
            case 0x03, 0x04: return nil
            case 0x08, 0x7F:
                // A whole character: its trailing bytes first.
                while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
            case 0x15: bytes = []
            default: bytes.append(byte)
            }
        }
        return nil
    }
}
