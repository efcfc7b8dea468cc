-- The project studio of docs/documented-schemas.md, after supabase.sql, repaired as that page says.

CREATE TABLE users (
    id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
    email text UNIQUE NOT NULL,
    phone text UNIQUE,
    confirmed_at timestamptz,
    email_confirmed_at timestamptz,
    last_sign_in_at timestamptz,
    raw_app_meta_data jsonb,
    raw_user_meta_data jsonb,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    deleted_at timestamptz,
    profile jsonb DEFAULT '{}',
    status text NOT NULL DEFAULT 'waitlist'
        CHECK (status IN ('invited', 'waitlist', 'active', 'inactive', 'banned', 'archived')),
    is_super_user boolean DEFAULT false);

CREATE TABLE workspaces (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    name text NOT NULL,
    description text,
    company_name text NOT NULL,
    company_email_domains text[],
    logo_url text,
    color_palette jsonb,
    settings jsonb DEFAULT '{}',
    is_active boolean DEFAULT true,
    deleted_at timestamptz);

CREATE TABLE workspace_users (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id uuid REFERENCES workspaces (id) ON DELETE CASCADE,
    user_id uuid REFERENCES users (id) ON DELETE CASCADE,
    role text NOT NULL CONSTRAINT valid_role CHECK (role IN ('owner', 'admin', 'project_creator')),
    created_at timestamptz DEFAULT now(),
    invited_by uuid REFERENCES users (id),
    UNIQUE (workspace_id, user_id));

CREATE TABLE projects (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id uuid REFERENCES workspaces (id) ON DELETE CASCADE,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    name text NOT NULL,
    description text,
    logo_url text,
    color_palette jsonb,
    settings jsonb DEFAULT '{}',
    is_active boolean DEFAULT true,
    deleted_at timestamptz);

CREATE TABLE project_users (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    user_id uuid REFERENCES users (id) ON DELETE CASCADE,
    role text NOT NULL CONSTRAINT valid_role CHECK (role IN ('owner', 'manager', 'contributor', 'viewer')),
    created_at timestamptz DEFAULT now(),
    invited_by uuid REFERENCES users (id),
    UNIQUE (project_id, user_id));

CREATE TABLE api_connections (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id uuid REFERENCES workspaces (id) ON DELETE CASCADE,
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    name text NOT NULL,
    description text,
    api_type text NOT NULL,
    endpoint_url text NOT NULL,
    auth_type text NOT NULL CHECK (auth_type IN ('bearer', 'basic', 'api_key', 'none')),
    auth_token text,
    custom_headers jsonb DEFAULT '{}',
    http_method text NOT NULL CHECK (http_method IN ('GET', 'POST', 'PUT', 'DELETE', 'PATCH')),
    request_body_template jsonb DEFAULT '{}',
    response_path text,
    response_schema jsonb DEFAULT '{}',
    credentials jsonb NOT NULL,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    created_by uuid REFERENCES auth.users (id),
    is_active boolean DEFAULT true,
    CONSTRAINT scope_check CHECK ((workspace_id IS NULL) <> (project_id IS NULL)));

CREATE TABLE oauth2_connections (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id uuid REFERENCES workspaces (id) ON DELETE CASCADE,
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    provider text NOT NULL,
    provider_config jsonb NOT NULL,
    client_id text NOT NULL,
    client_secret text NOT NULL,
    redirect_uri text NOT NULL,
    scopes text[] NOT NULL,
    additional_params jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    created_by uuid REFERENCES auth.users (id),
    is_active boolean DEFAULT true,
    CONSTRAINT scope_check CHECK ((workspace_id IS NULL) <> (project_id IS NULL)));

CREATE TABLE oauth2_tokens (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    connection_id uuid REFERENCES oauth2_connections (id) ON DELETE CASCADE,
    access_token text NOT NULL,
    refresh_token text,
    token_type text NOT NULL,
    expires_at timestamptz,
    scope text,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now());

CREATE TABLE chat_sessions (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    title text NOT NULL,
    description text,
    settings jsonb DEFAULT '{}',
    is_active boolean DEFAULT true,
    created_at timestamptz DEFAULT now(),
    created_by uuid REFERENCES auth.users (id),
    updated_at timestamptz DEFAULT now(),
    updated_by uuid REFERENCES auth.users (id));

