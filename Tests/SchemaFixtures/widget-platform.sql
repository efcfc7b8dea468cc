-- The widget platform of docs/documented-schemas.md, after supabase.sql. Columns that its document only sums up are ours.

CREATE TYPE user_created_source AS ENUM ('signup_form', 'invitation', 'oauth', 'api', 'import');

CREATE TABLE profiles (
    user_id uuid PRIMARY KEY,
    name text,
    company text,
    subscription_status text DEFAULT 'trial',
    created_at timestamptz DEFAULT now(),
    created_by uuid,
    created_source user_created_source DEFAULT 'signup_form',
    created_ip inet,
    created_user_agent text);

CREATE TABLE workspaces (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text,
    plan text DEFAULT 'free',
    created_at timestamptz DEFAULT now(),
    kind text DEFAULT 'business' CHECK (kind IN ('agency', 'business')),
    parent_workspace_id uuid REFERENCES workspaces (id));

CREATE TABLE workspace_members (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    role text DEFAULT 'owner' CHECK (role IN ('owner', 'admin', 'super_editor', 'editor', 'collaborator', 'viewer')),
    status text DEFAULT 'active',
    created_at timestamptz DEFAULT now(),
    invited_by uuid REFERENCES auth.users (id),
    invited_at timestamptz DEFAULT now(),
    accepted_at timestamptz,
    UNIQUE (workspace_id, user_id));
CREATE INDEX workspace_members_user ON workspace_members (user_id);

CREATE TABLE plan_limits (
    plan_id text,
    limit_type text,
    limit_value integer,
    enforcement text DEFAULT 'soft',
    grace_amount integer DEFAULT 0,
    PRIMARY KEY (plan_id, limit_type));

CREATE TABLE plan_features (
    plan_id text,
    feature_key text,
    limit_value int,
    enabled boolean,
    metadata jsonb DEFAULT '{}',
    updated_at timestamptz DEFAULT now(),
    PRIMARY KEY (plan_id, feature_key));

CREATE TABLE widgets (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    public_key text UNIQUE NOT NULL,
    status text DEFAULT 'active',
    config jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz DEFAULT now(),
    workspace_id uuid NOT NULL REFERENCES workspaces (id));
CREATE INDEX widgets_workspace ON widgets (workspace_id);

CREATE TABLE widget_events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    widget_id uuid REFERENCES widgets (id),
    type text,
    meta jsonb DEFAULT '{}',
    ts timestamptz DEFAULT now());
CREATE INDEX widget_events_widget ON widget_events (widget_id, ts DESC);

CREATE TABLE widget_submissions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    widget_id uuid NOT NULL REFERENCES widgets (id),
    payload jsonb NOT NULL CHECK (pg_column_size(payload) <= 32768),
    ts timestamptz DEFAULT now(),
    ip text,
    ua text,
    widget_instance_id text,
    payload_hash text,
    ts_second timestamptz);
CREATE INDEX widget_submissions_widget ON widget_submissions (widget_id, ts DESC);

CREATE TABLE widget_instances (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    widget_id uuid NOT NULL REFERENCES widgets (id),
    public_id text UNIQUE NOT NULL,
    status text DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'inactive')),
    config jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT now(),
    draft_token uuid,
    claimed_at timestamptz,
    expires_at timestamptz,
    updated_at timestamptz DEFAULT now());

CREATE TABLE usage_events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    workspace_id uuid REFERENCES workspaces (id),
    user_id uuid,
    event_type text DEFAULT 'feature_usage',
    quantity integer DEFAULT 1,
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT now());
CREATE INDEX usage_events_workspace ON usage_events (workspace_id, created_at DESC);

CREATE TABLE events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    workspace_id uuid NOT NULL,
    entity_type text,
    entity_id uuid,
    event_type text NOT NULL,
    actor_id uuid,
    payload jsonb DEFAULT '{}',
    metadata jsonb DEFAULT '{}',
    idempotency_hash text,
    created_at timestamptz DEFAULT now());
CREATE INDEX events_created ON events (created_at DESC);
CREATE INDEX events_workspace ON events (workspace_id, created_at DESC);

CREATE TABLE embed_tokens (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    widget_instance_id uuid NOT NULL REFERENCES widget_instances (id),
    public_id text UNIQUE NOT NULL REFERENCES widget_instances (public_id),
    token text UNIQUE NOT NULL,
    expires_at timestamptz NOT NULL,
    created_at timestamptz DEFAULT now(),
    created_by uuid,
    rotated_at timestamptz);

