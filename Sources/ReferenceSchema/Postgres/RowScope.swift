/// Whose rows a table holds, as far as row-level security is concerned.
enum RowScope: Equatable {
    /// Members of the row's workspace read, editors write, admins delete.
    case workspace
    /// Members of the row's workspace read; the server writes.
    case workspaceRecord
    /// Owners and admins of the workspace in the column read, and write where they may.
    case workspaceAdmins(column: String, write: Bool)
    /// Who sees the project reads, who edits it writes.
    case project
    /// The person in the column reads and writes their own rows.
    case person(column: String)
    /// The person in the column reads; the server writes.
    case personRecord(column: String)
    /// As the row that the key points to.
    case parent(String, key: String)
    /// Everybody reads; the server writes.
    case catalogue
    /// Nobody but the server.
    case server
    /// Rules of its own.
    case special

    init(_ table: ReferenceTable) {
        if let known = Self.known[table.name] {
            self = known
        } else if table.name.hasPrefix("auth_") {
            self = .server
        } else if table.column("workspace_id") != nil {
            self = .workspace
        } else if table.column("project_id") != nil {
            self = .project
        } else if table.column("user_id") != nil {
            self = .person(column: "user_id")
        } else {
            self = .server
        }
    }

    private static let known: [String: RowScope] = {
        var known: [String: RowScope] = [
            "billing_accounts": .person(column: "owner_user_id"),
            "user_follows": .person(column: "follower_id"),
            "referrals": .personRecord(column: "referrer_id"),
            "agency_packages": .workspaceAdmins(column: "agency_workspace_id", write: false),
            "workspace_integrations": .workspaceAdmins(column: "workspace_id", write: true),
            "chat_messages": .parent("chat_sessions", key: "chat_id"),
            "artifact_files": .parent("artifacts", key: "artifact_id"),
            "embed_tokens": .parent("widget_instances", key: "widget_instance_id"),
            "widget_claim_audit": .parent("widget_instances", key: "widget_instance_id"),
            "comments": .parent("posts", key: "post_id"),
            "nurturing_enrollments": .parent("nurturing_sequences", key: "sequence_id"),
            "nurturing_schedule": .parent("nurturing_enrollments", key: "enrollment_id"),
            "ab_test_assignments": .parent("ab_tests", key: "test_id"),
            "ab_test_conversions": .parent("ab_tests", key: "test_id"),
            "appointment_reminders": .parent("appointments", key: "appointment_id"),
            "meeting_notes": .parent("meetings", key: "meeting_id"),
            "design_versions": .parent("design_projects", key: "design_project_id"),
            "workflow_steps": .parent("workflow_executions", key: "execution_id"),
        ]
        func put(_ scope: RowScope, _ tables: String) {
            for table in tables.split(separator: " ") { known[String(table)] = scope }
        }
        put(.special, "users workspaces workspace_members workspace_invitations projects project_users")
        put(.special, "billing_account_workspaces api_connections oauth2_connections artifacts")
        put(.special, "chat_participants storage_objects feature_flags widgets")
        put(.catalogue, "plans plan_features plan_limits storage_buckets badges integrations api_services")
        put(.catalogue, "marketplace_items workflow_templates trust_badges")
        put(.workspaceRecord, "events usage_events workspace_usage workspace_stats token_usage project_stats")
        put(.workspaceRecord, "ai_run_logs activities telemetry_events conversion_events sessions ai_cache analytics")
        put(.workspaceAdmins(column: "workspace_id", write: false), "workspace_subscriptions token_purchases")
        put(.workspaceAdmins(column: "workspace_id", write: false), "workspace_allocations audit_logs security_events")
        put(.workspaceAdmins(column: "workspace_id", write: false), "threat_detections security_policies api_logs")
        put(.workspaceAdmins(column: "workspace_id", write: false), "api_usage compliance_reports compliance_metrics")
        put(.workspaceAdmins(column: "workspace_id", write: false), "data_processing_activities cost_forecasts")
        put(.parent("widgets", key: "widget_id"), "widget_instances widget_events widget_submissions")
        put(.parent("widgets", key: "widget_id"), "plugin_artifacts widget_fetch_errors")
        put(.parent("leads", key: "lead_id"), "lead_activities lead_sessions lead_touchpoints email_interactions")
        put(.person(column: "user_id"), "notifications journal_entries")
        put(.personRecord(column: "user_id"), "user_roles subscription_tiers user_badges streaks user_segments")
        put(.personRecord(column: "user_id"), "leaderboard_entries user_activations data_subjects signals")
        put(.server, "user_creation_audit oauth2_tokens failed_login_attempts performance_metrics")
        put(.server, "submission_rate_window guardian_events agent_interactions")
        return known
    }()
}
