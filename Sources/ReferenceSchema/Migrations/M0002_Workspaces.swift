extension Migration {
    /// Tenants, their members, plans and limits.
    static let workspaces = Migration(
        version: 2, name: "workspaces",
        portable: #"""
            -- What can be subscribed to; rank orders upgrades.
            CREATE TABLE plans (
              id text PRIMARY KEY,
              name text NOT NULL UNIQUE,
              description text,
              rank integer NOT NULL UNIQUE,
              price_cents bigint NOT NULL DEFAULT 0 CHECK (price_cents >= 0),
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              billing_interval text NOT NULL DEFAULT 'month' CHECK (billing_interval IN ('month', 'year')),
              trial_days integer NOT NULL DEFAULT 0 CHECK (trial_days >= 0),
              stripe_price_id text UNIQUE,
              is_public boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- What a plan includes.
            CREATE TABLE plan_features (
              plan_id text NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
              feature_key text NOT NULL,
              limit_value bigint,
              enabled boolean NOT NULL DEFAULT true,
              metadata json NOT NULL DEFAULT '{}',
              updated_at timestamptz NOT NULL DEFAULT now(),
              PRIMARY KEY (plan_id, feature_key)
            );
            CREATE INDEX plan_features_feature_idx ON plan_features (feature_key, plan_id);

            -- How much a plan allows; a NULL limit_value is unlimited.
            CREATE TABLE plan_limits (
              plan_id text NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
              limit_type text NOT NULL,
              limit_value bigint CHECK (limit_value >= 0),
              enforcement text NOT NULL DEFAULT 'soft' CHECK (enforcement IN ('soft', 'hard')),
              grace_amount bigint NOT NULL DEFAULT 0 CHECK (grace_amount >= 0),
              updated_at timestamptz NOT NULL DEFAULT now(),
              PRIMARY KEY (plan_id, limit_type)
            );
            CREATE INDEX plan_limits_limit_idx ON plan_limits (limit_type, plan_id);

            -- Tenants: companies, and agencies that keep workspaces for others.
            CREATE TABLE workspaces (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              name text NOT NULL,
              slug text UNIQUE,
              description text,
              kind text NOT NULL DEFAULT 'business' CHECK (kind IN ('agency', 'business')),
              parent_workspace_id uuid REFERENCES workspaces(id) ON DELETE SET NULL
                CHECK (parent_workspace_id <> id),
              plan text NOT NULL DEFAULT 'free' REFERENCES plans(id),
              status text NOT NULL DEFAULT 'active'
                CHECK (status IN ('active', 'trialing', 'past_due', 'suspended', 'archived')),
              company_name text,
              domain text,
              company_email_domains text_array NOT NULL DEFAULT '[]',
              logo_url text,
              color_palette json,
              settings json NOT NULL DEFAULT '{}',
              stripe_customer_id text UNIQUE,
              trial_ends_at timestamptz,
              suspended_at timestamptz,
              suspended_reason text,
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              deleted_at timestamptz
            );
            CREATE INDEX workspaces_name_idx ON workspaces (name, id);
            CREATE INDEX workspaces_name_lower_idx ON workspaces (lower(name));
            CREATE INDEX workspaces_domain_lower_idx ON workspaces (lower(domain));
            CREATE INDEX workspaces_plan_idx ON workspaces (plan, name);
            CREATE INDEX workspaces_status_idx ON workspaces (status, name);
            CREATE INDEX workspaces_created_at_idx ON workspaces (created_at DESC, id);
            CREATE INDEX workspaces_trial_idx ON workspaces (trial_ends_at) WHERE trial_ends_at IS NOT NULL;

            -- Who belongs to a workspace, and as what; the roles stand in order of rank.
            CREATE TABLE workspace_members (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              role text NOT NULL DEFAULT 'viewer'
                CHECK (role IN ('owner', 'admin', 'super_editor', 'editor', 'project_creator', 'collaborator',
                                'viewer')),
              status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'invited', 'suspended', 'removed')),
              invited_by uuid REFERENCES users(id) ON DELETE SET NULL,
              invited_at timestamptz,
              accepted_at timestamptz,
              last_seen_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (workspace_id, user_id)
            );
            CREATE INDEX workspace_members_role_idx ON workspace_members (workspace_id, role, status);
            CREATE INDEX workspace_members_user_idx ON workspace_members (user_id, status);
            CREATE INDEX workspace_members_created_at_idx ON workspace_members (created_at DESC, id);
            CREATE INDEX workspace_members_owner_idx ON workspace_members (workspace_id)
              WHERE role = 'owner' AND status = 'active';

            -- Invitations by mail that wait for an answer or had one.
            CREATE TABLE workspace_invitations (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              email text NOT NULL,
              role text NOT NULL DEFAULT 'viewer'
                CHECK (role IN ('owner', 'admin', 'super_editor', 'editor', 'project_creator', 'collaborator',
                                'viewer')),
              status text NOT NULL DEFAULT 'pending'
                CHECK (status IN ('pending', 'accepted', 'declined', 'revoked', 'expired')),
              token text NOT NULL UNIQUE,
              invited_by uuid REFERENCES users(id) ON DELETE SET NULL,
              accepted_by uuid REFERENCES users(id) ON DELETE SET NULL,
              expires_at timestamptz NOT NULL,
              accepted_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX workspace_invitations_email_idx ON workspace_invitations (lower(email));
            CREATE INDEX workspace_invitations_created_at_idx ON workspace_invitations (created_at DESC, id);
            CREATE UNIQUE INDEX workspace_invitations_pending_key ON workspace_invitations (workspace_id, lower(email))
              WHERE status = 'pending';

            -- The plan that a workspace pays for, and its token allowance.
            CREATE TABLE workspace_subscriptions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              stripe_customer_id text NOT NULL,
              stripe_subscription_id text NOT NULL UNIQUE,
              plan_type text NOT NULL REFERENCES plans(id),
              base_token_limit bigint NOT NULL CHECK (base_token_limit >= 0),
              additional_tokens bigint NOT NULL DEFAULT 0 CHECK (additional_tokens >= 0),
              status text NOT NULL CHECK (status IN ('trialing', 'active', 'past_due', 'canceled', 'incomplete')),
              cancel_at_period_end boolean NOT NULL DEFAULT false,
              current_period_start timestamptz,
              current_period_end timestamptz,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX workspace_subscriptions_customer_idx ON workspace_subscriptions (stripe_customer_id);
            CREATE INDEX workspace_subscriptions_status_idx ON workspace_subscriptions (status, current_period_end);
            CREATE INDEX workspace_subscriptions_period_idx ON workspace_subscriptions (current_period_end, id);
            CREATE UNIQUE INDEX workspace_subscriptions_live_key ON workspace_subscriptions (workspace_id)
              WHERE status <> 'canceled';

            -- Token packages bought on top of a plan.
            CREATE TABLE token_purchases (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              stripe_payment_intent_id text NOT NULL UNIQUE,
              token_amount bigint NOT NULL CHECK (token_amount > 0),
              price_paid numeric(10,2) NOT NULL,
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              status text NOT NULL CHECK (status IN ('pending', 'completed', 'failed')),
              created_at timestamptz NOT NULL DEFAULT now(),
              created_by uuid REFERENCES users(id) ON DELETE SET NULL
            );
            CREATE INDEX token_purchases_created_at_idx ON token_purchases (created_at DESC, id);

            -- Who pays, where one payer stands for several workspaces.
            CREATE TABLE billing_accounts (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              owner_user_id uuid NOT NULL REFERENCES users(id),
              name text,
              billing_email text,
              tax_id text,
              stripe_customer_id text UNIQUE,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX billing_accounts_email_idx ON billing_accounts (lower(billing_email));

            -- Which workspaces a billing account pays for.
            CREATE TABLE billing_account_workspaces (
              billing_account_id uuid NOT NULL REFERENCES billing_accounts(id) ON DELETE CASCADE,
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              created_at timestamptz NOT NULL DEFAULT now(),
              PRIMARY KEY (billing_account_id, workspace_id)
            );

            -- What an agency bought to hand out to its client workspaces.
            CREATE TABLE agency_packages (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              agency_workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              plan_id text NOT NULL REFERENCES plans(id),
              seats integer NOT NULL DEFAULT 0 CHECK (seats >= 0),
              price_cents bigint NOT NULL DEFAULT 0 CHECK (price_cents >= 0),
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              is_active boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Package seats given to a client workspace.
            CREATE TABLE workspace_allocations (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              package_id uuid NOT NULL REFERENCES agency_packages(id) ON DELETE CASCADE,
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              allocated_by uuid REFERENCES users(id) ON DELETE SET NULL,
              allocated_at timestamptz NOT NULL DEFAULT now(),
              released_at timestamptz,
              UNIQUE (package_id, workspace_id)
            );

            -- Single uses of metered features.
            CREATE TABLE usage_events (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              user_id uuid REFERENCES users(id) ON DELETE SET NULL,
              event_type text NOT NULL DEFAULT 'feature_usage',
              feature_key text,
              quantity integer NOT NULL DEFAULT 1,
              metadata json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX usage_events_workspace_idx ON usage_events (workspace_id, created_at DESC);
            CREATE INDEX usage_events_created_at_idx ON usage_events (created_at DESC, id);

            -- Usage summed per workspace, metric and period.
            CREATE TABLE workspace_usage (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              metric_type text NOT NULL,
              used bigint NOT NULL DEFAULT 0,
              period_start date NOT NULL,
              period_end date NOT NULL,
              updated_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (workspace_id, metric_type, period_start),
              CHECK (period_end >= period_start)
            );

            -- Counts of a workspace by day.
            CREATE TABLE workspace_stats (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              total_projects integer NOT NULL DEFAULT 0,
              total_users integer NOT NULL DEFAULT 0,
              total_chats integer NOT NULL DEFAULT 0,
              total_artifacts integer NOT NULL DEFAULT 0,
              total_files integer NOT NULL DEFAULT 0,
              total_tokens_used bigint NOT NULL DEFAULT 0,
              tokens_remaining bigint NOT NULL DEFAULT 0,
              stats_date date NOT NULL DEFAULT today(),
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (workspace_id, stats_date)
            );

            -- Services that a workspace connected.
            CREATE TABLE workspace_integrations (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              provider text NOT NULL,
              status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused', 'error', 'revoked')),
              config json NOT NULL DEFAULT '{}',
              credentials json,
              last_sync_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (workspace_id, provider)
            );

            -- Switches by name, for everyone, a plan or one workspace.
            CREATE TABLE feature_flags (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              key text NOT NULL,
              description text,
              enabled boolean NOT NULL DEFAULT false,
              rollout_percent integer NOT NULL DEFAULT 0 CHECK (rollout_percent BETWEEN 0 AND 100),
              plan_id text REFERENCES plans(id) ON DELETE CASCADE,
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              rules json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX feature_flags_key_idx ON feature_flags (key, workspace_id);

            -- Things that happened in a workspace, written by the server.
            CREATE TABLE events (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              entity_type text,
              entity_id uuid,
              event_type text NOT NULL,
              actor_id uuid REFERENCES users(id) ON DELETE SET NULL,
              payload json NOT NULL DEFAULT '{}',
              metadata json NOT NULL DEFAULT '{}',
              idempotency_hash text,
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX events_workspace_idx ON events (workspace_id, created_at DESC);
            CREATE INDEX events_entity_idx ON events (entity_type, entity_id);
            CREATE INDEX events_created_at_idx ON events (created_at DESC, id);
            CREATE UNIQUE INDEX events_idempotency_key ON events (workspace_id, idempotency_hash)
              WHERE idempotency_hash IS NOT NULL;
            """#,
        audited: [
            AuditedTable("plans"), AuditedTable("plan_features"), AuditedTable("plan_limits"),
            AuditedTable("workspaces"), AuditedTable("workspace_members"),
            AuditedTable("workspace_invitations", masked: ["token"]), AuditedTable("workspace_subscriptions"),
            AuditedTable("token_purchases"),
            AuditedTable("workspace_integrations", masked: ["credentials"]), AuditedTable("feature_flags"),
        ]
    )
}
