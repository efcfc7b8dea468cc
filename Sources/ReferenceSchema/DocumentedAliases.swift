extension ReferenceSchema {
    /// Names in the documents that are another table here: the documented name to the reference table.
    package static let documentedAliases: [String: String] = [
        // The tenant and its members go by four names.
        "organizations": "workspaces",
        "tenants": "workspaces",
        "team_members": "workspace_members",
        "workspace_users": "workspace_members",
        "tenant_members": "workspace_members",
        "tenant_usage": "workspace_usage",
        "tenant_integrations": "workspace_integrations",
        "subscription_plans": "plans",
        // What Supabase keeps in its own schema is a plain table here.
        "auth.users": "users",
        "auth.refresh_tokens": "auth_refresh_tokens",
        "auth.instances": "auth_instances",
        "auth.audit_log_entries": "auth_audit_log_entries",
        "auth.identities": "auth_identities",
        "auth.sessions": "auth_sessions",
        "auth.mfa_factors": "auth_mfa_factors",
        "auth.mfa_challenges": "auth_mfa_challenges",
        "auth.sso_providers": "auth_sso_providers",
        "auth.sso_domains": "auth_sso_domains",
        "auth.saml_providers": "auth_saml_providers",
        "workspace-files": "storage_buckets",
        "project-files": "storage_buckets",
        "artifact-files": "storage_buckets",
        // Documented as legacy, alternative or duplicate.
        "audit_log": "audit_logs",
        "failed_attempts": "failed_login_attempts",
        "app_events": "telemetry_events",
        "workflow_definitions": "automation_workflows",
        "autopilot_workflows": "automation_workflows",
        "step_executions": "workflow_steps",
        "community_posts": "posts",
        "chat_conversations": "chat_sessions",
    ]

    /// The reference table that a documented name stands for: itself, or what it is an alias of.
    package static func table(documentedAs name: String) -> String {
        documentedAliases[name] ?? name
    }
}
