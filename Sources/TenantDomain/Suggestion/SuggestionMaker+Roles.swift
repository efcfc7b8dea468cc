/// What a member is: words, codes, flags, a lookup table or grants.
extension SuggestionMaker {
    mutating func roles(
        _ role: RoleEvidence?, of table: Relation, _ mapping: inout MembershipMapping, _ lines: inout [String]
    ) {
        switch role {
        case .words(let column, let allowed):
            mapping.role = column
            mapping.roles = RoleEvidence.ranked(allowed)
            lines.append(
                allowed.isEmpty
                    ? "role: column \(column), any text; say their rank with roles = […], highest first"
                    : "role: column \(column), allowed values \(allowed.joined(separator: ", "))")
        case .codes(let column, let allowed):
            mapping.role = column
            lines.append(
                "role: column \(column) holds numbers"
                    + (allowed.isEmpty ? "" : " (\(allowed.joined(separator: ", ")))"))
            unknown.append(
                "What the numbers in \(table.name).\(column) mean is not in the database. Say it, and name that column as the role:\n"
                    + "[[words]]\ntable = \"\(table.name)\"\nname = \"\(column)_name\"\ncolumn = \"\(column)\"\n"
                    + "codes = [\((allowed.isEmpty ? ["0", "1"] : allowed).map { "\"\($0)\"" }.joined(separator: ", "))]\n"
                    + "words = [\((allowed.isEmpty ? ["0", "1"] : allowed).map { "\"role \($0)\"" }.joined(separator: ", "))]"
            )
        case .list(let column):
            mapping.role = column
            lines.append("role: column \(column) holds a list of roles, shown whole")
        case .flags(let flags):
            var words = flags.map { flag in
                IdentifierWords(flag).words.filter { !["is", "has", "can", "scheme"].contains($0) }.joined(
                    separator: "_")
            }
            if Set(words).count != words.count { words = flags }
            let name = table.column("role") == nil ? "role" : "role_word"
            profile.words.append(
                WordsMapping(
                    table: table.name.description, name: name, flags: flags, words: words,
                    otherwise: words.contains("member") ? "other" : "member"))
            mapping.role = name
            mapping.roles = RoleEvidence.ranked(words) + [words.contains("member") ? "other" : "member"]
            lines.append("role: the first true of \(flags.joined(separator: ", ")), made a column by [[words]]")
        case .lookup(let path, let lookup):
            mapping.role = path
            lines.append("role: rows of \(lookup), named by \(path)")
            let global = links.links(from: lookup).contains {
                $0.target == profile.tenant.flatMap { RelationName(parsing: $0.base.table) }
            }
            lines.append(
                (global ? "each tenant has roles of its own in \(lookup); " : "")
                    + "their rank is in the rows, not in the schema: say it with roles = […], highest first")
        case .grants(let path, let grants):
            mapping.role = path
            lines.append("role: granted in \(grants); the newest grant shows where somebody has several")
        case nil:
            unknown.append("\(table.name) has no column that looks like a role: everybody in it is just a member.")
        }
    }
}
