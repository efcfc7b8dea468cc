import ConsoleCore
import Foundation
import Settings

/// A file for an editor in a folder of its own, both for their owner alone. The folder goes with everything in it, what
/// the editor left beside the file too (swap files, backups).
struct EditFolder {
    let file: String
    private let folder: String

    /// - Parameters:
    ///   - root: where the folders of all sessions stand; what sessions that were ended hard left there is removed.
    ///   - name: the file's.
    init(root: String, name: String, text: String) throws(ConsoleError) {
        Self.sweep(root)
        folder = "\(root)/\(getpid())-\(UInt64.random(in: .min ... .max))"
        file = "\(folder)/\(name)"
        do {
            try OwnedFile.makeFolder(root)
            try OwnedFile.makeFolder(folder)
            try OwnedFile.replace(file, with: Array(text.utf8))
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw .file(path: file, reason: error.reason)
        }
    }

    /// What stands in the file now; editors may have put another in its place.
    func text() throws(ConsoleError) -> String {
        do {
            return String(decoding: try OwnedFile.read(file), as: UTF8.self)
        } catch {
            throw .file(path: file, reason: error.reason)
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    private static func sweep(_ root: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [] {
            guard let process = name.split(separator: "-").first.flatMap({ Int32($0) }), process > 0,
                kill(process, 0) != 0, errno == ESRCH
            else { continue }
            try? FileManager.default.removeItem(atPath: "\(root)/\(name)")
        }
    }
}
