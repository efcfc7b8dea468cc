#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Small files of the user's: read whole, replaced whole.
package enum OwnedFile {
    package struct Failure: Error, Sendable, Equatable {
        package let code: Int32

        package var reason: String { String(cString: strerror(code)) }
        package var isMissing: Bool { code == ENOENT || code == ENOTDIR }
        package var isExisting: Bool { code == EEXIST }
    }

    package struct Facts: Sendable, Equatable {
        package let owner: UInt32
        /// Permission bits only.
        package let mode: UInt32
        package let isDirectory: Bool
    }

    /// A config or profile larger than this is not one.
    package static let sizeLimit = 8 << 20

    package static func read(_ path: String, limit: Int = sizeLimit) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes {
                #if canImport(Darwin)
                    Darwin.read(descriptor, $0.baseAddress, $0.count)
                #else
                    Glibc.read(descriptor, $0.baseAddress, $0.count)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure(code: errno) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else { throw Failure(code: EFBIG) }
        }
    }

    /// Owner and mode of the file itself, symbolic links followed.
    package static func facts(_ path: String) throws(Failure) -> Facts {
        var status = stat()
        guard stat(path, &status) == 0 else { throw Failure(code: errno) }
        return Facts(
            owner: status.st_uid, mode: UInt32(status.st_mode) & 0o7777,
            isDirectory: UInt32(status.st_mode) & UInt32(S_IFMT) == UInt32(S_IFDIR))
    }

    /// Replaces the file in one step, readable by its owner alone; the old one stays whole until the new one is on
    /// disk. A symbolic link stays one: what it points at is replaced.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
        let target = resolved(path)
        let temporary = "\(target).\(getpid()).new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        do throws(Failure) {
            try write(bytes, to: descriptor)
            guard fsync(descriptor) == 0 else { throw Failure(code: errno) }
            guard rename(temporary, target) == 0 else { throw Failure(code: errno) }
            close(descriptor)
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes {
                #if canImport(Darwin)
                    Darwin.write(descriptor, $0.baseAddress, $0.count)
                #else
                    Glibc.write(descriptor, $0.baseAddress, $0.count)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(code: errno) }
            offset += count
        }
    }

    /// Makes the folder and those above it, for the owner alone.
    package static func makeFolder(_ path: String) throws(Failure) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw Failure(code: errno)
        }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Failure(code: errno) }
    }

    /// The path without symbolic links, or the path itself where there is no such file yet.
    package static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// The user whom files must belong to.
    package static var ownUserID: UInt32 { geteuid() }
}