CREATE TABLE chat_messages (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    chat_id uuid REFERENCES chat_sessions (id) ON DELETE CASCADE,
    content jsonb NOT NULL,
    message_type text NOT NULL CHECK (message_type IN ('user', 'ai', 'system')),
    agent_type text CHECK (agent_type IN (
        'orchestrator', 'requirements', 'architect', 'designer', 'coder', 'quality', 'search', 'scanning',
        'data-validation')),
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT now(),
    created_by uuid REFERENCES auth.users (id),
    updated_at timestamptz DEFAULT now());

CREATE TABLE chat_participants (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    chat_id uuid REFERENCES chat_sessions (id) ON DELETE CASCADE,
    user_id uuid REFERENCES auth.users (id) ON DELETE CASCADE,
    joined_at timestamptz DEFAULT now(),
    last_read_at timestamptz DEFAULT now(),
    is_active boolean DEFAULT true,
    UNIQUE (chat_id, user_id));

CREATE TABLE artifacts (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    chat_id uuid REFERENCES chat_sessions (id),
    title text NOT NULL,
    description text,
    artifact_type text NOT NULL,
    status text NOT NULL DEFAULT 'pending',
    progress integer DEFAULT 0,
    created_at timestamptz DEFAULT now(),
    created_by uuid REFERENCES auth.users (id),
    updated_at timestamptz DEFAULT now(),
    metadata jsonb DEFAULT '{}',
    is_public boolean DEFAULT false);

CREATE TABLE artifact_files (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    artifact_id uuid REFERENCES artifacts (id) ON DELETE CASCADE,
    file_name text NOT NULL,
    file_type text NOT NULL,
    file_size integer NOT NULL,
    file_path text NOT NULL,
    is_main_file boolean DEFAULT false,
    storage_path text NOT NULL,
    created_at timestamptz DEFAULT now(),
    created_by uuid REFERENCES auth.users (id),
    updated_at timestamptz DEFAULT now(),
    updated_by uuid REFERENCES auth.users (id),
    metadata jsonb DEFAULT '{}');

CREATE TABLE workspace_subscriptions (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id uuid REFERENCES workspaces (id) ON DELETE CASCADE,
    stripe_customer_id text NOT NULL,
    stripe_subscription_id text NOT NULL,
    plan_type text NOT NULL CHECK (plan_type IN ('free', 'hobby', 'pro', 'enterprise')),
    base_token_limit bigint NOT NULL,
    additional_tokens bigint DEFAULT 0,
    status text NOT NULL CHECK (status IN ('active', 'past_due', 'canceled', 'incomplete')),
    current_period_start timestamptz,
    current_period_end timestamptz,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now());

CREATE TABLE token_purchases (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id uuid REFERENCES workspaces (id) ON DELETE CASCADE,
    stripe_payment_intent_id text NOT NULL,
    token_amount bigint NOT NULL,
    price_paid decimal(10, 2) NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'completed', 'failed')),
    created_at timestamptz DEFAULT now(),
    created_by uuid REFERENCES auth.users (id));

CREATE TABLE token_usage (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id uuid REFERENCES workspaces (id) ON DELETE CASCADE,
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    chat_id uuid REFERENCES chat_sessions (id) ON DELETE CASCADE,
    tokens_used bigint NOT NULL,
    usage_type text NOT NULL CHECK (usage_type IN ('chat', 'artifact_generation', 'search')),
    created_at timestamptz DEFAULT now(),
    created_by uuid REFERENCES auth.users (id));

CREATE TABLE workspace_stats (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id uuid REFERENCES workspaces (id) ON DELETE CASCADE,
    total_projects integer NOT NULL DEFAULT 0,
    total_users integer NOT NULL DEFAULT 0,
    total_chats integer NOT NULL DEFAULT 0,
    total_artifacts integer NOT NULL DEFAULT 0,
    total_files integer NOT NULL DEFAULT 0,
    total_tokens_used bigint NOT NULL DEFAULT 0,
    tokens_remaining bigint NOT NULL DEFAULT 0,
    stats_date date NOT NULL DEFAULT current_date,
    created_at timestamptz DEFAULT now());

CREATE TABLE project_stats (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    workspace_id uuid REFERENCES workspaces (id) ON DELETE CASCADE,
    total_users integer NOT NULL DEFAULT 0,
    total_chats integer NOT NULL DEFAULT 0,
    total_artifacts integer NOT NULL DEFAULT 0,
    total_files integer NOT NULL DEFAULT 0,
    total_tokens_used bigint NOT NULL DEFAULT 0,
    tokens_remaining bigint NOT NULL DEFAULT 0,
    stats_date date NOT NULL DEFAULT current_date,
    created_at timestamptz DEFAULT now());

