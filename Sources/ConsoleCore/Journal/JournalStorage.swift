/// Where journals are kept: one file a session, numbered in the order in which sessions began.
package protocol JournalStorage: Sendable {
    /// Where it is, for messages.
    var location: String { get }
    /// Numbers of the sessions, ascending.
    func sessions() throws(JournalFault) -> [Int]
    /// The session's whole file.
    func read(_ session: Int) throws(JournalFault) -> [UInt8]
    /// Makes the session's file, for its owner alone, and holds it until the process ends; nil where it exists.
    func create(_ session: Int) throws(JournalFault) -> (any JournalFile)?
    /// Whether a living process holds the session's file.
    func isHeld(_ session: Int) -> Bool
    /// Marks a session that has an open intent, so that the next start need not read every journal.
    func mark(_ session: Int, unsettled: Bool) throws(JournalFault)
    /// Sessions with that mark.
    func unsettled() -> [Int]
}

/// A session's file: it only grows.
package protocol JournalFile: Sendable {
    /// Appends the bytes, all or none.
    ///
    /// - Parameter durably: returns when the bytes have reached the disk.
    func append(_ bytes: [UInt8], durably: Bool) throws(JournalFault)
}

/// A journal that cannot be kept; then nothing is written, revealed or exported.
package struct JournalFault: Error, Sendable, Equatable {
    package let path: String
    package let reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}
