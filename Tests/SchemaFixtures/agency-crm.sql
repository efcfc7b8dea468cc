-- The agency CRM of docs/documented-schemas.md, after supabase.sql. Its document names tables, relations and rules; the
-- columns are ours. Vectors are real[] of a checked length, for servers without pgvector.

CREATE TYPE crm_interaction_type AS ENUM ('call', 'email', 'meeting', 'note', 'message');
CREATE TYPE crm_sentiment AS ENUM ('positive', 'neutral', 'negative');

CREATE TABLE organizations (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    slug text UNIQUE NOT NULL,
    domain text,
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived', 'deleted')),
    settings jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE profiles (
    id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
    full_name text,
    avatar_url text,
    job_title text,
    timezone text NOT NULL DEFAULT 'UTC',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE team_members (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    role text NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'invited', 'deactivated')),
    invited_by uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    joined_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (org_id, user_id));

CREATE TABLE clients (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name text NOT NULL,
    email text,
    phone text,
    website text,
    industry text,
    classification text NOT NULL DEFAULT 'lead' CHECK (classification IN ('lead', 'prospect', 'customer', 'former')),
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived', 'deleted')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE projects (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    client_id uuid NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    name text NOT NULL,
    description text,
    status text NOT NULL DEFAULT 'planning' CHECK (status IN ('planning', 'active', 'on_hold', 'completed', 'archived', 'deleted')),
    budget_cents integer,
    starts_on date,
    due_on date,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE wizard_sessions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    project_id uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    current_step integer NOT NULL DEFAULT 1,
    status text NOT NULL DEFAULT 'in_progress' CHECK (status IN ('in_progress', 'completed', 'abandoned')),
    completed_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE wizard_answers (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    session_id uuid NOT NULL REFERENCES wizard_sessions (id) ON DELETE CASCADE,
    step integer NOT NULL,
    question_key text NOT NULL,
    answer jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE context_snapshots (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    project_id uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    summary text,
    metrics jsonb NOT NULL DEFAULT '{}',
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE roadmaps (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    project_id uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    title text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived', 'deleted')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE roadmap_phases (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    roadmap_id uuid NOT NULL REFERENCES roadmaps (id) ON DELETE CASCADE,
    name text NOT NULL,
    position integer NOT NULL,
    status text NOT NULL DEFAULT 'pending',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE tasks (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    phase_id uuid NOT NULL REFERENCES roadmap_phases (id) ON DELETE CASCADE,
    title text NOT NULL,
    status text NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'doing', 'blocked', 'done')),
    assignee_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    due_on date,
    position integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE ai_run_logs (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    project_id uuid REFERENCES projects (id) ON DELETE SET NULL,
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    agent_name text NOT NULL,
    model text,
    status text NOT NULL DEFAULT 'success' CHECK (status IN ('success', 'error', 'timeout')),
    input_tokens integer,
    output_tokens integer,
    cost_cents integer,
    duration_ms integer,
    error_message text,
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE ai_cache (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    cache_key text NOT NULL,
    response jsonb NOT NULL,
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE analytics (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    metric text NOT NULL,
    value numeric NOT NULL DEFAULT 0,
    dimensions jsonb NOT NULL DEFAULT '{}',
    measured_on date NOT NULL DEFAULT current_date,
    created_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE services (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name text NOT NULL,
    description text,
    price_cents integer,
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived', 'deleted')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE systems (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name text NOT NULL,
    description text,
    category text,
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived', 'deleted')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE system_services (
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    system_id uuid NOT NULL REFERENCES systems (id) ON DELETE CASCADE,
    service_id uuid NOT NULL REFERENCES services (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (system_id, service_id));

CREATE TABLE project_systems (
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    project_id uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    system_id uuid NOT NULL REFERENCES systems (id) ON DELETE CASCADE,
    status text NOT NULL DEFAULT 'proposed',
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (project_id, system_id));

CREATE TABLE project_services (
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    project_id uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    service_id uuid NOT NULL REFERENCES services (id) ON DELETE CASCADE,
    price_cents integer,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (project_id, service_id));

CREATE TABLE documents (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    project_id uuid REFERENCES projects (id) ON DELETE SET NULL,
    title text NOT NULL,
    content text,
    embedding real[] CHECK (array_length(embedding, 1) = 768),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE briefs (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    project_id uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    title text NOT NULL,
    content jsonb NOT NULL DEFAULT '{}',
    version integer NOT NULL DEFAULT 1,
    status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'sent', 'approved', 'archived')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE brief_versions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    brief_id uuid NOT NULL REFERENCES briefs (id) ON DELETE CASCADE,
    version integer NOT NULL,
    content jsonb NOT NULL DEFAULT '{}',
    created_by uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE deliverables (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    phase_id uuid NOT NULL REFERENCES roadmap_phases (id) ON DELETE CASCADE,
    title text NOT NULL,
    status text NOT NULL DEFAULT 'pending',
    due_on date,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE milestones (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    phase_id uuid NOT NULL REFERENCES roadmap_phases (id) ON DELETE CASCADE,
    title text NOT NULL,
    due_on date,
    reached_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE invoices (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    client_id uuid NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    project_id uuid REFERENCES projects (id) ON DELETE SET NULL,
    number text NOT NULL,
    amount_cents integer NOT NULL CHECK (amount_cents >= 0),
    currency text NOT NULL DEFAULT 'EUR',
    status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'sent', 'paid', 'overdue', 'void')),
    due_on date,
    paid_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE payments (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    invoice_id uuid NOT NULL REFERENCES invoices (id) ON DELETE CASCADE,
    amount_cents integer NOT NULL,
    currency text NOT NULL DEFAULT 'EUR',
    method text NOT NULL DEFAULT 'transfer',
    paid_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE crm_pipelines (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name text NOT NULL,
    is_default boolean NOT NULL DEFAULT false,
    currency text NOT NULL DEFAULT 'EUR',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE crm_stages (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    pipeline_id uuid NOT NULL REFERENCES crm_pipelines (id) ON DELETE CASCADE,
    name text NOT NULL,
    position integer NOT NULL,
    probability integer NOT NULL DEFAULT 0 CHECK (probability BETWEEN 0 AND 100),
    is_won boolean NOT NULL DEFAULT false,
    is_lost boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE crm_contacts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    client_id uuid NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    name text NOT NULL,
    email text,
    phone text,
    job_title text,
    is_primary boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE crm_deals (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    client_id uuid NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    stage_id uuid NOT NULL REFERENCES crm_stages (id),
    contact_id uuid REFERENCES crm_contacts (id) ON DELETE SET NULL,
    owner_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    title text NOT NULL,
    amount_cents integer NOT NULL DEFAULT 0,
    currency text NOT NULL DEFAULT 'EUR',
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'won', 'lost', 'archived')),
    expected_close_on date,
    stage_entered_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE crm_interactions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    client_id uuid NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    contact_id uuid REFERENCES crm_contacts (id) ON DELETE SET NULL,
    deal_id uuid REFERENCES crm_deals (id) ON DELETE SET NULL,
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    type crm_interaction_type NOT NULL,
    sentiment crm_sentiment,
    subject text,
    summary text,
    embedding real[] CHECK (array_length(embedding, 1) = 1536),
    occurred_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE activities (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    client_id uuid REFERENCES clients (id) ON DELETE CASCADE,
    deal_id uuid REFERENCES crm_deals (id) ON DELETE SET NULL,
    activity_type text NOT NULL,
    title text NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());

-- An index on each foreign key, and on what lists sort by.
DO $$
DECLARE
    key record;
BEGIN
    FOR key IN
        SELECT c.relname AS tbl, a.attname AS col FROM pg_constraint k
        JOIN pg_class c ON c.oid = k.conrelid AND c.relnamespace = 'public'::regnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
        WHERE k.contype = 'f' AND array_length(k.conkey, 1) = 1 AND a.attname <> 'org_id'
    LOOP
        EXECUTE format('CREATE INDEX %I ON %I (%I)', key.tbl || '_' || key.col || '_idx', key.tbl, key.col);
    END LOOP;
    FOR key IN
        SELECT table_name AS tbl FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name = 'org_id'
            AND table_name NOT IN ('system_services', 'project_systems', 'project_services')
    LOOP
        EXECUTE format('CREATE INDEX %I ON %I (org_id, created_at DESC)', key.tbl || '_org_created_idx', key.tbl);
    END LOOP;
END $$;
CREATE INDEX activities_created_idx ON activities (created_at DESC);
CREATE INDEX ai_run_logs_created_idx ON ai_run_logs (created_at DESC);

-- Functions and triggers.

CREATE FUNCTION my_org_ids() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
    'SELECT t.org_id FROM public.team_members t WHERE t.user_id = auth.uid() AND t.status = ''active''';

CREATE FUNCTION update_updated_at() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS
    'BEGIN NEW.updated_at = now(); RETURN NEW; END';

CREATE FUNCTION log_activity(org uuid, client uuid, deal uuid, kind text, title text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
    INSERT INTO public.activities (org_id, user_id, client_id, deal_id, activity_type, title)
    VALUES (org, auth.uid(), client, deal, kind, title)
$$;

CREATE FUNCTION handle_wizard_completion() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF NEW.status = 'completed' AND OLD.status <> 'completed' THEN
        NEW.completed_at = now();
        INSERT INTO public.context_snapshots (org_id, project_id, summary) VALUES (NEW.org_id, NEW.project_id, 'From wizard');
        PERFORM public.log_activity(NEW.org_id, NULL, NULL, 'wizard.completed', 'Wizard completed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER on_wizard_completed BEFORE UPDATE ON wizard_sessions
    FOR EACH ROW EXECUTE FUNCTION handle_wizard_completion();

CREATE FUNCTION handle_client_onboarding() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    PERFORM public.log_activity(NEW.org_id, NEW.id, NULL, 'client.created', 'New client ' || NEW.name);
    RETURN NULL;
END $$;
CREATE TRIGGER on_client_created AFTER INSERT ON clients FOR EACH ROW EXECUTE FUNCTION handle_client_onboarding();

CREATE FUNCTION handle_dashboard_activation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF NEW.status = 'active' AND OLD.status <> 'active' THEN
        PERFORM public.log_activity(NEW.org_id, NEW.client_id, NULL, 'project.activated', 'Dashboard active for ' || NEW.name);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER on_project_activated AFTER UPDATE ON projects FOR EACH ROW EXECUTE FUNCTION handle_dashboard_activation();

CREATE FUNCTION handle_new_crm_interaction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    PERFORM public.log_activity(
        NEW.org_id, NEW.client_id, NEW.deal_id, 'interaction.' || NEW.type, coalesce(NEW.subject, 'Interaction'));
    RETURN NULL;
END $$;
CREATE TRIGGER on_crm_interaction AFTER INSERT ON crm_interactions
    FOR EACH ROW EXECUTE FUNCTION handle_new_crm_interaction();

CREATE FUNCTION get_client_classification(p_client_id uuid) RETURNS text LANGUAGE sql STABLE SET search_path = '' AS
    'SELECT classification FROM public.clients WHERE id = p_client_id';

-- Runs with its caller's rights: as documented (with its owner's) it shows every organization's clients to everybody.
CREATE VIEW client_crm_status WITH (security_invoker = on) AS
    SELECT c.id, c.org_id, c.name, c.classification, count(DISTINCT d.id) FILTER (WHERE d.status = 'open') AS open_deals,
        coalesce(sum(d.amount_cents) FILTER (WHERE d.status = 'open'), 0) AS open_cents, max(i.occurred_at) AS last_contact
    FROM clients c LEFT JOIN crm_deals d ON d.client_id = c.id LEFT JOIN crm_interactions i ON i.client_id = c.id
    GROUP BY c.id;

-- Policies: members of the organization; what is theirs alone for profiles; the temporary anonymous ones.

DO $$
DECLARE
    wanted text;
BEGIN
    FOR wanted IN
        SELECT table_name FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name = 'org_id' AND table_name <> 'client_crm_status'
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted);
        IF wanted = 'team_members' THEN
            EXECUTE 'CREATE POLICY "Members see their team" ON team_members FOR SELECT TO authenticated '
                'USING (org_id IN (SELECT my_org_ids()))';
        ELSE
            EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO authenticated USING (org_id IN ('
                'SELECT org_id FROM team_members WHERE user_id = auth.uid()))',
                'Users can access their organization''s data', wanted);
        END IF;
        IF EXISTS (
            SELECT FROM information_schema.columns c
            WHERE c.table_schema = 'public' AND c.table_name = wanted AND c.column_name = 'updated_at')
        THEN
            EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION update_updated_at()',
                'update_' || wanted || '_updated_at', wanted);
        END IF;
    END LOOP;
    FOREACH wanted IN ARRAY ARRAY['wizard_sessions', 'wizard_answers', 'context_snapshots', 'projects', 'clients', 'briefs',
        'documents'] LOOP
        EXECUTE format('CREATE POLICY %I ON %I FOR SELECT TO anon USING (true)', 'temp_anon_' || wanted, wanted);
    END LOOP;
END $$;
ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Members see their organization" ON organizations FOR SELECT TO authenticated
    USING (id IN (SELECT org_id FROM team_members WHERE user_id = auth.uid()));
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own profile" ON profiles FOR ALL TO authenticated USING (id = auth.uid());
CREATE TRIGGER update_organizations_updated_at BEFORE UPDATE ON organizations
    FOR EACH ROW EXECUTE FUNCTION update_updated_at();
CREATE TRIGGER update_profiles_updated_at BEFORE UPDATE ON profiles FOR EACH ROW EXECUTE FUNCTION update_updated_at();

-- Rows: two agencies, a member of each role, a pipeline with deals in each stage.

INSERT INTO auth.users (id, email, encrypted_password, created_at, last_sign_in_at)
SELECT ('00000000-0000-4000-a000-00000000000' || n)::uuid, lower(who) || '@studio.example', '$2a$10$secret-' || n,
    '2026-01-01Z'::timestamptz + n * interval '1 day', '2026-11-20Z'::timestamptz + n * interval '1 hour'
FROM unnest(ARRAY['Olga', 'Adam', 'Mia', 'Vera', 'Zoe']) WITH ORDINALITY AS people(who, n);
INSERT INTO profiles (id, full_name, job_title)
SELECT id, initcap(split_part(email, '@', 1)) || ' Lind', 'Consultant' FROM auth.users;
INSERT INTO organizations (id, name, slug, domain, created_at) VALUES
    ('00000000-0000-4000-b000-000000000001', 'Lindqvist Studio', 'lindqvist', 'studio.example', '2026-02-01Z'),
    ('00000000-0000-4000-b000-000000000002', 'Hansa Media', 'hansa', NULL, '2026-03-01Z');
INSERT INTO team_members (id, org_id, user_id, role, invited_by, joined_at)
SELECT ('00000000-0000-4000-c000-00000000000' || n)::uuid, '00000000-0000-4000-b000-000000000001',
    ('00000000-0000-4000-a000-00000000000' || n)::uuid, role,
    CASE WHEN n > 1 THEN '00000000-0000-4000-a000-000000000001'::uuid END, '2026-02-02Z'
FROM unnest(ARRAY['owner', 'admin', 'member', 'viewer']) WITH ORDINALITY AS roles(role, n);
INSERT INTO team_members (org_id, user_id, role) VALUES
    ('00000000-0000-4000-b000-000000000002', '00000000-0000-4000-a000-000000000005', 'owner');
INSERT INTO clients (id, org_id, name, email, phone, classification) VALUES
    ('00000000-0000-4000-d000-000000000001', '00000000-0000-4000-b000-000000000001', 'Northwind Traders',
        'office@northwind.example', '+493012345', 'customer'),
    ('00000000-0000-4000-d000-000000000002', '00000000-0000-4000-b000-000000000001', 'Contoso', 'hi@contoso.example', NULL,
        'lead'),
    ('00000000-0000-4000-d000-000000000003', '00000000-0000-4000-b000-000000000002', 'Tailspin', NULL, NULL, 'prospect');
INSERT INTO projects (id, org_id, client_id, name, status, budget_cents) VALUES
    ('00000000-0000-4000-d100-000000000001', '00000000-0000-4000-b000-000000000001',
        '00000000-0000-4000-d000-000000000001', 'Website relaunch', 'active', 4800000);
INSERT INTO crm_pipelines (id, org_id, name, is_default) VALUES
    ('00000000-0000-4000-e000-000000000001', '00000000-0000-4000-b000-000000000001', 'New business', true);
INSERT INTO crm_stages (id, org_id, pipeline_id, name, position, probability, is_won, is_lost)
SELECT ('00000000-0000-4000-e100-00000000000' || n)::uuid, '00000000-0000-4000-b000-000000000001',
    '00000000-0000-4000-e000-000000000001', name, n, least(n * 25, 100), name = 'Won', name = 'Lost'
FROM unnest(ARRAY['Lead', 'Qualified', 'Proposal', 'Won', 'Lost']) WITH ORDINALITY AS stages(name, n);
INSERT INTO crm_contacts (id, org_id, client_id, name, email, phone, is_primary) VALUES
    ('00000000-0000-4000-e200-000000000001', '00000000-0000-4000-b000-000000000001',
        '00000000-0000-4000-d000-000000000001', 'Nora North', 'nora@northwind.example', '+4930999', true);
INSERT INTO crm_deals (id, org_id, client_id, stage_id, contact_id, owner_id, title, amount_cents, status) VALUES
    ('00000000-0000-4000-e300-000000000001', '00000000-0000-4000-b000-000000000001',
        '00000000-0000-4000-d000-000000000001', '00000000-0000-4000-e100-000000000002',
        '00000000-0000-4000-e200-000000000001', '00000000-0000-4000-a000-000000000002', 'Retainer Q1', 1200000, 'open'),
    ('00000000-0000-4000-e300-000000000002', '00000000-0000-4000-b000-000000000001',
        '00000000-0000-4000-d000-000000000002', '00000000-0000-4000-e100-000000000001', NULL,
        '00000000-0000-4000-a000-000000000003', 'Chatbot pilot', 3150000, 'open');
INSERT INTO crm_interactions (org_id, client_id, contact_id, deal_id, user_id, type, sentiment, subject, occurred_at) VALUES
    ('00000000-0000-4000-b000-000000000001', '00000000-0000-4000-d000-000000000001',
        '00000000-0000-4000-e200-000000000001', '00000000-0000-4000-e300-000000000001',
        '00000000-0000-4000-a000-000000000002', 'call', 'positive', 'Kick-off call', '2026-11-19T09:00Z');
INSERT INTO invoices (org_id, client_id, project_id, number, amount_cents, status, due_on) VALUES
    ('00000000-0000-4000-b000-000000000001', '00000000-0000-4000-d000-000000000001',
        '00000000-0000-4000-d100-000000000001', 'R-2026-001', 1600000, 'sent', '2026-12-01');
INSERT INTO ai_run_logs (org_id, project_id, user_id, agent_name, model, status, input_tokens, output_tokens, cost_cents,
    duration_ms, created_at) VALUES
    ('00000000-0000-4000-b000-000000000001', '00000000-0000-4000-d100-000000000001',
        '00000000-0000-4000-a000-000000000003', 'brief-writer', 'small', 'success', 812, 244, 3, 1450, '2026-11-19T10:00Z');
INSERT INTO activities (org_id, user_id, deal_id, activity_type, title, metadata, created_at) VALUES
    ('00000000-0000-4000-b000-000000000001', '00000000-0000-4000-a000-000000000002',
        '00000000-0000-4000-e300-000000000001', 'deal.moved', 'Retainer Q1 moved to Qualified',
        '{"from": "Lead", "to": "Qualified"}', '2026-11-19T11:00Z');
ANALYZE;
