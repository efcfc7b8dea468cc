import ArgumentParser
import TenantDomain

/// Options of every command that changes something.
package struct WriteOptions: ParsableArguments, Sendable {
    @Flag(name: .customLong("dry-run"), help: "Show what would happen and change nothing.")
    var dryRun = false

    @Flag(help: "Take a lease for this one change.")
    var write = false

    @Flag(help: "Confirm what is routine or notable without being asked.")
    var yes = false

    @Option(help: ArgumentHelp("Confirm what is destructive: the tenant's name.", valueName: "name"))
    var confirm: String?

    @Option(help: ArgumentHelp("Why: a ticket and a few words.", valueName: "text"))
    var reason: String?

    @Option(help: ArgumentHelp("Keep the plan in a file for apply.", valueName: "file"), completion: .file())
    var save: String?

    @OptionGroup var format: FormatOptions

    package init() {}

    var terms: WriteTerms {
        WriteTerms(
            isDryRun: dryRun, writes: write, isConfirmed: yes, confirmedName: confirm, reason: reason, saveFile: save)
    }
}

/// A command that asks for a change.
protocol ChangeProducing: CommandProducing {
    var write: WriteOptions { get }
    func request() throws -> ChangeRequest
}

extension ChangeProducing {
    func command() throws -> Command? {
        _ = try write.format.format()
        return .change(try request(), write.terms)
    }
}
