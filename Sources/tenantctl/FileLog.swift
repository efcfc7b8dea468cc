import ConsoleCore
import Foundation
import Logging
import Settings

/// Log records appended to the user's own log file; nothing goes to the terminal. The file is opened with the first
/// record, so that a quiet run touches nothing. Statements are logged without their values.
struct FileLog: LogHandler {
    private let path: String
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    init(path: String, level: Logger.Level) {
        self.path = path
        logLevel = level
    }

    static func logger(_ launch: Launch) -> Logger {
        let level = Logger.Level(rawValue: launch.settings.logLevel) ?? .notice
        let path = launch.settings.logFile ?? launch.paths.logFile
        return Logger(label: "tenantctl") { _ in FileLog(path: path, level: level) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = "\(TimeText.iso(SystemClock.now())) \(event.level.rawValue) \(SafeText.visible("\(event.message)"))"
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }).sorted(by: {
            $0.key < $1.key
        }) {
            line += " \(key)=\(SafeText.visible("\(value)"))"
        }
        if let slash = path.lastIndex(of: "/") { try? OwnedFile.makeFolder(String(path[..<slash])) }
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        let bytes = Array("\(line.replacing("\n", with: " "))\n".utf8)
        _ = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    }
}
