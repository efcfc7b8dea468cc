import TenantDomain
import TenantStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes plans down and takes changes out of them again.
package struct SavedPlans: Sendable {
    private let session: ConsoleSession

    package init(session: ConsoleSession) { self.session = session }

    /// The file's bytes.
    package func encode(_ plan: ChangePlan, reason: String?) throws(ConsoleError) -> [UInt8] {
        let mask = PlanMask(registry: session.registry, policy: session.masks)
        let saved = SavedPlan(
            format: SavedPlan.currentFormat, tool: ProgramVersion.text, saved: session.now(),
            environment: session.environment.name, database: session.store.identity.key,
            planner: session.operatorName, persona: session.persona.rawValue, reason: reason, digest: plan.digest,
            change: plan.change,
            preview: SavedPlan.Preview(
                title: plan.title, severity: plan.severity, tables: plan.tables, rows: mask.masked(plan.rows),
                moreRows: plan.moreRows, effects: plan.effects, warnings: plan.warnings, notDone: plan.notDone))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(saved) else {
            throw .refused(reason: "The plan cannot be written down.", hint: nil)
        }
        return Array(data) + [0x0A]
    }

    /// The change in a saved plan, planned again here and now.
    ///
    /// - Throws: `stalePlan` with the new plan where it does not do what the file's planner saw; `savedPlan` where the
    ///   file is too old, for another database, or nobody else's where two operators are asked for.
    package func plan(_ file: SavedPlanFile) async throws(ConsoleError) -> (plan: ChangePlan, planner: String) {
        guard let saved = try? JSONDecoder().decode(SavedPlan.self, from: Data(file.bytes)) else {
            throw .savedPlan(.unreadable)
        }
        guard saved.format == SavedPlan.currentFormat else { throw .savedPlan(.format(saved.format)) }
        let age = session.now() - saved.saved
        guard age <= SavedPlan.hours * 3_600_000_000 else { throw .savedPlan(.expired(hours: SavedPlan.hours)) }
        guard age >= -300_000_000 else { throw .savedPlan(.fromTheFuture) }
        guard saved.database == session.store.identity.key else {
            throw .savedPlan(.otherDatabase(found: saved.database))
        }
        if session.leases.rules.approvals > 0, file.owner == session.operatorName {
            throw .savedPlan(.sameOperator(file.owner))
        }
        let plan = try await ChangeService(session: session).plan(saved.change)
        guard plan.digest == saved.digest else { throw .stalePlan(plan) }
        return (plan, file.owner)
    }
}
