import Crypto

/// Whether commands that a config file names may be run: the file must be ours, writable by nobody else, and either
/// stand in our config folder or have been trusted as it is now.
package struct ConfigTrust: Sendable, Equatable {
    package enum Refusal: Error, Sendable, Equatable {
        case foreignOwner(path: String)
        case writableByOthers(path: String)
        case notTrusted(path: String)
        case changedSinceTrusted(path: String)
        case unreadable(path: String, reason: String)

        /// What is wrong and what to do, for the middle of a sentence.
        package var sentence: String {
            switch self {
            case .foreignOwner(let path): "\(path) belongs to another user"
            case .writableByOthers(let path): "others can write \(path); `chmod go-w \(path)` first"
            case .notTrusted(let path):
                "\(path) is outside the config folder; read it, then `tenantctl config trust \(path)`"
            case .changedSinceTrusted(let path):
                "\(path) changed since it was trusted; read it, then `tenantctl config trust \(path)` again"
            case .unreadable(let path, let reason): "\(path) cannot be read (\(reason))"
            }
        }
    }

    private let folder: String
    private let ledger: String

    package init(paths: Paths) {
        folder = paths.config
        ledger = paths.trustedFiles
    }

    /// Why commands in the file must not run; nil where they may.
    ///
    /// - Parameter content: the bytes that were parsed, so that a file swapped after reading gains nothing.
    package func refusal(for path: String, content: [UInt8]) -> Refusal? {
        let path = OwnedFile.resolved(path)
        if let refusal = Self.permissions(of: path) { return refusal }
        if isInFolder(path) { return Self.permissions(of: OwnedFile.resolved(folder)) }
        guard let digest = trusted()[path] else { return .notTrusted(path: path) }
        return digest == Self.digest(content) ? nil : .changedSinceTrusted(path: path)
    }

    /// Trusts the file as it is now; a later change of one byte ends it.
    package func trust(_ path: String) throws(Refusal) {
        let path = OwnedFile.resolved(path)
        if let refusal = Self.permissions(of: path) { throw refusal }
        do throws(OwnedFile.Failure) {
            var entries = trusted()
            entries[path] = Self.digest(try OwnedFile.read(path))
            try save(entries)
        } catch {
            throw .unreadable(path: path, reason: error.reason)
        }
    }

    /// Takes trust back; false where the file had none.
    package func forget(_ path: String) throws(OwnedFile.Failure) -> Bool {
        var entries = trusted()
        guard entries.removeValue(forKey: OwnedFile.resolved(path)) != nil else { return false }
        try save(entries)
        return true
    }

    private func isInFolder(_ path: String) -> Bool {
        path.hasPrefix(OwnedFile.resolved(folder) + "/")
    }

    private static func permissions(of path: String) -> Refusal? {
        do throws(OwnedFile.Failure) {
            let facts = try OwnedFile.facts(path)
            if facts.owner != OwnedFile.ownUserID { return .foreignOwner(path: path) }
            return facts.mode & 0o022 == 0 ? nil : .writableByOthers(path: path)
        } catch {
            return .unreadable(path: path, reason: error.reason)
        }
    }

    /// One `digest path` a line. A ledger that others could have written counts as empty.
    private func trusted() -> [String: String] {
        guard Self.permissions(of: ledger) == nil, let bytes = try? OwnedFile.read(ledger) else { return [:] }
        var entries: [String: String] = [:]
        for line in bytes.split(separator: 0x0A) {
            guard let blank = line.firstIndex(of: 0x20) else { continue }
            entries[String(decoding: line[(blank + 1)...], as: UTF8.self)] =
                String(decoding: line[..<blank], as: UTF8.self)
        }
        return entries
    }

    private func save(_ entries: [String: String]) throws(OwnedFile.Failure) {
        if let slash = ledger.lastIndex(of: "/") { try OwnedFile.makeFolder(String(ledger[..<slash])) }
        let lines = entries.sorted { $0.key < $1.key }.filter { !$0.key.contains("\n") }
            .map { "\($0.value) \($0.key)\n" }
        try OwnedFile.replace(ledger, with: Array(lines.joined().utf8))
    }

    private static func digest(_ content: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: SHA256.hash(data: content).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }
}
