#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Keeps `ViewState` in one JSON file that only its owner may read. State is a comfort: a damaged or missing file is
/// an empty state, and a file that cannot be written is no error of the command's.
package struct StateFile: Sendable {
    /// Files beyond this size are not ours.
    static let sizeLimit = 4 * 1024 * 1024

    package let path: String

    /// - Parameter path: `$XDG_STATE_HOME/tenantctl/state.json`; its folder is made where missing.
    package init(path: String) {
        self.path = path
    }

    package func load() -> ViewState {
        guard let bytes = contents(), let state = try? JSONDecoder().decode(ViewState.self, from: Data(bytes)) else {
            return ViewState()
        }
        return state
    }

    /// Writes a new file beside and puts it in place, so that readers see the old state or the new one.
    ///
    /// - Returns: why nothing was written, nil where all went well.
    @discardableResult
    package func save(_ state: ViewState) -> String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        guard let data = try? encoder.encode(state) else { return "the state cannot be spelled as JSON" }
        makeFolder()
        let scratch = "\(path).\(getpid()).new"
        unlink(scratch)
        let descriptor = open(scratch, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return reason() }
        let isWritten = [UInt8](data).withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let count = write(descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                offset += count
            }
            return true
        }
        let failure = isWritten ? nil : reason()
        close(descriptor)
        guard failure == nil, rename(scratch, path) == 0 else {
            let failure = failure ?? reason()
            unlink(scratch)
            return failure
        }
        return nil
    }

    private func contents() -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= Self.sizeLimit {
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
        return nil
    }

    private func makeFolder() {
        var folder = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            folder += part + "/"
            if folder != "/" { mkdir(folder, 0o700) }
        }
    }

    private func reason() -> String { String(cString: strerror(errno)) }
}
