import TenantDomain

/// What a command needs of the program around the console: configuration, environments, demo files. The entry point
/// implements it; none of it needs a database.
package protocol HostCommands: Sendable {
    func config(_ command: ConfigCommand) async throws(ConsoleError) -> Reply
    func environment(_ command: EnvironmentCommand) async throws(ConsoleError) -> Reply
    func demo(_ request: DemoRequest) async throws(ConsoleError) -> Reply
    /// Lays the reference schema.
    func database(_ request: DatabaseRequest) async throws(ConsoleError) -> Reply
    /// Facts about the program (version, files) that `info` shows before those of the database.
    func facts() async -> [Fact]
    /// Where journals are kept.
    var journal: any JournalStorage { get }
    /// Names of the environments, for completion.
    func environmentNames() async -> [String]
}
