import ConsoleCore
import TenantDomain

/// Two tenants of the reference schema with people, widgets, deals and a trail.
enum ViewsStory {
    static let acme = TenantMatch(id: .text(key(1)), name: "Acme")
    static let globex = TenantMatch(id: .text(key(2)), name: "Globex")
    static let jane = key(11)
    static let mallory = key(12)

    static var script: String {
        """
        INSERT INTO users (id, email, name, status, phone, last_sign_in_at, created_at, updated_at) VALUES
          ('\(jane)', 'jane@acme.example', 'Jane Doe', 'active', '+4912345678', '\(ago(minutes: 5))', '\(ago(days: 90))', '\(ago())'),
          ('\(mallory)', 'mallory@acme.example', 'Mallory K.', 'active', NULL, NULL, '\(ago(days: 80))', '\(ago())'),
          ('\(key(13))', 'eve@globex.example', NULL, 'banned', NULL, NULL, '\(ago(days: 70))', '\(ago())');
        INSERT INTO workspaces (id, name, slug, kind, parent_workspace_id, plan, status, domain, trial_ends_at, created_at, updated_at) VALUES
          ('\(key(1))', 'Acme', 'acme', 'agency', NULL, 'free', 'active', 'acme.example', NULL, '\(ago(days: 100))', '\(ago())'),
          ('\(key(2))', 'Globex', 'globex', 'business', '\(key(1))', 'enterprise', 'suspended', NULL, '\(ago(days: -3))', '\(ago(days: 50))', '\(ago())');
        INSERT INTO workspace_members (id, workspace_id, user_id, role, status, invited_by, created_at, updated_at) VALUES
          ('\(key(21))', '\(key(1))', '\(jane)', 'owner', 'active', NULL, '\(ago(days: 90))', '\(ago())'),
          ('\(key(22))', '\(key(1))', '\(mallory)', 'viewer', 'suspended', '\(jane)', '\(ago(days: 80))', '\(ago())'),
          ('\(key(23))', '\(key(1))', '\(key(13))', 'viewer', 'active', '\(jane)', '\(ago(days: 70))', '\(ago())'),
          ('\(key(24))', '\(key(2))', '\(mallory)', 'admin', 'active', NULL, '\(ago(days: 60))', '\(ago())');
        INSERT INTO workspace_invitations (id, workspace_id, email, role, status, token, expires_at, created_at, updated_at) VALUES
          ('\(key(31))', '\(key(2))', 'Jane@Acme.example', 'editor', 'pending', 'tok', '\(ago(days: -7))', '\(ago())', '\(ago())');
        INSERT INTO workspace_subscriptions (id, workspace_id, stripe_customer_id, stripe_subscription_id, plan_type,
          base_token_limit, status, current_period_start, current_period_end, created_at, updated_at) VALUES
          ('\(key(41))', '\(key(1))', 'cus', 'sub', 'free', 1000000, 'active', '\(ago(days: 9))', '\(ago(days: -21))', '\(ago())', '\(ago())');
        INSERT INTO widgets (id, workspace_id, user_id, name, type, public_key, status, created_at, updated_at)
          SELECT '00000000-0000-4000-8000-0000000001' || printf('%02d', n), '\(key(1))', '\(jane)', 'Widget ' || n, 'chat',
            'pk_' || n, CASE WHEN n <= 4 THEN 'active' WHEN n = 5 THEN 'draft' ELSE 'archived' END, '\(ago())', '\(ago())'
          FROM (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 6) SELECT n FROM c);
        INSERT INTO projects (id, workspace_id, name, created_at, updated_at) VALUES
          ('\(key(51))', '\(key(1))', 'Atlas', '\(ago())', '\(ago())');
        INSERT INTO project_users (id, project_id, user_id, role, created_at) VALUES
          ('\(key(52))', '\(key(51))', '\(jane)', 'manager', '\(ago())');
        INSERT INTO token_usage (id, workspace_id, tokens_used, usage_type, created_at) VALUES
          ('\(key(61))', '\(key(1))', 700000, 'chat', '\(ago(days: 2))'),
          ('\(key(62))', '\(key(1))', 500000, 'chat', '\(ago(days: 1))'),
          ('\(key(63))', '\(key(1))', 900000, 'chat', '\(ago(days: 40))');
        INSERT INTO crm_pipelines (id, workspace_id, name, created_at, updated_at) VALUES
          ('\(key(71))', '\(key(1))', 'New business', '\(ago())', '\(ago())'),
          ('\(key(72))', '\(key(1))', 'Renewals', '\(ago())', '\(ago())'),
          ('\(key(73))', '\(key(2))', 'Elsewhere', '\(ago())', '\(ago())');
        INSERT INTO crm_stages (id, workspace_id, pipeline_id, name, position, is_won, created_at, updated_at) VALUES
          ('\(key(82))', '\(key(1))', '\(key(71))', 'Proposal', 2, 0, '\(ago())', '\(ago())'),
          ('\(key(81))', '\(key(1))', '\(key(71))', 'Lead', 1, 0, '\(ago())', '\(ago())'),
          ('\(key(83))', '\(key(1))', '\(key(71))', 'Won', 3, 1, '\(ago())', '\(ago())');
        INSERT INTO crm_contacts (id, workspace_id, name, email, created_at, updated_at) VALUES
          ('\(key(91))', '\(key(1))', 'Lindqvist AB', 'l@q.example', '\(ago())', '\(ago())');
        \(deals)
        \(trail)
        """
    }

