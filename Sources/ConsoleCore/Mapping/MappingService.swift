import TenantDomain
import TenantStore

/// Answers `map suggest`, `map check` and `map show`.
package struct MappingService: Sendable {
    private let session: ConsoleSession
    private let host: any HostCommands

    package init(session: ConsoleSession, host: any HostCommands) {
        self.session = session
        self.host = host
    }

    package func reply(to command: MapCommand) async throws(ConsoleError) -> Reply {
        switch command {
        case .suggest(let name, let replaces): try await suggest(save: name, replaces: replaces)
        case .check(let file): try await check(file)
        case .show: .facts(MappingTable.table(of: session.registry))
        }
    }

    // MARK: Suggest

    private func suggest(save name: String?, replaces: Bool) async throws(ConsoleError) -> Reply {
        let wanted = name ?? Self.profileName(session.store.identity.location)
        if let name, Self.profileName(name) != name {
            throw .usage(
                message: "A profile's name is lower-case letters, digits, - and _, not '\(name)'.",
                hint: "For instance: map suggest --save \(Self.profileName(name))")
        }
        // Not the session's: that one holds what the profile in use says of the catalog.
        let suggestion = ProfileSuggestion.make(for: try await catalog(), name: wanted)
        let text = SuggestionText.toml(suggestion, database: session.store.identity.location)
        guard let name else {
            return .lines(text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
        }
        guard !suggestion.isEmpty else {
            throw .refused(
                reason: "Nothing to save: no table of this database looks like a tenant.",
                hint: "map suggest says what was weighed and what a profile of your own would have to name.")
        }
        let path = try await host.saveProfile(name: name, text: text, replaces: replaces)
        return .reopen(
            "Saved \(path). It is used by itself from now on, unless --profile or the environment names another; look it "
                + "over, then: map check \(name)")
    }

    private func catalog() async throws(ConsoleError) -> Catalog {
        do {
            return try await session.store.readCatalog()
        } catch {
            throw .store(error)
        }
    }

    /// What a profile for the open database is called unless said otherwise.
    package static func profileName(of session: ConsoleSession) -> String {
        profileName(session.store.identity.location)
    }

    /// The last part of a location as a profile's name.
    package static func profileName(_ location: String) -> String {
        var last = location.split(separator: "/").last.map(String.init) ?? location
        if let query = last.firstIndex(of: "?") { last = String(last[..<query]) }
        for ending in [".db", ".sqlite", ".sqlite3"] where last.hasSuffix(ending) {
            last = String(last.dropLast(ending.count))
        }
        var name = ""
        for scalar in last.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9", "-", "_": name.unicodeScalars.append(scalar)
            default: if name.last != "-" { name += "-" }
            }
        }
        while name.first == "-" { name.removeFirst() }
        while name.last == "-" { name.removeLast() }
        return name.isEmpty ? "suggested" : name
    }

    // MARK: Check

    /// What of the profile the catalog lacks.
    package static func problems(of profile: Profile, catalog: Catalog) -> [ProfileProblem] {
        MappingCheck.problems(of: profile, catalog: catalog)
    }

    private func check(_ file: String?) async throws(ConsoleError) -> Reply {
        let read: ReadProfile
        if let file {
            read = try await host.profile(named: file)
        } else if session.registry.profile.name == "none" {
            throw .usage(
                message: "No profile is in use.", hint: "Name a file: map check FILE. map suggest writes one.")
        } else {
            read = try await host.profile(named: session.registry.profile.name)
        }
        let catalog = try await catalog()
        let problems = MappingCheck.problems(of: read.profile, catalog: catalog)
        guard problems.isEmpty else {
            let lines = problems.map { problem in
                (line: read.line(problem.key) ?? 0, text: InfoService.text(problem))
            }.sorted { ($0.line, $0.text) < ($1.line, $1.text) }
            throw .settings(
                message: lines.map { "\(read.fileName)\($0.line > 0 ? ":\($0.line)" : ""): \($0.text)" }
                    .joined(separator: "\n"))
        }
        let concepts = ResourceBuilder.registry(catalog: catalog, profile: read.profile).mappedConcepts
        let fits = ProfileDetection.fits(read.profile, catalog: catalog)
        return .message(
            "\(read.fileName): no faults. It maps \(concepts.isEmpty ? "nothing" : concepts.joined(separator: ", "))"
                + (fits ? "." : "; it is not chosen by itself here: `requires` names what is not there, or nothing."))
    }
}

extension ResourceRegistry {
    /// Concepts that a table of this database stands for, in the words of the job.
    package var mappedConcepts: [String] {
        Concept.allCases.filter { concept in resource(for: concept) != nil }.map(\.rawValue)
    }
}
