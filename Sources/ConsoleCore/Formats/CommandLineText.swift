import TenantDomain

/// The command line that does what a view shows: every word quoted for a POSIX shell, times absolute, tenants by id,
/// never a password.
package struct CommandLineText: Sendable {
    private let session: ConsoleSession
    /// Words that name the database and the persona (`--env local`), as the entry point knows them.
    private let globals: [String]

    package init(session: ConsoleSession, globals: [String] = []) {
        self.session = session
        self.globals = globals
    }

    package func list(_ query: ListQuery) -> String {
        var words = ["list", query.resource.name]
        if !query.sort.isEmpty { words += ["--sort", query.sort.map(\.text).joined(separator: ",")] }
        if query.columns.map(\.name) != query.resource.defaultColumns {
            words += ["--columns", query.columns.map(\.name).joined(separator: ",")]
        }
        words += tenantWords(query.tenant)
        words += ["--limit", String(query.limit)]
        if query.allowsFullScan { words.append("--full-scan") }
        return text(words + filterWords(query.filter, on: query.resource))
    }

    package func record(_ resource: Resource, _ identity: RowIdentity) -> String {
        text(["show", resource.name] + identity.words)
    }

    package func audit(_ request: AuditRequest) -> String {
        var words = ["audit"]
        if let tenant = request.tenant { words += ["--tenant", tenant] }
        if let limit = request.limit { words += ["--limit", String(limit)] }
        guard let resource = session.registry.resource(for: .audit) else { return text(words + [request.filter]) }
        return text(words + filterWords(request.filter, on: resource, isAudit: true))
    }

    /// Any other command by its words (`tenant`, its id).
    package func text(_ words: [String]) -> String {
        (["tenantctl"] + globals + words).map(Self.quoted).joined(separator: " ")
    }

    /// The trail's filter with every time written out.
    package func absolute(_ filter: String) -> String {
        guard let resource = session.registry.resource(for: .audit), let expression = try? FilterSyntax.parse(filter)
        else { return filter }
        var context = session.filterContext()
        context.audit = AuditFieldMap()
        return FilterFormatter.text(
            FilterResolver(resource: session.filterable(resource), context: context).absolute(expression))
    }

    /// The filter as one word; behind `--` where the shell twin would take its sign for an option's.
    private func filterWords(_ filter: String, on resource: Resource, isAudit: Bool = false) -> [String] {
        guard let expression = try? FilterSyntax.parse(filter) else { return Self.asOneWord(filter) }
        var context = session.filterContext()
        if isAudit { context.audit = AuditFieldMap() }
        let resolver = FilterResolver(resource: session.filterable(resource), context: context)
        return Self.asOneWord(FilterFormatter.text(resolver.absolute(expression)))
    }

    private static func asOneWord(_ filter: String) -> [String] {
        if filter.isEmpty { return [] }
        let isTerm = !filter.hasPrefix("-") || (filter.contains(":") && !filter.hasPrefix("--"))
        return isTerm ? [filter] : ["--", filter]
    }

    private func tenantWords(_ tenant: TenantMatch?) -> [String] {
        tenant.map { ["--tenant", $0.id.text ?? $0.name] } ?? []
    }

    /// The word as a POSIX shell reads it back. Control characters are left out: no name or filter needs them, and a
    /// terminal that the line is pasted into would obey them.
    package static func quoted(_ word: String) -> String {
        let word = String(
            String.UnicodeScalarView(
                word.unicodeScalars.filter {
                    $0.value >= 0x20 && $0.value != 0x7F && !($0.value >= 0x80 && $0.value < 0xA0)
                }))
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
                    || "_-./:=,@%+".utf8.contains(byte)
            }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
