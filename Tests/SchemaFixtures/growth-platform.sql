-- The growth platform of docs/documented-schemas.md, after supabase.sql. Its document names tables, functions and rules; the
-- columns are ours. Vectors are real[], for servers without pgvector.

CREATE TYPE app_role AS ENUM ('admin', 'moderator', 'user');


-- Billing, tenants and people.

CREATE TABLE subscription_plans (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text UNIQUE NOT NULL,
    description text,
    price_cents integer NOT NULL DEFAULT 0,
    currency text NOT NULL DEFAULT 'USD',
    billing_interval text NOT NULL DEFAULT 'month' CHECK (billing_interval IN ('month', 'year')),
    max_members integer,
    max_events integer,
    features jsonb NOT NULL DEFAULT '[]',
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE tenants (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    subdomain text UNIQUE NOT NULL,
    plan_id uuid REFERENCES subscription_plans (id),
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'trial', 'suspended', 'cancelled')),
    settings jsonb NOT NULL DEFAULT '{}',
    owner_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    trial_ends_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE tenant_members (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    role text NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'invited', 'suspended')),
    invited_by uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    UNIQUE (tenant_id, user_id),
    joined_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE tenant_usage (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    metric_type text NOT NULL,
    usage_count bigint NOT NULL DEFAULT 0,
    limit_value bigint,
    period_start date NOT NULL,
    period_end date NOT NULL,
    UNIQUE (tenant_id, metric_type, period_start),
    updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE tenant_integrations (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    integration_type text NOT NULL,
    config jsonb NOT NULL DEFAULT '{}',
    access_token text,
    is_enabled boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE profiles (
    id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
    display_name text,
    avatar_url text,
    bio text,
    xp integer NOT NULL DEFAULT 0,
    referral_code text UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE user_roles (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    role app_role NOT NULL DEFAULT 'user',
    UNIQUE (user_id, role),
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE user_settings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    theme text NOT NULL DEFAULT 'system',
    locale text NOT NULL DEFAULT 'en',
    settings jsonb NOT NULL DEFAULT '{}',
    UNIQUE (user_id, tenant_id),
    updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE user_apps (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    app_name text NOT NULL,
    provider text,
    connected_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE revenue_streams (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    name text NOT NULL,
    amount_cents bigint NOT NULL DEFAULT 0,
    currency text NOT NULL DEFAULT 'USD',
    period date,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE subscription_tiers (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    tier text NOT NULL DEFAULT 'free' CHECK (tier IN ('free', 'plus', 'pro')),
    started_at timestamptz,
    ends_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now());

-- Gamification and community.

CREATE TABLE badges (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    key text UNIQUE NOT NULL,
    name text NOT NULL,
    description text,
    xp_reward integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE user_badges (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    badge_id uuid NOT NULL REFERENCES badges (id) ON DELETE CASCADE,
    UNIQUE (user_id, badge_id),
    awarded_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE streaks (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    kind text NOT NULL DEFAULT 'daily',
    current_length integer NOT NULL DEFAULT 0,
    longest_length integer NOT NULL DEFAULT 0,
    last_activity_on date,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE posts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    author_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    title text,
    body text NOT NULL,
    status text NOT NULL DEFAULT 'published' CHECK (status IN ('draft', 'published', 'removed')),
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE comments (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    post_id uuid NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    author_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    parent_id uuid REFERENCES comments (id) ON DELETE CASCADE,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE reactions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    post_id uuid NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    emoji text NOT NULL,
    UNIQUE (post_id, user_id, emoji),
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE journal_entries (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    title text,
    body text NOT NULL,
    mood text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE challenges (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title text NOT NULL,
    description text,
    starts_at timestamptz,
    ends_at timestamptz,
    xp_reward integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE challenge_participants (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    challenge_id uuid NOT NULL REFERENCES challenges (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    progress integer NOT NULL DEFAULT 0,
    completed_at timestamptz,
    UNIQUE (challenge_id, user_id),
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE leaderboard_entries (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    period text NOT NULL,
    xp integer NOT NULL DEFAULT 0,
    rank integer,
    UNIQUE (user_id, period),
    updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE notifications (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    type text NOT NULL,
    title text NOT NULL,
    body text,
    read_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE user_follows (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    follower_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    followed_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    UNIQUE (follower_id, followed_id),
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE activities (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    activity_type text NOT NULL,
    description text,
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE referrals (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    referrer_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    referred_email text NOT NULL,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'joined', 'rewarded')),
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE moderation_flags (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    post_id uuid REFERENCES posts (id) ON DELETE CASCADE,
    reporter_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    reason text NOT NULL,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'upheld', 'dismissed')),
    created_at timestamptz NOT NULL DEFAULT now());

-- Events and telemetry.

CREATE TABLE events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    event_type text NOT NULL,
    properties jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE telemetry_events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    event_name text NOT NULL,
    payload jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE app_events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    event_type text NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE conversion_events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    funnel text NOT NULL,
    step text NOT NULL,
    value_cents integer,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE sessions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    ip_address inet,
    user_agent text);
CREATE TABLE signals (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    name text NOT NULL,
    value numeric,
    features jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE segments (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text UNIQUE NOT NULL,
    rules jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE user_segments (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    segment_id uuid NOT NULL REFERENCES segments (id) ON DELETE CASCADE,
    UNIQUE (user_id, segment_id),
    created_at timestamptz NOT NULL DEFAULT now());

-- Metrics.

CREATE TABLE metrics_daily (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    day date NOT NULL,
    metric text NOT NULL,
    value numeric NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE metrics_log (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    source text NOT NULL,
    metric text NOT NULL,
    value numeric,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE performance_metrics (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    route text NOT NULL,
    duration_ms numeric,
    status_code integer,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE business_metrics (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    value numeric,
    period date,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE system_metrics (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    host text,
    name text NOT NULL,
    value numeric,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE pmf_metrics_snapshots (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    day date NOT NULL,
    activation_rate numeric(5, 2),
    retention_rate numeric(5, 2),
    nps integer,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE user_activations (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    activated_at timestamptz,
    trigger_event text,
    created_at timestamptz NOT NULL DEFAULT now());

-- AI.

CREATE TABLE ai_embeddings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    namespace text NOT NULL,
    content text NOT NULL,
    embedding real[],
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE ai_health_metrics (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    model text NOT NULL,
    latency_ms integer,
    error_rate numeric(5, 4),
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE ai_insights (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    title text NOT NULL,
    body text,
    severity text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE ai_agents (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    name text NOT NULL,
    model text,
    config jsonb NOT NULL DEFAULT '{}',
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE agent_interactions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    agent_id uuid NOT NULL REFERENCES ai_agents (id) ON DELETE CASCADE,
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    input text,
    output text,
    tokens integer,
    created_at timestamptz NOT NULL DEFAULT now());

-- Workflows.

CREATE TABLE automation_workflows (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    name text NOT NULL,
    trigger text,
    config jsonb NOT NULL DEFAULT '{}',
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE workflow_definitions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    definition jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE workflow_executions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    workflow_id uuid NOT NULL REFERENCES automation_workflows (id) ON DELETE CASCADE,
    status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'succeeded', 'failed')),
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    error text);
CREATE TABLE workflow_steps (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    execution_id uuid NOT NULL REFERENCES workflow_executions (id) ON DELETE CASCADE,
    name text NOT NULL,
    position integer NOT NULL,
    status text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE step_executions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    step_name text NOT NULL,
    execution_id uuid,
    status text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE workflow_templates (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    definition jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE autopilot_workflows (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    goal text,
    is_active boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now());

-- Leads and marketing.

CREATE TABLE lead_sources (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text UNIQUE NOT NULL,
    channel text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE leads (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    source_id uuid REFERENCES lead_sources (id) ON DELETE SET NULL,
    email text NOT NULL,
    name text,
    phone text,
    company text,
    score integer NOT NULL DEFAULT 0,
    status text NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'contacted', 'qualified', 'converted', 'lost')),
    assigned_to uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE lead_activities (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    lead_id uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    activity_type text NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE lead_sessions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    lead_id uuid REFERENCES leads (id) ON DELETE CASCADE,
    landing_page text,
    ip_address inet,
    user_agent text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE lead_touchpoints (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    lead_id uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    channel text NOT NULL,
    campaign text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE email_templates (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text UNIQUE NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE email_interactions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    lead_id uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    template_id uuid REFERENCES email_templates (id) ON DELETE SET NULL,
    kind text NOT NULL CHECK (kind IN ('sent', 'opened', 'clicked', 'bounced')),
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE email_queue (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    to_email text NOT NULL,
    subject text NOT NULL,
    body text,
    status text NOT NULL DEFAULT 'queued',
    send_after timestamptz,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE nurturing_sequences (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE nurturing_enrollments (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    sequence_id uuid NOT NULL REFERENCES nurturing_sequences (id) ON DELETE CASCADE,
    lead_id uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    current_step integer NOT NULL DEFAULT 0,
    status text NOT NULL DEFAULT 'active',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE nurturing_schedule (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    enrollment_id uuid NOT NULL REFERENCES nurturing_enrollments (id) ON DELETE CASCADE,
    step integer NOT NULL,
    send_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE crm_sync_log (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    system text NOT NULL,
    direction text NOT NULL,
    status text NOT NULL,
    records integer NOT NULL DEFAULT 0,
    error text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE conversions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    lead_id uuid REFERENCES leads (id) ON DELETE CASCADE,
    conversion_type text NOT NULL,
    value_cents integer,
    currency text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE marketing_costs (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    channel text NOT NULL,
    amount_cents integer NOT NULL,
    day date NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE campaign_costs (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    campaign text NOT NULL,
    amount_cents integer NOT NULL,
    day date NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE roi_tracking (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    campaign text NOT NULL,
    cost_cents bigint,
    revenue_cents bigint,
    period date,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE revenue_events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    event_type text NOT NULL,
    amount_cents bigint NOT NULL,
    currency text NOT NULL DEFAULT 'USD',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE ab_tests (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text UNIQUE NOT NULL,
    status text NOT NULL DEFAULT 'draft',
    variants jsonb NOT NULL DEFAULT '[]',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE ab_test_assignments (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    test_id uuid NOT NULL REFERENCES ab_tests (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    variant text NOT NULL,
    UNIQUE (test_id, user_id),
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE ab_test_conversions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    test_id uuid NOT NULL REFERENCES ab_tests (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    variant text,
    value_cents integer,
    created_at timestamptz NOT NULL DEFAULT now());

-- Privacy.

CREATE TABLE privacy_consents (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    purpose text NOT NULL,
    granted boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE data_subjects (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    email text,
    full_name text,
    jurisdiction text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE data_subject_requests (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    subject_id uuid NOT NULL REFERENCES data_subjects (id) ON DELETE CASCADE,
    request_type text NOT NULL CHECK (request_type IN ('access', 'erasure', 'portability', 'rectification')),
    status text NOT NULL DEFAULT 'received',
    due_on date,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE consent_records (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    subject_id uuid NOT NULL REFERENCES data_subjects (id) ON DELETE CASCADE,
    purpose text NOT NULL,
    legal_basis text,
    granted_at timestamptz,
    withdrawn_at timestamptz,
    proof jsonb,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE data_processing_activities (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    purpose text NOT NULL,
    legal_basis text,
    retention_days integer,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE compliance_reports (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title text NOT NULL,
    period date,
    body jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE compliance_metrics (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    value numeric,
    day date,
    created_at timestamptz NOT NULL DEFAULT now());

-- Security and audit.

CREATE TABLE audit_log (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    action text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}',
    ip_address inet,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE audit_logs (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid REFERENCES tenants (id) ON DELETE SET NULL,
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    action text NOT NULL,
    resource_type text NOT NULL,
    resource_id uuid,
    old_values jsonb,
    new_values jsonb,
    metadata jsonb NOT NULL DEFAULT '{}',
    ip_address inet,
    user_agent text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE security_events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    event_type text NOT NULL,
    severity text NOT NULL DEFAULT 'low' CHECK (severity IN ('low', 'medium', 'high', 'critical')),
    description text,
    ip_address inet,
    user_agent text,
    metadata jsonb NOT NULL DEFAULT '{}',
    resolved_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE threat_detections (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    threat_type text NOT NULL,
    severity text NOT NULL,
    source_ip inet,
    status text NOT NULL DEFAULT 'open',
    detected_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE failed_attempts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    identifier text NOT NULL,
    attempts integer NOT NULL DEFAULT 1,
    last_attempt_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE failed_login_attempts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL,
    ip_address inet,
    user_agent text,
    attempted_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE security_policies (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text UNIQUE NOT NULL,
    rules jsonb NOT NULL DEFAULT '{}',
    is_enabled boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE rate_limits (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    identifier text NOT NULL,
    endpoint text NOT NULL,
    request_count integer NOT NULL DEFAULT 0,
    window_start timestamptz NOT NULL DEFAULT now(),
    UNIQUE (identifier, endpoint, window_start));

-- Trust.

CREATE TABLE trust_ledger_roots (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    root_hash text NOT NULL,
    day date NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE guardian_preferences (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    level text NOT NULL DEFAULT 'balanced',
    settings jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE guardian_events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    event_type text NOT NULL,
    payload jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE trust_badges (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text UNIQUE NOT NULL,
    criteria jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());

-- Marketplace, meetings, design, community, notifications.

CREATE TABLE marketplace_items (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    item_type text NOT NULL CHECK (item_type IN ('template', 'agent', 'integration')),
    price_cents integer NOT NULL DEFAULT 0,
    currency text NOT NULL DEFAULT 'USD',
    author_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE integrations (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text UNIQUE NOT NULL,
    category text,
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE api_services (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text UNIQUE NOT NULL,
    base_url text,
    api_key text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE api_usage (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    service_id uuid NOT NULL REFERENCES api_services (id) ON DELETE CASCADE,
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    requests integer NOT NULL DEFAULT 0,
    cost_cents integer,
    day date,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE api_logs (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    service_id uuid REFERENCES api_services (id) ON DELETE SET NULL,
    method text,
    path text,
    status_code integer,
    duration_ms integer,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE appointments (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    organizer_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    title text NOT NULL,
    start_time timestamptz NOT NULL,
    end_time timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'scheduled',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE appointment_reminders (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    appointment_id uuid NOT NULL REFERENCES appointments (id) ON DELETE CASCADE,
    remind_at timestamptz NOT NULL,
    sent_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE meetings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    title text NOT NULL,
    starts_at timestamptz,
    host_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE meeting_notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    meeting_id uuid NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    content text,
    transcript text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE design_projects (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    name text NOT NULL,
    owner_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    status text NOT NULL DEFAULT 'draft',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE design_versions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    project_id uuid NOT NULL REFERENCES design_projects (id) ON DELETE CASCADE,
    version integer NOT NULL,
    content jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE community_posts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    author_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    title text NOT NULL,
    body text,
    category text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE expert_profiles (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    headline text,
    hourly_rate_cents integer,
    currency text NOT NULL DEFAULT 'USD',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE communication_channels (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    name text NOT NULL,
    kind text NOT NULL,
    config jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE notification_preferences (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    channel text NOT NULL,
    is_enabled boolean NOT NULL DEFAULT true,
    UNIQUE (user_id, channel),
    updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE push_subscriptions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    endpoint text NOT NULL,
    p256dh text NOT NULL,
    auth text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE blog_comments (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    post_slug text NOT NULL,
    author_name text,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE chat_conversations (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
    title text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE chat_messages (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    conversation_id uuid NOT NULL REFERENCES chat_conversations (id) ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('user', 'assistant', 'system')),
    content text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE orchestrator_reports (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    cycle integer NOT NULL,
    summary text,
    report jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE dependency_reports (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    package text NOT NULL,
    version text,
    status text,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE cost_forecasts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    period date NOT NULL,
    expected_cents bigint,
    actual_cents bigint,
    currency text NOT NULL DEFAULT 'USD',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE security_audits (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title text NOT NULL,
    score integer,
    findings jsonb NOT NULL DEFAULT '[]',
    created_at timestamptz NOT NULL DEFAULT now());

-- Indexes: whose, of which tenant, when.

DO $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT c.table_name AS tbl, c.column_name AS col FROM information_schema.columns c
        JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
            AND (c.column_name = 'user_id' OR c.column_name = 'tenant_id' OR c.column_name = 'created_at')
    LOOP
        EXECUTE format('CREATE INDEX %I ON %I (%I%s)', found.tbl || '_' || found.col || '_idx', found.tbl, found.col,
            CASE WHEN found.col = 'created_at' THEN ' DESC' ELSE '' END);
    END LOOP;
END $$;
CREATE INDEX failed_login_attempts_attempted_idx ON failed_login_attempts (attempted_at DESC);

-- Functions.

CREATE FUNCTION has_role(user_id uuid, role app_role) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
    'SELECT EXISTS (SELECT 1 FROM public.user_roles r WHERE r.user_id = $1 AND r.role = $2)';
CREATE FUNCTION is_admin(user_id uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
    'SELECT public.has_role($1, ''admin'')';
CREATE FUNCTION is_tenant_member(tenant_id uuid, user_id uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
    'SELECT EXISTS (SELECT 1 FROM public.tenant_members m WHERE m.tenant_id = $1 AND m.user_id = $2)';
CREATE FUNCTION get_tenant_member_role(tenant_id uuid, user_id uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
    'SELECT m.role FROM public.tenant_members m WHERE m.tenant_id = $1 AND m.user_id = $2';
CREATE FUNCTION generate_referral_code() RETURNS text LANGUAGE sql VOLATILE SET search_path = '' AS
    'SELECT upper(substr(md5(random()::text), 1, 8))';
CREATE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO public.profiles (id, display_name, referral_code)
    VALUES (NEW.id, NEW.raw_user_meta_data ->> 'name', public.generate_referral_code());
    INSERT INTO public.user_roles (user_id, role) VALUES (NEW.id, 'user');
    RETURN NEW;
END $$;
CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION handle_new_user();
CREATE FUNCTION create_tenant(name text, subdomain text, plan_id uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    made uuid;
BEGIN
    INSERT INTO public.tenants (name, subdomain, plan_id, owner_id) VALUES ($1, $2, $3, auth.uid()) RETURNING id INTO made;
    INSERT INTO public.tenant_members (tenant_id, user_id, role) VALUES (made, auth.uid(), 'owner');
    RETURN made;
END $$;
CREATE FUNCTION track_usage(tenant_id uuid, metric_type text, increment bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
    INSERT INTO public.tenant_usage (tenant_id, metric_type, usage_count, period_start, period_end)
    VALUES ($1, $2, $3, date_trunc('month', now()), date_trunc('month', now()) + interval '1 month')
    ON CONFLICT (tenant_id, metric_type, period_start)
    DO UPDATE SET usage_count = public.tenant_usage.usage_count + excluded.usage_count
$$;
CREATE FUNCTION check_tenant_limit(tenant_id uuid, metric_type text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT NOT EXISTS (
        SELECT 1 FROM public.tenant_usage u
        WHERE u.tenant_id = $1 AND u.metric_type = $2 AND u.usage_count >= u.limit_value AND now() < u.period_end)
$$;
CREATE FUNCTION log_audit_event(user_id uuid, action text, resource_type text, resource_id uuid, metadata jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
    INSERT INTO public.audit_logs (user_id, action, resource_type, resource_id, metadata) VALUES ($1, $2, $3, $4, $5)
$$;
CREATE FUNCTION audit_changes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO public.audit_logs (tenant_id, user_id, action, resource_type, resource_id, old_values, new_values)
    VALUES (
        (to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END) ->> 'tenant_id')::uuid, auth.uid(), lower(TG_OP),
        TG_TABLE_NAME, CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END,
        CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END, CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
    RETURN NULL;
END $$;
CREATE TRIGGER audit_data_subjects AFTER INSERT OR UPDATE OR DELETE ON data_subjects
    FOR EACH ROW EXECUTE FUNCTION audit_changes();
CREATE TRIGGER audit_consent_records AFTER INSERT OR UPDATE OR DELETE ON consent_records
    FOR EACH ROW EXECUTE FUNCTION audit_changes();
CREATE TRIGGER audit_tenant_members AFTER UPDATE OR DELETE ON tenant_members
    FOR EACH ROW EXECUTE FUNCTION audit_changes();
CREATE FUNCTION record_failed_login_attempt(email text, ip_address inet, user_agent text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS
    'INSERT INTO public.failed_login_attempts (email, ip_address, user_agent) VALUES ($1, $2, $3)';
CREATE FUNCTION update_updated_at_column() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS
    'BEGIN NEW.updated_at = now(); RETURN NEW; END';
CREATE TRIGGER update_tenants_updated_at BEFORE UPDATE ON tenants FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER update_profiles_updated_at BEFORE UPDATE ON profiles FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE FUNCTION get_latest_metrics_per_source("limit" integer) RETURNS SETOF metrics_log LANGUAGE sql STABLE SET search_path = '' AS
    'SELECT DISTINCT ON (source) * FROM public.metrics_log ORDER BY source, created_at DESC LIMIT $1';
CREATE FUNCTION get_unread_notification_count(user_id uuid, tenant_id uuid) RETURNS bigint
LANGUAGE sql STABLE SET search_path = '' AS
    'SELECT count(*) FROM public.notifications n WHERE n.user_id = $1 AND n.tenant_id = $2 AND n.read_at IS NULL';

CREATE VIEW metrics_dashboard WITH (security_invoker = on) AS
    SELECT day, metric, sum(value) AS value FROM metrics_daily GROUP BY day, metric;

-- Policies by the documented patterns: one's own rows, the tenant's rows, everything for admins and the service.

DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT t.table_name AS tbl,
            bool_or(c.column_name = 'user_id') AS by_user, bool_or(c.column_name = 'tenant_id') AS by_tenant
        FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
        WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE' GROUP BY 1
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wanted.tbl);
        EXECUTE format('CREATE POLICY "Admins see everything" ON %I FOR SELECT TO authenticated USING (public.is_admin(auth.uid()))',
            wanted.tbl);
        EXECUTE format('CREATE POLICY "Service writes" ON %I FOR ALL USING (auth.role() = ''service_role'')', wanted.tbl);
        IF wanted.tbl = 'tenant_members' THEN
            -- As documented it asks the table that it guards, which never ends.
            EXECUTE 'CREATE POLICY "Members see their tenant''s members" ON tenant_members FOR SELECT TO authenticated '
                'USING (is_tenant_member(tenant_id, auth.uid()))';
        ELSIF wanted.by_tenant THEN
            EXECUTE format('CREATE POLICY "Tenant isolation" ON %I FOR SELECT TO authenticated USING (EXISTS ('
                'SELECT 1 FROM tenant_members WHERE tenant_members.tenant_id = %I.tenant_id AND tenant_members.user_id = auth.uid()))',
                wanted.tbl, wanted.tbl);
        ELSIF wanted.by_user THEN
            EXECUTE format('CREATE POLICY "Own rows" ON %I FOR ALL TO authenticated USING (auth.uid() = user_id)', wanted.tbl);
        END IF;
    END LOOP;
END $$;
CREATE POLICY "Own profile" ON profiles FOR ALL TO authenticated USING (auth.uid() = id);
CREATE POLICY "Members see their tenant" ON tenants FOR SELECT TO authenticated USING (
    EXISTS (SELECT 1 FROM tenant_members WHERE tenant_members.tenant_id = tenants.id AND tenant_members.user_id = auth.uid()));
CREATE POLICY "Plans are public" ON subscription_plans FOR SELECT USING (true);
INSERT INTO storage.buckets (id, name, public) VALUES ('public', 'public', true), ('private', 'private', false);

-- Rows: three tenants, a member of each role, a plan each.

INSERT INTO auth.users (id, email, encrypted_password, raw_user_meta_data, created_at, last_sign_in_at)
SELECT ('00000000-0000-4000-a000-00000000000' || n)::uuid, lower(who) || '@growth.example', '$2a$10$secret-' || n,
    jsonb_build_object('name', who || ' Berg'), '2026-01-01Z'::timestamptz + n * interval '1 day',
    '2026-11-20Z'::timestamptz + n * interval '1 hour'
FROM unnest(ARRAY['Olga', 'Adam', 'Mia', 'Vera', 'Zoe']) WITH ORDINALITY AS people(who, n);
INSERT INTO user_roles (user_id, role) VALUES ('00000000-0000-4000-a000-000000000001', 'admin');
INSERT INTO subscription_plans (id, name, price_cents, max_members) VALUES
    ('00000000-0000-4000-f000-000000000001', 'Starter', 0, 3), ('00000000-0000-4000-f000-000000000002', 'Growth', 4900, 25),
    ('00000000-0000-4000-f000-000000000003', 'Scale', 19900, NULL);
INSERT INTO tenants (id, name, subdomain, plan_id, status, owner_id, created_at) VALUES
    ('00000000-0000-4000-b000-000000000001', 'Acme Growth', 'acme', '00000000-0000-4000-f000-000000000002', 'active',
        '00000000-0000-4000-a000-000000000001', '2026-02-01Z'),
    ('00000000-0000-4000-b000-000000000002', 'Northwind', 'northwind', '00000000-0000-4000-f000-000000000001', 'trial',
        '00000000-0000-4000-a000-000000000005', '2026-03-01Z'),
    ('00000000-0000-4000-b000-000000000003', 'Contoso', 'contoso', '00000000-0000-4000-f000-000000000003', 'suspended', NULL,
        '2026-04-01Z');
INSERT INTO tenant_members (id, tenant_id, user_id, role)
SELECT ('00000000-0000-4000-c000-00000000000' || n)::uuid, '00000000-0000-4000-b000-000000000001',
    ('00000000-0000-4000-a000-00000000000' || n)::uuid, role
FROM unnest(ARRAY['owner', 'admin', 'member', 'viewer']) WITH ORDINALITY AS roles(role, n);
INSERT INTO tenant_members (tenant_id, user_id, role) VALUES
    ('00000000-0000-4000-b000-000000000002', '00000000-0000-4000-a000-000000000005', 'owner');
INSERT INTO tenant_usage (tenant_id, metric_type, usage_count, limit_value, period_start, period_end) VALUES
    ('00000000-0000-4000-b000-000000000001', 'events', 812, 1000, '2026-11-01', '2026-12-01');
INSERT INTO tenant_integrations (tenant_id, integration_type, access_token) VALUES
    ('00000000-0000-4000-b000-000000000001', 'slack', 'xoxb_SECRET_MARKER');
INSERT INTO lead_sources (id, name, channel) VALUES ('00000000-0000-4000-d000-000000000001', 'Website', 'organic');
INSERT INTO leads (id, tenant_id, source_id, email, name, phone, status) VALUES
    ('00000000-0000-4000-d100-000000000001', '00000000-0000-4000-b000-000000000001',
        '00000000-0000-4000-d000-000000000001', 'mallory@lead.example', 'Mallory K.', '+4930123', 'qualified');
INSERT INTO lead_activities (lead_id, activity_type) VALUES ('00000000-0000-4000-d100-000000000001', 'form_submitted');
INSERT INTO audit_logs (tenant_id, user_id, action, resource_type, resource_id, metadata, ip_address, created_at) VALUES
    ('00000000-0000-4000-b000-000000000001', '00000000-0000-4000-a000-000000000001', 'tenant.plan_changed', 'tenants',
        '00000000-0000-4000-b000-000000000001', '{"from": "Starter", "to": "Growth"}', '10.0.0.8', '2026-11-18T10:00Z');
INSERT INTO audit_log (user_id, action, ip_address, created_at) VALUES
    ('00000000-0000-4000-a000-000000000002', 'login', '10.0.0.9', '2026-11-17T10:00Z');
INSERT INTO security_events (user_id, tenant_id, event_type, severity, description, ip_address, created_at) VALUES
    ('00000000-0000-4000-a000-000000000004', '00000000-0000-4000-b000-000000000001', 'password.reset', 'medium',
        'Reset twice within a minute', '185.4.7.21', '2026-11-19T02:58Z');
INSERT INTO failed_login_attempts (email, ip_address, attempted_at) VALUES
    ('mallory@lead.example', '185.4.7.21', '2026-11-19T02:57Z');
INSERT INTO data_subjects (user_id, email, full_name) VALUES
    ('00000000-0000-4000-a000-000000000003', 'mia@growth.example', 'Mia Berg');
UPDATE tenant_members SET role = 'viewer' WHERE id = '00000000-0000-4000-c000-000000000004';
INSERT INTO posts (author_id, tenant_id, title, body) VALUES
    ('00000000-0000-4000-a000-000000000003', '00000000-0000-4000-b000-000000000001', 'Hello', 'First post');
INSERT INTO notifications (user_id, tenant_id, type, title) VALUES
    ('00000000-0000-4000-a000-000000000003', '00000000-0000-4000-b000-000000000001', 'info', 'Welcome');
ANALYZE;
