#if os(Linux)
    import Foundation
    import Testing

    @Suite("A huge cell costs a few times its size")
    struct HugeCellTests {
        /// The memory that the program took at the most, in bytes, until it had its first output ready.
        private func peak(_ program: RealProgram, _ words: [String]) throws -> Int {
            let process = try program.process(words)
            let output = Pipe()
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            // A cell is encoded whole before its first byte is written, and the pipe holds less than it.
            var descriptor = pollfd(
                fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
            #expect(poll(&descriptor, 1, 60_000) == 1)
            let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
            let kilobytes = try #require(line.split(separator: " ").dropLast().last.flatMap { Int($0) })
            _ = try output.fileHandleForReading.readToEnd()
            process.waitUntilExit()
            return kilobytes * 1024
        }

        @Test(arguments: ["json", "csv"]) func maskedDocuments(format: String) throws {
            let program = try RealProgram()
            let columns = try DemoDatabase.column("SELECT name FROM pragma_table_info('audit_logs')")
            func insert(_ megabytes: Int) -> String {
                let document =
                    "'{\"email\": \"jane@acme.example\", \"text\": \"' || hex(zeroblob(\(megabytes << 19))) || '\"}'"
                let values = columns.map { $0 == "id" ? "'\(id(megabytes))'" : $0 == "new_data" ? document : $0 }
                return "INSERT INTO audit_logs (\(columns.joined(separator: ", "))) "
                    + "SELECT \(values.joined(separator: ", ")) FROM audit_logs LIMIT 1;"
            }
            func id(_ number: Int) -> String { "00000000-0000-4000-8000-00000000000\(number)" }
            try FileManager.default.copyItem(atPath: DemoDatabase.path, toPath: program.folder + "/huge.db")
            let path = try program.database("huge.db", insert(1) + insert(9))
            let words = ["--database", path, "list", "audit_logs", "--columns", "new_data", "-o", format]
            let small = try peak(program, words + ["id:=\(id(1))"])
            let more = try peak(program, words + ["id:=\(id(9))"]) - small
            #expect(more < 5 * 8 << 20, "\(more >> 20) MB for 8 MB")
            #expect(more > 8 << 20, "the cell was read")
        }
    }
#endif
