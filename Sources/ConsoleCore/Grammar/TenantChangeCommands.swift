import ArgumentParser
import TenantDomain

struct TenantGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant", abstract: "Overview of a tenant, and changes to it.",
        subcommands: [
            TenantCommand.self, Create.self, Rename.self, SetPlan.self, SetStatus.self, Suspend.self, Reactivate.self,
            Archive.self, Restore.self, SetParent.self, TransferOwnership.self, SetSetting.self,
        ],
        defaultSubcommand: TenantCommand.self, aliases: ["workspace", "overview"])

    struct Create: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Create a tenant.")

        @Argument(help: ArgumentHelp("Its name.", valueName: "name"))
        var name: String

        @Option(help: ArgumentHelp("Its slug.", valueName: "slug"))
        var slug: String?

        @Option(help: ArgumentHelp("Its plan.", valueName: "plan"))
        var plan: String?

        @Option(help: ArgumentHelp("Its kind, such as agency.", valueName: "kind"))
        var kind: String?

        @Option(help: ArgumentHelp("Who becomes its owner: id, email or name.", valueName: "user"))
        var owner: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .createTenant(name: name, slug: slug, plan: plan, kind: kind, owner: owner)
        }
    }

    struct Rename: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "rename", abstract: "Give a tenant another name.")

        @Argument(help: ArgumentHelp("Id, slug, domain or name.", valueName: "tenant"))
        var tenant: String

        @Argument(help: ArgumentHelp("The new name.", valueName: "name"))
        var name: String

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.tenantName, [tenant], within: nil, .text(name))
        }
    }

    struct SetPlan: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "set-plan",
            abstract: "Put a tenant on another plan: what it gains, loses and is over comes first.")

        @Argument(help: ArgumentHelp("Id, slug, domain or name.", valueName: "tenant"))
        var tenant: String

        @Argument(help: ArgumentHelp("The plan.", valueName: "plan"))
        var plan: String

        @Flag(help: "Begin with the next period.")
        var atPeriodEnd = false

        @Flag(help: "Accept that a hard limit of the plan is broken.")
        var overLimits = false

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .setPlan(
                tenant: tenant, plan: plan, PlanTerms(begins: atPeriodEnd ? .periodEnd : .now, acceptsOver: overLimits))
        }
    }

    struct SetStatus: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "set-status", abstract: "Set a tenant's status.")

        @Argument(help: ArgumentHelp("Id, slug, domain or name.", valueName: "tenant"))
        var tenant: String

        @Argument(help: ArgumentHelp("The status.", valueName: "status"))
        var status: String

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.tenantStatus, [tenant], within: nil, .text(status))
        }
    }

    struct Suspend: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "suspend", abstract: "Suspend a tenant.")

        @Argument(help: ArgumentHelp("Id, slug, domain or name.", valueName: "tenant"))
        var tenant: String

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.tenantStatus, [tenant], within: nil, .state(.suspended))
        }
    }

    struct Reactivate: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "reactivate", abstract: "Reactivate a suspended tenant.")

        @Argument(help: ArgumentHelp("Id, slug, domain or name.", valueName: "tenant"))
        var tenant: String

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.tenantStatus, [tenant], within: nil, .state(.active))
        }
    }

    struct Archive: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "archive", abstract: "Archive a tenant: it takes no more changes but restore.")

        @Argument(help: ArgumentHelp("Id, slug, domain or name.", valueName: "tenant"))
        var tenant: String

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.tenantStatus, [tenant], within: nil, .state(.archived))
        }
    }

    struct Restore: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "restore", abstract: "Take a tenant out of the archive.")

        @Argument(help: ArgumentHelp("Id, slug, domain or name.", valueName: "tenant"))
        var tenant: String

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.tenantStatus, [tenant], within: nil, .state(.active))
        }
    }

    struct SetParent: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "set-parent", abstract: "Put a tenant under an agency.")

        @Argument(help: ArgumentHelp("Id, slug, domain or name.", valueName: "tenant"))
        var tenant: String

        @Argument(help: ArgumentHelp("The agency; none without.", valueName: "parent"))
        var parent: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.tenantParent, [tenant], within: nil, parent.map { .row($0) } ?? .none)
        }
    }

    struct TransferOwnership: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "transfer-ownership", abstract: "Make a member the owner; owners take the next role.")

        @Argument(help: ArgumentHelp("Id, slug, domain or name.", valueName: "tenant"))
        var tenant: String

        @Argument(help: ArgumentHelp("Who becomes owner: id, email or name.", valueName: "member"))
        var member: String

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .transferOwnership(tenant: tenant, to: member)
        }
    }

    struct SetSetting: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "set-setting", abstract: "Set a key of a tenant's settings.")

        @Argument(help: ArgumentHelp("Id, slug, domain or name.", valueName: "tenant"))
        var tenant: String

        @Argument(help: ArgumentHelp("The key; nested ones joined by dots.", valueName: "key"))
        var key: String

        @Argument(help: ArgumentHelp("JSON; the key is removed without.", valueName: "json"))
        var value: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .setSetting(tenant: tenant, key: key, json: value)
        }
    }
}
