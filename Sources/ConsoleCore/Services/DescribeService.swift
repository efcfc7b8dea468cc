import TenantDomain
import TenantStore

/// What the catalog says of one relation, and of the functions; answered without asking the database again.
package struct DescribeService: Sendable {
    let session: ConsoleSession

    package init(session: ConsoleSession) {
        self.session = session
    }

    /// - Parameter word: a resource's name or alias, or a table's.
    package func describe(_ word: String) throws(ConsoleError) -> RelationDescription {
        let registry = session.registry
        // A partition is no resource of its own and is described all the same.
        let named = registry.resource(named: word)?.relation ?? registry.catalog.relation(named: word)?.name
        guard let name = named, let relation = registry.catalog[name] else {
            throw .unknownResource(word, nearest: NearestWord.find(word, among: registry.words))
        }
        return RelationDescription(
            word: word, name: name, facts: facts(of: relation),
            sections: [
                columns(of: relation), keys(of: relation), references(to: relation), indexes(of: relation),
                checks(of: relation), triggers(of: relation), policies(of: relation), partitions(of: relation),
            ].filter { !$0.rows.isEmpty })
    }

    /// The database's own functions, those first that run with their owner's rights.
    package func functions() -> FactTable {
        let functions = session.registry.catalog.functions.sorted {
            ($0.isSecurityDefiner ? 0 : 1, $0.name.description) < ($1.isSecurityDefiner ? 0 : 1, $1.name.description)
        }
        return FactTable(
            title: "Functions",
            columns: ["function", "arguments", "returns", "runs as", "search path", "language", "you may call it"],
            rows: functions.map { function in
                [
                    function.name.description, function.arguments, function.result,
                    function.isSecurityDefiner ? "its owner \(function.owner)" : "the caller",
                    function.searchPath ?? (function.isHijackable ? "the caller's !" : "the caller's"),
                    "\(function.language), \(function.volatility.rawValue)", function.isCallable ? "yes" : "no",
                ]
            })
    }

    // MARK: Parts

    private func facts(of relation: Relation) -> [Fact] {
        var facts = [Fact("table", relation.name.description), Fact("kind", relation.kind.rawValue)]
        if let resource = session.registry.resource(of: relation.name) {
            let words = [resource.name] + resource.aliases
            facts.append(Fact("resource", words.joined(separator: ", ")))
        }
        if let comment = relation.comment { facts.append(Fact("comment", comment)) }
        if let estimate = relation.rowEstimate { facts.append(Fact("rows", RowTally.about(estimate).text)) }
        if let size = relation.sizeEstimate { facts.append(Fact("size", "~\(NumberText.bytes(size)) with indexes")) }
        if let parent = relation.partitionOf { facts.append(Fact("part of", parent.description)) }
        if let partitioning = relation.partitioning {
            facts.append(Fact(relation.partitionOf == nil ? "parted by" : "holds", partitioning))
        }
        guard let rights = relation.rights else { return facts }
        facts.append(Fact("row-level security", Self.rowSecurity(relation)))
        facts.append(Fact("you may", Self.rights(rights, role: session.registry.catalog.role)))
        return facts
    }

    private static func rowSecurity(_ relation: Relation) -> String {
        let security = relation.rowSecurity
        guard security.isEnabled else { return relation.policies.isEmpty ? "off" : "off, its policies do nothing" }
        let state = security.isForced ? "on, for the owner too" : "on"
        let meaning = security.limitsThisRole ? "limits what you see" : "does not limit you"
        return "\(state); \(meaning)" + (relation.policies.isEmpty ? "; no policy lets anything through" : "")
    }

    private static func rights(_ rights: RelationRights, role: DatabaseRole?) -> String {
        func words(_ privileges: Set<Privilege>) -> String {
            Privilege.allCases.filter(privileges.contains).map(\.rawValue).joined(separator: ", ")
        }
        var parts: [String] = []
        if !rights.privileges.isEmpty { parts.append(words(rights.privileges)) }
        if !rights.columnPrivileges.isEmpty { parts.append("\(words(rights.columnPrivileges)) some columns") }
        if parts.isEmpty { parts.append("nothing") }
        let owner = rights.isOwner ? ", and owns it" : ""
        return parts.joined(separator: "; ") + owner + (role.map { " (as \($0.name))" } ?? "")
    }

    private func columns(of relation: Relation) -> RelationDescription.Section {
        let rows = relation.columns.map { column in
            var notes: [String] = []
            if relation.primaryKey.contains(column.name) { notes.append("key") }
            if !column.isNullable { notes.append("not null") }
            switch column.generation {
            case .no: break
            case .identity: notes.append("identity")
            case .stored: notes.append("generated, stored")
            case .virtual: notes.append("generated")
            }
            if let value = column.defaultValue {
                notes.append(column.generation == .no ? "default \(value)" : "as \(value)")
            }
            if !column.isReadable { notes.append("you may not read it") }
            switch session.registry.resource(of: relation.name)?.columns.first(where: { $0.name == column.name })?.mask
            {
            case .secret?: notes.append("secret")
            case .personal?: notes.append("personal")
            case ResourceColumn.Mask.none?, nil: break
            }
            let key = relation.foreignKeys.first { $0.columns == [column.name] }
            if let key { notes.append("→ \(key.target)") }
            if !column.allowedValues.isEmpty { notes.append("one of \(column.allowedValues.joined(separator: ", "))") }
            if let comment = column.comment { notes.append(comment) }
            return RelationDescription.Row(
                column.name, column.declaredType, notes.joined(separator: " · "), target: key?.target)
        }
        return .init(title: "Columns", columns: ["column", "type", "notes"], rows: rows)
    }

    private func keys(of relation: Relation) -> RelationDescription.Section {
        .init(
            title: "Foreign keys", columns: ["columns", "on delete", "rows of"],
            rows: relation.foreignKeys.map { key in
                .init(
                    key.columns.joined(separator: ", "), key.onDelete.rawValue,
                    "\(key.target) (\(key.targetColumns.joined(separator: ", ")))", target: key.target)
            })
    }

    private func references(to relation: Relation) -> RelationDescription.Section {
        .init(
            title: "Referenced by", columns: ["table", "on delete", "columns"],
            rows: session.registry.catalog.references(to: relation.name).map { reference in
                .init(
                    reference.from.description, reference.key.onDelete.rawValue,
                    reference.key.columns.joined(separator: ", "), target: reference.from)
            })
    }

    private func indexes(of relation: Relation) -> RelationDescription.Section {
        let rows = (relation.indexes + relation.searchIndexes).map { index in
            let kind = index.isPrimary ? "primary key" : index.isUnique ? "unique" : index.method
            var text = index.columns.map { ($0.name ?? $0.expression ?? "") + ($0.descending ? " desc" : "") }
                .joined(separator: ", ")
            if let predicate = index.predicate { text += " where \(predicate)" }
            return RelationDescription.Row(index.name, kind, text)
        }
        return .init(title: "Indexes", columns: ["index", "kind", "columns"], rows: rows)
    }

    private func checks(of relation: Relation) -> RelationDescription.Section {
        .init(
            title: "Checks", columns: ["check", "kind", "condition"],
            rows: relation.checks.map { .init($0.name.isEmpty ? "(unnamed)" : $0.name, "check", $0.definition) })
    }

    private func triggers(of relation: Relation) -> RelationDescription.Section {
        .init(
            title: "Triggers", columns: ["trigger", "calls", "definition"],
            rows: relation.triggers.map { trigger in
                let function = trigger.function.map(\.description) ?? "its own SQL"
                return .init(trigger.name, function + (trigger.isEnabled ? "" : " (disabled)"), trigger.definition)
            })
    }

    private func policies(of relation: Relation) -> RelationDescription.Section {
        .init(
            title: "Policies", columns: ["policy", "for", "condition"],
            rows: relation.policies.map { policy in
                let kind =
                    "\(policy.command.rawValue) to \(policy.roles.joined(separator: ", "))"
                    + (policy.isPermissive ? "" : ", restrictive")
                var parts: [String] = []
                if let using = policy.using { parts.append("using \(using)") }
                if let check = policy.check { parts.append("with check \(check)") }
                return .init(policy.name, kind, parts.joined(separator: "; "))
            })
    }

    private func partitions(of relation: Relation) -> RelationDescription.Section {
        let parts = session.registry.catalog.relations.filter { $0.partitionOf == relation.name }
        return .init(
            title: "Partitions", columns: ["table", "rows", "holds"],
            rows: parts.map { part in
                .init(
                    part.name.description, part.rowEstimate.map { RowTally.about($0).text } ?? "",
                    part.partitioning ?? "", target: part.name)
            })
    }
}