CREATE TABLE audit_logs (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id uuid REFERENCES workspaces (id) ON DELETE SET NULL,
    project_id uuid REFERENCES projects (id) ON DELETE SET NULL,
    table_name text NOT NULL,
    record_id uuid NOT NULL,
    action text NOT NULL CHECK (action IN ('INSERT', 'UPDATE', 'DELETE')),
    old_data jsonb,
    new_data jsonb,
    changed_by uuid REFERENCES auth.users (id),
    ip_address text,
    user_agent text,
    created_at timestamptz DEFAULT now());

CREATE TABLE project_requirements (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    title text NOT NULL,
    content jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    status text NOT NULL CHECK (status IN ('draft', 'review', 'approved', 'archived')),
    created_at timestamptz DEFAULT now(),
    created_by uuid REFERENCES auth.users (id),
    updated_at timestamptz DEFAULT now(),
    updated_by uuid REFERENCES auth.users (id));

CREATE TABLE technical_architecture (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    title text NOT NULL,
    content jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    status text NOT NULL CHECK (status IN ('draft', 'review', 'approved', 'archived')),
    apis_used jsonb DEFAULT '[]',
    data_schemas jsonb DEFAULT '[]',
    security_requirements jsonb DEFAULT '[]',
    created_at timestamptz DEFAULT now(),
    created_by uuid REFERENCES auth.users (id),
    updated_at timestamptz DEFAULT now(),
    updated_by uuid REFERENCES auth.users (id));

CREATE TABLE ui_design (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    title text NOT NULL,
    content jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    status text NOT NULL CHECK (status IN ('draft', 'review', 'approved', 'archived')),
    color_palette jsonb,
    ui_framework text,
    components jsonb DEFAULT '[]',
    created_at timestamptz DEFAULT now(),
    created_by uuid REFERENCES auth.users (id),
    updated_at timestamptz DEFAULT now(),
    updated_by uuid REFERENCES auth.users (id));

CREATE TABLE project_context (
    id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    context_type text NOT NULL CHECK (context_type IN ('search', 'data', 'quality')),
    title text NOT NULL,
    content jsonb NOT NULL,
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT now(),
    created_by uuid REFERENCES auth.users (id),
    updated_at timestamptz DEFAULT now(),
    updated_by uuid REFERENCES auth.users (id));

-- Indexes.

CREATE INDEX workspace_users_user_id_idx ON workspace_users (user_id);
CREATE INDEX project_users_user_id_idx ON project_users (user_id);
CREATE INDEX chat_messages_chat_id_created_at_idx ON chat_messages (chat_id, created_at);
CREATE INDEX artifacts_project_id_idx ON artifacts (project_id);
CREATE INDEX artifact_files_artifact_id_idx ON artifact_files (artifact_id);
CREATE INDEX workspaces_name_idx ON workspaces USING gin (to_tsvector('english', name));
CREATE INDEX projects_name_idx ON projects USING gin (to_tsvector('english', name));
CREATE INDEX artifacts_title_idx ON artifacts USING gin (to_tsvector('english', title));
CREATE UNIQUE INDEX one_main_file_per_artifact ON artifact_files (artifact_id) WHERE is_main_file;
CREATE INDEX audit_logs_created_at_idx ON audit_logs (created_at DESC);
CREATE INDEX audit_logs_workspace_idx ON audit_logs (workspace_id, created_at DESC);
CREATE INDEX token_usage_workspace_idx ON token_usage (workspace_id, created_at DESC);

-- Who is what. With their owner's rights, so that policies on the tables they read may ask them.

CREATE FUNCTION is_super_user() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
    'SELECT EXISTS (SELECT 1 FROM public.users u WHERE u.id = auth.uid() AND u.is_super_user)';
CREATE FUNCTION is_workspace_member(workspace uuid, VARIADIC roles text[] DEFAULT ARRAY['owner', 'admin', 'project_creator'])
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.workspace_users m
        WHERE m.workspace_id = workspace AND m.user_id = auth.uid() AND m.role = ANY (roles))
$$;
CREATE FUNCTION is_project_member(project uuid, VARIADIC roles text[] DEFAULT ARRAY['owner', 'manager', 'contributor', 'viewer'])
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.project_users m
        WHERE m.project_id = project AND m.user_id = auth.uid() AND m.role = ANY (roles))
