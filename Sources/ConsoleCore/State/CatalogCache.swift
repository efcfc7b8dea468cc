import TenantStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Catalogs of the databases opened before, one file each that only its owner may read.
///
/// A cache is a comfort: what is missing, damaged or another database's is read from the database, and a file that
/// cannot be written is no error of anybody's. Nothing in it is a row or a secret.
package struct CatalogCache: Sendable {
    /// Files beyond this size are not ours.
    private static let sizeLimit = 64 * 1024 * 1024

    private let folder: String

    /// - Parameter folder: `$XDG_CACHE_HOME/tenantctl`; made where missing.
    package init(folder: String) {
        self.folder = "\(folder)/catalogs"
    }

    /// - Parameter key: the database's address without a password.
    package func catalog(of key: String) -> RememberedCatalog? {
        let path = path(of: key)
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        guard let size, size <= Self.sizeLimit, let data = FileManager.default.contents(atPath: path),
            let remembered = CatalogImage.decode([UInt8](data)), remembered.key == key,
            remembered.program == ProgramVersion.text
        else { return nil }
        return remembered
    }

    package func keep(_ remembered: RememberedCatalog) {
        // The folder is closed to others, so that the file is never readable on its way to its own permissions.
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let path = path(of: remembered.key)
        guard
            (try? Data(CatalogImage.encode(remembered)).write(to: URL(fileURLWithPath: path), options: .atomic)) != nil
        else { return }
        try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    /// Whether the next session has to reach the database before it shows anything: the last one could not, or had to
    /// ask a person.
    package func mustWait(for key: String) -> Bool { FileManager.default.fileExists(atPath: path(of: key) + ".wait") }

    package func setMustWait(_ waits: Bool, for key: String) {
        let path = path(of: key) + ".wait"
        if waits {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        } else if FileManager.default.fileExists(atPath: path) {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private func path(of key: String) -> String { "\(folder)/\(Self.fileName(for: key)).catalog" }

    /// A name that tells nothing of what is kept. Two keys of one name only forget each other.
    package static func fileName(for key: String) -> String {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key.utf8 { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return String(sum, radix: 16)
    }
}
