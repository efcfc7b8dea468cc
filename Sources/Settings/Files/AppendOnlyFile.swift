#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file of the user's that only grows, made anew and held by this process until it ends.
package final class AppendOnlyFile: Sendable {
    private let descriptor: Int32

    /// Makes the file for its owner alone; fails with `EEXIST` where there is one.
    package init(creating path: String) throws(OwnedFile.Failure) {
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw OwnedFile.Failure(code: errno) }
        // Nobody else can hold a file that was not there; the lock only tells others that this process lives.
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
    }

    deinit { close(descriptor) }

    /// Appends all of the bytes or none. A part that a full disk left is taken back.
    package func append(_ bytes: [UInt8], durably: Bool) throws(OwnedFile.Failure) {
        let size = lseek(descriptor, 0, SEEK_END)
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
            guard count > 0 else {
                let code = count == 0 ? EIO : errno
                if size >= 0 { _ = ftruncate(descriptor, size) }
                throw OwnedFile.Failure(code: code)
            }
            offset += count
        }
        if durably { try flush() }
    }

    private func flush() throws(OwnedFile.Failure) {
        #if canImport(Darwin)
            // fsync leaves the bytes in the drive's cache there.
            if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
        #endif
        guard fsync(descriptor) == 0 else { throw OwnedFile.Failure(code: errno) }
    }

    /// Whether a living process holds the file.
    package static func isHeld(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }
}

/// A folder of the user's, closed to others.
package enum OwnedFolder {
    /// Names of what stands in it; none where it is not there.
    package static func names(_ path: String) throws(OwnedFile.Failure) -> [String] {
        guard let stream = opendir(path) else {
            if errno == ENOENT { return [] }
            throw OwnedFile.Failure(code: errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes the folder's new entries survive a power cut.
    package static func flush(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        close(descriptor)
    }

    package static func remove(_ path: String) { unlink(path) }
}