$$;
CREATE FUNCTION workspace_of_project(project uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS 'SELECT workspace_id FROM public.projects WHERE id = project';

-- Policies.

DO $$
DECLARE
    wanted text;
BEGIN
    FOR wanted IN SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted);
    END LOOP;
END $$;

CREATE POLICY "Users can read own data" ON users FOR SELECT USING (auth.uid() = id);
CREATE POLICY "Super users can read all data" ON users FOR SELECT USING (is_super_user());
CREATE POLICY "Read workspaces for members" ON workspaces FOR SELECT USING (
    auth.uid() IN (SELECT user_id FROM workspace_users WHERE workspace_id = workspaces.id));
CREATE POLICY "Update workspace for owners" ON workspaces FOR UPDATE USING (
    auth.uid() IN (SELECT user_id FROM workspace_users WHERE workspace_id = workspaces.id AND role = 'owner'));
CREATE POLICY "Read workspace members" ON workspace_users FOR SELECT USING (is_workspace_member(workspace_id));
CREATE POLICY "Manage members for admins" ON workspace_users FOR ALL USING (is_workspace_member(workspace_id, 'owner', 'admin'));
CREATE POLICY "Read projects for members" ON projects FOR SELECT USING (is_project_member(id));
CREATE POLICY "Update project for managers" ON projects FOR UPDATE USING (
    is_project_member(id, 'owner', 'manager') OR is_workspace_member(workspace_id, 'owner', 'admin'));
CREATE POLICY "Read personal project" ON projects FOR SELECT USING (
    auth.uid() = (settings ->> 'owner_id')::uuid AND (settings ->> 'is_personal')::boolean);
CREATE POLICY "Manage personal project" ON projects FOR ALL USING (
    auth.uid() = (settings ->> 'owner_id')::uuid AND (settings ->> 'is_personal')::boolean);
CREATE POLICY "Read project members" ON project_users FOR SELECT USING (is_project_member(project_id));
CREATE POLICY "Manage project members" ON project_users FOR ALL USING (
    is_project_member(project_id, 'owner', 'manager')
    OR is_workspace_member(workspace_of_project(project_id), 'owner', 'admin'));

CREATE POLICY "Read API connections" ON api_connections FOR SELECT USING (
    auth.uid() IN (SELECT user_id FROM workspace_users m WHERE m.workspace_id = api_connections.workspace_id)
    OR auth.uid() IN (SELECT user_id FROM project_users m WHERE m.project_id = api_connections.project_id));
CREATE POLICY "Manage API connections" ON api_connections FOR ALL USING (
    auth.uid() IN (
        SELECT user_id FROM workspace_users m
        WHERE m.workspace_id = api_connections.workspace_id AND m.role IN ('owner', 'admin'))
    OR auth.uid() IN (
        SELECT user_id FROM project_users m
        WHERE m.project_id = api_connections.project_id AND m.role IN ('owner', 'manager')));

CREATE POLICY "Read OAuth2 connections" ON oauth2_connections FOR SELECT USING (
    auth.uid() IN (SELECT user_id FROM workspace_users m WHERE m.workspace_id = oauth2_connections.workspace_id)
    OR auth.uid() IN (SELECT user_id FROM project_users m WHERE m.project_id = oauth2_connections.project_id));
CREATE POLICY "Manage OAuth2 connections" ON oauth2_connections FOR ALL USING (
    auth.uid() IN (
        SELECT user_id FROM workspace_users m
        WHERE m.workspace_id = oauth2_connections.workspace_id AND m.role IN ('owner', 'admin'))
    OR auth.uid() IN (
        SELECT user_id FROM project_users m
        WHERE m.project_id = oauth2_connections.project_id AND m.role IN ('owner', 'manager')));

CREATE POLICY "Access OAuth2 tokens" ON oauth2_tokens FOR ALL USING (
    EXISTS (SELECT 1 FROM oauth2_connections c WHERE c.id = oauth2_tokens.connection_id));
CREATE POLICY "Access chat messages" ON chat_messages FOR ALL USING (
    EXISTS (
        SELECT 1 FROM chat_sessions s
        WHERE s.id = chat_messages.chat_id
            AND auth.uid() IN (SELECT user_id FROM project_users m WHERE m.project_id = s.project_id)));
CREATE POLICY "Read chat participants" ON chat_participants FOR SELECT USING (
    EXISTS (
        SELECT 1 FROM chat_sessions s
        WHERE s.id = chat_participants.chat_id
            AND auth.uid() IN (SELECT user_id FROM project_users m WHERE m.project_id = s.project_id)));
