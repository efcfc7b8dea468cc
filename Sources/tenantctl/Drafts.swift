import ConsoleCore
import Foundation
import Synchronization

/// Files and folders that this process is writing beside their places. Whoever writes one holds its lock, so that one
/// without a lock is what a process left that was ended hard: it is replaced.
enum Drafts {
    private static let paths = Mutex<Set<String>>([])

    /// A new empty file, locked and open for writing.
    static func file(_ path: String) throws(ConsoleError) -> Int32 {
        try make(path, kind: S_IFREG, writer: "export") {
            open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
    }

    /// A new empty folder; the descriptor holds its lock until it is closed.
    static func folder(_ path: String) throws(ConsoleError) -> Int32 {
        try make(path, kind: S_IFDIR, writer: "bundle") {
            mkdir(path, 0o700) == 0 ? open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1
        }
    }

    /// - Parameter create: gives a descriptor, or below 0 with the reason in `errno`.
    private static func make(
        _ path: String, kind: mode_t, writer: String, _ create: () -> Int32
    ) throws(ConsoleError) -> Int32 {
        for _ in 0..<2 {
            let descriptor = create()
            if descriptor >= 0 {
                _ = flock(descriptor, LOCK_EX | LOCK_NB)
                paths.withLock { _ = $0.insert(path) }
                return descriptor
            }
            guard errno == EEXIST else { throw .file(path: path, reason: String(cString: strerror(errno))) }
            guard try removeAbandoned(path, kind: kind) else { break }
        }
        throw .file(path: path, reason: "is there: another \(writer) writes it")
    }

    static func forget(_ path: String) { paths.withLock { _ = $0.remove(path) } }

    /// For a process that ends while work is under way.
    static func removeAll() {
        let left = paths.withLock { paths in
            defer { paths = [] }
            return paths
        }
        for path in left { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Removes what this user's ended process left; false where somebody writes it.
    private static func removeAbandoned(_ path: String, kind: mode_t) throws(ConsoleError) -> Bool {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return true }
            throw .file(path: path, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == kind, facts.st_uid == geteuid() else {
            throw .file(path: path, reason: "is there, and no export's")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
        // Between opening and locking somebody may have put a draft of theirs here.
        var now = stat()
        guard lstat(path, &now) == 0 else { return true }
        guard now.st_ino == facts.st_ino, now.st_dev == facts.st_dev else { return false }
        try? FileManager.default.removeItem(atPath: path)
        return true
    }
}
