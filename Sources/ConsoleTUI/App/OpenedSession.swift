import ConsoleCore

/// A database that was opened for the screen.
package struct OpenedSession: Sendable {
    package let session: ConsoleSession
    package let notes: [String]
    /// Nil where the catalog has just been read.
    package let check: CatalogCheck?
    /// Whether the database is at the other end of a network: its first view is kept for the next start, and pages are
    /// read ahead.
    package let isFar: Bool
    /// Of an earlier session.
    package let firstView: FirstView?

    package init(
        session: ConsoleSession, notes: [String] = [], check: CatalogCheck? = nil, isFar: Bool = false,
        firstView: FirstView? = nil
    ) {
        self.session = session
        self.notes = notes
        self.check = check
        self.isFar = isFar
        self.firstView = firstView
    }
}

/// Finds out whether a catalog remembered from an earlier session is still the database's. It waits until the first rows
/// are there, so that it never holds them up.
package struct CatalogCheck: Sendable {
    /// Nil where nothing has changed.
    package let run: @Sendable () async throws(ConsoleError) -> MappedCatalog?

    package init(run: @escaping @Sendable () async throws(ConsoleError) -> MappedCatalog?) {
        self.run = run
    }
}