CREATE POLICY "Manage own participant status" ON chat_participants FOR ALL USING (auth.uid() = user_id);
CREATE POLICY "Read artifacts" ON artifacts FOR SELECT USING (
    auth.uid() IN (SELECT user_id FROM project_users WHERE project_id = artifacts.project_id) OR is_public);
CREATE POLICY "Manage artifacts" ON artifacts FOR ALL USING (
    auth.uid() IN (
        SELECT user_id FROM project_users
        WHERE project_id = artifacts.project_id AND role IN ('owner', 'manager', 'contributor')));
CREATE POLICY "Access artifact files" ON artifact_files FOR ALL USING (
    EXISTS (SELECT 1 FROM artifacts a WHERE a.id = artifact_files.artifact_id));
CREATE POLICY "Read subscription data" ON workspace_subscriptions FOR SELECT USING (
    auth.uid() IN (
        SELECT user_id FROM workspace_users
        WHERE workspace_id = workspace_subscriptions.workspace_id AND role IN ('owner', 'admin')));
CREATE POLICY "Read token purchases" ON token_purchases FOR SELECT USING (
    auth.uid() IN (
        SELECT user_id FROM workspace_users
        WHERE workspace_id = token_purchases.workspace_id AND role IN ('owner', 'admin')));
CREATE POLICY "Read token usage" ON token_usage FOR SELECT USING (
    auth.uid() IN (SELECT user_id FROM workspace_users WHERE workspace_id = token_usage.workspace_id)
    OR auth.uid() IN (SELECT user_id FROM project_users WHERE project_id = token_usage.project_id));
CREATE POLICY "Read workspace stats" ON workspace_stats FOR SELECT USING (
    auth.uid() IN (SELECT user_id FROM workspace_users WHERE workspace_id = workspace_stats.workspace_id));
CREATE POLICY "Read workspace audit logs" ON audit_logs FOR SELECT USING (
    auth.uid() IN (
        SELECT user_id FROM workspace_users
        WHERE workspace_id = audit_logs.workspace_id AND role IN ('owner', 'admin')));
CREATE POLICY "Read project audit logs" ON audit_logs FOR SELECT USING (
    auth.uid() IN (
        SELECT user_id FROM project_users WHERE project_id = audit_logs.project_id AND role IN ('owner', 'manager')));

CREATE POLICY "Read chat sessions" ON chat_sessions FOR SELECT USING (
    auth.uid() IN (SELECT user_id FROM project_users WHERE project_id = chat_sessions.project_id));
CREATE POLICY "Manage chat sessions" ON chat_sessions FOR ALL USING (
    auth.uid() IN (
        SELECT user_id FROM project_users
        WHERE project_id = chat_sessions.project_id AND role IN ('owner', 'manager', 'contributor')));

CREATE POLICY "Read project stats" ON project_stats FOR SELECT USING (
    auth.uid() IN (SELECT user_id FROM project_users WHERE project_id = project_stats.project_id));

CREATE POLICY "Read project requirements" ON project_requirements FOR SELECT USING (
    auth.uid() IN (SELECT user_id FROM project_users WHERE project_id = project_requirements.project_id));
CREATE POLICY "Manage project requirements" ON project_requirements FOR ALL USING (
    auth.uid() IN (
        SELECT user_id FROM project_users
        WHERE project_id = project_requirements.project_id AND role IN ('owner', 'manager')));

CREATE POLICY "Read technical architecture" ON technical_architecture FOR SELECT USING (
    auth.uid() IN (SELECT user_id FROM project_users WHERE project_id = technical_architecture.project_id));
CREATE POLICY "Manage technical architecture" ON technical_architecture FOR ALL USING (
    auth.uid() IN (
        SELECT user_id FROM project_users
        WHERE project_id = technical_architecture.project_id AND role IN ('owner', 'manager')));

CREATE POLICY "Read UI design" ON ui_design FOR SELECT USING (
    auth.uid() IN (SELECT user_id FROM project_users WHERE project_id = ui_design.project_id));
CREATE POLICY "Manage UI design" ON ui_design FOR ALL USING (
    auth.uid() IN (
        SELECT user_id FROM project_users
        WHERE project_id = ui_design.project_id AND role IN ('owner', 'manager')));

CREATE POLICY "Read project context" ON project_context FOR SELECT USING (
    auth.uid() IN (SELECT user_id FROM project_users WHERE project_id = project_context.project_id));
