import ConsoleCore
import ConsoleTUI
import Foundation
import PostgresStore
import Settings
import SQLiteStore
import TenantDomain
import TenantStore

/// Opens a connection into a session: store, catalog, profile, registry.
struct SessionOpener {
    let launch: Launch
    /// Whether the terminal is the shell's, so that a password can be asked for.
    var mayPrompt = true
    /// Whether the catalog that an earlier session read will do for a first frame; it is then checked behind it.
    var takesRememberedCatalog = false

    func open() async throws(ConsoleError) -> OpenedSession {
        guard let connection = try launch.connection() else { throw .needsDatabase }
        return try await open(connection)
    }

    func open(environment name: String) async throws(ConsoleError) -> OpenedSession {
        let connection: ResolvedConnection?
        do {
            connection = try ConnectionResolver.resolve(
                database: nil, environment: name, variables: [:], settings: launch.settings, paths: launch.paths,
                workingDirectory: launch.settings.file.folder)
        } catch {
            throw .settings(message: error.description)
        }
        guard let connection else { throw .needsDatabase }
        return try await open(connection)
    }

    private func open(_ connection: ResolvedConnection) async throws(ConsoleError) -> OpenedSession {
        let environment = connection.environment
        let location = location(connection)
        let source = CatalogSource(
            cache: CatalogCache(folder: launch.paths.cache), connection: connection, variables: launch.variables,
            takesUnchecked: takesRememberedCatalog)
        let access = try access(for: location, connection, mayAsk: source.identity == nil)
        // What the tables mean is worked out while the database opens.
        async let expected: Result<MappedCatalog, ConsoleError>? = source.expected.map { catalog in
            Result { () throws(ConsoleError) in try self.mapping(connection, catalog) }
        }
        var store: any DatabaseStore
        let found: CatalogSource.Found
        do {
            if case .sqlite(let path, false) = location, WriteRules(connection, isSnapshot: false).refusal == nil {
                try SQLiteWriter.takeBackBrokenWrite(path: path)
            }
            store = try await opener(environment, access, remembered: source.identity).open(location)
            found = try await source.catalog(of: store)
        } catch {
            throw .store(error)
        }
        if access?.hasAskedPerson == true { source.mustWait() }
        let rules = RoleRules(environment: environment, identity: store.identity)
        do {
            try rules.check(found.catalog.role, catalog: found.catalog)
        } catch {
            await store.close()
            throw error
        }
        let writer = Self.writer(beside: store, location)
        let whole = store
        if launch.options.limitedRows {
            guard let limited = store.acceptingLimitedRows() else {
                throw .usage(message: "--limited-rows is for servers; a file has no row-level security.", hint: nil)
            }
            store = limited
        }
        let mapping: MappedCatalog
        if found.isExpected, let known = await expected {
            mapping = try known.get()
        } else {
            mapping = try self.mapping(connection, found.catalog)
        }
        var (session, notes) = try await session(connection, store: store, mapping: mapping)
        session.writer = writer
        session.viewing = try viewing(beside: whole, connection)
        // A journal that cannot be read must not keep anybody from looking.
        do {
            notes += try await IntentSettlement(session: session, storage: JournalFolder(paths: launch.paths)).settle()
        } catch {
            notes.append(ErrorWording.wording(for: error).message)
        }
        let isFar = if case .server = connection.address { true } else { false }
        let view = source.identity == nil ? nil : FirstViewCache(launch: launch, session: session).view()
        guard !found.isCurrent, takesRememberedCatalog else {
            return OpenedSession(session: session, notes: notes, isFar: isFar, firstView: view)
        }
        let check = CatalogCheck { () async throws(ConsoleError) -> MappedCatalog? in
            let current: Catalog?
            do throws(StoreError) {
                current = try await source.newer(than: found.catalog, of: whole)
            } catch {
                throw .store(error)
            }
            guard let current else { return nil }
            do throws(ConsoleError) {
                try rules.check(current.role, catalog: current)
            } catch {
                await whole.close()
                throw error
            }
            return try self.mapping(connection, current)
        }
        return OpenedSession(session: session, notes: notes, check: check, isFar: isFar, firstView: view)
    }

    /// What the catalog's tables mean here.
    private func mapping(
        _ connection: ResolvedConnection, _ catalog: Catalog
    ) throws(ConsoleError) -> MappedCatalog {
        let chosen = try profile(for: connection.environment, catalog: catalog)
        return MappedCatalog(
            registry: ResourceBuilder.registry(catalog: catalog, profile: chosen.profile),
            profileReason: chosen.reason,
            suggestion: chosen.profile.tenant == nil
                ? ProfileSuggestion.make(for: catalog, name: "suggested") : nil)
    }

