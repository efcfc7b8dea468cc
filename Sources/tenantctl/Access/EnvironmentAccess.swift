import ConsoleCore
import Settings
import Synchronization
import TenantStore
import TerminalDevice

/// What an environment's configuration and the person at the terminal supply before a server lets us in: tunnel,
/// password command, prompt, in this order.
struct EnvironmentAccess: ServerAccess {
    private let command: PasswordCommand?
    private let tunnel: SSHTunnel?
    private let mayPrompt: Bool
    private let asked = AskedFlag()

    /// - Parameters:
    ///   - mayPrompt: whether the terminal is the shell's, not a screen's.
    init(_ environment: Environment, variables: [String: String], mayPrompt: Bool) throws(ConsoleError) {
        let variables = ChildVariables(variables)
        command = environment.passwordCommand.map { PasswordCommand(words: $0, variables: variables.forPrograms) }
        if let words = environment.tunnel {
            tunnel = try SSHTunnel(
                destinations: words, variables: variables.forTunnels, mayPrompt: mayPrompt,
                environment: environment.name)
        } else {
            tunnel = nil
        }
        self.mayPrompt = mayPrompt
    }

    var isTunnelled: Bool { tunnel != nil }

    /// Whether a person was asked for a password.
    var hasAskedPerson: Bool { asked.value.load(ordering: .relaxed) }

    func password(for location: String, isRetry: Bool) async throws(StoreError) -> String? {
        if let command {
            // A password that was refused may have been one that expires: the program is asked again.
            if let password = try await command.password(for: location) { return password }
        }
        guard isRetry, mayPrompt else { return nil }
        asked.value.store(true, ordering: .relaxed)
        return HiddenInput.read(prompt: "Password for \(SafeText.visible(location)): ")
    }

    func localPorts(to servers: [ServerPlace]) async throws(StoreError) -> [Int]? {
        try await tunnel?.ports(to: servers)
    }

    func close() async { await tunnel?.close() }
}

private final class AskedFlag: Sendable {
    let value = Atomic<Bool>(false)
}
