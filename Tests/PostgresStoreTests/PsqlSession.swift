import Foundation

/// A psql that stays connected, for what one session does while another looks on.
final class PsqlSession {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var count = 0

    init(psql: String, port: Int, database: String, user: String = "postgres") throws {
        process.executableURL = URL(fileURLWithPath: psql)
        process.arguments = [
            "-X", "-q", "-A", "-t", "-h", "127.0.0.1", "-p", String(port), "-U", user, "-d", database,
        ]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// Runs SQL and returns what it printed, when it is done.
    @discardableResult func run(_ sql: String) throws -> String {
        count += 1
        let mark = "done-\(count)"
        try input.fileHandleForWriting.write(contentsOf: Data("\(sql);\n\\echo \(mark)\n".utf8))
        var said = ""
        while !said.contains(mark) {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw TestServer.Failure(description: "psql ended: \(said)") }
            said += String(decoding: data, as: UTF8.self)
        }
        return said.replacing("\(mark)\n", with: "")
    }

    func close() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
