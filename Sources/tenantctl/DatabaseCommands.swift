import ConsoleCore
import Foundation
import PostgresStore
import ReferenceSchema
import Settings
import SQLiteStore
import TenantDomain
import TenantStore

/// `db create|upgrade`, and the demo in a server: the only writes that need no lease, since they meet no rows.
struct DatabaseCommands {
    let launch: Launch
    let confirmation: Confirmation

    func reply(to request: DatabaseRequest) async throws(ConsoleError) -> Reply {
        let connection = try connection()
        switch connection.address {
        case .file(let path): return .message(try file(path, request))
        case .server(let server):
            try refuseProtected(connection)
            return .message(
                try await connected(connection, server.text) { (reference, _) throws(ConsoleError) in
                    try lay(reference, request)
                })
        }
    }

    /// Fills a server's database with the demo; nil where the demo is a file's.
    func demo(_ request: DemoRequest) async throws(ConsoleError) -> String? {
        guard request.database != nil || launch.options.env != nil else { return nil }
        let connection = try connection()
        guard case .server(let server) = connection.address else { return nil }
        try refuseProtected(connection)
        return try await connected(connection, server.text) { (reference, access) throws(ConsoleError) in
            let place = try fill(reference, request)
            try await seal(reference, server.text, connection.environment, access)
            return place
        }
    }

    /// Seals the demo's trail, read as every trail is.
    private func seal(
        _ reference: ReferenceServer, _ text: String, _ environment: Environment, _ access: EnvironmentAccess
    ) async throws(ConsoleError) {
        let store: PostgresStore
        do throws(StoreError) {
            store = try await PostgresStore.open(
                text, operatorName: OperatorIdentity.current(unverifiedName: nil).account,
                wantsProof: environment.isProtected, isTunnelled: access.isTunnelled, access: access)
        } catch {
            throw .store(error)
        }
        let sealed: DemoSeals.Rows
        do throws(ConsoleError) { sealed = try await DemoSeals.rows(store) } catch {
            await store.close()
            throw error
        }
        await store.close()
        guard !sealed.rows.isEmpty else { return }
        try Self.translated(reference) {
            try DemoServerLoader(reference).append(
                table: sealed.table, columns: sealed.columns,
                rows: sealed.rows.map { row in
                    row.map { value in
                        switch value {
                        case .null: .null
                        case .integer(let number): .integer(number)
                        case .real(let number): .real(number)
                        case .text(let text): .text(Array(text.utf8))
                        case .bytes(let bytes): .bytes(bytes)
                        }
                    }
                })
        }
    }

    private func fill(_ reference: ReferenceServer, _ request: DemoRequest) throws(ConsoleError) -> String {
        let bar = ProgressBar(isTerminal: isatty(STDERR_FILENO) == 1)
        defer { bar.finish() }
        let data = DemoData(
            seed: request.seed, tenants: request.tenants, auditRows: request.auditRows, now: SystemClock.now())
        try Self.translated(reference) {
            switch try reference.status() {
            case .empty, .reference, .older: break
            case let status: throw Self.refusal(status, at: reference.location)
            }
            try confirmation.confirm(
                "Write \(data.tenants) demo tenants into \(reference.location)", isConfirmed: request.isConfirmed)
            try DemoServerLoader(reference).fill(data) { progress in
                try Task.checkCancellation()
                bar.show(0.8 * min(Double(progress.rows) / Double(max(progress.expected, 1)), 1), progress.table)
            }
        }
        return reference.location
    }

    private func connection() throws(ConsoleError) -> ResolvedConnection {
        guard let connection = try launch.connection() else { throw .needsDatabase }
        return connection
    }

    private func refuseProtected(_ connection: ResolvedConnection) throws(ConsoleError) {
        guard connection.environment.isProtected, !connection.environment.isUnlisted else { return }
        throw .refused(
            reason: "The environment is protected: no schema is laid into it.",
            hint: "Whoever owns that database lays it with --database URL.")
    }

    // MARK: - SQLite

    private func file(_ path: String, _ request: DatabaseRequest) throws(ConsoleError) -> String {
        let current = ReferenceSchema.currentVersion
        do {
            switch request.step {
            case .create:
                guard !FileManager.default.fileExists(atPath: path) else {
                    throw ConsoleError.refused(
                        reason: "\(path) is there already.",
                        hint: "tenantctl db upgrade brings an older one up to date; a new one needs another name.")
                }
                try ReferenceDatabase.create(at: path)
                return "Made \(path) with reference schema \(current)."
            case .upgrade:
                switch try ReferenceDatabase.status(of: path) {
                case .reference: return "\(path) has reference schema \(current), the current one."
                case .older(let version):
                    try confirmation.confirm(
                        "Bring \(path) from reference schema \(version) to \(current)",
                        isConfirmed: request.isConfirmed)
                    _ = try ReferenceDatabase.migrate(at: path)
                    return "Brought \(path) from reference schema \(version) to \(current)."
                case .newer(let version): throw StoreError.newerReferenceSchema(found: version, known: current)
                case .empty, .foreign:
                    throw ConsoleError.refused(
                        reason: "\(path) does not hold the reference schema.",
                        hint: "tenantctl db create --database FILE makes a new one.")
                }
            }
        } catch let error as ConsoleError {
            throw error
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            throw .file(path: path, reason: "\(error)")
        }
    }

