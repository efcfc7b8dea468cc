import Foundation
import Testing

@testable import PostgresStore

/// Servers behind an ssh server, through the real program and the system's ssh.
@Suite struct TunnelTests {
    private func program(_ database: String, tunnel: String) throws -> ServerProgram {
        let program = try ServerProgram()
        try program.program("ssh", TestBastion.shared.get().client)
        try program.configure(
            "[environments.far]\ndatabase = \"\(database)\"\ntunnel = [\"\(tunnel)\"]\n")
        return program
    }

    /// ssh processes of the tests' configuration with these words in their arguments.
    private func tunnels(with word: String) throws -> [Int32] {
        let mark = try TestBastion.shared.get().folder + "/client"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap(Int32.init).filter { id in
            guard let data = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") else { return false }
            let words = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            return words.contains(mark) && words.contains { $0.contains(word) }
        }
    }

    @Test func theHostsNameAndThePasswordFileStillWork() throws {
        let server = try TestServer.start()
        let certificates = try TestCertificates.shared.get()
        let pooler = try TestPooler(in: server, certificate: (certificates.folder, "good"))
        let name = try server.database("CREATE TABLE things (x int PRIMARY KEY); INSERT INTO things VALUES (42)")
        // The certificate names localhost, not the address that the tunnel ends at.
        let program = try program(
            "postgresql://postgres@localhost:\(pooler.port)/\(name)?sslmode=verify-full&sslrootcert=\(certificates.folder)/ca.crt",
            tunnel: "bastion")
        let run = try program.run(["list", "things", "--env", "far", "--output", "csv"])
        #expect(run.out == "x\n42\n", "\(run.error)")
        #expect(run.code == 0)
        #expect(try tunnels(with: ":localhost:\(pooler.port)").isEmpty)
        // The password file knows the server by its own port.
        try program.write("localhost:\(server.port):*:guarded:right-secret\n", to: "pass")
        try program.configure(
            "[environments.far]\ndatabase = \"postgresql://guarded@localhost:\(server.port)/postgres\"\ntunnel = [\"bastion\"]\n"
        )
        let guarded = try program.run(
            ["info", "--env", "far"], variables: ["PGPASSFILE": program.folder + "/pass"])
        #expect(guarded.code == 0, "\(guarded.error)")
        #expect(guarded.out.contains("localhost:\(server.port)/postgres"))
        pooler.end()
    }

    @Test func theTunnelEndsWithUsHoweverWeEnd() throws {
        let server = try TestServer.start()
        let name = try server.database(
            SlowQuery.function + "CREATE VIEW slow AS SELECT slowly() AS x; CREATE TABLE things (x int)")
        let slow = try SlowQuery(server, in: name)
        let program = try program("postgresql://postgres@localhost:\(server.port)/\(name)", tunnel: "bastion")
        let process = try program.process(["list", "slow", "--env", "far"])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let word = ":localhost:\(server.port)"
        #expect(slow.runs())
        #expect(try !tunnels(with: word).isEmpty)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(try wait { try tunnels(with: word).isEmpty })
    }

    @Test(arguments: [
        ("-oProxyCommand=touch owned", 2, "takes hosts as ssh does"), ("nobody", 3, "Connection refused"),
        ("stranger", 3, "Host key verification failed"),
    ])
    func whatIsNoWayThereSaysSo(tunnel: String, code: Int32, words: String) throws {
        let program = try program("postgresql://postgres@localhost:5432/app", tunnel: tunnel)
        let run = try program.run(["info", "--env", "far"])
        #expect(run.code == code)
        #expect(run.error.contains(words), "\(run.error)")
        #expect(!FileManager.default.fileExists(atPath: program.folder + "/owned"))
    }

    /// Looks again and again, for ten seconds at the most.
    private func wait(_ isSo: () throws -> Bool) throws -> Bool {
        let end = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < end { if try isSo() { return true } }
        return false
    }
}
