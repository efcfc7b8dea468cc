import TenantDomain

/// The catalog as a profile completes it: with keys that the database does not declare, and with columns made of codes
/// and booleans. What names something that is not there is left out and said.
enum ProfileCatalog {
    static func completed(
        _ catalog: Catalog, by profile: Profile, problems: inout [ProfileProblem]
    ) -> Catalog {
        var columns: [RelationName: [Column]] = [:]
        for (position, mapping) in profile.words.enumerated() {
            guard let relation = table(mapping.table, catalog, key: "words[\(position)].table", &problems),
                let column = column(mapping, of: relation, catalog, key: "words[\(position)]", &problems)
            else { continue }
            columns[relation.name, default: []].append(column)
        }
        var keys: [RelationName: [ForeignKey]] = [:]
        for (position, mapping) in profile.links.enumerated() {
            guard let from = end(mapping.column, catalog, key: "links[\(position)].column", &problems),
                let to = end(mapping.target, catalog, key: "links[\(position)].target", &problems)
            else { continue }
            let isDeclared = from.relation.foreignKeys.contains { $0.columns == [from.column] }
            if isDeclared { continue }
            keys[from.relation.name, default: []].append(
                ForeignKey(columns: [from.column], target: to.relation.name, targetColumns: [to.column]))
        }
        return catalog.adding(keys: keys, columns: columns)
    }

    private static func table(
        _ name: String, _ catalog: Catalog, key: String, _ problems: inout [ProfileProblem]
    ) -> Relation? {
        if let relation = catalog.relation(named: name) { return relation }
        let nearest = NearestWord.find(name, among: catalog.relations.map(\.name.description))
        problems.append(ProfileProblem(key: key, kind: .missingTable(name, nearest: nearest)))
        return nil
    }

    private static func isThere(
        _ name: String, in relation: Relation, key: String, _ problems: inout [ProfileProblem]
    ) -> Bool {
        if relation.column(name) != nil { return true }
        problems.append(
            ProfileProblem(
                key: key,
                kind: .missingColumn(
                    name, table: relation.name.description,
                    nearest: NearestWord.find(name, among: relation.columns.map(\.name)))))
        return false
    }

    private static func end(
        _ text: String, _ catalog: Catalog, key: String, _ problems: inout [ProfileProblem]
    ) -> (relation: Relation, column: String)? {
        let dot = text.lastIndex(of: ".") ?? text.endIndex
        guard let relation = table(String(text[..<dot]), catalog, key: key, &problems) else { return nil }
        let column = dot == text.endIndex ? "" : String(text[text.index(after: dot)...])
        return isThere(column, in: relation, key: key, &problems) ? (relation, column) : nil
    }

    private static func column(
        _ mapping: WordsMapping, of relation: Relation, _ catalog: Catalog, key: String,
        _ problems: inout [ProfileProblem]
    ) -> Column? {
        if relation.column(mapping.name) != nil {
            problems.append(ProfileProblem(key: "\(key).name", kind: .duplicateName(mapping.name)))
            return nil
        }
        var cases: [ColumnWords.Case] = []
        if let code = mapping.column {
            guard isThere(code, in: relation, key: "\(key).column", &problems), let column = relation.column(code)
            else { return nil }
            for (value, word) in zip(mapping.codes, mapping.words) {
                cases.append(ColumnWords.Case(column: code, value: bound(value, to: column, catalog), word: word))
            }
        }
        for (position, (flag, word)) in zip(mapping.flags, mapping.words).enumerated() {
            guard isThere(flag, in: relation, key: "\(key).flags[\(position)]", &problems),
                let column = relation.column(flag)
            else { return nil }
            cases.append(ColumnWords.Case(column: flag, value: bound("true", to: column, catalog), word: word))
        }
        guard !cases.isEmpty || mapping.otherwise != nil else { return nil }
        var allowed = cases.map(\.word)
        if let otherwise = mapping.otherwise, !allowed.contains(otherwise) { allowed.append(otherwise) }
        return Column(
            name: mapping.name, declaredType: "text", type: .text, isNullable: mapping.otherwise == nil,
            generation: .virtual, allowedValues: allowed,
            words: ColumnWords(cases: cases, otherwise: mapping.otherwise))
    }

    /// As the engine compares it with the column: SQLite keeps booleans as numbers.
    private static func bound(_ text: String, to column: Column, _ catalog: Catalog) -> Value {
        if column.type == .boolean, catalog.engine.kind == .sqlite {
            return .integer(["true", "t", "1", "yes"].contains(text.lowercased()) ? 1 : 0)
        }
        if column.type == .integer, let number = Int64(text) { return .integer(number) }
        if catalog.engine.kind == .sqlite, let number = Int64(text), column.type != .text { return .integer(number) }
        if catalog.engine.kind == .sqlite, text == "true", column.type != .text { return .integer(1) }
        return .text(text)
    }
}