CREATE POLICY "Manage project context" ON project_context FOR ALL USING (
    auth.uid() IN (
        SELECT user_id FROM project_users
        WHERE project_id = project_context.project_id AND role IN ('owner', 'manager')));

INSERT INTO storage.buckets (id, name, public) VALUES
    ('workspace-files', 'workspace-files', false), ('project-files', 'project-files', false),
    ('artifact-files', 'artifact-files', false);
CREATE POLICY "Workspace file access" ON storage.objects FOR ALL USING (
    bucket_id = 'workspace-files' AND auth.uid() IN (
        SELECT user_id FROM workspace_users WHERE workspace_id = (storage.foldername(name))[1]::uuid));
CREATE POLICY "Project file access" ON storage.objects FOR ALL USING (
    bucket_id = 'project-files' AND auth.uid() IN (
        SELECT user_id FROM project_users WHERE project_id = (storage.foldername(name))[1]::uuid));
CREATE POLICY "Artifact file access" ON storage.objects FOR ALL USING (
    bucket_id = 'artifact-files' AND EXISTS (
        SELECT 1 FROM artifacts a WHERE a.id = (storage.foldername(name))[1]::uuid));

-- Times and the audit trail.

CREATE FUNCTION update_updated_at() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS
    'BEGIN NEW.updated_at = now(); RETURN NEW; END';
DO $$
DECLARE
    wanted text;
BEGIN
    FOR wanted IN
        SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'updated_at'
    LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION update_updated_at()',
            'update_' || wanted || '_updated_at', wanted);
    END LOOP;
END $$;

CREATE FUNCTION audit_log_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    changed jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
    workspace uuid := CASE WHEN TG_TABLE_NAME = 'workspaces' THEN changed ->> 'id' ELSE changed ->> 'workspace_id' END;
    project uuid := CASE WHEN TG_TABLE_NAME = 'projects' THEN changed ->> 'id' ELSE changed ->> 'project_id' END;
BEGIN
    -- The trail must outlive what it tells of: rows that are gone, or going in the same statement, are not named by key.
    INSERT INTO public.audit_logs
        (workspace_id, project_id, table_name, record_id, action, old_data, new_data, changed_by)
    VALUES (
        (SELECT w.id FROM public.workspaces w
            WHERE w.id = coalesce(workspace, (SELECT p.workspace_id FROM public.projects p WHERE p.id = project))),
        (SELECT p.id FROM public.projects p WHERE p.id = project), TG_TABLE_NAME, (changed ->> 'id')::uuid, TG_OP,
        CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END, CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END,
        auth.uid());
    RETURN NULL;
END $$;
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['workspaces', 'workspace_users', 'projects', 'project_users', 'workspace_subscriptions',
        'token_purchases', 'token_usage', 'api_connections'] LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I '
            'FOR EACH ROW EXECUTE FUNCTION audit_log_changes()', 'audit_' || wanted, wanted);
    END LOOP;
END $$;

-- pgcrypto's functions; bodies are only looked at when they run.
CREATE FUNCTION encrypt_sensitive_data(data jsonb) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    RETURN encode(
        encrypt(convert_to(data::text, 'UTF8'), convert_to(current_setting('app.encryption_key'), 'UTF8'), 'aes'),
        'base64');
END $$;
CREATE FUNCTION decrypt_sensitive_data(encrypted_data text) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    RETURN convert_from(
        decrypt(decode(encrypted_data, 'base64'), convert_to(current_setting('app.encryption_key'), 'UTF8'), 'aes'),
        'UTF8')::jsonb;
END $$;
CREATE FUNCTION create_backup() RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
SELECT cron.schedule('daily-backup', '0 0 * * *', 'SELECT create_backup()');

-- People: mirrored from auth, joined to workspaces by domain, made active by a membership.

CREATE FUNCTION sync_auth_user_to_users() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO public.users (id, email, phone, confirmed_at, email_confirmed_at, last_sign_in_at, raw_app_meta_data,
        raw_user_meta_data, created_at, updated_at)
    VALUES (NEW.id, NEW.email, NEW.phone, NEW.confirmed_at, NEW.email_confirmed_at, NEW.last_sign_in_at,
        NEW.raw_app_meta_data, NEW.raw_user_meta_data, NEW.created_at, NEW.updated_at);
    RETURN NEW;
END $$;