    // MARK: - PostgreSQL

    private func lay(_ reference: ReferenceServer, _ request: DatabaseRequest) throws(ConsoleError) -> String {
        let current = ReferenceSchema.currentVersion
        let place = reference.location
        var said = ""
        try Self.translated(reference) {
            switch (try reference.status(), request.step) {
            case (.reference, _): said = "\(place) has reference schema \(current), the current one."
            case (.empty, .create):
                try confirmation.confirm(
                    "Lay reference schema \(current) into \(place)", isConfirmed: request.isConfirmed)
                _ = try reference.lay()
                said = "Laid reference schema \(current) into \(place)."
            case (.older(let version), _):
                try confirmation.confirm(
                    "Bring \(place) from reference schema \(version) to \(current)", isConfirmed: request.isConfirmed)
                _ = try reference.lay()
                said = "Brought \(place) from reference schema \(version) to \(current)."
            case (let status, _): throw Self.refusal(status, at: place)
            }
        }
        for message in reference.messages { Streams.error("tenantctl: \(SafeText.visible(message))") }
        return said
    }

    /// Runs the body over a connection that is come by like every other: passwords, tunnels, proof.
    private func connected<Result: Sendable>(
        _ connection: ResolvedConnection, _ text: String,
        _ body: (ReferenceServer, EnvironmentAccess) async throws(ConsoleError) -> Result
    ) async throws(ConsoleError) -> Result {
        let access = try launch.access(to: connection, mayPrompt: confirmation.isInteractive)
        let result: Swift.Result<Result, ConsoleError>
        do throws(StoreError) {
            let reference = try await ReferenceServer.open(
                text, operatorName: OperatorIdentity.current(unverifiedName: nil).account,
                wantsProof: connection.environment.isProtected, isTunnelled: access.isTunnelled, access: access)
            do throws(ConsoleError) { result = .success(try await body(reference, access)) } catch {
                result = .failure(error)
            }
        } catch {
            result = .failure(.store(error))
        }
        await access.close()
        return try result.get()
    }

    private static func refusal(_ status: ReferenceServer.Status, at place: String) -> ConsoleError {
        switch status {
        case .foreign(let relations):
            .refused(
                reason: "\(place) holds other tables in the schema public: \(relations.joined(separator: ", ")).",
                hint: "The reference schema goes into a database without any: createdb makes one.")
        case .newer(let version):
            .store(.newerReferenceSchema(found: version, known: ReferenceSchema.currentVersion))
        case .empty, .reference, .older:
            .refused(
                reason: "\(place) does not hold the reference schema.", hint: "tenantctl db create lays it.")
        }
    }

    private static func translated(_ reference: ReferenceServer, _ body: () throws -> Void) throws(ConsoleError) {
        do {
            try body()
        } catch let error as ConsoleError {
            throw error
        } catch StoreError.permissionDenied(let refused) {
            throw .refused(
                reason: "This login may not write the schema into \(reference.location): "
                    + "the server refused \(refused.map { "it at '\($0)'" } ?? "a step").",
                hint: "It has to own the database, and needs CREATEROLE unless the roles anon, authenticated and "
                    + "service_role are there already.")
        } catch let error as StoreError {
            throw .store(error)
        } catch is CancellationError {
            throw .cancelled
        } catch DemoServerLoader.Refusal.hasTenants {
            throw .refused(
                reason: "\(reference.location) has tenants already; demo rows are not mixed with them.",
                hint: "Name an empty database.")
        } catch {
            throw .file(path: reference.location, reason: "\(error)")
        }
    }
}

/// Asks before a write, where somebody is there to answer.
struct Confirmation {
    /// Whether a person sits at the terminal; in the console the screen is not theirs to answer on.
    let isInteractive: Bool

    /// - Throws: `refused` where nobody says yes.
    func confirm(_ what: String, isConfirmed: Bool) throws(ConsoleError) {
        if isConfirmed { return }
        guard isInteractive, isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw .refused(reason: "\(what)? Nobody is there to say yes.", hint: "--yes says it.")
        }
        try? FileHandle.standardError.write(contentsOf: Data("\(SafeText.visible(what))? [y/N] ".utf8))
        let answer = readLine()?.lowercased() ?? ""
        guard answer == "y" || answer == "yes" else { throw .refused(reason: "Nothing was written.", hint: nil) }
    }
}
