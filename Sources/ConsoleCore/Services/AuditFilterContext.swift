import TenantDomain

extension ConsoleSession {
    /// What a filter on the audit trail means: every source's fields under the trail's own words.
    package var auditFilterContext: FilterContext {
        var context = filterContext()
        let sources = registry.profile.audit.map(\.table)
        guard let first = registry.profile.audit.first else { return context }
        context.audit = AuditFieldMap(
            actor: first.actor, actorEmail: first.actorName, action: first.action, table: first.targetTable,
            recordID: first.targetID, tenant: first.tenant, before: first.before, after: first.after,
            address: first.address, time: first.time, lease: first.lease, change: first.change, source: nil,
            sources: sources)
        return context
    }
}
