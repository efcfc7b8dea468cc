import TenantDomain

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Receipts in a folder of their owner's only, one file each (0600); they expire.
package struct ArchiveFolder: ChangeArchive {
    private let path: String
    private let days: Int
    private let now: @Sendable () -> Int64

    /// - Parameters:
    ///   - path: made where missing, readable by its owner only.
    ///   - days: until a receipt and its before-values are removed.
    ///   - now: microseconds since 1970.
    package init(path: String, days: Int, now: @escaping @Sendable () -> Int64) {
        self.path = path
        self.days = days
        self.now = now
    }

    /// Names sort by time, so that the newest is found without opening the others.
    private func name(_ receipt: Receipt) -> String {
        let digits = String(max(0, receipt.time))
        return String(repeating: "0", count: max(0, 17 - digits.count)) + digits + "-\(receipt.changeID).json"
    }

    package func keep(_ record: ChangeRecord) async throws(ConsoleError) {
        removeExpired()
        let file = "\(path)/\(name(record.receipt))"
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let data = try JSONEncoder().encode(record)
            guard
                FileManager.default.createFile(
                    atPath: file, contents: data, attributes: [.posixPermissions: 0o600])
            else { throw ConsoleError.file(path: file, reason: "it cannot be written, so nothing was changed") }
        } catch let error as ConsoleError {
            throw error
        } catch {
            throw .file(path: file, reason: "it cannot be written, so nothing was changed")
        }
    }

    package func drop(_ changeID: String) async {
        for name in names() where name.hasSuffix("-\(changeID).json") {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
    }

    package func find(_ id: String?, database: String) async throws(ConsoleError) -> ChangeRecord? {
        if let id {
            let fits = names().filter { $0.split(separator: "-", maxSplits: 1).last?.hasPrefix(id) == true }
            guard !id.isEmpty, fits.count == 1 else { return nil }
            return record(fits[0]).flatMap { $0.database == database ? $0 : nil }
        }
        for name in names() {
            if let record = record(name), record.database == database { return record }
        }
        return nil
    }

    package func list(database: String, limit: Int) async throws(ConsoleError) -> [ChangeRecord] {
        var found: [ChangeRecord] = []
        for name in names() where found.count < limit {
            if let record = record(name), record.database == database { found.append(record) }
        }
        return found
    }

    /// Newest first.
    private func names() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { $0.hasSuffix(".json") }
            .sorted(by: >)
    }

    private func record(_ name: String) -> ChangeRecord? {
        guard let data = FileManager.default.contents(atPath: "\(path)/\(name)") else { return nil }
        return try? JSONDecoder().decode(ChangeRecord.self, from: data)
    }

    private func removeExpired() {
        let oldest = now() - Int64(days) * 86_400_000_000
        for name in names().reversed() {
            guard let time = name.split(separator: "-").first.flatMap({ Int64($0) }), time < oldest else { return }
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
    }
}
