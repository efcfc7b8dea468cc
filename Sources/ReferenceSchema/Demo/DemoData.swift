/// Demo data of the reference schema: the same rows for the same seed, sizes and instant, on every machine.
///
/// Rows come table by table, the audit trail first and in order of time with ascending keys; however long it is, no
/// more than the tenants and what they own is held. The trail and the tables agree: each row's `new_data` is the next
/// one's `old_data`, and the last is what the table holds. Foreign keys hold once all tables are written. The rows
/// that the schema brings itself (plans, limits, features, buckets) are not repeated.
package struct DemoData: Sendable {
    package let seed: UInt64
    /// At least the named tenants of the stories.
    package let tenants: Int
    package let auditRows: Int
    /// Microseconds since 1970; everything is dated up to here.
    package let now: Int64

    /// The smallest number of tenants: those that the stories name.
    package static var fewestTenants: Int { DemoTenantPlan.named.count }

    package init(seed: UInt64, tenants: Int, auditRows: Int, now: Int64) {
        self.seed = seed
        self.tenants = max(tenants, Self.fewestTenants)
        self.auditRows = max(auditRows, 0)
        self.now = now
    }

    /// An instant as the schema keeps it: ISO 8601 in UTC with six digits and Z.
    package static func instant(_ microseconds: Int64) -> String {
        DemoBytes.text(DemoBytes.instant(microseconds))
    }

    /// Writes every row.
    ///
    /// - Parameter progress: called every few thousand rows; what it throws ends the writing.
    package func write<Sink: DemoSink>(
        to sink: inout Sink, progress: (DemoProgress) throws -> Void = { _ in }
    ) throws {
        let world = DemoWorld(seed: seed, tenants: tenants, now: now)
        let others = tenants * 320
        var trail = DemoTrail(world: world, rows: auditRows)
        try trail.write(to: &sink) { rows in
            try progress(DemoProgress(table: "audit_logs", rows: rows, expected: auditRows + others))
        }
        var tables = DemoTables(world: trail.world)
        try tables.write(to: &sink) { table, rows in
            try progress(
                DemoProgress(table: table, rows: auditRows + rows, expected: auditRows + max(others, rows)))
        }
    }
}
