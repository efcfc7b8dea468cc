import ConsoleCore
import Foundation
import Settings
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The person's own editor: $VISUAL, else $EDITOR, else vi; run without a shell, with nothing of our connection in its
/// environment.
struct TextEditor {
    let variables: [String: String]
    let paths: Paths

    /// The text as the editor left it.
    ///
    /// - Parameters:
    ///   - text: what the file holds when the editor opens it.
    ///   - name: the file's, so that the editor knows its kind.
    /// - Throws: `cancelled` where the task is; the editor is ended then, and the file is gone as it always is.
    func edit(_ text: String, name: String) async throws(ConsoleError) -> String {
        let folder = try EditFolder(root: "\(paths.state)/edit", name: name, text: text)
        defer { folder.remove() }
        try await run(words + [folder.file])
        return try folder.text()
    }

    private var words: [String] {
        for name in ["VISUAL", "EDITOR"] {
            let words = ShellWords.split(variables[name] ?? "")
            if !words.isEmpty { return words }
        }
        return ["vi"]
    }

    private func run(_ words: [String]) async throws(ConsoleError) {
        let program = words[0]
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(1))]
        let status: TerminationStatus
        do {
            // An editor draws on the terminal: where our own output goes elsewhere it gets the one we speak on.
            let output: FileDescriptor = isatty(STDOUT_FILENO) == 1 ? .standardOutput : .standardError
            status = try await Subprocess.run(
                .word(program), arguments: Arguments(Array(words.dropFirst())),
                environment: .custom(
                    Dictionary(
                        uniqueKeysWithValues: ChildVariables(variables).forPrograms.map {
                            (.init(stringLiteral: $0.key), $0.value)
                        })), platformOptions: options,
                input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
                output: .fileDescriptor(output, closeAfterSpawningProcess: false),
                error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
            ).terminationStatus
        } catch {
            if Task.isCancelled { throw .cancelled }
            throw .refused(
                reason: "The editor '\(program)' could not be run.", hint: "VISUAL or EDITOR names another one.")
        }
        if Task.isCancelled { throw .cancelled }
        guard status.isSuccess else {
            throw .refused(reason: "The editor '\(program)' ended with an error; nothing was changed.", hint: nil)
        }
    }
}