CREATE TABLE plugin_artifacts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    widget_id uuid NOT NULL REFERENCES widgets (id),
    version text NOT NULL,
    content bytea NOT NULL CHECK (octet_length(content) <= 28672),
    bytes integer GENERATED ALWAYS AS (octet_length(content)) STORED,
    created_at timestamptz DEFAULT now());

CREATE TABLE billing_accounts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner_user_id uuid NOT NULL REFERENCES auth.users (id),
    created_at timestamptz DEFAULT now());

CREATE TABLE billing_account_workspaces (
    billing_account_id uuid REFERENCES billing_accounts (id),
    workspace_id uuid REFERENCES workspaces (id),
    PRIMARY KEY (billing_account_id, workspace_id));

CREATE TABLE test_migration (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, note text, ran_at timestamptz DEFAULT now());
CREATE TABLE user_creation_audit (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid,
    email text,
    source user_created_source,
    ip_address inet,
    user_agent text,
    created_by uuid,
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT now());
CREATE INDEX user_creation_audit_created ON user_creation_audit (created_at DESC);
CREATE TABLE agency_packages (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    agency_workspace_id uuid NOT NULL REFERENCES workspaces (id),
    name text NOT NULL,
    price_cents integer NOT NULL DEFAULT 0,
    widget_limit integer,
    created_at timestamptz DEFAULT now());
CREATE TABLE workspace_allocations (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    workspace_id uuid NOT NULL REFERENCES workspaces (id),
    package_id uuid REFERENCES agency_packages (id),
    widgets_allocated integer NOT NULL DEFAULT 0,
    created_at timestamptz DEFAULT now());
CREATE TABLE widget_claim_audit (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    widget_instance_id uuid REFERENCES widget_instances (id),
    claimed_by uuid,
    outcome text NOT NULL,
    ip_address inet,
    user_agent text,
    created_at timestamptz DEFAULT now());
CREATE INDEX widget_claim_audit_created ON widget_claim_audit (created_at DESC);
CREATE TABLE widget_fetch_errors (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, widget_id uuid, status_code integer, message text,
    created_at timestamptz DEFAULT now());
CREATE TABLE materialized_view_refresh_log (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, view_name text NOT NULL, refreshed_at timestamptz DEFAULT now(),
    duration_ms integer, error text);
CREATE TABLE performance_baseline_audit (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, query_name text, mean_ms numeric(12, 3), captured_at timestamptz DEFAULT now());
CREATE TABLE submission_rate_window (
    widget_id uuid, window_start timestamptz, submissions integer NOT NULL DEFAULT 0,
    PRIMARY KEY (widget_id, window_start));
CREATE TABLE feature_flags (key text PRIMARY KEY, enabled boolean NOT NULL DEFAULT false, rollout numeric(5, 2), updated_at timestamptz DEFAULT now());

-- Functions. The membership ones run with their owner's rights, so that a policy on workspace_members may ask it.

CREATE FUNCTION is_workspace_owner(workspace uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.workspace_members m
        WHERE m.workspace_id = workspace AND m.user_id = auth.uid() AND m.role = 'owner' AND m.status = 'active')
$$;
CREATE FUNCTION my_workspace_ids() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
    'SELECT m.workspace_id FROM public.workspace_members m WHERE m.user_id = auth.uid()';

CREATE FUNCTION record_user_creation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO public.profiles (user_id, name)
    VALUES (NEW.id, NEW.raw_user_meta_data ->> 'name') ON CONFLICT (user_id) DO NOTHING;
    INSERT INTO public.user_creation_audit (user_id, email, source, created_at)
    VALUES (NEW.id, NEW.email, 'signup_form', NEW.created_at);
    RETURN NEW;
END $$;
CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION record_user_creation();

CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS
    'BEGIN NEW.updated_at = now(); RETURN NEW; END';
CREATE TRIGGER touch_widget_instances BEFORE UPDATE ON widget_instances FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_plan_features BEFORE UPDATE ON plan_features FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

CREATE VIEW workspace_overview WITH (security_invoker = on) AS
    SELECT w.id, w.name, w.plan, count(m.id) AS members
    FROM workspaces w LEFT JOIN workspace_members m ON m.workspace_id = w.id GROUP BY w.id;

