/// Adds environments to config.toml without touching what stands there.
package enum EnvironmentFile {
    /// The file's text with an `[environments.NAME]` table at its end.
    ///
    /// - Parameter allowsPassword: whether a password in the URL may be written down (`--store-password`).
    package static func adding(
        name: String, database: String, extras: [(key: String, value: TOMLNode)] = [], to text: String,
        fileName: String, allowsPassword: Bool = false
    ) throws(SettingsError) -> String {
        guard EnvironmentName.isValid(name) else {
            throw SettingsError(.flag("env add"), key: "name", .invalid(value: name, rule: EnvironmentName.rule))
        }
        do throws(SettingsError.Problem) {
            let address = try DatabaseAddress(parsing: database)
            if address.hasPassword, !allowsPassword {
                throw .invalid(
                    value: ServerAddress.redacted(database),
                    rule: """
                        it holds a password; leave it out and use PGPASSWORD, ~/.pgpass, a service file or \
                        `password_command`, or pass --store-password
                        """)
            }
        } catch {
            throw SettingsError(.flag("--database"), key: "database", error)
        }
        let document = try TOMLDocument(text: text, fileName: fileName)
        if let fault = ConfigValidator.errors(in: document).first { throw fault }
        let place = TOMLPath(keys: ["environments", name])
        if document[place] != nil { throw document.error(.duplicate(value: name), at: place) }

        var result = text
        if !result.isEmpty, !result.hasSuffix("\n") { result += "\n" }
        if !result.isEmpty { result += "\n" }
        result += "[environments.\(TOMLPath.spelled(name))]\n"
        result += "database = \(TOMLPath.quoted(database))\n"
        for extra in extras { result += "\(extra.key) = \(spelled(extra.value))\n" }

        // `environments = { … }` inline cannot be extended by a table; the parser's word on the whole is final.
        let extended = try TOMLDocument(text: result, fileName: fileName)
        if let fault = ConfigValidator.errors(in: extended).first { throw fault }
        return result
    }

    /// Adds the environment to the config file, made where it is missing, readable by its owner alone.
    package static func add(
        name: String, database: String, extras: [(key: String, value: TOMLNode)] = [], to file: ConfigFile,
        allowsPassword: Bool = false
    ) throws(SettingsError) {
        let text = try ConfigFile.text(file.content, named: file.document.fileName)
        let extended = try adding(
            name: name, database: database, extras: extras, to: text, fileName: file.document.fileName,
            allowsPassword: allowsPassword)
        do throws(OwnedFile.Failure) {
            try OwnedFile.makeFolder(file.folder)
            try OwnedFile.replace(file.path, with: Array(extended.utf8))
        } catch {
            throw SettingsError(.file(file.document.fileName), key: "", .unwritable(reason: error.reason))
        }
    }

    private static func spelled(_ node: TOMLNode) -> String {
        switch node {
        case .string(let text): TOMLPath.quoted(text)
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .boolean(let flag): flag ? "true" : "false"
        case .array(let nodes): "[" + nodes.map(spelled).joined(separator: ", ") + "]"
        case .time, .table: "\"\""
        }
    }
}
