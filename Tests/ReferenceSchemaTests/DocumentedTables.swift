/// Every table that the four schema documents name, by document and section.
enum DocumentedTables {
    static let all: [(document: String, section: String, tables: String)] = [
        (
            "widget-platform", "public",
            """
            profiles widgets widget_events widget_submissions widget_instances usage_events plan_limits \
            workspaces workspace_members plan_features events embed_tokens plugin_artifacts billing_accounts \
            billing_account_workspaces test_migration user_creation_audit agency_packages \
            workspace_allocations widget_claim_audit widget_fetch_errors materialized_view_refresh_log \
            performance_baseline_audit submission_rate_window feature_flags
            """
        ),
        (
            "widget-platform", "auth",
            """
            auth.users auth.refresh_tokens auth.instances auth.audit_log_entries auth.identities \
            auth.sessions auth.mfa_factors auth.mfa_challenges auth.sso_providers auth.sso_domains \
            auth.saml_providers
            """
        ),
        (
            "project-studio", "public",
            """
            users workspaces workspace_users projects project_users api_connections oauth2_connections \
            oauth2_tokens chat_sessions chat_messages chat_participants artifacts artifact_files \
            workspace_subscriptions token_purchases token_usage workspace_stats project_stats audit_logs \
            project_requirements technical_architecture ui_design project_context
            """
        ),
        (
            "project-studio", "storage buckets",
            """
            workspace-files project-files artifact-files
            """
        ),
        (
            "agency-crm", "Core Multi-Tenant Tables",
            """
            organizations profiles team_members clients projects
            """
        ),
        (
            "agency-crm", "Wizard & Strategy Tables",
            """
            wizard_sessions wizard_answers context_snapshots roadmaps roadmap_phases tasks
            """
        ),
        (
            "agency-crm", "AI & Analytics Tables",
            """
            ai_run_logs ai_cache analytics
            """
        ),
        (
            "agency-crm", "Service & System Catalog",
            """
            services systems system_services project_systems project_services
            """
        ),
        (
            "agency-crm", "Content & Deliverables",
            """
            documents briefs brief_versions deliverables milestones
            """
        ),
        (
            "agency-crm", "Financial Tables",
            """
            invoices payments
            """
        ),
        (
            "agency-crm", "CRM Tables",
            """
            crm_pipelines crm_stages crm_contacts crm_deals crm_interactions activities
            """
        ),
        (
            "growth-platform", "1. Authentication & User Management",
            """
            profiles user_roles user_settings user_apps
            """
        ),
        (
            "growth-platform", "2. Multi-Tenant Architecture",
            """
            tenants tenant_members tenant_usage tenant_integrations
            """
        ),
        (
            "growth-platform", "3. Gamification & Community",
            """
            badges user_badges streaks posts comments reactions journal_entries challenges \
            challenge_participants leaderboard_entries notifications user_follows activities referrals \
            moderation_flags
            """
        ),
        (
            "growth-platform", "4. Events & Telemetry",
            """
            events telemetry_events app_events conversion_events sessions signals segments user_segments
            """
        ),
        (
            "growth-platform", "5. Analytics & Metrics",
            """
            metrics_daily metrics_log performance_metrics business_metrics system_metrics \
            pmf_metrics_snapshots user_activations
            """
        ),
        (
            "growth-platform", "6. AI & Embeddings",
            """
            ai_embeddings ai_health_metrics ai_insights ai_agents agent_interactions
            """
        ),
        (
            "growth-platform", "7. Workflows & Automation",
            """
            automation_workflows workflow_definitions workflow_executions workflow_steps step_executions \
            workflow_templates autopilot_workflows
            """
        ),
        (
            "growth-platform", "8. Lead Generation & CRM",
            """
            leads lead_activities lead_sources lead_sessions lead_touchpoints email_interactions email_queue \
            email_templates nurturing_sequences nurturing_enrollments nurturing_schedule crm_sync_log \
            conversions marketing_costs campaign_costs roi_tracking revenue_events ab_tests \
            ab_test_assignments ab_test_conversions
            """
        ),
        (
            "growth-platform", "9. Privacy & Compliance",
            """
            privacy_consents data_subjects data_subject_requests consent_records data_processing_activities \
            compliance_reports compliance_metrics
            """
        ),
        (
            "growth-platform", "10. Security & Audit",
            """
            audit_log audit_logs security_events threat_detections failed_attempts failed_login_attempts \
            security_policies rate_limits
            """
        ),
        (
            "growth-platform", "11. Trust & Guardian",
            """
            trust_ledger_roots guardian_preferences guardian_events trust_badges
            """
        ),
        (
            "growth-platform", "12. Billing & Subscriptions",
            """
            subscription_plans revenue_streams subscription_tiers
            """
        ),
        (
            "growth-platform", "13. Marketplace & Integrations",
            """
            marketplace_items integrations api_services api_usage api_logs
            """
        ),
        (
            "growth-platform", "14. Appointments & Meetings",
            """
            appointments appointment_reminders meetings meeting_notes
            """
        ),
        (
            "growth-platform", "15. Design & Projects",
            """
            design_projects design_versions
            """
        ),
        (
            "growth-platform", "16. Community & Social",
            """
            community_posts expert_profiles communication_channels
            """
        ),
        (
            "growth-platform", "17. Notifications & Preferences",
            """
            notifications notification_preferences push_subscriptions
            """
        ),
        (
            "growth-platform", "18. Blog & Content",
            """
            blog_comments
            """
        ),
        (
            "growth-platform", "19. Chat & Conversations",
            """
            chat_conversations chat_messages
            """
        ),
        (
            "growth-platform", "20. Orchestrator & Monitoring",
            """
            orchestrator_reports dependency_reports cost_forecasts security_audits
            """
        ),
    ]
}
