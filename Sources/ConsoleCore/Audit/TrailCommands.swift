import TenantDomain

/// Takes a question about the trail to the service that answers it.
struct TrailCommands: Sendable {
    let session: ConsoleSession
    let host: any HostCommands

    func run(_ command: TrailCommand) async throws(ConsoleError) -> Reply {
        switch command {
        case .histogram(let request):
            let query = AuditQuery(filter: request.filter, tenant: try await tenant(request.tenant))
            return .trail(
                .histogram(
                    try await HistogramService(session: session).load(
                        query, buckets: request.buckets, split: request.split)))
        case .top(let request):
            return .trail(
                .top(try await TopService(session: session).load(request, tenant: try await tenant(request.tenant))))
        case .history(let request):
            return .trail(.history(try await HistoryService(session: session).load(request)))
        case .advise: return .trail(.advice(try await IndexAdvisor(session: session).advice()))
        case .verify:
            return .trail(.verified(try await SealVerifier(session: session, journal: host.journal).verify()))
        case .seal: return try await seal()
        case .export(let request):
            let outcome = try await host.export(
                request, tenant: try await tenant(request.tenant), session: session)
            try journal(request.filter, request.format.rawValue, outcome.rows, outcome.path)
            return .trail(.exported(outcome))
        case .bundle(let request):
            let outcome = try await host.bundle(
                request, tenant: try await tenant(request.tenant), session: session)
            try journal(
                request.filter + (request.since.map { " since:\($0)" } ?? "")
                    + (request.until.map { " until:\($0)" } ?? ""), "bundle", outcome.entries, outcome.folder)
            return .trail(.bundled(outcome))
        case .follow(let request, _):
            // Whoever has no place to write new entries to gets those that are there.
            return .timeline(
                try await TimelineService(session: session).load(
                    AuditQuery(
                        filter: request.filter, tenant: try await tenant(request.tenant),
                        limit: max(1, request.limit ?? session.pageSize))))
        case .queries: return .trail(.queries(session.namedQueries))
        case .save(let name, let filter, let resource): return try await save(name, filter, resource)
        }
    }

    /// The statements, and the head of the chain in the journal: whoever rewrites trail and seals does not have that.
    private func seal() async throws(ConsoleError) -> Reply {
        var statements: [String] = []
        let source = try await SealService(session: session).statements { statements.append($0) }
        return statements.isEmpty ? .message("There is nothing to seal in \(source).") : .lines(statements)
    }

    private func tenant(_ word: String?) async throws(ConsoleError) -> TenantMatch? {
        guard let word else { return nil }
        return try await TenantResolver(session: session).resolve(word)
    }

    /// What left the database is on record.
    private func journal(_ filter: String, _ format: String, _ rows: Int, _ file: String) throws(ConsoleError) {
        let shown = session.persona.seesPersonalData ? filter : TrailTerms.withoutValues(filter)
        do {
            try session.journal.append(
                .export(what: "audit trail", filter: shown, format: format, rows: rows, file: file))
        } catch {
            throw .journal(error)
        }
    }

    private func save(_ name: String, _ filter: String, _ resource: String) async throws(ConsoleError) -> Reply {
        let name = name.hasPrefix("@") ? String(name.dropFirst()) : name
        guard NamedQuery.isName(name) else {
            throw .usage(
                message: "'\(name)' cannot name a query.", hint: "Letters, digits, - and _, beginning with a letter.")
        }
        if ShippedQueries.all(session.registry).contains(where: { $0.name.lowercased() == name.lowercased() }) {
            throw .refused(
                reason: "@\(name) is one of the queries that tenantctl ships.",
                hint: "Save yours under another name; tenantctl audit queries lists those taken.")
        }
        if filter.isEmpty {
            throw .usage(message: "There is no filter to save.", hint: "Filter first, or write audit save NAME FILTER.")
        }
        // What cannot be read now could not be read later either.
        if resource == NamedQuery.trail {
            _ = try await TimelineReader(session).filter(filter, tenant: nil)
        } else if let known = session.registry.resource(named: resource) {
            _ = try session.resolve(filter: filter, on: known)
        }
        let query = NamedQuery(name: name, resource: resource, meaning: .filters([filter]))
        let place = try await host.save(query)
        session.queries.keep(query)
        return .message("Saved @\(name) in \(place).")
    }
}