CREATE FUNCTION check_and_add_user_to_workspace() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    matching uuid;
BEGIN
    SELECT w.id INTO matching FROM public.workspaces w
    WHERE w.company_email_domains @> ARRAY[split_part(NEW.email, '@', 2)]
        AND NOT coalesce((w.settings ->> 'is_global')::boolean, false)
    ORDER BY w.created_at LIMIT 1;
    IF matching IS NOT NULL THEN
        INSERT INTO public.workspace_users (workspace_id, user_id, role) VALUES (matching, NEW.id, 'project_creator')
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION update_user_status() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    UPDATE public.users SET status = 'active' WHERE id = NEW.user_id AND status IN ('waitlist', 'invited');
    RETURN NEW;
END $$;

CREATE FUNCTION create_default_global_workspace() RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    made uuid;
BEGIN
    INSERT INTO public.workspaces (name, description, company_name, company_email_domains, settings)
    VALUES ('Global Workspace', 'Default global workspace for all users', 'System', ARRAY['*'],
        jsonb_build_object('is_global', true, 'managed_by_super_user', true))
    RETURNING id INTO made;
    INSERT INTO public.workspace_subscriptions
        (workspace_id, stripe_customer_id, stripe_subscription_id, plan_type, base_token_limit, status)
    VALUES (made, 'global_workspace', 'global_subscription', 'free', 1000000, 'active');
    RETURN made;
END $$;

