import ConsoleCore
import TenantDomain

/// What a reply about the trail becomes on the screen.
enum TrailScreens {
    static func effects(for reply: TrailReply, _ context: AppContext) -> [Effect] {
        let tables = TrailTables.tables(reply, zone: context.zone)
        let remarks = TrailTables.remarks(reply, zone: context.zone)
        guard !tables.isEmpty || !remarks.isEmpty else { return [] }
        if case .top(let top) = reply {
            // What was counted is part of the answer.
            let asked = top.against.map { "\(top.filter) against \($0)" } ?? top.filter
            return [.push(TrailAnswerScreen(tables, remarks: (asked.isEmpty ? [] : [asked]) + remarks))]
        }
        return [.push(TrailAnswerScreen(tables, remarks: remarks))]
    }

    /// The chart that the command line's table stands for; a tenant is one more term of its filter.
    static func histogram(_ request: HistogramRequest, _ context: AppContext) -> [Effect] {
        var query = AuditQuery(filter: request.filter, tenant: context.pin)
        if let tenant = request.tenant {
            let term = "tenant:\(FilterText.quoting(tenant))"
            query.filter = query.filter.isEmpty ? term : "\(TrailTerms.grouped(query.filter)) \(term)"
            query.tenant = nil
        }
        return [.push(HistogramScreen(query, split: request.split))]
    }
}
