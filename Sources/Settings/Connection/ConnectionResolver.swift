import TenantDomain

/// The one database of this run: chosen whole from one source, never merged from several.
package struct ResolvedConnection: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        /// `--database`
        case databaseFlag
        /// `--env`
        case environmentFlag
        /// `TENANTCTL_ENV`
        case environmentVariable
        /// `DATABASE_URL`
        case databaseURL
        /// `default_environment` of config.toml.
        case defaultEnvironment

        package var text: String {
            switch self {
            case .databaseFlag: "--database"
            case .environmentFlag: "--env"
            case .environmentVariable: "TENANTCTL_ENV"
            case .databaseURL: "DATABASE_URL"
            case .defaultEnvironment: "default_environment"
            }
        }
    }

    package let environment: Environment
    /// A file's path is absolute.
    package let address: DatabaseAddress
    package let source: Source
    /// Why the environment's commands must not run and its rules allow no lease; nil where they may, or where it has
    /// neither commands nor `read-write`.
    package let commandRefusal: ConfigTrust.Refusal?

    /// Why the environment's rules give no more than the strictest ones do; nil where its file is trusted.
    package let rulesRefusal: ConfigTrust.Refusal?

    package init(
        environment: Environment, address: DatabaseAddress, source: Source, commandRefusal: ConfigTrust.Refusal? = nil,
        rulesRefusal: ConfigTrust.Refusal? = nil
    ) {
        self.environment = environment
        self.address = address
        self.source = source
        self.commandRefusal = commandRefusal
        self.rulesRefusal = rulesRefusal
    }

    /// Whether a password stood on the command line, where every process of the machine could read it.
    package var warnsAboutPassword: Bool { source == .databaseFlag && address.hasPassword }

    /// The warning, without the password, naming the other ways; nil where there is nothing to warn about.
    package var passwordWarning: String? {
        guard warnsAboutPassword, case .server(let server) = address else { return nil }
        return """
            the password in `--database \(server.redacted)` was visible to every process of this machine; give it \
            in PGPASSWORD, in ~/.pgpass, in a service file, or by an environment's `password_command`
            """
    }
}

package enum ConnectionResolver {
    /// `--database` > `--env` > `TENANTCTL_ENV` > `DATABASE_URL` > `default_environment`; nil where none is given.
    ///
    /// - Parameter variables: the process's environment; an empty variable counts as absent.
    package static func resolve(
        database: String?, environment: String?, variables: [String: String], settings: ResolvedSettings,
        paths: Paths, workingDirectory: String
    ) throws(SettingsError) -> ResolvedConnection? {
        if let database {
            return try unlisted(
                database, source: .databaseFlag, named: .flag("--database"), key: "database", paths: paths,
                workingDirectory: workingDirectory)
        }
        if let environment {
            return try listed(environment, source: .environmentFlag, named: .flag("--env"), settings, paths)
        }
        if let name = variables["TENANTCTL_ENV"], !name.isEmpty {
            return try listed(name, source: .environmentVariable, named: .variable("TENANTCTL_ENV"), settings, paths)
        }
        if let url = variables["DATABASE_URL"], !url.isEmpty {
            return try unlisted(
                url, source: .databaseURL, named: .variable("DATABASE_URL"), key: "database", paths: paths,
                workingDirectory: workingDirectory)
        }
        guard let name = settings.defaultEnvironment else { return nil }
        return try listed(
            name, source: .defaultEnvironment, named: .file(settings.file.document.fileName), settings, paths)
    }

    private static func unlisted(
        _ text: String, source: ResolvedConnection.Source, named: SettingsError.Source, key: String, paths: Paths,
        workingDirectory: String
    ) throws(SettingsError) -> ResolvedConnection {
        do throws(SettingsError.Problem) {
            let address = try address(text, relativeTo: workingDirectory, paths)
            return ResolvedConnection(environment: .unlisted, address: address, source: source)
        } catch {
            throw SettingsError(named, key: key, error)
        }
    }

    private static func listed(
        _ name: String, source: ResolvedConnection.Source, named: SettingsError.Source, _ settings: ResolvedSettings,
        _ paths: Paths
    ) throws(SettingsError) -> ResolvedConnection {
        guard let environment = settings.environment(named: name) else {
            let known = settings.environments.map(\.name)
            throw SettingsError(
                named, key: name, .unknownEnvironment(name: name, known: known),
                nearest: NearestWord.find(name, among: known))
        }
        let place = TOMLPath(keys: ["environments", name])
        guard let text = environment.database else {
            throw settings.file.document.error(.environmentWithoutDatabase(name: name), at: place)
        }
        let address: DatabaseAddress
        do throws(SettingsError.Problem) {
            address = try Self.address(text, relativeTo: settings.file.folder, paths)
        } catch {
            throw settings.file.document.error(error, at: place.appending("database"))
        }
        let trust = ConfigTrust(paths: paths).refusal(for: settings.file.path, content: settings.file.content)
        let needsTrust =
            environment.passwordCommand != nil || environment.tunnel != nil || environment.journalSink != nil
            || environment.viewAsPasswordCommand != nil
            || environment.mode == .readWrite
        return ResolvedConnection(
            environment: environment, address: address, source: source, commandRefusal: needsTrust ? trust : nil,
            rulesRefusal: trust)
    }

    private static func address(
        _ text: String, relativeTo base: String, _ paths: Paths
    ) throws(SettingsError.Problem) -> DatabaseAddress {
        switch try DatabaseAddress(parsing: text) {
        case .file(let path): .file(path: paths.expanded(path, relativeTo: base))
        case .server(let server): .server(server)
        }
    }
}
