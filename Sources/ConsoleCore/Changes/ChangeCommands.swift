import TenantDomain

/// Requests for changes as both fronts make them.
package struct ChangeCommands: Sendable {
    private let session: ConsoleSession

    package init(session: ConsoleSession) { self.session = session }

    /// What was asked for, found and planned.
    package func plan(_ request: ChangeRequest) async throws(ConsoleError) -> ChangePlan {
        try await ChangeService(session: session).plan(try await change(request))
    }

    package func change(_ request: ChangeRequest) async throws(ConsoleError) -> Change {
        var change = try await ChangeResolver(session: session).resolve(request)
        if case .undo(let id) = change.verb {
            let receipt = try await ChangeService(session: session).receipt(id.isEmpty ? nil : id)
            change.verb = .undo(change: receipt.changeID)
        }
        return change
    }

    package func receipts(_ limit: Int) async throws(ConsoleError) -> FactTable {
        let receipts = try await ChangeService(session: session).receipts(limit: limit)
        return FactTable(
            title: "Receipts", columns: ["receipt", "time", "change", "rows", "reason", "undo until"],
            rows: receipts.map { receipt in
                var until = "never"
                if case .until(let end) = receipt.undo { until = TimeText.iso(end) }
                return [
                    receipt.changeID, TimeText.iso(receipt.time), receipt.title, String(receipt.rowCount),
                    receipt.reason, until,
                ]
            }, times: ["time", "undo until"])
    }

    /// Whether the environment wants the tenant's name typed for a plan.
    package func wantsTypedName(_ plan: ChangePlan) -> Bool {
        switch session.leases.rules.typedConfirmation {
        case .destructive: plan.severity == .destructive
        case .notable: plan.severity >= .notable
        case .all: true
        }
    }

    /// What has to be typed: the name of a row that goes, else the tenant's, or the number of rows where several
    /// tenants are concerned.
    package static func typedName(_ plan: ChangePlan) -> String {
        if case .delete = plan.change.verb, let label = plan.rows.first?.label, !label.isEmpty { return label }
        return plan.tenant?.label ?? String(plan.rowCount)
    }
}
