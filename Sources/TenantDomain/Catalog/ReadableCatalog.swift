extension Catalog {
    /// The catalog as far as the role that read it may read rows, without estimates: those count rows that policies hide.
    package var asSeenByRole: Catalog {
        let readable = relations.filter { $0.rights?.mayRead != false }
        let names = Set(readable.map(\.name))
        return Catalog(
            engine: engine,
            relations: readable.map { relation in
                relation.readable { key in
                    guard names.contains(key.target), let target = self[key.target] else { return false }
                    return key.targetColumns.allSatisfy { target.column($0)?.isReadable == true }
                }
            }, fingerprint: fingerprint, functions: functions, role: role)
    }
}

extension Relation {
    /// What is left of the relation without columns that may not be read.
    ///
    /// - Parameter leads: whether a key leads to something that may be read.
    fileprivate func readable(_ leads: (ForeignKey) -> Bool) -> Relation {
        let hidden = Set(columns.filter { !$0.isReadable }.map(\.name))
        func isShown(_ names: [String]) -> Bool { hidden.isDisjoint(with: names) }
        return Relation(
            name: name, kind: kind, columns: columns.filter(\.isReadable),
            primaryKey: isShown(primaryKey) ? primaryKey : [], uniqueKeys: uniqueKeys.filter(isShown),
            foreignKeys: foreignKeys.filter { isShown($0.columns) && leads($0) },
            indexes: indexes.filter { isShown($0.columns.compactMap(\.name)) }, searchIndexes: searchIndexes,
            checks: checks, triggers: triggers, hasRowIdentifier: hasRowIdentifier && hidden.isEmpty,
            comment: comment, partitionOf: partitionOf, partitioning: partitioning, rowSecurity: rowSecurity,
            policies: policies, rights: rights)
    }
}
