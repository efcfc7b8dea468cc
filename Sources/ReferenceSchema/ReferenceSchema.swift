/// The schema of the embedded database and of databases that we create: the union of the documented ones, one name a
/// concept.
package enum ReferenceSchema {
    /// Every step in order of version.
    package static let migrations: [Migration] = [
        .identity, .workspaces, .projects, .widgets, .agencyWork, .crm, .auditAndSecurity, .leadGeneration,
        .community, .telemetry, .automation, .privacyAndIntegrations, .referenceData, .rowSecurity,
        .nextPlan, .actorsByAddress, .sealedEntries,
    ]

    /// The version that a database has after all steps.
    package static var currentVersion: Int { migrations.count }

    /// The table that says which steps a database has had.
    package static let bookkeepingTable = "schema_migrations"

    /// Every table of the portable source with its columns and indexes.
    ///
    /// - Throws: ``PortableSQLError`` where a step does not keep to the common subset.
    package static func catalog() throws -> ReferenceCatalog {
        try ReferenceCatalog(migrations: migrations)
    }
}
