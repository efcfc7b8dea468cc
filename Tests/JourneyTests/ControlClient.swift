import Foundation

/// tmux in control mode: commands go in, their answers and a notice of everything that a pane shows come out. Waiting
/// means waiting for such a notice, so nothing here sleeps or asks again and again.
final class ControlClient {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let child: pid_t
    private let input: Int32
    private let output: Int32
    private var pending: [UInt8] = []
    /// Whether a pane has written since the last `clearNotice()`.
    private var hasNotice = false

    init(arguments: [String], environment: [String: String], deadline: Deadline) throws {
        // A server that went away shows as an error of write, not as a signal.
        signal(SIGPIPE, SIG_IGN)
        // Foundation's Process lends the child a descriptor that the tmux server would inherit and keep.
        var toTmux: [Int32] = [-1, -1]
        var fromTmux: [Int32] = [-1, -1]
        guard pipe(&toTmux) == 0, pipe(&fromTmux) == 0 else { throw Failure(description: "pipe: errno \(errno)") }
        for end in toTmux + fromTmux { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        child = try Self.spawn(["tmux"] + arguments, environment, input: toTmux[0], output: fromTmux[1])
        close(toTmux[0])
        close(fromTmux[1])
        input = toTmux[1]
        output = fromTmux[0]
        _ = try answer(deadline)
    }

    /// Runs a tmux command and returns the lines of its answer.
    @discardableResult
    func run(_ command: String, deadline: Deadline) throws -> [String] {
        hasNotice = false
        let line = Array((command + "\n").utf8)
        guard write(input, line, line.count) == line.count else {
            throw Failure(description: "tmux does not read: errno \(errno)")
        }
        return try answer(deadline)
    }

    /// Blocks until a pane has written something since the last command was sent.
    func waitForNotice(_ deadline: Deadline) throws {
        while !hasNotice { note(try line(deadline)) }
    }

    /// Ends the server and waits until it is gone: one that cannot hand over its last words stays for ever.
    func end() {
        let command = Array("kill-server\n".utf8)
        _ = write(input, command, command.count)
        close(input)
        let deadline = Deadline(seconds: 10)
        while (try? deadline.read(output)) != nil {}
        close(output)
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
    }

    private static func spawn(
        _ words: [String], _ environment: [String: String], input: Int32, output: Int32
    ) throws -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        // The threads that tests run on block signals; a server that inherits that cannot be ended.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var broken = sigset_t()
        sigemptyset(&broken)
        sigaddset(&broken, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &broken)
        var flags = Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // The end of a program that another test runs is told by a socket; a server that holds it would keep it open.
        #if canImport(Darwin)
            flags |= Int16(POSIX_SPAWN_CLOEXEC_DEFAULT)
        #else
            // Since glibc 2.34; the headers as Swift reads them hide it.
            typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
            guard let address = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else {
                throw Failure(description: "no posix_spawn_file_actions_addclosefrom_np")
            }
            _ = unsafeBitCast(address, to: CloseFrom.self)(&actions, 3)
        #endif
        posix_spawnattr_setflags(&attributes, flags)
        var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var child: pid_t = 0
        let status = posix_spawnp(&child, words[0], &actions, &attributes, &argv, &envp)
        guard status == 0 else { throw Failure(description: "\(words[0]): \(String(cString: strerror(status)))") }
        return child
    }

    private func answer(_ deadline: Deadline) throws -> [String] {
        var lines: [String]?
        while true {
            let line = try line(deadline)
            if lines == nil {
                if line.hasPrefix("%begin ") { lines = [] } else { note(line) }
            } else if line.hasPrefix("%end ") {
                return lines ?? []
            } else if line.hasPrefix("%error ") {
                throw Failure(description: "tmux: \((lines ?? []).joined(separator: " "))")
            } else {
                lines?.append(line)
            }
        }
    }

    private func note(_ line: String) {
        if line.hasPrefix("%output ") || line.hasPrefix("%layout-change ") { hasNotice = true }
    }

    private func line(_ deadline: Deadline) throws -> String {
        while true {
            if let end = pending.firstIndex(of: 0x0a) {
                var line = pending[..<end]
                if line.last == 0x0d { line.removeLast() }
                let text = String(decoding: line, as: UTF8.self)
                pending.removeSubrange(...end)
                return text
            }
            pending += try deadline.read(output)
        }
    }
}
