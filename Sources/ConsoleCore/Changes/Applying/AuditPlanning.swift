import TenantDomain

/// Who will write the audit rows of a change.
struct AuditPlanning: Sendable {
    let rows: ChangeRows

    func plan(tables: [String]) -> AuditPlan {
        let context = rows.profile.writing.context
        let relations = tables.compactMap { rows.catalog.relation(named: $0) }
        let triggered = relations.filter { AuditTrail.isAudited($0, context) }
        if !relations.isEmpty, triggered.count == relations.count {
            return .triggers(namesOperator: context?.table != nil || context?.settings != nil)
        }
        guard let trail = AuditTrail(rows), AuditRowWriter.canWrite(trail) else { return .journalOnly }
        return triggered.isEmpty ? .written : .both
    }
}
