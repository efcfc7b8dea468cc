import ConsoleCore
import TenantDomain
import TerminalCore
import Testing

@testable import ConsoleTUI
@testable import PostgresStore

/// `:as` in the console: the header says whose eyes these are, nothing of the view before is left, nothing is written.
@Suite struct ViewAsRobotTests {
    @MainActor @Test func everythingIsAsTheMemberSeesItUntilItIsEnded() async throws {
        let fixture = try ViewFixture.shared.get()
        let email = try fixture.member(role: "editor")
        let hidden = try fixture.hidden(from: email)
        let names = try fixture.hiddenNames(try #require(hidden["workspaces"])).map { String($0.prefix(12)) }
        let robot = try await ServerRobot(try await fixture.session())
        #expect(!robot.header.contains("VIEW AS"))
        #expect(names.contains { robot.text.contains($0) })
        await robot.run("as \(email)")
        #expect(robot.header.contains("VIEW AS \(email) (authenticated)"), "\(robot.text)")
        #expect(!names.contains { robot.text.contains($0) })
        #expect(robot.headerStyle == Theme.builtin[0][.viewAs])
        // There and not to be read is another answer than no rows, and than no such thing.
        await robot.run("oauth2_tokens")
        #expect(robot.text.contains("Permission denied"), "\(robot.text)")
        await robot.run("security_events")
        #expect(robot.text.contains("the policies let none through"), "\(robot.text)")
        await robot.run("elevate 5m OPS-1 a reason")
        #expect(robot.toast.contains("never writes"), "\(robot.toast)")
        await robot.run("recent")
        #expect(!names.contains { robot.text.contains($0) })
        await robot.press("esc")
        await robot.run("as off")
        #expect(!robot.header.contains("VIEW AS"))
        #expect(names.contains { robot.text.contains($0) })
        // One line looks through their eyes, and stays there.
        await robot.run("access as \(email) list workspaces")
        #expect(robot.header.contains("VIEW AS \(email)"))
        #expect(!names.contains { robot.text.contains($0) })
        await robot.run("access explain \(email) read workspaces \(hidden["workspaces"]?.first ?? "")")
        #expect(robot.toast.contains("member's view already"), "\(robot.toast)")
    }
}
