import ArgumentParser
import TenantDomain

struct OperatorGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operator", abstract: "Who works with this database, and with which rights.",
        subcommands: [SQL.self])

    struct SQL: CommandProducing {
        static let configuration = CommandConfiguration(
            commandName: "sql",
            abstract: "Print SQL for roles of least privilege: --persona support, admin, oncall or auditor.",
            discussion: "Nothing is run: read it, then run it as the owner of the tables.")

        @Option(help: ArgumentHelp("What role names begin with.", valueName: "prefix"))
        var prefix = "tenantctl"

        @Flag(help: "Policies that let the reader through in place of BYPASSRLS, which takes a superuser.")
        var readPolicies = false

        @OptionGroup var globals: GlobalOptions

        /// The persona is whose roles are printed, not whose rights this run has.
        var options: GlobalOptions {
            var options = globals
            options.persona = nil
            return options
        }

        func command() throws -> Command? {
            guard let name = globals.persona else {
                throw ValidationError("operator sql takes --persona support, admin, oncall or auditor.")
            }
            guard let persona = Persona(rawValue: name) else {
                throw ValidationError("There is no persona '\(name)': support, admin, oncall or auditor.")
            }
            return .access(
                .operatorSQL(OperatorRequest(persona: persona, prefix: prefix, usesPolicies: readPolicies)))
        }
    }
}
