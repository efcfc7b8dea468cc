/// Which table holds people who sign in.
enum UserEvidence {
    static func candidates(_ links: SchemaLinks) -> [SuggestionCandidate] {
        links.tables.compactMap { candidate($0, links) }.filter { $0.points >= 5 }
            .sorted { ($1.points, $0.table) < ($0.points, $1.table) }
    }

    private static func candidate(_ table: Relation, _ links: SchemaLinks) -> SuggestionCandidate? {
        let schema = table.name.schema ?? ""
        let isSignIn = NameVocabulary.signInSchemas.contains(schema)
        guard isSignIn || !NameVocabulary.platformSchemas.contains(schema) else { return nil }
        let words = IdentifierWords(table.name.name)
        var candidate = SuggestionCandidate(table: table.name, evidence: [])
        if let points = NameVocabulary.users[words.head], points > 0 {
            candidate.add(words.words.count == 1 ? points : max(1, points - 1), "its name")
        } else if !words.containsAny(["user", "person", "people"]) {
            guard signsIn(table), !isAnother(words) else { return nil }
            candidate.add(3, "an address and a password, whatever its name means")
        }
        if words.words.count > 1, NameVocabulary.tenants[words.words[0]] ?? 0 >= 3 {
            candidate.add(-4, "its name speaks of a \(words.words[0])'s people")
        }
        if let email = ColumnNames.first(ColumnNames.email, in: table) {
            candidate.add(3, "column \(email)")
            if table.uniqueKeys.contains([email]) { candidate.add(1, "\(email) is unique") }
        }
        let secrets = [
            "password", "encrypted_password", "password_hash", "passwordHash", "password_digest", "hashed_password",
            "crypted_password", "Password", "passwd", "hash",
        ]
        if let secret = ColumnNames.first(secrets, in: table) { candidate.add(3, "column \(secret)") }
        if let seen = ColumnNames.first(ColumnNames.lastSeen, in: table) { candidate.add(1, "column \(seen)") }
        if let login = ColumnNames.first(["username", "userName", "login", "Username"], in: table) {
            candidate.add(2, "column \(login)")
        }
        let named = links.links(to: table.name).filter { link in
            IdentifierWords.stem(of: link.column)?.head == "user" || link.column == "user"
        }
        if !named.isEmpty { candidate.add(min(4, named.count), "\(named.count) columns named user_id lead to it") }
        if table.identity.count != 1 { candidate.add(-2, "no key of one column") }
        if isSignIn {
            candidate.add(1, "it is the sign-in service's")
            let mirror = links.links(to: table.name).first { link in
                IdentifierWords(link.from.name).words == ["user"] && links[link.from]?.primaryKey == [link.column]
            }
            if let mirror { candidate.add(-8, "\(mirror.from) mirrors it") }
        }
        // A profile or an OAuth account of somebody who stands elsewhere.
        if table.name.schema == nil || !isSignIn {
            let own = links.links(from: table.name).filter { link in
                link.target != table.name && IdentifierWords(link.target.name).head == "user"
            }
            if let link = own.first {
                let isMirror = words.head == "user" && table.primaryKey == [link.column]
                if isMirror {
                    candidate.add(2, "it mirrors \(link.target) by its key")
                } else {
                    candidate.add(-6, "\(link.column) names a row of \(link.target)")
                }
            }
        }
        let oauth = ["provider", "providerAccountId", "provider_account_id", "access_token", "refresh_token"]
        if oauth.filter({ table.column($0) != nil }).count >= 2 { candidate.add(-6, "it holds sign-ins at providers") }
        return candidate
    }

    /// Whatever the language: an address that nobody shares, and a password.
    private static func signsIn(_ table: Relation) -> Bool {
        guard let email = ColumnNames.first(ColumnNames.email, in: table) else { return false }
        let secrets = ["passw", "mot_de_passe", "contrasena", "wachtwoord", "haslo", "senha"]
        return table.uniqueKeys.contains([email])
            && table.columns.contains { column in secrets.contains { column.name.lowercased().contains($0) } }
    }

    private static func isAnother(_ words: IdentifierWords) -> Bool {
        NameVocabulary.tenants[words.head] != nil || NameVocabulary.lookups.contains(words.head)
            || NameVocabulary.happenings.contains(words.head)
    }

    /// The user's name: its own column, else that of a table with one row for each user.
    static func name(of users: Relation, _ links: SchemaLinks) -> String? {
        if let own = ColumnNames.first(ColumnNames.person, in: users, where: ColumnNames.isText) { return own }
        for link in links.links(to: users.name) {
            guard let table = links[link.from],
                table.primaryKey == [link.column] || table.uniqueKeys.contains([link.column]),
                !NameVocabulary.platformSchemas.contains(link.from.schema ?? ""),
                let name = ColumnNames.first(ColumnNames.person, in: table, where: ColumnNames.isText)
            else { continue }
            return "\(link.from).\(name)"
        }
        return nil
    }

    static func email(of users: Relation, _ links: SchemaLinks) -> String? {
        if let own = ColumnNames.first(ColumnNames.email, in: users) { return own }
        for link in links.links(from: users.name) {
            let holders: Set<String> = ["user", "person", "partner", "contact", "profile", "identity"]
            guard let target = links[link.target], holders.contains(IdentifierWords(link.target.name).head),
                let email = ColumnNames.first(ColumnNames.email, in: target)
            else { continue }
            return "\(link.column).\(email)"
        }
        for link in links.links(to: users.name) {
            guard let table = links[link.from], IdentifierWords(link.from.name).containsAny(["email"]),
                let email = ColumnNames.first(ColumnNames.email, in: table)
            else { continue }
            return "\(link.from).\(email)"
        }
        return nil
    }
}