    private func session(
        _ connection: ResolvedConnection, store: any DatabaseStore, mapping: MappedCatalog
    ) async throws(ConsoleError) -> (ConsoleSession, notes: [String]) {
        var notes: [String] = []
        if let warning = connection.passwordWarning { notes.append(warning) }
        let environment = connection.environment
        let registry = mapping.registry
        let profile = registry.profile
        if case .file(let path) = connection.address,
            let note = try await ReferenceCheck.note(path: path, catalog: registry.catalog, store: store)
        {
            notes.append(note)
        }
        if let suggestion = mapping.suggestion {
            notes.append(MappingOffer.note(suggestion))
        } else if !registry.problems.isEmpty {
            notes.append(
                "The profile names \(registry.problems.count == 1 ? "a thing" : "\(registry.problems.count) things") this database lacks: map check says which."
            )
        }
        if !profile.unmask.isEmpty {
            notes.append("Unmasked by the profile: \(profile.unmask.joined(separator: ", ")).")
        }
        let operatorName = OperatorIdentity.current(unverifiedName: launch.settings.operatorName).account
        let persona = try launch.persona(under: connection)
        let facts = SessionJournal.Facts(
            operatorName: operatorName, persona: persona, environment: environment.name, database: store.identity.key)
        var session = ConsoleSession(
            store: store, registry: registry,
            environment: EnvironmentLabel(
                name: environment.label, colour: environment.isUnlisted ? nil : environment.color.rawValue,
                isProtected: environment.isProtected),
            operatorName: operatorName, persona: persona, zone: launch.zone, now: SystemClock.now,
            pageSize: launch.settings.pageSize,
            rules: WriteRules(connection, isSnapshot: launch.options.immutable || environment.isImmutable),
            journal: SessionJournal(
                storage: JournalFolder(paths: launch.paths), facts: facts, now: SystemClock.now,
                sink: try JournalSinkProcess.sink(connection, variables: launch.variables)),
            queries: SavedQueryFile.shelf(launch), log: FileLog.logger(launch))
        session.archive = ArchiveFolder(
            path: "\(launch.paths.state)/receipts", days: session.leases.rules.undoDays, now: SystemClock.now)
        session.take(mapping)
        return (session, notes)
    }

    /// What changes are written with: a connection of its own, along the store's own way to the database.
    private static func writer(beside store: any DatabaseStore, _ location: DatabaseLocation) -> (any WritableDatabase)?
    {
        switch location {
        case .sqlite(let path, let isImmutable): isImmutable ? nil : SQLiteWriter(path: path)
        case .postgres: (store as? PostgresStore)?.writer
        }
    }

    /// Passwords and tunnels of a server; nil for a file.
    ///
    /// - Parameter mayAsk: whether the connection is waited for before the terminal is a screen's.
    private func access(
        for location: DatabaseLocation, _ connection: ResolvedConnection, mayAsk: Bool
    ) throws(ConsoleError) -> EnvironmentAccess? {
        guard case .postgres = location else { return nil }
        return try launch.access(to: connection, mayPrompt: mayPrompt && mayAsk)
    }

    private func opener(
        _ environment: Environment, _ access: EnvironmentAccess?, remembered: StoreIdentity?
    ) -> any StoreOpener {
        guard let access else {
            return SQLiteOpener(busyTimeout: Double(launch.settings.busyTimeoutMilliseconds) / 1000)
        }
        return PostgresOpener(
            operatorName: OperatorIdentity.current(unverifiedName: nil).account,
            wantsProof: environment.isProtected, isTunnelled: access.isTunnelled,
            statementTimeout: Double(launch.settings.statementTimeoutSeconds), access: access, remembered: remembered)
    }

    private func location(_ connection: ResolvedConnection) -> DatabaseLocation {
        switch connection.address {
        case .file(let path):
            .sqlite(path: path, immutable: launch.options.immutable || connection.environment.isImmutable)
        case .server(let server): .postgres(server.text)
        }
    }

    private struct ChosenProfile {
        let profile: Profile
        let reason: String
    }

    /// The profile that a flag, the environment or the settings name; else the one that fits the database, the user's own
    /// before the shipped ones.
    private func profile(for environment: Environment, catalog: Catalog) throws(ConsoleError) -> ChosenProfile {
        do {
            if let name = launch.options.profile {
                return ChosenProfile(
                    profile: try ProfileFinder.profile(
                        named: name, relativeTo: FileManager.default.currentDirectoryPath, paths: launch.paths,
                        source: .flag("--profile")), reason: "named by --profile")
            }
            if let name = environment.profile ?? launch.settings.profile {
                return ChosenProfile(
                    profile: try ProfileFinder.profile(
                        named: name, relativeTo: launch.settings.file.folder, paths: launch.paths,
                        source: .file(launch.settings.file.path)), reason: "named by \(launch.settings.file.path)")
            }
            let own = ProfileFinder.own(launch.paths)
            if let found = ProfileDetection.best(of: own.map(\.profile), catalog: catalog) {
                let file = own[found.place]
                return ChosenProfile(
                    profile: file.profile, reason: "\(launch.paths.abbreviated(file.path)): \(found.reason)")
            }
            let shipped = try ShippedProfiles.parsed { ProfileDetection.fits($0, catalog: catalog) }
            if let found = ProfileDetection.best(of: shipped, catalog: catalog) {
                return ChosenProfile(profile: shipped[found.place], reason: found.reason)
            }
        } catch {
            throw .settings(message: error.description)
        }
        return ChosenProfile(
            profile: Profile(name: "none", title: "No profile"), reason: "no profile's requirements are all here")
    }
}

/// The system's clock.
enum SystemClock {
    /// Microseconds since 1970.
    @Sendable static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
