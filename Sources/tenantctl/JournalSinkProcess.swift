import ConsoleCore
import Dispatch
import Settings
import Subprocess

/// `journal_sink`: a program that is fed the journal's records on its standard input, one JSON line each. It is started
/// with the first record, sees an environment without secrets, and nobody waits for it but for two seconds at the end.
final class JournalSinkProcess: JournalSink {
    private let lines: AsyncStream<[UInt8]>.Continuation
    private let done = DispatchSemaphore(value: 0)

    private init(words: [String], variables: [String: String]) {
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        lines = continuation
        Task.detached { [done] in
            defer { done.signal() }
            var first = stream.makeAsyncIterator()
            guard let line = await first.next() else { return }
            await Self.run(words, variables, first: line, rest: stream)
        }
    }

    /// The environment's sink; nil where it has none. A sink that a file names which nobody trusts is an error: records
    /// that an auditor waits for must not stay away in silence.
    static func sink(
        _ connection: ResolvedConnection, variables: [String: String]
    ) throws(ConsoleError) -> JournalSinkProcess? {
        guard let words = connection.environment.journalSink else { return nil }
        if let refusal = connection.commandRefusal {
            throw .settings(message: "`journal_sink` is not run: \(refusal.sentence)")
        }
        return JournalSinkProcess(words: words, variables: variables)
    }

    func take(_ line: [UInt8]) { lines.yield(line + [0x0A]) }

    func finish() {
        lines.finish()
        _ = done.wait(timeout: .now() + .seconds(2))
    }

    private static func run(
        _ words: [String], _ variables: [String: String], first: [UInt8], rest: AsyncStream<[UInt8]>
    ) async {
        var kept: [Subprocess.Environment.Key: String] = [:]
        for name in ["PATH", "HOME", "LANG", "LC_ALL", "TZ"] {
            if let value = variables[name] { kept[Subprocess.Environment.Key(stringLiteral: name)] = value }
        }
        // A sink that cannot be started or goes away takes nothing more; the file has every record.
        _ = try? await Subprocess.run(
            .word(words[0]), arguments: Arguments(Array(words.dropFirst())), environment: .custom(kept),
            input: .inputWriter, output: .discarded, error: .discarded
        ) { execution in
            let input = execution.standardInputWriter
            _ = try await input.write(first)
            for await line in rest { _ = try await input.write(line) }
            try await input.finish()
        }
    }
}
