/// What speaks for a table being the one who pays: name, columns, and how much of the schema belongs to it.
enum TenantEvidence {
    static func candidate(
        _ table: Relation, _ links: SchemaLinks, users: RelationName?, policies: PolicyEvidence,
        hasSchemaEach: Bool = false
    ) -> SuggestionCandidate? {
        guard !NameVocabulary.platformSchemas.contains(table.name.schema ?? ""), table.name != users,
            table.identity.count >= 1
        else { return nil }
        let words = IdentifierWords(table.name.name)
        var candidate = SuggestionCandidate(table: table.name, evidence: [])
        name(words, &candidate)
        columns(table, words, &candidate)
        if hasSchemaEach, ColumnNames.first(["schema_name", "schemaName"], in: table) != nil {
            // What is a tenant's stands in its schema and names nobody.
            candidate.add(8, "such schemas are there")
        } else {
            reach(table, links, users, &candidate)
        }
        shape(table, links, users, &candidate)
        let named = policies.tables(naming: table.name)
        if named > 1 { candidate.add(1, "policies of \(named) tables name it") }
        return candidate
    }

    private static func name(_ words: IdentifierWords, _ candidate: inout SuggestionCandidate) {
        if let points = NameVocabulary.tenants[words.head] {
            // `project_group` is a kind of group; `sentry_organization` and `res_company` carry their program's prefix.
            let isPlain =
                words.words.count == 1
                || (words.words.count == 2 && (!isNoun(words.words[0]) || words.words[0] == words.words[1]))
            candidate.add(isPlain ? points : max(0, points - 2), "its name says \(words.head)")
        }
        if NameVocabulary.tenants[words.head] == nil { candidate.add(-2, "its name says nothing of tenants") }
        if NameVocabulary.lookups.contains(words.head) { candidate.add(-8, "its name says that it is a list of words") }
        if NameVocabulary.happenings.contains(words.head) {
            candidate.add(-5, "its name says that it is something that happens")
        }
        if NameVocabulary.memberships.contains(words.head) { candidate.add(-6, "its name says that it joins others") }
        if words.head == "user" || words.head == "person" || words.head == "profile" {
            candidate.add(-8, "its name says that it holds people")
        }
    }

    private static func isNoun(_ word: String) -> Bool {
        NameVocabulary.tenants[word] != nil || NameVocabulary.users[word] != nil
            || NameVocabulary.happenings.contains(word)
            || NameVocabulary.lookups.contains(word)
    }

    private static func columns(_ table: Relation, _ words: IdentifierWords, _ candidate: inout SuggestionCandidate) {
        if let name = ColumnNames.first(ColumnNames.name, in: table, where: ColumnNames.isText) {
            candidate.add(1, "column \(name)")
        }
        if let schema = ColumnNames.first(["schema_name", "schemaName"], in: table) {
            candidate.add(5, "column \(schema) names a schema for each")
        }
        let addresses = ["slug", "subdomain", "domain", "custom_domain", "Slug", "domain_url"]
        if let slug = ColumnNames.first(addresses, in: table) { candidate.add(2, "column \(slug)") }
        let plans = ColumnNames.plan.dropLast(3)
        if let plan = ColumnNames.first(Array(plans), in: table) { candidate.add(2, "column \(plan)") }
        let billing = [
            "stripe_customer_id", "stripeCustomerId", "billing_email", "billingEmail", "customer_id", "trial_ends_at",
            "stripe_id", "vat_number", "seats", "max_users", "max_members", "billing",
        ]
        if let column = ColumnNames.first(billing, in: table) { candidate.add(2, "column \(column)") }
        let owners = ["owner_id", "ownerId", "owner_user_id", "created_by"]
        if let owner = ColumnNames.first(owners, in: table) { candidate.add(1, "column \(owner)") }
        let oauth = [
            "provider", "providerAccountId", "provider_account_id", "access_token", "refresh_token", "id_token",
        ]
        if oauth.filter({ table.column($0) != nil }).count >= 2 { candidate.add(-8, "it holds sign-ins at providers") }
        let personal = [
            "email", "first_name", "firstName", "last_name", "password", "phone", "birth_date", "date_of_birth",
        ]
        let found = personal.filter { table.column($0) != nil }
        if found.count >= 2 { candidate.add(-3, "columns \(found.joined(separator: ", ")) are a person's") }
        if table.column("debit") != nil || table.column("balance") != nil { candidate.add(-3, "it keeps balances") }
    }

    private static func reach(
        _ table: Relation, _ links: SchemaLinks, _ users: RelationName?, _ candidate: inout SuggestionCandidate
    ) {
        let direct = Set(links.links(to: table.name).map(\.from)).subtracting([table.name])
        let others = links.tables.filter { !NameVocabulary.platformSchemas.contains($0.name.schema ?? "") }.count - 1
        if direct.count >= 2 {
            candidate.add(direct.count >= 12 ? 3 : direct.count >= 5 ? 2 : 1, "\(direct.count) tables name it")
        }
        guard others > 2 else { return }
        let share = links.reach(of: table.name, notThrough: users) * 100 / others
        switch share {
        case 50...: candidate.add(4, "\(share) % of the tables belong to it")
        case 30...: candidate.add(3, "\(share) % of the tables belong to it")
        case 15...: candidate.add(1, "\(share) % of the tables belong to it")
        default:
            if others >= 12 { candidate.add(-4, "only \(share) % of the tables belong to it") }
        }
    }

    private static func shape(
        _ table: Relation, _ links: SchemaLinks, _ users: RelationName?, _ candidate: inout SuggestionCandidate
    ) {
        for link in links.links(from: table.name) where link.target != table.name && link.target != users {
            let target = IdentifierWords(link.target.name)
            guard NameVocabulary.tenants[target.head] ?? 0 >= 2, !NameVocabulary.lookups.contains(target.head),
                links.links(to: link.target).count >= 2, link.isRequired || link.isDeclared
            else { continue }
            candidate.add(link.isRequired ? -5 : -2, "\(link.column) says that it belongs to \(link.target)")
            break
        }
        if let users, links.links(from: table.name).contains(where: { $0.target == users && $0.isRequired }),
            let link = links.links(from: table.name).first(where: { $0.target == users && $0.isRequired }),
            IdentifierWords.stem(of: link.column)?.head == "user"
        {
            candidate.add(-4, "\(link.column) says that each belongs to one user")
        }
    }
}
