import ConsoleCore
import Foundation
import Testing

struct StateFileTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("state-\(UUID().uuidString)")
        .path

    @Test func remembersAcrossProcesses() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = StateFile(path: folder + "/tenantctl/state.json")
        #expect(file.load() == ViewState(), "nothing there yet")
        var state = ViewState()
        state["/db"].lists["members"] = ViewState.ListLayout(columns: ["role"], widths: ["role": 9], sort: ["-role"])
        state["/db"].lastView = "list members"
        state.remember(tenant: ViewState.RecentTenant(id: "1", name: "Acme"), in: "/db")
        state.remember(line: "members role:owner", isPrivate: false)
        state.remember(line: "users email:=jane@acme.example", isPrivate: true)
        #expect(file.save(state) == nil)
        #expect(file.save(state) == nil, "an old file is replaced")
        #expect(file.load() == state)
        #expect(file.load().history == ["members role:owner"])
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/tenantctl") == ["state.json"])
    }

    @Test(arguments: ["", "{", "[]", "{\"databases\":7}", "\u{0}\u{1}"])
    func damageIsAnEmptyState(content: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let file = StateFile(path: folder + "/state.json")
        try Data(content.utf8).write(to: URL(fileURLWithPath: file.path))
        #expect(file.load() == ViewState())
        #expect(file.save(ViewState()) == nil)
    }

    @Test func aFileThatCannotBeWrittenIsSaid() {
        #expect(StateFile(path: "/proc/none/state.json").save(ViewState()) != nil)
    }

    @Test func onlySoMuchIsKept() {
        var state = ViewState()
        for number in 0..<60 { state["db\(number)"].lastView = "x" }
        #expect(state.databases.count == ViewState.databaseLimit)
        #expect(state.databases["db59"] != nil && state.databases["db0"] == nil)
        for number in 0..<300 { state.remember(line: "line \(number)", isPrivate: false) }
        state.remember(line: "line 150", isPrivate: false)
        #expect(state.history.count == ViewState.historyLimit)
        #expect(state.history.last == "line 150")
    }
}