-- Policies.

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY[
        'profiles', 'workspaces', 'workspace_members', 'plan_limits', 'plan_features', 'widgets', 'widget_events',
        'widget_submissions', 'widget_instances', 'usage_events', 'events', 'embed_tokens', 'billing_accounts',
        'billing_account_workspaces', 'user_creation_audit', 'agency_packages', 'workspace_allocations',
        'widget_claim_audit', 'feature_flags'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted);
    END LOOP;
END $$;

CREATE POLICY "own profile" ON profiles FOR SELECT TO authenticated USING (user_id = auth.uid());

CREATE POLICY "Owner can select own widgets" ON widgets FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY "Owner can insert own widgets" ON widgets FOR INSERT TO authenticated WITH CHECK (user_id = auth.uid());
CREATE POLICY "Owner can update own widgets" ON widgets FOR UPDATE TO authenticated USING (user_id = auth.uid());
CREATE POLICY "Owner can delete own widgets" ON widgets FOR DELETE TO authenticated USING (user_id = auth.uid());

CREATE POLICY widget_instances_select_own_auth ON widget_instances FOR SELECT TO authenticated
    USING (EXISTS (SELECT 1 FROM widgets w WHERE w.id = widget_instances.widget_id AND w.user_id = auth.uid()));
CREATE POLICY widget_instances_insert_own_auth ON widget_instances FOR INSERT TO authenticated
    WITH CHECK (EXISTS (SELECT 1 FROM widgets w WHERE w.id = widget_instances.widget_id AND w.user_id = auth.uid()));
CREATE POLICY widget_instances_update_own_auth ON widget_instances FOR UPDATE TO authenticated
    USING (EXISTS (SELECT 1 FROM widgets w WHERE w.id = widget_instances.widget_id AND w.user_id = auth.uid()));
CREATE POLICY widget_instances_delete_own_auth ON widget_instances FOR DELETE TO authenticated
    USING (EXISTS (SELECT 1 FROM widgets w WHERE w.id = widget_instances.widget_id AND w.user_id = auth.uid()));

CREATE POLICY owners_can_insert_members ON workspace_members FOR INSERT TO authenticated
    WITH CHECK (is_workspace_owner(workspace_id));
CREATE POLICY owners_can_update_members ON workspace_members FOR UPDATE TO authenticated
    USING (is_workspace_owner(workspace_id)) WITH CHECK (is_workspace_owner(workspace_id));
CREATE POLICY owners_can_delete_members ON workspace_members FOR DELETE TO authenticated
    USING (is_workspace_owner(workspace_id));
CREATE POLICY members_read_own ON workspace_members FOR SELECT TO public USING (user_id = auth.uid());
CREATE POLICY "members can select workspace memberships" ON workspace_members FOR SELECT TO authenticated
    USING (workspace_id IN (SELECT my_workspace_ids()));

CREATE POLICY members_select_own_workspace ON workspaces FOR SELECT TO authenticated
    USING (EXISTS (
        SELECT 1 FROM workspace_members m
        WHERE m.workspace_id = workspaces.id AND m.user_id = auth.uid() AND m.status = 'active'));
CREATE POLICY owners_admins_update_workspace ON workspaces FOR UPDATE TO authenticated
    USING (EXISTS (
        SELECT 1 FROM workspace_members m
        WHERE m.workspace_id = workspaces.id AND m.user_id = auth.uid() AND m.status = 'active'
            AND m.role = ANY (ARRAY['owner', 'admin'])))
    WITH CHECK (EXISTS (
        SELECT 1 FROM workspace_members m
        WHERE m.workspace_id = workspaces.id AND m.user_id = auth.uid() AND m.status = 'active'
            AND m.role = ANY (ARRAY['owner', 'admin'])));
CREATE POLICY owners_admins_delete_workspace ON workspaces FOR DELETE TO authenticated
    USING (EXISTS (
        SELECT 1 FROM workspace_members m
        WHERE m.workspace_id = workspaces.id AND m.user_id = auth.uid() AND m.status = 'active'
            AND m.role = ANY (ARRAY['owner', 'admin'])));

CREATE POLICY plan_features_read_all ON plan_features FOR SELECT TO anon, authenticated USING (true);
CREATE POLICY plan_limits_read_all ON plan_limits FOR SELECT TO anon, authenticated USING (true);

CREATE POLICY events_read_members ON events FOR SELECT TO authenticated
    USING (EXISTS (
        SELECT 1 FROM workspace_members m WHERE m.workspace_id = events.workspace_id AND m.user_id = auth.uid()));

