import ArgumentParser
import TenantDomain

struct WidgetGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "widget", abstract: "Change widgets.",
        subcommands: [SetStatus.self])

    struct SetStatus: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "set-status", abstract: "Set a widget's status.")

        @Argument(help: ArgumentHelp("Id or name.", valueName: "widget"))
        var widget: String

        @Argument(help: ArgumentHelp("The status.", valueName: "status"))
        var status: String

        @Option(help: ArgumentHelp("The tenant: id, slug, domain or name.", valueName: "tenant"))
        var tenant: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.widgetStatus, [widget], within: tenant, .text(status))
        }
    }
}

struct InstanceGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instance", abstract: "Publish widget instances, or stop them.",
        subcommands: [Publish.self, Unpublish.self])

    struct Publish: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "publish", abstract: "Let an instance serve.")

        @Argument(help: ArgumentHelp("Id or public id.", valueName: "instance"))
        var instance: String

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.instanceStatus, [instance], within: nil, .state(.published))
        }
    }

    struct Unpublish: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "unpublish", abstract: "Stop an instance.")

        @Argument(help: ArgumentHelp("Id or public id.", valueName: "instance"))
        var instance: String

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.instanceStatus, [instance], within: nil, .state(.unpublished))
        }
    }
}

struct EmbedTokenGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed-token", abstract: "Replace the secrets of instances.",
        subcommands: [Rotate.self])

    struct Rotate: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Make a new embed token for an instance; it is shown once, and there is no way back.")

        @Argument(help: ArgumentHelp("Id or public id.", valueName: "instance"))
        var instance: String

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .rotateToken(instance: instance)
        }
    }
}

struct DealGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deal", abstract: "Change deals.",
        subcommands: [Move.self, Assign.self, SetAmount.self])

    struct Move: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "move", abstract: "Move a deal to another stage.")

        @Argument(help: ArgumentHelp("Id or title.", valueName: "deal"))
        var deal: String

        @Argument(help: ArgumentHelp("Id or name of the stage.", valueName: "stage"))
        var stage: String

        @Option(help: ArgumentHelp("The tenant: id, slug, domain or name.", valueName: "tenant"))
        var tenant: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.dealStage, [deal], within: tenant, .row(stage))
        }
    }

    struct Assign: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "assign", abstract: "Give a deal to somebody.")

        @Argument(help: ArgumentHelp("Id or title.", valueName: "deal"))
        var deal: String

        @Argument(help: ArgumentHelp("Id, email or name; nobody without.", valueName: "user"))
        var user: String?

        @Option(help: ArgumentHelp("The tenant: id, slug, domain or name.", valueName: "tenant"))
        var tenant: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.dealOwner, [deal], within: tenant, user.map { .row($0) } ?? .none)
        }
    }

    struct SetAmount: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "set-amount", abstract: "Set a deal's amount.")

        @Argument(help: ArgumentHelp("Id or title.", valueName: "deal"))
        var deal: String

        @Argument(help: ArgumentHelp("Such as 48000 or 48000.50.", valueName: "amount"))
        var amount: String

        @Option(help: ArgumentHelp("The tenant: id, slug, domain or name.", valueName: "tenant"))
        var tenant: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.dealAmount, [deal], within: tenant, .cents(amount))
        }
    }
}

struct StageGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stage", abstract: "Change the stages of pipelines.",
        subcommands: [Reorder.self])

    struct Reorder: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "reorder", abstract: "Put the stages of a pipeline into another order.")

        @Argument(help: ArgumentHelp("Names or ids in their new order; those left out follow.", valueName: "stage"))
        var stages: [String]

        @Option(help: ArgumentHelp("Id or name of the pipeline.", valueName: "pipeline"))
        var pipeline: String?

        @Option(help: ArgumentHelp("The tenant: id, slug, domain or name.", valueName: "tenant"))
        var tenant: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .reorderStages(pipeline: pipeline, tenant: tenant, stages)
        }
    }
}

struct InteractionGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interaction", abstract: "Keep what was said.",
        subcommands: [Add.self])

    struct Add: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Keep a call, mail or note with a deal.")

        @Argument(help: ArgumentHelp("Id or title.", valueName: "deal"))
        var deal: String

        @Argument(help: ArgumentHelp("call, email, meeting, note …", valueName: "kind"))
        var kind: String

        @Argument(help: ArgumentHelp("What was said.", valueName: "text"))
        var text: [String]

        @Option(help: ArgumentHelp("The tenant: id, slug, domain or name.", valueName: "tenant"))
        var tenant: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .addInteraction(deal: deal, tenant: tenant, kind: kind, text: text.joined(separator: " "))
        }
    }
}
