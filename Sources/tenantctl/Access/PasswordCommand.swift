import Subprocess
import TenantStore

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A program that prints a password. What it prints is kept nowhere and shown nowhere, not even where it fails.
struct PasswordCommand: Sendable {
    /// More than any password: what is longer is something else.
    private static let longest = 4096

    /// The program first; run without a shell.
    let words: [String]
    let variables: [String: String]

    /// The first line that the program prints.
    func password(for location: String) async throws(StoreError) -> String? {
        guard let program = words.first else { return nil }
        let result: (isSuccess: Bool, output: String?)
        do {
            let ended = try await Subprocess.run(
                .word(program), arguments: Arguments(Array(words.dropFirst())),
                environment: .custom(
                    Dictionary(uniqueKeysWithValues: variables.map { (.init(stringLiteral: $0.key), $0.value) })),
                input: .none, output: .string(limit: Self.longest), error: .discarded)
            result = (ended.terminationStatus.isSuccess, ended.standardOutput)
        } catch {
            throw failed(location, "it could not be run")
        }
        guard result.isSuccess else { throw failed(location, "it failed") }
        let line = result.output?.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        let password = line.hasSuffix("\r") ? String(line.dropLast()) : line
        guard !password.isEmpty else { throw failed(location, "it printed nothing") }
        return password
    }

    private func failed(_ location: String, _ what: String) -> StoreError {
        .authenticationFailed(
            location: location, reason: "the password command '\(words[0])' gave no password: \(what)")
    }
}
