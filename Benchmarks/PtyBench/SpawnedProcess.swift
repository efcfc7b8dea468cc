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

    static func run(_ words: [String], environment: [String: String], streams: Streams) throws -> Finished {
        let begin = Clock.now()
        let child = try start(words, environment: environment, streams: streams)
        var status: Int32 = 0
        var usage = rusage()
        while wait4(child, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchError.system("wait4") }
        }
        let end = Clock.now()
        let code = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
        #if canImport(Darwin)
            let unit = 1.0
        #else
            let unit = 1_024.0
        #endif
        return Finished(
            exitCode: code, milliseconds: Clock.milliseconds(end - begin), memory: Double(usage.ru_maxrss) * unit)
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
