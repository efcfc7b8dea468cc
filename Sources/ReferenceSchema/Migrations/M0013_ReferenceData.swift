extension Migration {
    /// The plans with what they include and allow, and the storage buckets; a workspace needs a plan to stand on.
    static let referenceData = Migration(
        version: 13, name: "reference_data",
        portable: #"""
            INSERT INTO plans (id, name, description, rank, price_cents, trial_days, stripe_price_id) VALUES
              ('free', 'Free', 'To try it out', 0, 0, 0, NULL),
              ('hobby', 'Hobby', 'For one person', 1, 1900, 14, 'price_hobby_month'),
              ('pro', 'Pro', 'For teams', 2, 9900, 14, 'price_pro_month'),
              ('enterprise', 'Enterprise', 'For companies', 3, 99000, 30, 'price_enterprise_month');
            INSERT INTO plan_limits (plan_id, limit_type, limit_value, enforcement, grace_amount) VALUES
              ('free', 'members', 3, 'soft', 0), ('free', 'widgets', 3, 'hard', 0),
              ('free', 'projects', 2, 'soft', 0), ('free', 'tokens', 1000000, 'hard', 0),
              ('hobby', 'members', 10, 'soft', 1), ('hobby', 'widgets', 10, 'hard', 0),
              ('hobby', 'projects', 5, 'soft', 0), ('hobby', 'tokens', 3000000, 'hard', 0),
              ('pro', 'members', 50, 'soft', 5), ('pro', 'widgets', 25, 'hard', 2),
              ('pro', 'projects', 40, 'soft', 5), ('pro', 'tokens', 10000000, 'hard', 500000),
              ('enterprise', 'members', NULL, 'soft', 0), ('enterprise', 'widgets', NULL, 'soft', 0),
              ('enterprise', 'projects', NULL, 'soft', 0), ('enterprise', 'tokens', 100000000, 'soft', 10000000);
            INSERT INTO plan_features (plan_id, feature_key, enabled, limit_value) VALUES
              ('free', 'chat', true, NULL), ('free', 'custom_domains', false, 0),
              ('free', 'sso', false, NULL), ('free', 'audit_export', false, NULL),
              ('free', 'remove_branding', false, NULL), ('free', 'api_access', false, NULL),
              ('hobby', 'chat', true, NULL), ('hobby', 'custom_domains', true, 1),
              ('hobby', 'sso', false, NULL), ('hobby', 'audit_export', false, NULL),
              ('hobby', 'remove_branding', true, NULL), ('hobby', 'api_access', true, NULL),
              ('pro', 'chat', true, NULL), ('pro', 'custom_domains', true, 10),
              ('pro', 'sso', true, NULL), ('pro', 'audit_export', true, NULL),
              ('pro', 'remove_branding', true, NULL), ('pro', 'api_access', true, NULL),
              ('enterprise', 'chat', true, NULL), ('enterprise', 'custom_domains', true, NULL),
              ('enterprise', 'sso', true, NULL), ('enterprise', 'audit_export', true, NULL),
              ('enterprise', 'remove_branding', true, NULL), ('enterprise', 'api_access', true, NULL),
              ('enterprise', 'priority_support', true, NULL);
            INSERT INTO storage_buckets (id, name) VALUES
              ('workspace-files', 'workspace-files'), ('project-files', 'project-files'),
              ('artifact-files', 'artifact-files'), ('public', 'public'), ('private', 'private');
            UPDATE storage_buckets SET is_public = true WHERE id = 'public';
            """#
    )
}
