import TenantDomain

/// Unmasks one record for whoever gives a reason. It is in the journal before a value leaves the database; secrets stay
/// hidden from everybody.
package struct RevealService: Sendable {
    private let session: ConsoleSession

    package init(session: ConsoleSession) { self.session = session }

    /// Seconds for which a screen shows what was revealed.
    package static let seconds = 60

    package func reveal(_ request: RecordRequest, reason: String) async throws(ConsoleError) -> RecordReply {
        if let refusal = session.view?.refusal(of: .reveal(request, reason: reason)) { throw refusal }
        let resource = try ListQueryBuilder(session).resource(request.resource)
        let hidden = resource.columns.filter { column in
            if case .personal = session.masks.applied(column.mask) { true } else { false }
        }
        guard !hidden.isEmpty else {
            throw .refused(
                reason: "Nothing of a \(resource.singular) is masked for \(session.persona.rawValue).",
                hint: "Secrets are shown to nobody.")
        }
        let checked: String
        do {
            checked = try session.leases.rules.checked(reason: reason)
        } catch {
            throw .lease(error)
        }
        let identity = try await RecordService(session: session).identity(request.id, of: resource)
        try session.journal.recording(
            .reveal(
                resource: resource.name, id: identity.words.joined(separator: " "), columns: hidden.map(\.name),
                reason: checked))
        var seeing = session
        seeing.revealsPersonalData = true
        return try await RecordService(session: seeing).load(resource, identity)
    }
}
