#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// posix_spawn with an own environment and own descriptors.
enum SpawnedProcess {
    /// What a child's standard descriptors are opened on, before it runs.
    struct Streams {
        var input = "/dev/null"
        var output = "/dev/null"
        var error = "/dev/null"
        /// A terminal's path: all three descriptors, and the child leads a session of its own on it.
        var terminal: String?
    }

    /// glibc shows POSIX_SPAWN_SETSID to GNU sources only; the value is part of its interface.
    #if canImport(Darwin)
        private static let newSession = Int16(POSIX_SPAWN_SETSID)
    #else
        private static let newSession: Int16 = 0x80
    #endif

    static func start(_ words: [String], environment: [String: String], streams: Streams) throws -> pid_t {
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
        if let terminal = streams.terminal {
            posix_spawnattr_setflags(&attributes, Self.newSession)
            posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
            posix_spawn_file_actions_adddup2(&actions, 0, 1)
            posix_spawn_file_actions_adddup2(&actions, 0, 2)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, streams.input, O_RDONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 1, streams.output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
            posix_spawn_file_actions_addopen(&actions, 2, streams.error, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        }
        var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var child: pid_t = 0
        let status = posix_spawnp(&child, words[0], &actions, &attributes, &argv, &envp)
        guard status == 0 else { throw BenchError("\(words[0]): \(String(cString: strerror(status)))") }
        return child
    }

    /// A program that ran to its end.
    struct Finished {
        let exitCode: Int32
        let milliseconds: Double
        /// Bytes, at the peak.
        let memory: Double
    }

    /// Runs a program to its end, by way of a process that has done nothing else: what the system says of a child's peak
    /// begins with the size of the one that it was made from, and this one has grown with what it read.
    static func run(_ words: [String], environment: [String: String], streams: Streams) throws -> Finished {
        let report = "\(environment["HOME"] ?? "/tmp")/run.\(getpid())"
        defer { unlink(report) }
        _ = try wait(
            for: start(
                [CommandLine.arguments[0], runWord, report, "\(environment.count)"]
                    + environment.map { "\($0.key)=\($0.value)" } + words, environment: environment, streams: streams))
        let numbers = (FileText.read(report) ?? "").split(separator: " ").compactMap { Double($0) }
        guard numbers.count == 3 else {
            throw BenchError("\(words[0]) did not run: \(FileText.read(streams.error) ?? "")")
        }
        return Finished(exitCode: Int32(numbers[0]), milliseconds: numbers[1], memory: numbers[2])
    }

    /// The first word of a process in between; a file to report to, the number of variables, the variables and the
    /// program's words follow.
    static let runWord = "--run"

    /// Runs the program with this process's own descriptors, and writes down what it took.
    static func runBetween(report: String, variables: Int, _ words: ArraySlice<String>) throws {
        guard let program = words.dropFirst(variables).first else { throw BenchError("nothing to run") }
        var argv: [UnsafeMutablePointer<CChar>?] = words.dropFirst(variables).map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = words.prefix(variables).map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        let begin = Clock.now()
        var child: pid_t = 0
        let status = posix_spawnp(&child, program, nil, nil, &argv, &envp)
        guard status == 0 else { throw BenchError("\(program): \(String(cString: strerror(status)))") }
        let (code, usage) = try wait(for: child)
        #if canImport(Darwin)
            let unit = 1.0
        #else
            let unit = 1_024.0
        #endif
        try FileText.write(
            "\(code) \(Clock.milliseconds(Clock.now() - begin)) \(Double(usage.ru_maxrss) * unit)", to: report)
    }

    private static func wait(for child: pid_t) throws -> (code: Int32, usage: rusage) {
        var status: Int32 = 0
        var usage = rusage()
        while wait4(child, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchError.system("wait4") }
        }
        return (status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f), usage)
    }
}

/// Small files and the output of programs, whole.
enum FileText {
    static func read(_ path: String) -> String? {
        guard let bytes = bytes(path) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func bytes(_ path: String, atMost limit: Int = .max) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < limit {
            let count = Glue.read(descriptor, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    static func write(_ text: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw BenchError.system(path) }
        defer { close(descriptor) }
        try Glue.writeAll(descriptor, Array(text.utf8))
    }

    static func size(_ path: String) -> Int {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int(facts.st_size) : 0
    }
}

/// The system's read and write, uninterrupted.
enum Glue {
    static func read(_ descriptor: Int32, _ buffer: inout [UInt8], _ count: Int) -> Int {
        while true {
            #if canImport(Darwin)
                let got = Darwin.read(descriptor, &buffer, count)
            #else
                let got = Glibc.read(descriptor, &buffer, count)
            #endif
            if got < 0, errno == EINTR { continue }
            return got
        }
    }

    static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { part in
                #if canImport(Darwin)
                    Darwin.write(descriptor, part.baseAddress, part.count)
                #else
                    Glibc.write(descriptor, part.baseAddress, part.count)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw BenchError.system("write") }
            done += count
        }
    }
}
