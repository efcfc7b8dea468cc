import ConsoleCore
import Foundation
import Testing

/// Rows that leave for a file or a pipe stand in the journal; a look at a page does not.
@Suite struct ExportJournalTests {
    private let program: RealProgram
    private let database: [String]

    init() throws {
        program = try RealProgram()
        database = ["--database", try DemoDatabase.path]
    }

    private func exports() throws -> [[String]] {
        let folder = program.folder + "/home/.local/state/tenantctl/journal"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
            $0.hasSuffix(".ndjson")
        }
        return try names.sorted().flatMap { name in
            JournalRecord.records(in: Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))))
        }.filter { $0.kind == "export" }.map { record in
            ["what", "filter", "format", "rows", "file"].map { record[$0] ?? "" }
        }
    }

    @Test func whatLeaves() throws {
        #expect(try program.run(database + ["list", "audit_logs", "-o", "csv"]).code == 0)
        #expect(try exports().isEmpty, "a page is a look")
        let rows = try program.run(database + ["list", "audit_logs", "action:*", "--limit", "600", "-o", "csv"])
        #expect(rows.code == 0 && rows.out.split(separator: "\n").count > 600, "\(rows.error)")
        #expect(try program.run(database + ["audit", "--limit", "600", "-o", "ndjson"]).code == 0)
        let file = program.folder + "/trail.csv"
        let trail = try program.run(database + ["audit", "export", "actor:ann@acme.example", "--file", file])
        #expect(trail.code == 0, "\(trail.error)")
        let found = try exports()
        try #require(found.count == 3)
        #expect(found[0] == ["audit_logs", "action:*", "csv", "600", "standard output"])
        #expect(found[1] == ["audit trail", "", "ndjson", "600", "standard output"])
        #expect(found[2][0...2] == ["audit trail", "actor:•••", "csv"] && found[2][4].hasSuffix("trail.csv"))
        #expect(try program.run(["journal", "verify"]).code == 0)
    }
}