CREATE POLICY billing_accounts_owner_rw ON billing_accounts FOR ALL TO authenticated
    USING (owner_user_id = auth.uid()) WITH CHECK (owner_user_id = auth.uid());
CREATE POLICY baw_owner_or_member_read ON billing_account_workspaces FOR SELECT TO authenticated
    USING (
        EXISTS (
            SELECT 1 FROM billing_accounts ba
            WHERE ba.id = billing_account_workspaces.billing_account_id AND ba.owner_user_id = auth.uid())
        OR EXISTS (
            SELECT 1 FROM workspace_members m
            WHERE m.workspace_id = billing_account_workspaces.workspace_id AND m.user_id = auth.uid()));
CREATE POLICY baw_owner_write ON billing_account_workspaces FOR ALL TO authenticated
    USING (EXISTS (
        SELECT 1 FROM billing_accounts ba
        WHERE ba.id = billing_account_workspaces.billing_account_id AND ba.owner_user_id = auth.uid()))
    WITH CHECK (EXISTS (
        SELECT 1 FROM billing_accounts ba
        WHERE ba.id = billing_account_workspaces.billing_account_id AND ba.owner_user_id = auth.uid()));

CREATE POLICY embed_tokens_deny_all ON embed_tokens FOR ALL TO public USING (false) WITH CHECK (false);
CREATE POLICY embed_tokens_member_read ON embed_tokens FOR SELECT TO authenticated
    USING (EXISTS (
        SELECT 1 FROM widget_instances wi
        JOIN widgets w ON w.id = wi.widget_id
        JOIN workspace_members m ON m.workspace_id = w.workspace_id
        WHERE wi.id = embed_tokens.widget_instance_id AND m.user_id = auth.uid()));

-- Rows: two tenants and one inside the other, a member of each role, each plan.

INSERT INTO auth.users (id, email, phone, encrypted_password, raw_user_meta_data, created_at, last_sign_in_at)
SELECT ('00000000-0000-4000-a000-00000000000' || n)::uuid, lower(who) || '@acme.example', '+4917012345' || n,
    '$2a$10$secret-' || n, jsonb_build_object('name', who || ' Doe'), '2026-01-01Z'::timestamptz + n * interval '1 day',
    '2026-11-20Z'::timestamptz + n * interval '1 hour'
FROM unnest(ARRAY['Olga', 'Adam', 'Sue', 'Ed', 'Cleo', 'Vera', 'Zoe']) WITH ORDINALITY AS people(who, n);
UPDATE profiles SET company = 'Acme Industries', created_ip = '10.1.2.3', created_user_agent = 'Mozilla/5.0';

INSERT INTO workspaces (id, name, plan, kind, parent_workspace_id, created_at) VALUES
    ('00000000-0000-4000-b000-000000000001', 'Acme Industries', 'pro', 'agency', NULL, '2026-02-01Z'),
    ('00000000-0000-4000-b000-000000000002', 'Acme Client One', 'free', 'business',
        '00000000-0000-4000-b000-000000000001', '2026-03-01Z'),
    ('00000000-0000-4000-b000-000000000003', 'Northwind Traders', 'enterprise', 'business', NULL, '2026-04-01Z');

INSERT INTO workspace_members (id, workspace_id, user_id, role, invited_by, accepted_at)
SELECT ('00000000-0000-4000-c000-00000000000' || n)::uuid, '00000000-0000-4000-b000-000000000001',
    ('00000000-0000-4000-a000-00000000000' || n)::uuid, role,
    CASE WHEN n > 1 THEN '00000000-0000-4000-a000-000000000001'::uuid END, '2026-02-02Z'
FROM unnest(ARRAY['owner', 'admin', 'super_editor', 'editor', 'collaborator', 'viewer']) WITH ORDINALITY AS roles(role, n);
INSERT INTO workspace_members (workspace_id, user_id, role) VALUES
    ('00000000-0000-4000-b000-000000000002', '00000000-0000-4000-a000-000000000002', 'owner'),
    ('00000000-0000-4000-b000-000000000003', '00000000-0000-4000-a000-000000000007', 'owner');

INSERT INTO plan_limits (plan_id, limit_type, limit_value, enforcement, grace_amount) VALUES
    ('free', 'widgets', 1, 'hard', 0), ('free', 'members', 3, 'soft', 0),
    ('pro', 'widgets', 25, 'hard', 2), ('pro', 'members', 50, 'soft', 5),
    ('enterprise', 'widgets', NULL, 'soft', 0), ('enterprise', 'members', NULL, 'soft', 0);
