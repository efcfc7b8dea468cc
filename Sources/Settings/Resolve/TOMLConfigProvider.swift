import Configuration

/// config.toml as a provider of swift-configuration: scalar keys by their path.
package struct TOMLConfigProvider: ConfigProvider, ConfigSnapshot {
    private let document: TOMLDocument

    package init(_ document: TOMLDocument) {
        self.document = document
    }

    package var providerName: String { "TOMLConfigProvider[\(document.fileName)]" }

    package func value(forKey key: AbsoluteConfigKey, type: ConfigType) throws -> LookupResult {
        let path = TOMLPath(keys: key.components)
        guard let node = document[path] else { return LookupResult(encodedKey: path.description, value: nil) }
        guard let content = Self.content(of: node, as: type) else {
            throw document.error(.wrongType(expected: type.rawValue, found: node.typeName), at: path)
        }
        return LookupResult(encodedKey: path.description, value: ConfigValue(content, isSecret: false))
    }

    private static func content(of node: TOMLNode, as type: ConfigType) -> ConfigContent? {
        switch (type, node) {
        case (.string, .string(let text)): .string(text)
        case (.int, .integer(let number)): .int(number)
        case (.double, .real(let number)): .double(number)
        case (.double, .integer(let number)): .double(Double(number))
        case (.bool, .boolean(let flag)): .bool(flag)
        case (.stringArray, .array): node.strings.map(ConfigContent.stringArray)
        default: nil
        }
    }

    // The package's protocol runs these on the caller's executor, and so must the closures.
    nonisolated(nonsending) package func fetchValue(
        forKey key: AbsoluteConfigKey, type: ConfigType
    ) async throws -> LookupResult {
        try value(forKey: key, type: type)
    }

    nonisolated(nonsending) package func watchValue<Return: ~Copyable>(
        forKey key: AbsoluteConfigKey, type: ConfigType,
        updatesHandler:
            nonisolated(nonsending) (
                _ updates: ConfigUpdatesAsyncSequence<Result<LookupResult, any Error>, Never>
            ) async throws -> Return
    ) async throws -> Return {
        try await watchValueFromValue(forKey: key, type: type, updatesHandler: updatesHandler)
    }

    package func snapshot() -> any ConfigSnapshot { self }

    nonisolated(nonsending) package func watchSnapshot<Return: ~Copyable>(
        updatesHandler:
            nonisolated(nonsending) (
                _ updates: ConfigUpdatesAsyncSequence<any ConfigSnapshot, Never>
            ) async throws -> Return
    ) async throws -> Return {
        try await watchSnapshotFromSnapshot(updatesHandler: updatesHandler)
    }
}
