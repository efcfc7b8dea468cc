import ArgumentParser

struct ElevateCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "elevate", abstract: "Take a lease to write: elevate 15m \"OPS-123 why\".", shouldDisplay: false)
    @Argument(help: ArgumentHelp("How long (15m, 1h), then the reason.", valueName: "time and reason"))
    var words: [String] = []
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? {
        guard let first = words.first else {
            throw ValidationError("elevate takes a time and a reason: elevate 15m \"OPS-123 why\".")
        }
        // Without a time the first word belongs to the reason.
        guard first.first?.isNumber == true else {
            return .console(.elevate(minutes: nil, reason: words.joined(separator: " ")))
        }
        guard let minutes = LeaseService.minutes(first) else {
            throw ValidationError("'\(first)' is no time; write 15m or 1h.")
        }
        return .console(.elevate(minutes: minutes, reason: words.dropFirst().joined(separator: " ")))
    }
}

struct RelinquishCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "relinquish", abstract: "Give the lease up.", shouldDisplay: false)
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.relinquish) }
}
