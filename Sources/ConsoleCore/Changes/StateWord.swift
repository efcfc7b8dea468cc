/// States that verbs speak of.
package enum StateWord: String, Sendable, Codable, CaseIterable {
    case active, suspended, archived, removed, banned, inactive, waitlist, canceled, paused, draft
    case published, unpublished
}
