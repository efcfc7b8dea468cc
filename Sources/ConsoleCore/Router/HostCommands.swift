import TenantDomain

/// What a command needs of the program around the console: configuration, environments, demo files. The entry point
/// implements it; none of it needs a database.
package protocol HostCommands: Sendable {
    func config(_ command: ConfigCommand) async throws(ConsoleError) -> Reply
    func environment(_ command: EnvironmentCommand) async throws(ConsoleError) -> Reply
    func demo(_ request: DemoRequest) async throws(ConsoleError) -> Reply
    /// Lays the reference schema.
    func database(_ request: DatabaseRequest) async throws(ConsoleError) -> Reply
    /// Keeps a query among the user's own; returns the file that holds it.
    func save(_ query: NamedQuery) async throws(ConsoleError) -> String
    /// Entries into a file, whole or not at all.
    func export(
        _ request: TrailExportRequest, tenant: TenantMatch?, session: ConsoleSession
    ) async throws(ConsoleError) -> ExportOutcome
    /// An incident's trail as one folder, whole or not at all.
    func bundle(
        _ request: BundleRequest, tenant: TenantMatch?, session: ConsoleSession
    ) async throws(ConsoleError) -> BundleOutcome
    /// Facts about the program (version, files) that `info` shows before those of the database.
    func facts() async -> [Fact]
    /// A file that `--save` wrote.
    func savedPlan(_ file: String) throws(ConsoleError) -> SavedPlanFile
    /// Where journals are kept.
    var journal: any JournalStorage { get }
    /// A profile by path or name, its form checked; every fault is in the error thrown.
    func profile(named name: String) async throws(ConsoleError) -> ReadProfile
    /// Writes a profile of the user's own.
    ///
    /// - Returns: where it stands now.
    /// - Throws: `refused` where one of that name is there and may not be replaced.
    func saveProfile(name: String, text: String, replaces: Bool) async throws(ConsoleError) -> String
    /// Names of the environments, for completion.
    func environmentNames() async -> [String]
}
