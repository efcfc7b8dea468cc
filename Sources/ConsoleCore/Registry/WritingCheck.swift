import TenantDomain

/// Holds what a profile says of writing to a catalog. The audit context may be missing without a word: each engine has
/// its own way.
enum WritingCheck {
    static func keepingWhatIsThere(
        _ writing: WritingMapping, _ profile: Profile, catalog: Catalog, problems: inout [ProfileProblem]
    ) -> WritingMapping {
        var kept = writing
        func has(_ table: String?, _ column: String?, key: String) -> Bool {
            guard let table, let relation = catalog.relation(named: table) else {
                problems.append(
                    ProfileProblem(
                        key: "writing.\(key)",
                        kind: .missingTable(
                            table ?? "",
                            nearest: table.flatMap {
                                NearestWord.find($0, among: catalog.relations.map(\.name.description))
                            })))
                return false
            }
            guard let column, relation.column(column) == nil else { return true }
            problems.append(
                ProfileProblem(
                    key: "writing.\(key)",
                    kind: .missingColumn(
                        column, table: table, nearest: NearestWord.find(column, among: relation.columns.map(\.name)))))
            return false
        }
        kept.states = writing.states.enumerated().compactMap { place, mapping in
            guard let dot = mapping.column.lastIndex(of: ".") else { return nil }
            let table = String(mapping.column[..<dot])
            let key = "states[\(place)]"
            guard has(table, String(mapping.column[mapping.column.index(after: dot)...]), key: "\(key).column") else {
                return nil
            }
            var mapping = mapping
            mapping.stamps = mapping.stamps.filter { has(table, $0.value, key: "\(key).stamps.\($0.key)") }
            return mapping
        }
        if let table = writing.context?.table, catalog.relation(named: table) == nil { kept.context?.table = nil }
        if catalog.engine.kind != .postgres { kept.context?.settings = nil }
        if let column = writing.bannedUntil, !has(profile.user?.base.table, column, key: "banned_until") {
            kept.bannedUntil = nil
        }
        if let mapping = writing.subscription, let table = profile.subscription?.table {
            for (path, name) in [
                (\SubscriptionWriting.allowance, "allowance"), (\.additional, "additional"), (\.nextPlan, "next_plan"),
            ] {
                if let column = mapping[keyPath: path], !has(table, column, key: "subscription.\(name)") {
                    kept.subscription?[keyPath: path] = nil
                }
            }
        }
        if let mapping = writing.invitation, let table = profile.invitation?.table {
            for (path, name) in [(\InvitationWriting.token, "token"), (\.invitedBy, "invited_by")] {
                if let column = mapping[keyPath: path], !has(table, column, key: "invitation.\(name)") {
                    kept.invitation?[keyPath: path] = nil
                }
            }
        }
        if let mapping = writing.sessions, !has(mapping.table, mapping.user, key: "sessions") { kept.sessions = nil }
        if let mapping = writing.instance {
            let columns = [mapping.id, mapping.widget, mapping.name] + (mapping.status.map { [$0] } ?? [])
            if !columns.allSatisfy({ has(mapping.table, $0, key: "instance") }) { kept.instance = nil }
        }
        if let mapping = writing.token {
            let columns = [mapping.id, mapping.instance, mapping.token] + (mapping.rotated.map { [$0] } ?? [])
            if !columns.allSatisfy({ has(mapping.table, $0, key: "token") }) { kept.token = nil }
        }
        if let mapping = writing.interaction {
            let columns =
                [mapping.id, mapping.deal, mapping.kind, mapping.text]
                + [mapping.tenant, mapping.time].compactMap { $0 }
            if !columns.allSatisfy({ has(mapping.table, $0, key: "interaction") }) { kept.interaction = nil }
        }
        return kept
    }
}
