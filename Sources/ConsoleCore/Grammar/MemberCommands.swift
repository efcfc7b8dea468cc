import ArgumentParser
import TenantDomain

struct MemberGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "member", abstract: "Change who belongs to a tenant, and as what.",
        subcommands: [Add.self, Invite.self, SetRole.self, Suspend.self, Reactivate.self, Remove.self])

    struct Add: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add a person.")

        @Argument(help: ArgumentHelp("Id, email or name.", valueName: "user"))
        var user: String

        @Argument(help: ArgumentHelp("The role.", valueName: "role"))
        var role: String

        @Option(help: ArgumentHelp("The tenant: id, slug, domain or name.", valueName: "tenant"))
        var tenant: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            guard let tenant else { throw ValidationError("member add takes --tenant.") }
            return .addMember(.tenant, container: tenant, user: user, role: role)
        }
    }

    struct Invite: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "invite", abstract: "Invite an address.")

        @Argument(help: ArgumentHelp("The address.", valueName: "email"))
        var email: String

        @Argument(help: ArgumentHelp("The role.", valueName: "role"))
        var role: String

        @Option(help: ArgumentHelp("The tenant: id, slug, domain or name.", valueName: "tenant"))
        var tenant: String?

        @Option(help: ArgumentHelp("Days until the invitation runs out.", valueName: "n"))
        var days = 7

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            guard let tenant else { throw ValidationError("member invite takes --tenant.") }
            guard days > 0 else { throw ValidationError("--days takes a number from 1 on.") }
            return .invite(tenant: tenant, email: email, role: role, days: days)
        }
    }

    struct SetRole: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "set-role", abstract: "Set the role of members, named or found by a filter.")

        @Argument(
            help: ArgumentHelp("The members, then the role; the role alone with --where.", valueName: "member and role")
        )
        var words: [String]

        @Option(help: ArgumentHelp("The tenant: id, slug, domain or name.", valueName: "tenant"))
        var tenant: String?

        @Option(help: ArgumentHelp("Every member that the filter matches, all or none.", valueName: "filter"))
        var `where`: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            if let filter = `where` {
                guard words.count == 1 else { throw ValidationError("With --where, set-role takes the role alone.") }
                return .setWhere(.memberRole, filter: filter, tenant: tenant, .text(words[0]))
            }
            guard words.count > 1, let role = words.last else {
                throw ValidationError("set-role takes members and a role.")
            }
            return .set(.memberRole, Array(words.dropLast()), within: tenant, .text(role))
        }
    }

    struct Suspend: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "suspend", abstract: "Suspend memberships.")

        @Argument(help: ArgumentHelp("Id of the membership, or the person's id, email or name.", valueName: "member"))
        var members: [String]

        @Option(help: ArgumentHelp("The tenant: id, slug, domain or name.", valueName: "tenant"))
        var tenant: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.memberStatus, members, within: tenant, .state(.suspended))
        }
    }

    struct Reactivate: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "reactivate", abstract: "Reactivate memberships.")

        @Argument(help: ArgumentHelp("Id of the membership, or the person's id, email or name.", valueName: "member"))
        var members: [String]

        @Option(help: ArgumentHelp("The tenant: id, slug, domain or name.", valueName: "tenant"))
        var tenant: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .set(.memberStatus, members, within: tenant, .state(.active))
        }
    }

    struct Remove: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "End memberships.")

        @Argument(help: ArgumentHelp("Id of the membership, or the person's id, email or name.", valueName: "member"))
        var members: [String]

        @Option(help: ArgumentHelp("The tenant: id, slug, domain or name.", valueName: "tenant"))
        var tenant: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .removeMembers(.tenant, members, within: tenant)
        }
    }
}

struct ProjectMemberGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project-member", abstract: "Change who belongs to a project, and as what.",
        subcommands: [Add.self, SetRole.self, Remove.self])

    struct Add: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add a person.")

        @Argument(help: ArgumentHelp("Id, email or name.", valueName: "user"))
        var user: String

        @Argument(help: ArgumentHelp("The role.", valueName: "role"))
        var role: String

        @Option(help: ArgumentHelp("The project: id or name.", valueName: "project"))
        var project: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            guard let project else { throw ValidationError("project-member add takes --project.") }
            return .addMember(.project, container: project, user: user, role: role)
        }
    }

    struct SetRole: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "set-role", abstract: "Set the role of members.")

        @Argument(help: ArgumentHelp("The members, then the role.", valueName: "member and role"))
        var words: [String]

        @Option(help: ArgumentHelp("The project: id or name.", valueName: "project"))
        var project: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            guard words.count > 1, let role = words.last else {
                throw ValidationError("set-role takes members and a role.")
            }
            return .set(.projectMemberRole, Array(words.dropLast()), within: project, .text(role))
        }
    }

    struct Remove: ChangeProducing {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "End memberships.")

        @Argument(help: ArgumentHelp("Id of the membership, or the person's id, email or name.", valueName: "member"))
        var members: [String]

        @Option(help: ArgumentHelp("The project: id or name.", valueName: "project"))
        var project: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var options: GlobalOptions

        func request() throws -> ChangeRequest {
            .removeMembers(.project, members, within: project)
        }
    }
}
