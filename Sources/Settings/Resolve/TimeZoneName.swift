#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The zone in which times are shown and filters are read.
package enum TimeZoneName: Sendable, Equatable {
    case utc
    case local
    /// A zone of the system's zone database.
    case named(String)

    /// `utc`, `local` or an IANA name; nil where the system knows no such zone.
    package init?(_ text: String) {
        switch text.lowercased() {
        case "utc": self = .utc
        case "local": self = .local
        default:
            guard Self.isKnown(text) else { return nil }
            self = .named(text)
        }
    }

    package var text: String {
        switch self {
        case .utc: "utc"
        case .local: "local"
        case .named(let name): name
        }
    }

    static let folders = ["/usr/share/zoneinfo", "/var/db/timezone/zoneinfo", "/usr/lib/zoneinfo"]

    /// A machine without a zone database accepts any well-formed name; times then show in UTC.
    private static func isKnown(_ name: String) -> Bool {
        let isWellFormed =
            name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2F, 0x5F: true
                default: false
                }
            } && !name.isEmpty && !name.hasPrefix("/") && !name.hasSuffix("/")
        guard isWellFormed else { return false }
        var hasDatabase = false
        for folder in folders where access(folder, R_OK) == 0 {
            hasDatabase = true
            if let facts = try? OwnedFile.facts("\(folder)/\(name)"), !facts.isDirectory { return true }
        }
        return !hasDatabase
    }
}