INSERT INTO plan_features (plan_id, feature_key, enabled, limit_value) VALUES
    ('free', 'custom_domain', false, NULL), ('pro', 'custom_domain', true, 3), ('enterprise', 'custom_domain', true, NULL),
    ('free', 'sso', false, NULL), ('pro', 'sso', false, NULL), ('enterprise', 'sso', true, NULL);

INSERT INTO widgets (id, user_id, name, type, public_key, status, workspace_id, created_at) VALUES
    ('00000000-0000-4000-d000-000000000001', '00000000-0000-4000-a000-000000000001', 'Contact form', 'form', 'pk_contact',
        'active', '00000000-0000-4000-b000-000000000001', '2026-05-01Z'),
    ('00000000-0000-4000-d000-000000000002', '00000000-0000-4000-a000-000000000003', 'Chat bubble', 'chat', 'pk_chat',
        'paused', '00000000-0000-4000-b000-000000000001', '2026-05-02Z'),
    ('00000000-0000-4000-d000-000000000003', '00000000-0000-4000-a000-000000000007', 'Newsletter', 'form', 'pk_news',
        'active', '00000000-0000-4000-b000-000000000003', '2026-05-03Z');
INSERT INTO widget_instances (id, widget_id, public_id, status, draft_token, claimed_at) VALUES
    ('00000000-0000-4000-e000-000000000001', '00000000-0000-4000-d000-000000000001', 'pub_contact', 'published',
        gen_random_uuid(), '2026-05-04Z');
INSERT INTO embed_tokens (widget_instance_id, public_id, token, expires_at) VALUES
    ('00000000-0000-4000-e000-000000000001', 'pub_contact', 'tok_SECRET_MARKER', '2027-01-01Z');
INSERT INTO widget_submissions (widget_id, payload, ts, ip, ua) VALUES
    ('00000000-0000-4000-d000-000000000001', '{"name": "Mallory", "email": "mallory@visitor.example"}', '2026-11-19Z',
        '185.4.7.21', 'curl/8');
INSERT INTO widget_events (widget_id, type, ts) VALUES ('00000000-0000-4000-d000-000000000001', 'view', '2026-11-19Z');
INSERT INTO plugin_artifacts (widget_id, version, content) VALUES
    ('00000000-0000-4000-d000-000000000001', '1.0.0', '\xCAFE');
INSERT INTO usage_events (workspace_id, quantity, created_at) VALUES
    ('00000000-0000-4000-b000-000000000001', 12, '2026-11-19Z');
INSERT INTO events (workspace_id, entity_type, entity_id, event_type, actor_id, payload, created_at) VALUES
    ('00000000-0000-4000-b000-000000000001', 'workspace_members', '00000000-0000-4000-c000-000000000006',
        'member.role_changed', '00000000-0000-4000-a000-000000000001', '{"role": "viewer"}', '2026-11-19T03:12:41Z'),
    ('00000000-0000-4000-b000-000000000001', 'widgets', '00000000-0000-4000-d000-000000000002', 'widget.paused',
        '00000000-0000-4000-a000-000000000002', '{"status": "paused"}', '2026-11-19T04:00:00Z'),
    ('00000000-0000-4000-b000-000000000003', 'workspaces', '00000000-0000-4000-b000-000000000003', 'plan.changed',
        '00000000-0000-4000-a000-000000000007', '{"plan": "enterprise"}', '2026-11-18T12:00:00Z');
INSERT INTO widget_claim_audit (widget_instance_id, claimed_by, outcome, ip_address, created_at) VALUES
    ('00000000-0000-4000-e000-000000000001', '00000000-0000-4000-a000-000000000001', 'claimed', '10.0.0.7', '2026-05-04Z');
INSERT INTO billing_accounts (id, owner_user_id) VALUES
    ('00000000-0000-4000-f000-000000000001', '00000000-0000-4000-a000-000000000001');
INSERT INTO billing_account_workspaces VALUES
    ('00000000-0000-4000-f000-000000000001', '00000000-0000-4000-b000-000000000001');
INSERT INTO agency_packages (agency_workspace_id, name, price_cents, widget_limit) VALUES
    ('00000000-0000-4000-b000-000000000001', 'Starter package', 4900, 5);
INSERT INTO feature_flags VALUES ('new_editor', true, 25.00, '2026-11-01Z');
ANALYZE;
