import Foundation
import Testing

@testable import PostgresStore

/// `db create` comes to its server the way every other command does.
@Suite struct SchemaAccessTests {
    @Test func theSchemaIsLaidWithThePasswordOfAProgram() throws {
        // The roles of the cluster are there from now on, so that an owner without CREATEROLE can lay the schema.
        _ = try ReferenceFixture.database()
        let server = try TestServer.start()
        let name = try server.database()
        try server.run("ALTER DATABASE \(name) OWNER TO guarded", in: "postgres")
        let program = try ServerProgram()
        let url = server.url(name, user: "guarded")
        try program.configure("[environments.e]\ndatabase = \"\(url)\"\n")
        let refused = try program.run(["db", "create", "--env", "e", "--yes"])
        #expect(refused.code == 3, "\(refused.error)")
        #expect(refused.error.contains("password_command"), "\(refused.error)")
        let command = try program.program("secret", "echo right-secret")
        try program.configure("[environments.e]\ndatabase = \"\(url)\"\npassword_command = [\"\(command)\"]\n")
        let laid = try program.run(["db", "create", "--env", "e", "--yes"])
        #expect(laid.code == 0, "\(laid.error)")
        #expect(laid.out.contains("Laid reference schema"))
        let again = try program.run(["db", "upgrade", "--env", "e", "--yes"])
        #expect(again.out.contains("the current one"), "\(again.error)")
        let demo = try program.run([
            "demo", "--env", "e", "--tenants", "16", "--audit-rows", "500", "--yes", "--no-open",
        ])
        _ = demo
        #expect(!(laid.out + laid.error + again.error).contains("right-secret"))
    }
}
