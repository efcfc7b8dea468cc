/// Policies of the tables that no general scope describes, as the documents have them, repaired.
enum SpecialPolicies {
    private typealias Rule = RowPolicies.Rule
    private static let (me, admins, owners) = (RowPolicies.me, RowPolicies.admins, RowPolicies.owners)
    private static func of(_ column: String, _ roles: String? = nil) -> String { RowPolicies.of(column, roles) }

    /// Columns that no application role reads, whatever the row.
    static let hiddenColumns: [String: Set<String>] = [
        "users": ["encrypted_password", "raw_app_meta_data"], "workspace_invitations": ["token"],
        "workspace_integrations": ["credentials"], "embed_tokens": ["token"],
        "api_connections": ["auth_token", "custom_headers"],
        "oauth2_connections": ["client_secret", "additional_params", "provider_config"],
    ]

    /// The only columns that an application role may change.
    static let writableColumns: [String: [String]] = ["users": ["name", "profile"]]

    static let rules: [String: [RowPolicies.Rule]] = [
        "users": [
            Rule("own", read: "id = \(me)", update: "id = \(me)"),
            Rule("colleagues", read: "id IN (SELECT shared_users())"),
            Rule("super_users", read: "(SELECT is_super_user())"),
        ],
        "workspaces": [
            Rule("members", read: "\(of("id")) OR id = (SELECT global_workspace())"),
            Rule("admins", update: of("id", admins)),
            Rule("owners", delete: of("id", owners)),
            Rule("super_users", read: "(SELECT is_super_user())"),
        ],
        "workspace_members": [
            Rule("own", read: "user_id = \(me)"),
            Rule("members", read: of("workspace_id")),
            Rule("owners", write: of("workspace_id", owners)),
            // An admin that could make owners would be one.
            Rule("admins", write: "role <> 'owner' AND \(of("workspace_id", admins))"),
        ],
        "workspace_invitations": [
            Rule("owners", all: of("workspace_id", owners)),
            Rule("admins", read: of("workspace_id", admins)),
            Rule("admins", write: "role <> 'owner' AND \(of("workspace_id", admins))"),
        ],
        "projects": [
            Rule("members", read: "id IN (SELECT visible_projects())"),
            Rule("editors", insert: of("workspace_id", RowPolicies.editors)),
            Rule("managers", update: "id IN (SELECT managed_projects())"),
            Rule("admins", delete: of("workspace_id", admins)),
        ],
        "project_users": [
            Rule("members", read: "project_id IN (SELECT visible_projects())"),
            Rule("managers", write: "project_id IN (SELECT managed_projects())"),
        ],
        "billing_account_workspaces": [
            Rule("members", read: of("workspace_id")),
            Rule(
                "owner",
                all: "EXISTS (SELECT 1 FROM billing_accounts b WHERE b.id = billing_account_id "
                    + "AND b.owner_user_id = \(me))"),
        ],
        "api_connections": [Rule("managers", all: connection)],
        "oauth2_connections": [Rule("managers", all: connection)],
        "artifacts": [
            Rule("members", read: "is_public OR project_id IN (SELECT visible_projects())"),
            Rule("contributors", write: "project_id IN (SELECT edited_projects())"),
        ],
        "chat_participants": [
            Rule("as_chat_sessions", read: "EXISTS (SELECT 1 FROM chat_sessions c WHERE c.id = chat_id)"),
            Rule(
                "own",
                write: "user_id = \(me) AND EXISTS (SELECT 1 FROM chat_sessions c WHERE c.id = chat_id)"),
        ],
        "feature_flags": [
            Rule("members", read: "workspace_id IS NULL OR \(of("workspace_id"))")
        ],
        "widgets": [
            Rule("members", read: of("workspace_id")),
            Rule("own", write: "user_id = \(me) AND \(of("workspace_id"))"),
            Rule(
                "editors", insert: of("workspace_id", RowPolicies.editors),
                update: of("workspace_id", RowPolicies.editors)),
            Rule("admins", delete: of("workspace_id", admins)),
        ],
        "storage_objects": [
            Rule(
                "members",
                read: """
                    CASE bucket_id
                      WHEN 'public' THEN true
                      WHEN 'workspace-files' THEN split_part(name, '/', 1) IN (SELECT member_workspaces()::text)
                      WHEN 'project-files' THEN split_part(name, '/', 1) IN (SELECT visible_projects()::text)
                      WHEN 'artifact-files' THEN EXISTS (SELECT 1 FROM artifacts a WHERE a.id::text = split_part(name, '/', 1))
                      ELSE owner_id = \(me)
                    END
                    """)
        ],
    ]

    /// Connections hold credentials, so that reading one takes the right to manage it.
    private static let connection =
        "\(of("workspace_id", admins)) OR project_id IN (SELECT managed_projects())"
}
