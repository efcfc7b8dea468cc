import ArgumentParser

struct ApplyCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Make the change of a saved plan, if it still does what its planner saw.")

    @Argument(help: ArgumentHelp("A file that --save wrote.", valueName: "file"), completion: .file())
    var file: String

    @OptionGroup var write: WriteOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? {
        _ = try write.format.format()
        return .apply(file: file, write.terms)
    }
}
