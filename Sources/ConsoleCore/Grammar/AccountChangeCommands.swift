import ArgumentParser
import TenantDomain

struct UserGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "What one person may see and do, and changes to them.",
        subcommands: [UserCommand.self, Ban.self, Unban.self, SetStatus.self, Approve.self],
        defaultSubcommand: UserCommand.self, aliases: ["person"])

    struct Ban: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "ban", abstract: "Ban a person; open sessions stay until they run out.")

        @Argument(help: ArgumentHelp("Id, email or name.", valueName: "user"))
        var user: String

        @Option(help: ArgumentHelp("Until when; for good without.", valueName: "time"))
        var until: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .ban(user: user, until: until)
        }
    }

    struct Unban: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "unban", abstract: "Lift a ban.")

        @Argument(help: ArgumentHelp("Id, email or name.", valueName: "user"))
        var user: String

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.userStatus, [user], within: nil, .state(.active))
        }
    }

    struct SetStatus: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "set-status", abstract: "Set a person's status.")

        @Argument(help: ArgumentHelp("Id, email or name.", valueName: "user"))
        var user: String

        @Argument(help: ArgumentHelp("The status.", valueName: "status"))
        var status: String

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.userStatus, [user], within: nil, .text(status))
        }
    }

    struct Approve: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "approve", abstract: "Let a person in from the waiting list.")

        @Argument(help: ArgumentHelp("Id, email or name.", valueName: "user"))
        var user: String

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.userStatus, [user], within: nil, .state(.active))
        }
    }
}

struct PlanGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Compare plans, and change what they allow.",
        subcommands: [PlansCommand.self, SetLimit.self, SetFeature.self],
        defaultSubcommand: PlansCommand.self)

    struct SetLimit: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "set-limit", abstract: "Set a limit of a plan.")

        @Argument(help: ArgumentHelp("The plan's id.", valueName: "plan"))
        var plan: String

        @Argument(help: ArgumentHelp("The limit's key.", valueName: "limit"))
        var limit: String

        @Argument(help: ArgumentHelp("A number, or unlimited.", valueName: "value"))
        var value: String

        @Option(help: ArgumentHelp("soft or hard.", valueName: "word"))
        var enforcement: String?

        @Option(help: ArgumentHelp("How far a hard limit may be passed.", valueName: "n"))
        var grace: Int64?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            guard value == "unlimited" || Int64(value) != nil else {
                throw ValidationError("A limit is a number or the word unlimited.")
            }
            return .setLimit(
                plan: plan, limit: limit,
                PlanLimitValue(value: Int64(value), enforcement: enforcement, grace: grace))
        }
    }

    struct SetFeature: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "set-feature", abstract: "Switch a feature of a plan on or off.")

        @Argument(help: ArgumentHelp("The plan's id.", valueName: "plan"))
        var plan: String

        @Argument(help: ArgumentHelp("The feature's key.", valueName: "feature"))
        var feature: String

        @Argument(help: ArgumentHelp("on or off.", valueName: "state"))
        var state: String

        @Option(help: ArgumentHelp("The number beside it.", valueName: "n"))
        var value: Int64?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            guard ["on", "off"].contains(state) else { throw ValidationError("A feature is on or off.") }
            return .setFeature(plan: plan, feature: feature, enabled: state == "on", value: value)
        }
    }
}

struct SubscriptionGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscription", abstract: "Change subscriptions.",
        subcommands: [SetStatus.self, AddTokens.self])

    struct SetStatus: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "set-status", abstract: "Set the status of a tenant's subscription.")

        @Argument(help: ArgumentHelp("Id, slug, domain or name.", valueName: "tenant"))
        var tenant: String

        @Argument(help: ArgumentHelp("The status.", valueName: "status"))
        var status: String

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.subscriptionStatus, [tenant], within: nil, .text(status))
        }
    }

    struct AddTokens: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "add-tokens", abstract: "Give a tenant tokens on top of its plan.")

        @Argument(help: ArgumentHelp("Id, slug, domain or name.", valueName: "tenant"))
        var tenant: String

        @Argument(help: ArgumentHelp("How many.", valueName: "n"))
        var tokens: Int64

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .addTokens(tenant: tenant, tokens)
        }
    }
}
