extension Migration {
    /// Pipelines, deals and the people behind them.
    static let crm = Migration(
        version: 6, name: "crm",
        portable: #"""
            -- Sales pipelines of a workspace.
            CREATE TABLE crm_pipelines (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              description text,
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              is_default boolean NOT NULL DEFAULT false,
              is_active boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (workspace_id, name)
            );
            CREATE UNIQUE INDEX crm_pipelines_default_key ON crm_pipelines (workspace_id) WHERE is_default;
            CREATE INDEX crm_pipelines_name_idx ON crm_pipelines (name, id);

            -- Stages of a pipeline, in order.
            CREATE TABLE crm_stages (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              pipeline_id uuid NOT NULL REFERENCES crm_pipelines(id) ON DELETE CASCADE,
              name text NOT NULL,
              position integer NOT NULL,
              probability integer NOT NULL DEFAULT 0 CHECK (probability BETWEEN 0 AND 100),
              is_won boolean NOT NULL DEFAULT false,
              is_lost boolean NOT NULL DEFAULT false,
              stale_after_days integer CHECK (stale_after_days > 0),
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (pipeline_id, position),
              CHECK (NOT (is_won AND is_lost))
            );

            -- People at a client.
            CREATE TABLE crm_contacts (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              client_id uuid REFERENCES clients(id) ON DELETE CASCADE,
              name text NOT NULL,
              email text,
              phone text,
              job_title text,
              is_primary boolean NOT NULL DEFAULT false,
              notes text,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX crm_contacts_workspace_name_idx ON crm_contacts (workspace_id, name);
            CREATE INDEX crm_contacts_name_idx ON crm_contacts (name, id);
            CREATE INDEX crm_contacts_email_lower_idx ON crm_contacts (lower(email));
            CREATE INDEX crm_contacts_phone_idx ON crm_contacts (phone);

            -- Sales in the making; the amount is in cents.
            CREATE TABLE crm_deals (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              pipeline_id uuid NOT NULL REFERENCES crm_pipelines(id) ON DELETE CASCADE,
              stage_id uuid NOT NULL REFERENCES crm_stages(id),
              client_id uuid REFERENCES clients(id) ON DELETE SET NULL,
              contact_id uuid REFERENCES crm_contacts(id) ON DELETE SET NULL,
              owner_id uuid REFERENCES users(id) ON DELETE SET NULL,
              title text NOT NULL,
              amount_cents bigint NOT NULL DEFAULT 0 CHECK (amount_cents >= 0),
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              probability integer CHECK (probability BETWEEN 0 AND 100),
              status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'won', 'lost')),
              lost_reason text,
              expected_close_on date,
              stage_entered_at timestamptz NOT NULL DEFAULT now(),
              closed_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX crm_deals_board_idx ON crm_deals (pipeline_id, stage_id, stage_entered_at);
            CREATE INDEX crm_deals_workspace_idx ON crm_deals (workspace_id, status, created_at DESC);
            CREATE INDEX crm_deals_title_idx ON crm_deals (title, id);
            CREATE INDEX crm_deals_created_at_idx ON crm_deals (created_at DESC, id);

            -- Calls, mails and meetings with a client, with their embedding.
            CREATE TABLE crm_interactions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              client_id uuid REFERENCES clients(id) ON DELETE CASCADE,
              contact_id uuid REFERENCES crm_contacts(id) ON DELETE SET NULL,
              deal_id uuid REFERENCES crm_deals(id) ON DELETE SET NULL,
              user_id uuid REFERENCES users(id) ON DELETE SET NULL,
              type text NOT NULL CHECK (type IN ('call', 'email', 'meeting', 'note', 'message')),
              sentiment text CHECK (sentiment IN ('positive', 'neutral', 'negative')),
              subject text,
              summary text,
              embedding vector(1536),
              occurred_at timestamptz NOT NULL DEFAULT now(),
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX crm_interactions_workspace_idx ON crm_interactions (workspace_id, occurred_at DESC);
            CREATE INDEX crm_interactions_occurred_at_idx ON crm_interactions (occurred_at DESC, id);

            -- What happened, told for people.
            CREATE TABLE activities (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              user_id uuid REFERENCES users(id) ON DELETE SET NULL,
              client_id uuid REFERENCES clients(id) ON DELETE SET NULL,
              deal_id uuid REFERENCES crm_deals(id) ON DELETE SET NULL,
              activity_type text NOT NULL,
              title text NOT NULL,
              description text,
              metadata json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX activities_workspace_idx ON activities (workspace_id, created_at DESC);
            CREATE INDEX activities_created_at_idx ON activities (created_at DESC, id);
            """#,
        audited: [AuditedTable("crm_deals")]
    )
}
