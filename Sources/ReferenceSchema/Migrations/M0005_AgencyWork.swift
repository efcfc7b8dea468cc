extension Migration {
    /// What an agency plans, delivers and bills.
    static let agencyWork = Migration(
        version: 5, name: "agency_work",
        portable: #"""
            -- Runs of the strategy wizard for a project.
            CREATE TABLE wizard_sessions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              project_id uuid REFERENCES projects(id) ON DELETE CASCADE,
              user_id uuid REFERENCES users(id) ON DELETE SET NULL,
              current_step integer NOT NULL DEFAULT 1 CHECK (current_step > 0),
              status text NOT NULL DEFAULT 'in_progress' CHECK (status IN ('in_progress', 'completed', 'abandoned')),
              completed_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Answers given in a wizard run.
            CREATE TABLE wizard_answers (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              session_id uuid NOT NULL REFERENCES wizard_sessions(id) ON DELETE CASCADE,
              step integer NOT NULL,
              question_key text NOT NULL,
              data json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (session_id, question_key)
            );

            -- What was known about a client's business at a time.
            CREATE TABLE context_snapshots (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              project_id uuid NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
              version integer NOT NULL DEFAULT 1 CHECK (version > 0),
              summary text,
              metrics json NOT NULL DEFAULT '{}',
              is_active boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (project_id, version)
            );

            -- Strategic roadmaps of a project.
            CREATE TABLE roadmaps (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              project_id uuid NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
              title text NOT NULL,
              version integer NOT NULL DEFAULT 1 CHECK (version > 0),
              status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'active', 'completed', 'archived')),
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Phases of a roadmap, in order.
            CREATE TABLE roadmap_phases (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              roadmap_id uuid NOT NULL REFERENCES roadmaps(id) ON DELETE CASCADE,
              name text NOT NULL,
              position integer NOT NULL,
              status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'active', 'completed')),
              starts_on date,
              ends_on date,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (roadmap_id, position)
            );

            -- Work to be done in a phase or a project.
            CREATE TABLE tasks (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              project_id uuid REFERENCES projects(id) ON DELETE CASCADE,
              phase_id uuid REFERENCES roadmap_phases(id) ON DELETE SET NULL,
              title text NOT NULL,
              status text NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'in_progress', 'blocked', 'done')),
              priority text NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
              assignee_id uuid REFERENCES users(id) ON DELETE SET NULL,
              due_on date,
              completed_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX tasks_workspace_idx ON tasks (workspace_id, status, due_on);

            -- What a phase hands to the client.
            CREATE TABLE deliverables (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              project_id uuid REFERENCES projects(id) ON DELETE CASCADE,
              phase_id uuid REFERENCES roadmap_phases(id) ON DELETE SET NULL,
              title text NOT NULL,
              status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'review', 'approved', 'delivered')),
              due_on date,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Dates that a project must meet.
            CREATE TABLE milestones (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              project_id uuid REFERENCES projects(id) ON DELETE CASCADE,
              phase_id uuid REFERENCES roadmap_phases(id) ON DELETE SET NULL,
              title text NOT NULL,
              due_on date,
              reached_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Calls of language models, with their cost.
            CREATE TABLE ai_run_logs (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              project_id uuid REFERENCES projects(id) ON DELETE SET NULL,
              user_id uuid REFERENCES users(id) ON DELETE SET NULL,
              agent_name text NOT NULL,
              model text NOT NULL,
              status text NOT NULL DEFAULT 'succeeded' CHECK (status IN ('running', 'succeeded', 'failed', 'cached')),
              input_tokens bigint NOT NULL DEFAULT 0,
              output_tokens bigint NOT NULL DEFAULT 0,
              cost_cents bigint NOT NULL DEFAULT 0,
              duration_ms integer,
              error_message text,
              metadata json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX ai_run_logs_workspace_idx ON ai_run_logs (workspace_id, created_at DESC);
            CREATE INDEX ai_run_logs_created_at_idx ON ai_run_logs (created_at DESC, id);

            -- Answers of language models kept for reuse.
            CREATE TABLE ai_cache (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              cache_key text NOT NULL UNIQUE,
              model text NOT NULL,
              response json NOT NULL,
              hits integer NOT NULL DEFAULT 0,
              expires_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Figures of a workspace by name and time.
            CREATE TABLE analytics (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              metric_name text NOT NULL,
              metric_value numeric(18,4) NOT NULL,
              dimensions json NOT NULL DEFAULT '{}',
              recorded_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX analytics_workspace_idx ON analytics (workspace_id, metric_name, recorded_at DESC);

            -- What the agency offers.
            CREATE TABLE services (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              description text,
              category text,
              price_cents bigint CHECK (price_cents >= 0),
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              is_active boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- AI systems that are made of services.
            CREATE TABLE systems (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              description text,
              config json NOT NULL DEFAULT '{}',
              is_active boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Which services make up a system.
            CREATE TABLE system_services (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              system_id uuid NOT NULL REFERENCES systems(id) ON DELETE CASCADE,
              service_id uuid NOT NULL REFERENCES services(id) ON DELETE CASCADE,
              is_required boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (system_id, service_id)
            );

            -- Systems chosen for a project.
            CREATE TABLE project_systems (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              project_id uuid NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
              system_id uuid NOT NULL REFERENCES systems(id) ON DELETE CASCADE,
              status text NOT NULL DEFAULT 'selected'
                CHECK (status IN ('recommended', 'selected', 'active', 'paused', 'removed')),
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (project_id, system_id)
            );

            -- Services chosen for a project.
            CREATE TABLE project_services (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              project_id uuid NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
              service_id uuid NOT NULL REFERENCES services(id) ON DELETE CASCADE,
              status text NOT NULL DEFAULT 'selected'
                CHECK (status IN ('recommended', 'selected', 'active', 'paused', 'removed')),
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (project_id, service_id)
            );

            -- Documents with their embedding.
            CREATE TABLE documents (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              project_id uuid REFERENCES projects(id) ON DELETE CASCADE,
              title text NOT NULL,
              content text,
              mime_type text,
              storage_path text,
              embedding vector(768),
              metadata json NOT NULL DEFAULT '{}',
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX documents_workspace_idx ON documents (workspace_id, created_at DESC);

            -- Client briefs.
            CREATE TABLE briefs (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              client_id uuid REFERENCES clients(id) ON DELETE SET NULL,
              project_id uuid REFERENCES projects(id) ON DELETE CASCADE,
              title text NOT NULL,
              status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'review', 'approved', 'archived')),
              current_version integer NOT NULL DEFAULT 1 CHECK (current_version > 0),
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Every version of a brief.
            CREATE TABLE brief_versions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              brief_id uuid NOT NULL REFERENCES briefs(id) ON DELETE CASCADE,
              version integer NOT NULL CHECK (version > 0),
              content json NOT NULL,
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (brief_id, version)
            );

            -- Bills: to a client of the workspace, or without a client to the workspace itself.
            CREATE TABLE invoices (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              client_id uuid REFERENCES clients(id) ON DELETE SET NULL,
              project_id uuid REFERENCES projects(id) ON DELETE SET NULL,
              number text NOT NULL,
              amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
              paid_cents bigint NOT NULL DEFAULT 0 CHECK (paid_cents >= 0),
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'sent', 'paid', 'overdue', 'void')),
              stripe_invoice_id text UNIQUE,
              issued_on date,
              due_on date,
              paid_at timestamptz,
              notes text,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (workspace_id, number)
            );
            CREATE INDEX invoices_status_idx ON invoices (status, due_on);
            CREATE INDEX invoices_created_at_idx ON invoices (created_at DESC, id);

            -- Money received for an invoice.
            CREATE TABLE payments (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              invoice_id uuid REFERENCES invoices(id) ON DELETE SET NULL,
              amount_cents bigint NOT NULL,
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              method text NOT NULL DEFAULT 'card'
                CHECK (method IN ('card', 'transfer', 'direct_debit', 'cash', 'other')),
              status text NOT NULL DEFAULT 'succeeded' CHECK (status IN ('pending', 'succeeded', 'failed', 'refunded')),
              stripe_payment_intent_id text UNIQUE,
              failure_reason text,
              paid_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX payments_created_at_idx ON payments (created_at DESC, id);
            """#,
        audited: [AuditedTable("invoices")]
    )
}
