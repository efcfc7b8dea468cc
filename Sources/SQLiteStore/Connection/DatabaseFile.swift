import TenantStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file looked at before SQLite opens it, so that each thing that can be wrong with it has its own error.
struct DatabaseFile: Sendable {
    /// Absolute, without links.
    let path: String
    let isImmutable: Bool
    /// Whether the header asks for a write-ahead log.
    let isWriteAheadLog: Bool

    /// The last part of the path.
    var name: String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// What SQLite is given. The path is absolute, so that none is taken for a URI.
    var argument: String {
        guard isImmutable else { return path }
        var escaped = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                escaped += (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
            }
        }
        return "file:\(escaped)?mode=ro&immutable=1"
    }

    init(path given: String, isImmutable: Bool) throws(StoreError) {
        guard !given.isEmpty, !given.utf8.contains(0) else { throw .notFound(path: given) }
        var status = stat()
        guard stat(given, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw .notFound(path: given) }
            throw .unreadable(path: given, reason: Self.reason(errno))
        }
        if status.st_mode & S_IFMT == S_IFDIR { throw .isDirectory(path: given) }
        // Anything else, a pipe for one, would block when opened.
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notADatabase(path: given) }
        let header = try Self.head(of: given)
        // No byte at all is what SQLite itself leaves before the first table.
        if !header.isEmpty, header.count < 20 || !header.starts(with: Self.signature) {
            throw .notADatabase(path: given)
        }
        path = Self.resolved(given)
        self.isImmutable = isImmutable
        isWriteAheadLog = header.count >= 20 && header[19] == 2
    }

    private static let signature = Array("SQLite format 3\0".utf8)

    private static func head(of path: String) throws(StoreError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: reason(errno)) }
        defer { _ = close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw .unreadable(path: path, reason: reason(errno)) }
        return Array(bytes[..<count])
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func reason(_ code: Int32) -> String {
        String(cString: strerror(code))
    }
}
