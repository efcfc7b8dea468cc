import ConsoleCore
import TenantDomain
import TenantStore
import Testing

struct RowFormatterTests {
    @Test(arguments: [
        (OutputFormat.tsv, "name\trole\n'=1+1\towner\n\\N\tviewer"),
        (.table, "name\trole\n'=1+1\towner\n\\N\tviewer"),
        (.csv, "name,role\n'=1+1,owner\n,viewer"),
        (.json, "[\n{\"name\":\"=1+1\",\"role\":\"owner\"},\n{\"name\":null,\"role\":\"viewer\"}\n]"),
        (.ndjson, "{\"name\":\"=1+1\",\"role\":\"owner\"}\n{\"name\":null,\"role\":\"viewer\"}"),
        (.markdown, "| name | role |\n| --- | --- |\n| =1+1 | owner |\n| ∅ | viewer |"),
    ])
    func copiesAreDefusedAndEndWithTheirLastRow(format: OutputFormat, expected: String) {
        var block = RowBlock(columnCount: 2)
        for value in [Value.text("=1+1"), .text("owner"), .null, .text("viewer")] { block.append(value) }
        let rows = OutputRows(columns: [OutputColumn(name: "name"), OutputColumn(name: "role")], block: block)
        #expect(RowFormatter.text(rows, format: format) == expected)
    }

    @Test func noTerminalObeysACopy() {
        var block = RowBlock(columnCount: 1)
        block.append(Value.text("a\u{1B}]0;x\u{7}b\u{202E}c"))
        let rows = OutputRows(columns: [OutputColumn(name: "n")], block: block)
        for format in OutputFormat.allCases {
            let text = RowFormatter.text(rows, format: format)
            let unsafe = text.unicodeScalars.contains { scalar in
                (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || scalar.value == 0x7F
                    || scalar.value == 0x202E
            }
            #expect(!unsafe, "\(format): \(text.debugDescription)")
        }
        #expect(RowFormatter.text(rows, format: .csv) { _ in "shown" }.hasSuffix("shown"))
    }

    @Test func partsOfAPageAndRecords() async throws {
        let sample = try SampleDatabase()
        let session = try await sample.session(.support)
        let reply = try await ListService(session: session).list(
            ListRequest(resource: "members", filter: "role:owner"))
        let columns = reply.columns.filter { ["role", "email"].contains($0.name) }
        let text = RowFormatter.text(reply.page.rows, columns: columns, of: reply, format: .csv)
        #expect(text == "email,role\nj***@acme.example,owner")
        let record = try await RecordService(session: session).show(RecordRequest(resource: "users", id: ["bbbb"]))
        #expect(RowFormatter.text(record, format: .ndjson).contains("\"email\":\"s***@acme.example\""))
    }
}
