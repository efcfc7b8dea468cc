import TenantDomain

/// Which verbs a persona may use. On SQLite it is advisory: whoever can write the file can write it with anything.
enum PersonaRule {
    static func check(_ verb: ChangeVerb, persona: Persona) throws(ConsoleError) {
        if persona.permits(verb.words) { return }
        throw .change(.personaMayNot(persona: persona.rawValue, verb: verb.words))
    }
}
