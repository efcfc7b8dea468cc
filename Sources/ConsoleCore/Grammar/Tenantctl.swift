import ArgumentParser

/// The root of the one grammar: argv and the `:` line are parsed by it, key bindings name lines of it.
package struct Tenantctl: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "tenantctl",
        abstract: "Admin console for multi-tenant databases: tenants, members, plans, widgets, pipelines, audit.",
        discussion: """
            Without a command a full-screen console opens. Every command prints data on stdout and the rest on \
            stderr. The same commands work on the console's : line.

            Exit codes: 0 ok, 1 failed, 2 usage or configuration, 3 connection, 4 refused, 5 not found, \
            130 interrupted.
            """,
        version: ProgramVersion.text,
        subcommands: [
            ConsoleCommand.self, ListCommand.self, ShowCommand.self, FindCommand.self, TenantGroup.self,
            UserGroup.self, BoardCommand.self, PlansCommand.self, OverCommand.self, AuditGroup.self,
            EntryCommand.self, MemberGroup.self, ProjectMemberGroup.self, PlanGroup.self,
            SubscriptionGroup.self, WidgetGroup.self, InstanceGroup.self, EmbedTokenGroup.self, DealGroup.self,
            StageGroup.self, InteractionGroup.self, EditCommand.self, DeleteCommand.self, UndoCommand.self,
            RevertCommand.self,
            ReceiptsCommand.self,
            DescribeCommand.self, FunctionsCommand.self,
            ResourcesCommand.self, JournalGroup.self, RevealCommand.self, ApplyCommand.self, CaseCommand.self,
            AccessGroup.self, PoliciesCommand.self, OperatorGroup.self,
            InfoCommand.self, MapGroup.self, ConfigGroup.self, EnvironmentGroup.self,
            DatabaseGroup.self,
            DemoCommand.self,
            CompleteCommand.self, QuitCommand.self, HelpViewCommand.self, BackCommand.self, ForwardCommand.self,
            ReloadCommand.self, ThemeCommand.self, ZoneCommand.self, PinCommand.self, UnpinCommand.self,
            ColumnsCommand.self, SortCommand.self, FilterCommand.self, MouseCommand.self, LinearCommand.self,
            LimitedRowsCommand.self, ViewAsCommand.self,
            WatchCommand.self, ExportCommand.self, SaveCommand.self, RecentCommand.self, ElevateCommand.self,
            RelinquishCommand.self,
        ],
        defaultSubcommand: ConsoleCommand.self)

    package init() {}
}

/// A parsed command that knows which `Command` it means.
package protocol CommandProducing: ParsableCommand {
    var options: GlobalOptions { get }
    /// Nil opens the console.
    func command() throws -> Command?
}