CREATE FUNCTION add_user_to_global_workspace() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    global_workspace uuid;
BEGIN
    SELECT w.id INTO global_workspace FROM public.workspaces w WHERE (w.settings ->> 'is_global')::boolean LIMIT 1;
    IF global_workspace IS NULL THEN
        RETURN NEW;
    END IF;
    INSERT INTO public.workspace_users (workspace_id, user_id, role) VALUES (global_workspace, NEW.id, 'project_creator')
    ON CONFLICT DO NOTHING;
    INSERT INTO public.projects (workspace_id, name, description, settings)
    VALUES (global_workspace, NEW.email || '''s Personal Project', 'Personal project space',
        jsonb_build_object('is_personal', true, 'owner_id', NEW.id));
    RETURN NEW;
END $$;

CREATE FUNCTION archive_personal_project() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    UPDATE public.projects
    SET is_active = false, deleted_at = now(), settings = settings || jsonb_build_object('archived_reason', 'user_deleted')
    WHERE (settings ->> 'is_personal')::boolean AND (settings ->> 'owner_id')::uuid = OLD.id;
    RETURN OLD;
END $$;

-- Triggers of one event fire in the order of their names: the copy of the user first, then what names it.
CREATE TRIGGER on_auth_user_created_1_sync AFTER INSERT ON auth.users
    FOR EACH ROW EXECUTE FUNCTION sync_auth_user_to_users();
CREATE TRIGGER on_auth_user_created_2_global AFTER INSERT ON auth.users
    FOR EACH ROW EXECUTE FUNCTION add_user_to_global_workspace();
CREATE TRIGGER on_auth_user_deleted BEFORE DELETE ON auth.users
    FOR EACH ROW EXECUTE FUNCTION archive_personal_project();
CREATE TRIGGER on_user_created_check_domain AFTER INSERT ON users
    FOR EACH ROW EXECUTE FUNCTION check_and_add_user_to_workspace();
CREATE TRIGGER on_workspace_user_added AFTER INSERT ON workspace_users
    FOR EACH ROW EXECUTE FUNCTION update_user_status();
CREATE TRIGGER on_project_user_added AFTER INSERT ON project_users
    FOR EACH ROW EXECUTE FUNCTION update_user_status();

SELECT create_default_global_workspace();

-- Rows: the global workspace and two others, a member of each role, two subscriptions of one workspace.

INSERT INTO workspaces (id, name, company_name, company_email_domains, created_at) VALUES
    ('00000000-0000-4000-b000-000000000001', 'Acme Studio', 'Acme Industries', ARRAY['acme.example'], '2026-02-01Z'),
    ('00000000-0000-4000-b000-000000000002', 'Northwind Lab', 'Northwind Traders', NULL, '2026-03-01Z');
INSERT INTO auth.users (id, email, encrypted_password, raw_user_meta_data, created_at, last_sign_in_at)
SELECT ('00000000-0000-4000-a000-00000000000' || n)::uuid,
    lower(who) || CASE WHEN n = 3 THEN '@acme.example' ELSE '@mail.example' END, '$2a$10$secret-' || n,
    jsonb_build_object('name', who), '2026-02-10Z'::timestamptz + n * interval '1 day',
    '2026-11-20Z'::timestamptz + n * interval '1 hour'
FROM unnest(ARRAY['Olga', 'Adam', 'Pia', 'Zoe']) WITH ORDINALITY AS people(who, n);
INSERT INTO workspace_users (workspace_id, user_id, role, invited_by) VALUES
    ('00000000-0000-4000-b000-000000000001', '00000000-0000-4000-a000-000000000001', 'owner', NULL),
    ('00000000-0000-4000-b000-000000000001', '00000000-0000-4000-a000-000000000002', 'admin',
        '00000000-0000-4000-a000-000000000001'),
    ('00000000-0000-4000-b000-000000000002', '00000000-0000-4000-a000-000000000004', 'owner', NULL);
INSERT INTO workspace_subscriptions (workspace_id, stripe_customer_id, stripe_subscription_id, plan_type, base_token_limit,
    status, current_period_start, current_period_end, created_at) VALUES
    ('00000000-0000-4000-b000-000000000001', 'cus_1', 'sub_1', 'hobby', 1000000, 'canceled', '2026-03-01Z', '2026-04-01Z',
        '2026-03-01Z'),
    ('00000000-0000-4000-b000-000000000001', 'cus_1', 'sub_2', 'pro', 10000000, 'active', '2026-11-12Z', '2026-12-12Z',
        '2026-04-01Z'),
    ('00000000-0000-4000-b000-000000000002', 'cus_2', 'sub_3', 'enterprise', 99000000, 'past_due', '2026-11-01Z',
        '2026-12-01Z', '2026-04-02Z');
INSERT INTO projects (id, workspace_id, name) VALUES
    ('00000000-0000-4000-d000-000000000001', '00000000-0000-4000-b000-000000000001', 'Landing page'),
    ('00000000-0000-4000-d000-000000000002', '00000000-0000-4000-b000-000000000002', 'Price engine');
INSERT INTO project_users (project_id, user_id, role) VALUES
    ('00000000-0000-4000-d000-000000000001', '00000000-0000-4000-a000-000000000001', 'owner'),
    ('00000000-0000-4000-d000-000000000001', '00000000-0000-4000-a000-000000000002', 'manager'),
    ('00000000-0000-4000-d000-000000000001', '00000000-0000-4000-a000-000000000003', 'contributor'),
    ('00000000-0000-4000-d000-000000000002', '00000000-0000-4000-a000-000000000004', 'viewer');
INSERT INTO chat_sessions (id, project_id, title, created_by) VALUES
    ('00000000-0000-4000-e000-000000000001', '00000000-0000-4000-d000-000000000001', 'First draft',
        '00000000-0000-4000-a000-000000000003');
INSERT INTO chat_messages (chat_id, content, message_type, created_by) VALUES
    ('00000000-0000-4000-e000-000000000001', '{"text": "Make it blue"}', 'user', '00000000-0000-4000-a000-000000000003');
INSERT INTO artifacts (id, project_id, chat_id, title, artifact_type) VALUES
    ('00000000-0000-4000-e100-000000000001', '00000000-0000-4000-d000-000000000001',
        '00000000-0000-4000-e000-000000000001', 'Landing page, version 1', 'web');
INSERT INTO oauth2_connections (id, workspace_id, provider, provider_config, client_id, client_secret, redirect_uri, scopes)
VALUES ('00000000-0000-4000-e200-000000000001', '00000000-0000-4000-b000-000000000001', 'github', '{}', 'client-1',
    'cs_SECRET_MARKER', 'https://acme.example/callback', ARRAY['repo']);
INSERT INTO oauth2_tokens (connection_id, access_token, token_type) VALUES
    ('00000000-0000-4000-e200-000000000001', 'at_SECRET_MARKER', 'bearer');
INSERT INTO token_usage (workspace_id, project_id, tokens_used, usage_type, created_at) VALUES
    ('00000000-0000-4000-b000-000000000001', '00000000-0000-4000-d000-000000000001', 1200, 'chat', '2026-11-19Z');
-- Changes by people, so that the trail has actors.
SELECT set_config('request.jwt.claims', '{"sub": "00000000-0000-4000-a000-000000000001"}', false);
UPDATE workspace_users SET role = 'admin'
WHERE workspace_id = '00000000-0000-4000-b000-000000000001' AND user_id = '00000000-0000-4000-a000-000000000003';
UPDATE workspaces SET description = 'Where pages are made' WHERE id = '00000000-0000-4000-b000-000000000001';
SELECT set_config('request.jwt.claims', '', false);
ANALYZE;
