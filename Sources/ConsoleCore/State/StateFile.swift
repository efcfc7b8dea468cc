#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Keeps `ViewState` in one JSON file that only its owner may read. State is a comfort: a damaged or missing file is
/// an empty state, and a file that cannot be written is no error of the command's.
package struct StateFile: Sendable {
    /// Files beyond this size are not ours.
    private static let sizeLimit = 4 * 1024 * 1024

    package let path: String

    /// - Parameter path: `$XDG_STATE_HOME/tenantctl/state.json`; its folder is made where missing.
    package init(path: String) {
        self.path = path
    }

    private var url: URL { URL(fileURLWithPath: path) }

    package func load() -> ViewState {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        guard let size, size <= Self.sizeLimit, let data = try? Data(contentsOf: url),
            let state = try? JSONDecoder().decode(ViewState.self, from: data)
        else { return ViewState() }
        return state
    }

    /// Writes a new file beside and puts it in place, so that readers see the old state or the new one.
    ///
    /// - Returns: why nothing was written, nil where all went well.
    @discardableResult
    package func save(_ state: ViewState) -> String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        do {
            // The folder is closed to others, so that the file is never readable on its way to its own permissions.
            try FileManager.default.createDirectory(
                atPath: url.deletingLastPathComponent().path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            try encoder.encode(state).write(to: url, options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            return nil
        } catch {
            return "\(path) cannot be written"
        }
    }
}
