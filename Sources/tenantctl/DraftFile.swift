import ConsoleCore
import Crypto
import Foundation

/// A file that appears whole or not at all: written beside its place, flushed to disk, then renamed.
final class DraftFile {
    let path: String
    let descriptor: Int32
    let draft: String
    private var isOpen = true

    /// - Throws: `refused` where something is there that nobody said may be replaced.
    static func check(_ path: String, replaces: Bool) throws(ConsoleError) {
        guard !replaces, FileManager.default.fileExists(atPath: path) else { return }
        throw .refused(
            reason: "\(path) is there already.", hint: "Name another file, or replace it: audit export has --force.")
    }

    /// - Throws: `file` where the draft cannot be made; a draft that somebody writes is another export under way.
    init(_ path: String) throws(ConsoleError) {
        self.path = path
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) {
            throw .file(path: folder, reason: "there is no such folder")
        }
        draft = "\(path).part"
        descriptor = try Drafts.file(draft)
    }

    deinit { discard() }

    /// Puts the file in its place.
    func keep() throws(ConsoleError) {
        let isWhole = fsync(descriptor) == 0
        let code = errno
        guard isWhole else {
            discard()
            throw .file(path: path, reason: String(cString: strerror(code)))
        }
        guard rename(draft, path) == 0 else {
            let code = errno
            discard()
            throw .file(path: path, reason: String(cString: strerror(code)))
        }
        isOpen = false
        Drafts.forget(draft)
        close(descriptor)
    }

    /// Leaves nothing behind.
    func discard() {
        guard isOpen else { return }
        isOpen = false
        unlink(draft)
        Drafts.forget(draft)
        close(descriptor)
    }

    /// A small file in one go.
    static func write(_ bytes: [UInt8], to path: String) throws(ConsoleError) {
        let file = try DraftFile(path)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(file.descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = String(cString: strerror(errno))
                file.discard()
                throw .file(path: path, reason: reason)
            }
            rest = rest.dropFirst(count)
        }
        try file.keep()
    }

    /// SHA-256 and size of a file, read in pieces.
    static func digest(_ path: String) throws(ConsoleError) -> (hash: String, size: Int) {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw .file(path: path, reason: "cannot be read again")
        }
        defer { try? handle.close() }
        var hash = SHA256()
        var size = 0
        do {
            while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
                hash.update(data: piece)
                size += piece.count
            }
        } catch {
            throw .file(path: path, reason: "\(error.localizedDescription)")
        }
        return (hash.finalize().map { String($0, radix: 16).leftPadded }.joined(), size)
    }
}

extension String {
    fileprivate var leftPadded: String { utf8.count < 2 ? "0\(self)" : self }
}
