/// Words that names of tables and columns are made of, and what they usually mean. Never proof: they only add to what
/// keys, policies and shapes say.
enum NameVocabulary {
    /// Words for the one who pays, with how often they mean that.
    static let tenants: [String: Int] = [
        "tenant": 5, "workspace": 5, "organization": 5, "organisation": 5, "org": 5, "company": 4, "account": 4,
        "team": 4,
        "agency": 4, "business": 4, "merchant": 4, "school": 4, "institution": 4, "namespace": 4, "realm": 4,
        "enterprise": 4,
        "firm": 4, "practice": 3, "clinic": 3, "club": 3, "site": 3, "space": 3, "store": 3, "shop": 3, "restaurant": 3,
        "hotel": 3, "venue": 3, "franchise": 3, "customer": 3, "client": 3, "partner": 3, "subscriber": 2,
        "community": 3,
        "instance": 2, "guild": 3, "server": 1, "group": 2, "household": 3, "family": 2, "property": 1, "project": 1,
        "department": 1, "division": 1, "unit": 1, "app": 1, "application": 1,
    ]

    static let users: [String: Int] = [
        "user": 5, "person": 4, "profile": 2, "account": 1, "login": 2, "identity": 1, "principal": 3, "employee": 2,
        "staff": 2, "operator": 2, "agent": 1, "contact": 0, "customer": 0, "member": 1,
    ]

    static let memberships: Set<String> = [
        "member", "membership", "participant", "collaborator", "seat", "enrollment", "affiliation", "assignment",
    ]

    /// Rows that someone writes, does or gets: they name a person and a place without making one a member of the other.
    static let happenings: Set<String> = [
        "comment", "post", "message", "task", "event", "log", "session", "token", "notification", "invitation",
        "invite",
        "order", "payment", "audit", "activity", "like", "follow", "reaction", "history", "visit", "view", "vote",
        "bookmark",
        "favorite", "favourite", "star", "upload", "file", "document", "note", "report", "request", "entry", "record",
        "subscription", "preference", "setting", "mention", "draft", "ticket", "issue", "booking", "appointment",
        "invoice",
        "export", "import", "job", "key", "device", "email", "badge", "answer", "submission", "read", "counter", "stat",
        "conversation", "call", "transaction", "usage", "credential", "domain", "webhook", "integration", "topic",
        "article",
    ]

    /// Lists of words that others point at: no tenant, whatever else is true of them.
    static let lookups: Set<String> = [
        "role", "permission", "type", "category", "tag", "status", "plan", "country", "currency", "language", "locale",
        "timezone", "badge", "label", "scope", "feature", "tier", "kind", "level", "state", "migration", "right",
        "privilege",
        "product", "price", "setting", "version", "scheme", "theme",
    ]

    static let plans: Set<String> = ["plan", "tier", "package", "edition"]

    /// From the one who may do everything to the one who may only look.
    static let roles = [
        "owner", "super_admin", "superadmin", "superuser", "super_user", "root", "billing_owner", "administrator",
        "admin",
        "maintainer", "manager", "moderator", "supervisor", "lead", "super_editor", "editor", "developer", "publisher",
        "author", "writer", "contributor", "project_creator", "creator", "staff", "agent", "operator", "collaborator",
        "member",
        "standard", "basic", "user", "employee", "analyst", "reporter", "billing", "commenter", "reviewer", "viewer",
        "reader",
        "observer", "read_only", "readonly", "limited", "restricted", "minimal", "planner", "external", "guest", "none",
        "no_access",
    ]

    static let fusedFirst = [
        "organization", "organisation", "organizational", "workspace", "company", "account", "project", "tenant",
        "team",
        "group", "channel", "user", "org", "space", "site", "store", "member", "scheme",
    ]
    static let fusedLast: Set<String> = [
        "member", "membership", "user", "role", "invitation", "invite", "domain", "setting", "team", "project",
        "organization",
        "account", "profile", "option", "token", "rel", "log", "entry", "subscription", "plan", "company", "group",
        "tenant",
        "space", "admin", "guest",
    ]

    /// Schemas that the platform keeps for itself.
    static let platformSchemas: Set<String> = [
        "auth", "storage", "extensions", "cron", "realtime", "vault", "graphql", "graphql_public", "pgsodium", "net",
        "supabase_functions", "supabase_migrations", "pgbouncer", "hdb_catalog", "pgboss", "graphile_worker", "drizzle",
        "topology", "tiger", "partman", "information_schema", "timescaledb_information", "_realtime", "_analytics",
    ]

    /// Schemas other than the default one whose `users` are the sign-in service's.
    static let signInSchemas: Set<String> = ["auth", "identity", "neon_auth", "nextauth", "next_auth"]
}
