/// What can be asked about the mapping of the open database.
package enum MapCommand: Sendable, Equatable {
    /// Nil prints the suggestion; a name saves it among the user's profiles.
    case suggest(save: String?, replaces: Bool)
    /// Nil checks the profile in use.
    case check(file: String?)
    case show
}
