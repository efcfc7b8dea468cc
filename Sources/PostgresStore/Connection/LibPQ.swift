import CLibPQ
import TenantStore

/// The client library, loaded when the first server is opened.
struct LibPQ: Sendable {
    let functions: CLibPQTable

    /// Oldest version with pipelines.
    private static let oldestVersion: CInt = 14_00_00

    private static let loaded: Result<LibPQ, LoadFailure> = {
        let table = UnsafeMutablePointer<CLibPQTable>.allocate(capacity: 1)
        defer { table.deallocate() }
        if let reason = CLibPQLoad(table) { return .failure(LoadFailure(reason: String(cString: reason))) }
        let library = LibPQ(functions: table.pointee)
        let version = library.functions.PQlibVersion()
        guard version >= oldestVersion else {
            return .failure(LoadFailure(reason: "libpq \(version / 10_000) is too old, 14 or newer is needed"))
        }
        return .success(library)
    }()

    private struct LoadFailure: Error {
        let reason: String
    }

    static func load() throws(StoreError) -> LibPQ {
        switch loaded {
        case .success(let library): return library
        case .failure(let failure): throw .connectionFailed(location: "PostgreSQL", reason: failure.reason)
        }
    }

    /// Text that the library owns; nil and empty alike as nil.
    static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        guard let pointer, pointer.pointee != 0 else { return nil }
        return String(cString: pointer)
    }
}

extension LibPQ {
    /// Calls `body` with the pairs as the two null-terminated arrays that libpq's connecting functions take.
    static func withParameters<Result>(
        _ pairs: [(key: String, value: String)],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result? {
        var bytes: [CChar] = []
        var starts: [Int] = []
        for text in pairs.flatMap({ [$0.key, $0.value] }) {
            starts.append(bytes.count)
            bytes += text.utf8CString
        }
        return bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return nil }
            var keys: [UnsafePointer<CChar>?] = []
            var values: [UnsafePointer<CChar>?] = []
            for place in pairs.indices {
                keys.append(base + starts[2 * place])
                values.append(base + starts[2 * place + 1])
            }
            keys.append(nil)
            values.append(nil)
            return keys.withUnsafeBufferPointer { keys in
                values.withUnsafeBufferPointer { values in
                    guard let keys = keys.baseAddress, let values = values.baseAddress else { return nil }
                    return body(keys, values)
                }
            }
        }
    }
}
