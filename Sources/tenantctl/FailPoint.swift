import ConsoleCore
import Foundation

/// A place in the application of a change at which a test ends the program, as a power cut would.
///
/// `TENANTCTL_END_AT` names the step. All it can do is end the process, which anybody who can set a variable can do
/// anyway; nothing is left out, weakened or gone around.
enum FailPoint {
    private static let name = ProcessInfo.processInfo.environment["TENANTCTL_END_AT"]

    /// Ends the process with SIGKILL where the step is the one that the variable names.
    static func reached(_ step: ChangeStep) {
        if let name, name == step.name { kill(getpid(), SIGKILL) }
    }
}
