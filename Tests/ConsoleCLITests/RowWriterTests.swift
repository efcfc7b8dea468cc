#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import ConsoleCLI
import ConsoleCore
import TenantDomain
import Testing

@Suite("Writing to a descriptor")
struct RowWriterTests {
    private let columns = [OutputColumn(name: "n", type: .integer), OutputColumn(name: "t")]

    private func rows(_ range: Range<Int>) -> RowBlock {
        block(range.map { [.integer(Int64($0)), .text("row \($0), \"quoted\"")] })
    }

    @Test("blocks of any size make the same bytes", arguments: OutputFormat.allCases)
    func blocks(format: OutputFormat) throws {
        let whole = RowWriter(format: format, columns: columns)
        try whole.write(rows(0..<700))
        try whole.finish()
        let parts = RowWriter(format: format, columns: columns)
        for start in stride(from: 0, to: 700, by: 7) { try parts.write(rows(start..<(start + 7))) }
        try parts.finish()
        #expect(whole.collected == parts.collected)
        #expect(parts.rowCount == 700)
        let some = RowWriter(format: format, columns: columns)
        try some.write(rows(0..<10), rows: 3..<5)
        try some.finish()
        #expect(some.rowCount == 2 && String(decoding: some.collected, as: UTF8.self).contains("row 3"))
    }

    @Test("everything arrives through a pipe, in order")
    func pipe() throws {
        var ends: [Int32] = [0, 0]
        #expect(Self.makePipe(&ends) == 0)
        let writer = RowWriter(format: .csv, columns: columns, options: OutputOptions(), descriptor: ends[1])
        try writer.write(rows(0..<500))
        try writer.finish()
        close(ends[1])
        var received: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(ends[0], &chunk, chunk.count)
            if count <= 0 { break }
            received.append(contentsOf: chunk[..<count])
        }
        close(ends[0])
        let memory = RowWriter(format: .csv, columns: columns)
        try memory.write(rows(0..<500))
        try memory.finish()
        #expect(received == memory.collected)
    }

    @Test("a reader that went away ends the writing quietly")
    func closed() throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        #expect(Self.makePipe(&ends) == 0)
        close(ends[0])
        let writer = RowWriter(format: .csv, columns: columns, options: OutputOptions(), descriptor: ends[1])
        #expect(throws: OutputSink.Failure.closed) {
            for _ in 0..<100 { try writer.write(rows(0..<1000)) }
            try writer.finish()
        }
        close(ends[1])
    }

    @Test("a full disk or a closed descriptor is a failure with a reason")
    func failed() {
        let writer = RowWriter(format: .csv, columns: columns, options: OutputOptions(), descriptor: -1)
        #expect(throws: OutputSink.Failure.failed(reason: "Bad file descriptor")) { try writer.finish() }
    }

    private static func makePipe(_ ends: inout [Int32]) -> Int32 {
        ends.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.map { Self.pipe($0) } ?? -1 }
    }

    private static func pipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 {
        #if canImport(Darwin)
            Darwin.pipe(ends)
        #else
            Glibc.pipe(ends)
        #endif
    }

    @Test("facts and records become rows")
    func replies() throws {
        let facts = OutputRows(
            FactTable(title: "Paths", columns: ["what", "path"], rows: [["config", "/a"], ["log"]]))
        #expect(try output(.table, facts.columns, facts.block) == "what    path\nconfig  /a\nlog     \n")
        #expect(try output(.ndjson, facts.columns, facts.block).hasPrefix("{\"what\":\"config\",\"path\":\"/a\"}\n"))
    }
}
