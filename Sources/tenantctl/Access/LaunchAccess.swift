import ConsoleCore
import Settings

extension Launch {
    /// What a connection's environment supplies: passwords by its program or a prompt, tunnels.
    ///
    /// - Throws: `settings` where the file that names programs is not trusted.
    func access(to connection: ResolvedConnection, mayPrompt: Bool) throws(ConsoleError) -> EnvironmentAccess {
        if let refusal = connection.commandRefusal {
            throw .settings(
                message: "environment \(connection.environment.name): `password_command` and `tunnel` are not run: "
                    + "\(refusal.sentence)")
        }
        return try EnvironmentAccess(connection.environment, variables: variables, mayPrompt: mayPrompt)
    }
}