    private static var deals: String {
        let rows: [(Int, Int, String, Int, String, String, Int)] = [
            (101, 81, "Retainer", 1_200_000, "EUR", "open", 3), (102, 81, "Website", 4_800_001, "EUR", "open", 40),
            (103, 81, "Pilot", 99, "USD", "open", 2), (104, 82, "Chatbot", 3_150_000, "EUR", "open", 1),
            (105, 83, "Old", 1_500_000, "EUR", "won", 200),
        ]
        return rows.map { id, stage, title, cents, currency, status, days in
            "INSERT INTO crm_deals (id, workspace_id, pipeline_id, stage_id, title, amount_cents, currency, status, "
                + "owner_id, contact_id, stage_entered_at, created_at, updated_at) VALUES ('\(key(id))', '\(key(1))', "
                + "'\(key(71))', '\(key(stage))', '\(title)', \(cents), '\(currency)', '\(status)', '\(jane)', "
                + "'\(key(91))', '\(ago(days: days))', '\(ago())', '\(ago())');"
        }.joined(separator: "\n")
    }

    private static var trail: String {
        """
        INSERT INTO audit_logs (id, workspace_id, table_name, record_id, action, old_data, new_data, changed_by, actor_email,
          actor_role, reason, ip_address, user_agent, created_at) VALUES
          ('\(key(201))', '\(key(1))', 'workspace_members', '\(key(22))', 'INSERT', NULL,
            '{"id":"\(key(22))","role":"viewer","status":"active"}', '\(jane)', 'jane@acme.example', 'owner', NULL, NULL, NULL, '\(ago(days: 3))'),
          ('\(key(202))', '\(key(1))', 'workspace_members', '\(key(22))', 'UPDATE', '{"role":"viewer","updated_at":"a"}',
            '{"role":"owner","updated_at":"b"}', '\(mallory)', 'mallory@acme.example', 'viewer', 'OPS-1', '10.8.0.17', 'curl/8', '\(ago(days: 2))'),
          ('\(key(203))', '\(key(1))', 'workspace_members', '\(key(22))', 'UPDATE', '{"role":"owner","status":"active"}',
            '{"role":"viewer","status":"active"}', '\(jane)', 'jane@acme.example', 'owner', NULL, NULL, NULL, '\(ago(days: 1))'),
          ('\(key(204))', '\(key(1))', 'users', '\(jane)', 'UPDATE',
            '{"email":"old@acme.example","encrypted_password":"aaa","name":"Jane"}',
            '{"email":"jane@acme.example","encrypted_password":"bbb","name":"Jane"}', '\(jane)', 'jane@acme.example', 'owner', NULL, NULL, NULL, '\(ago(hours: 5))'),
          ('\(key(205))', '\(key(2))', 'workspaces', '\(key(2))', 'UPDATE', '{"status":"active"}', '{"status":"suspended"}', NULL, NULL, NULL, NULL, NULL, NULL, '\(ago(hours: 4))'),
          ('\(key(206))', '\(key(1))', 'widgets', '\(key(999))', 'DELETE', '{"name":"Gone widget","id":"\(key(999))"}', NULL, '\(jane)', NULL, NULL, NULL, NULL, NULL, '\(ago(hours: 3))');
        INSERT INTO security_events (id, workspace_id, user_id, event_type, severity, email, ip_address, created_at) VALUES
          ('\(key(301))', '\(key(1))', '\(mallory)', 'sign_in_failed', 'high', 'mallory@acme.example', '185.4.7.21', '\(ago(hours: 30))');
        INSERT INTO failed_login_attempts (id, email, user_id, ip_address, reason, attempted_at) VALUES
          ('\(key(401))', 'mallory@acme.example', NULL, '185.4.7.21', 'bad_password', '\(ago(hours: 31))');
        """
    }
}
