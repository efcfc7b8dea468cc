import TenantDomain

/// Which verbs a persona may use. On SQLite it is advisory: whoever can write the file can write it with anything.
enum PersonaRule {
    static func check(_ verb: ChangeVerb, persona: Persona) throws(ConsoleError) {
        if persona.permits(verb.words) { return }
        throw .change(.personaMayNot(persona: persona.rawValue, verb: verb.words))
    }

    /// Whoever is on call sets the states that stop harm, and back; no others.
    private static let stopping: [StateWord] = [.suspended, .banned, .unpublished, .paused, .active, .published]

    /// The same, with what the profile says of states.
    static func check(_ verb: ChangeVerb, _ rows: ChangeRows) throws(ConsoleError) {
        let persona = rows.session.persona
        try check(verb, persona: persona)
        guard persona == .oncall else { return }
        switch verb {
        case .set(let field, _, let value), .setWhere(let field, _, _, let value):
            guard verb.words.hasSuffix("set-status") else { return }
            let words = try FieldMapping(field, rows).states(rows.profile)?.words ?? [:]
            let allowed = stopping.map { words[$0.rawValue] ?? $0.rawValue }
            if !allowed.contains(value.text ?? "") {
                throw .change(.personaMayNot(persona: persona.rawValue, verb: "\(verb.words) \(value.text ?? "")"))
            }
        default: return
        }
    }
}
