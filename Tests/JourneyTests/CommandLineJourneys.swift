import Foundation
import Testing

/// The same program where the console cannot or need not open.
@Suite(.serialized) struct CommandLineJourneys {
    @Test func refusesADumbTerminalAndNamesTheWayOut() throws {
        let tmux = try Tmux(variables: ["TERM": "dumb"])
        let end = try tmux.runToEnd("\"$TENANTCTL_PROGRAM\" --database \(try Program.demo.get())")
        #expect(end.code == 2)
        let text = end.screen.joined(separator: " ")
        #expect(text.contains("dumb"))
        #expect(text.contains("tenantctl list"))
    }

    @Test func refusesToDrawIntoAPipe() throws {
        let ended = try Program.run(["--database", try Program.demo.get()])
        #expect(ended.code == 2)
        #expect(ended.output.isEmpty)
        #expect(ended.error.contains("needs a terminal"))
    }

    @Test func namesADatabaseThatIsNotThere() throws {
        let ended = try Program.run(["list", "tenants", "--database", "/nowhere/at/all.db"])
        #expect(ended.code == 3)
        #expect(ended.output.isEmpty)
        #expect(ended.error.contains("/nowhere/at/all.db"))
    }

    @Test func listsAsJSONForAProgramThatReads() throws {
        let ended = try Program.run([
            "list", "tenants", "--output", "json", "--database", try Program.demo.get(),
        ])
        #expect(ended.code == 0)
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [[String: Any]])
        #expect(rows.count == 20)
        #expect(rows.contains { $0["name"] as? String == "Acme Industries" })
    }

    @Test func endsQuietlyWhenItsReaderGoes() throws {
        let tmux = try Tmux()
        let end = try tmux.runToEnd(
            "\"$TENANTCTL_PROGRAM\" list audit_logs --limit 0 --output csv --database \(try Program.demo.get()) | head -n 1"
        )
        #expect(end.code == 0)
        #expect(!end.screen.contains { $0.localizedCaseInsensitiveContains("error") || $0.contains("Fatal") })
    }

    @Test func ignoresDatabaseURLForTheDemo() throws {
        let tmux = try Tmux(variables: ["DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"])
        try tmux.start("\"$TENANTCTL_PROGRAM\" demo --tenants 12 --audit-rows 500")
        try tmux.wait(for: "Workspaces", "Acme Industries", "demo.db")
    }
}
