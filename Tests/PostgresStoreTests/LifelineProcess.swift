import Foundation

/// A server that a shell script starts for this test run. It says `ready` when it is, and ends when its input does: that
/// hangs on a pipe of this process, so that whatever ends the process ends the server.
final class LifelineProcess: Sendable {
    private let lifeline: FileHandle
    private let answers: FileHandle
    /// Started in init and only waited for after that.
    private nonisolated(unsafe) let process: Process

    /// - Parameters:
    ///   - script: for /bin/sh; `$1` is a folder to make, which it removes again.
    ///   - isServer: whether it refuses to run as root and has to take the database's user then.
    ///   - shell: words around it, which run it as their last arguments.
    init(_ script: String, _ words: [String], isServer: Bool = true, shell: [String] = []) throws {
        let process = Process()
        var arguments = ["/bin/sh", "-c", script, "sh"] + words
        if isServer, getuid() == 0 {
            arguments = ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] + arguments
        }
        arguments = shell + arguments
        process.executableURL = URL(fileURLWithPath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        lifeline = input.fileHandleForWriting
        answers = output.fileHandleForReading
        self.process = process
        try wait(for: "ready")
    }

    /// Hands the script a word and waits for its answer.
    func tell(_ word: String, until answer: String) throws {
        try lifeline.write(contentsOf: Data("\(word)\n".utf8))
        try wait(for: answer)
    }

    private func wait(for answer: String) throws {
        var said = ""
        while !said.contains("\(answer)\n") {
            let data = answers.availableData
            guard !data.isEmpty else { throw TestServer.Failure(description: "it ended: \(said)") }
            said += String(decoding: data, as: UTF8.self)
        }
    }

    /// Ends it and waits for that.
    func end() {
        try? lifeline.close()
        process.waitUntilExit()
    }

    static func folder(_ kind: String) -> String {
        FileManager.default.temporaryDirectory.path + "/tenantctl-\(kind)-\(UUID().uuidString.prefix(8))"
    }

    /// The first of the places where the program is.
    static func program(_ places: [String], package: String) throws -> String {
        guard let found = places.first(where: FileManager.default.isExecutableFile) else {
            throw TestServer.Failure(description: "\(package) is missing: scripts/install-dependencies tests")
        }
        return found
    }

    /// A port that nobody listens on now.
    static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw TestServer.Failure(description: "no socket") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 ? getsockname(descriptor, pointer, &length) : -1
            }
        }
        guard status == 0 else { throw TestServer.Failure(description: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
