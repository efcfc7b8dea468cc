import TenantDomain
import TenantStore

/// Tells the database's own triggers who writes and why, for this transaction only.
struct AuditContextWriter: Sendable {
    let mapping: AuditContextMapping?
    let rows: ChangeRows
    let facts: AuditFacts

    private var values: [(column: String, value: Value)] {
        guard let mapping else { return [] }
        let pairs: [(String?, Value)] = [
            (mapping.actorName, .text(facts.authority.operatorName)),
            (mapping.actorRole, .text(facts.authority.persona.rawValue)),
            (mapping.reason, .text(facts.reason)), (mapping.lease, .text(facts.authority.lease.id)),
            (mapping.change, .text(facts.changeID)), (mapping.event, .text(facts.event)),
            (mapping.journalSession, .text(facts.place.session)),
            (mapping.journalNumber, .integer(facts.place.number)), (mapping.journalHead, .text(facts.place.head)),
        ]
        return pairs.compactMap { column, value in column.map { ($0, value) } }
    }

    func begin(_ planner: WritePlanner) throws(ConsoleError) -> [Statement] {
        if let relation = table {
            do {
                // Its only row; one that another program left behind goes.
                let key = relation.identity.map { KeyPart($0, .integer(1)) }
                let columns = values.filter { relation.column($0.column) != nil }
                return [
                    try planner.delete(relation.name, key: key, expecting: []),
                    try planner.insert(
                        relation.name,
                        values: key.map { ColumnValue($0.column, $0.value) }
                            + columns.map { ColumnValue($0.column, $0.value) }),
                ]
            } catch {
                throw ConsoleError(error)
            }
        }
        if let prefix = mapping?.settings, planner.dialect == .postgres, !values.isEmpty {
            return [planner.settings(values.map { ("\(prefix).\($0.column)", $0.value.text ?? "") })]
        }
        return []
    }

    func end(_ planner: WritePlanner) throws(ConsoleError) -> [Statement] {
        guard let relation = table else { return [] }
        do {
            return [
                try planner.delete(
                    relation.name, key: relation.identity.map { KeyPart($0, .integer(1)) }, expecting: [])
            ]
        } catch {
            throw ConsoleError(error)
        }
    }

    private var table: Relation? {
        mapping?.table.flatMap { rows.catalog.relation(named: $0) }.flatMap { $0.identity.isEmpty ? nil : $0 }
    }
}
