extension Migration {
    /// Leads, mails to them, tests and what they cost and earn.
    static let leadGeneration = Migration(
        version: 8, name: "lead_generation",
        portable: #"""
            -- Where leads come from.
            CREATE TABLE lead_sources (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              channel text,
              is_active boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (workspace_id, name)
            );

            -- People who may become clients.
            CREATE TABLE leads (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              source_id uuid REFERENCES lead_sources(id) ON DELETE SET NULL,
              name text,
              email text,
              phone text,
              company text,
              status text NOT NULL DEFAULT 'new'
                CHECK (status IN ('new', 'contacted', 'qualified', 'converted', 'lost')),
              score integer NOT NULL DEFAULT 0 CHECK (score BETWEEN 0 AND 100),
              assigned_to uuid REFERENCES users(id) ON DELETE SET NULL,
              converted_client_id uuid REFERENCES clients(id) ON DELETE SET NULL,
              converted_at timestamptz,
              metadata json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX leads_created_at_idx ON leads (created_at DESC, id);
            CREATE INDEX leads_email_lower_idx ON leads (lower(email));
            CREATE INDEX leads_workspace_idx ON leads (workspace_id, status, score DESC);

            -- What was done about a lead.
            CREATE TABLE lead_activities (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              lead_id uuid NOT NULL REFERENCES leads(id) ON DELETE CASCADE,
              user_id uuid REFERENCES users(id) ON DELETE SET NULL,
              activity_type text NOT NULL,
              description text,
              metadata json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Visits of a lead to a site.
            CREATE TABLE lead_sessions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              lead_id uuid NOT NULL REFERENCES leads(id) ON DELETE CASCADE,
              landing_page text,
              referrer text,
              utm json,
              ip_address inet,
              started_at timestamptz NOT NULL DEFAULT now(),
              ended_at timestamptz
            );

            -- Contacts with a lead that count for attribution.
            CREATE TABLE lead_touchpoints (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              lead_id uuid NOT NULL REFERENCES leads(id) ON DELETE CASCADE,
              channel text NOT NULL,
              campaign text,
              position integer,
              weight numeric(6,4),
              occurred_at timestamptz NOT NULL DEFAULT now()
            );

            -- Texts of mails, with variables.
            CREATE TABLE email_templates (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              subject text NOT NULL,
              body text NOT NULL,
              variables json NOT NULL DEFAULT '[]',
              is_active boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (workspace_id, name)
            );

            -- Series of mails sent by rule.
            CREATE TABLE nurturing_sequences (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              trigger_type text NOT NULL,
              steps json NOT NULL DEFAULT '[]',
              is_active boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Leads in a series of mails.
            CREATE TABLE nurturing_enrollments (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              sequence_id uuid NOT NULL REFERENCES nurturing_sequences(id) ON DELETE CASCADE,
              lead_id uuid NOT NULL REFERENCES leads(id) ON DELETE CASCADE,
              current_step integer NOT NULL DEFAULT 0,
              status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'completed', 'stopped')),
              enrolled_at timestamptz NOT NULL DEFAULT now(),
              completed_at timestamptz,
              UNIQUE (sequence_id, lead_id)
            );

            -- When the next mail of a series is due.
            CREATE TABLE nurturing_schedule (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              enrollment_id uuid NOT NULL REFERENCES nurturing_enrollments(id) ON DELETE CASCADE,
              template_id uuid REFERENCES email_templates(id) ON DELETE SET NULL,
              step integer NOT NULL,
              scheduled_at timestamptz NOT NULL,
              sent_at timestamptz,
              status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'sent', 'skipped', 'failed'))
            );
            CREATE INDEX nurturing_schedule_due_idx ON nurturing_schedule (scheduled_at) WHERE status = 'pending';

            -- Mails that wait to be sent.
            CREATE TABLE email_queue (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              lead_id uuid REFERENCES leads(id) ON DELETE SET NULL,
              template_id uuid REFERENCES email_templates(id) ON DELETE SET NULL,
              to_email text NOT NULL,
              subject text NOT NULL,
              body text,
              status text NOT NULL DEFAULT 'pending'
                CHECK (status IN ('pending', 'sending', 'sent', 'failed', 'cancelled')),
              attempts integer NOT NULL DEFAULT 0,
              last_error text,
              scheduled_at timestamptz NOT NULL DEFAULT now(),
              sent_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX email_queue_due_idx ON email_queue (scheduled_at) WHERE status = 'pending';
            CREATE INDEX email_queue_created_at_idx ON email_queue (created_at DESC, id);

            -- Opens, clicks and bounces of mails.
            CREATE TABLE email_interactions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              lead_id uuid REFERENCES leads(id) ON DELETE CASCADE,
              email_id uuid REFERENCES email_queue(id) ON DELETE SET NULL,
              interaction_type text NOT NULL DEFAULT 'sent'
                CHECK (interaction_type IN ('sent', 'opened', 'clicked', 'replied', 'bounced', 'unsubscribed')),
              link_url text,
              occurred_at timestamptz NOT NULL DEFAULT now()
            );

            -- Exchanges with outside CRM systems.
            CREATE TABLE crm_sync_log (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              provider text NOT NULL,
              direction text NOT NULL DEFAULT 'push' CHECK (direction IN ('push', 'pull')),
              status text NOT NULL DEFAULT 'succeeded' CHECK (status IN ('succeeded', 'failed', 'partial')),
              records integer NOT NULL DEFAULT 0,
              error_message text,
              started_at timestamptz NOT NULL DEFAULT now(),
              finished_at timestamptz
            );
            CREATE INDEX crm_sync_log_started_at_idx ON crm_sync_log (started_at DESC, id);

            -- Leads and visits that reached a goal.
            CREATE TABLE conversions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              lead_id uuid REFERENCES leads(id) ON DELETE SET NULL,
              conversion_type text NOT NULL,
              value_cents bigint NOT NULL DEFAULT 0,
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              metadata json NOT NULL DEFAULT '{}',
              converted_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX conversions_converted_at_idx ON conversions (converted_at DESC, id);

            -- What marketing cost, by channel and day.
            CREATE TABLE marketing_costs (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              channel text NOT NULL,
              amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              spent_on date NOT NULL,
              notes text,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- What a campaign cost, by day.
            CREATE TABLE campaign_costs (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              campaign text NOT NULL,
              amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              spent_on date NOT NULL,
              impressions bigint,
              clicks bigint,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Cost and revenue of a campaign over a period.
            CREATE TABLE roi_tracking (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              campaign text NOT NULL,
              cost_cents bigint NOT NULL DEFAULT 0,
              revenue_cents bigint NOT NULL DEFAULT 0,
              roi numeric(12,4),
              period_start date NOT NULL,
              period_end date NOT NULL,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Money earned or lost, as it happened.
            CREATE TABLE revenue_events (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              lead_id uuid REFERENCES leads(id) ON DELETE SET NULL,
              event_type text NOT NULL DEFAULT 'new'
                CHECK (event_type IN ('new', 'expansion', 'contraction', 'churn', 'refund')),
              amount_cents bigint NOT NULL,
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              occurred_at timestamptz NOT NULL DEFAULT now(),
              metadata json NOT NULL DEFAULT '{}'
            );
            CREATE INDEX revenue_events_occurred_at_idx ON revenue_events (occurred_at DESC, id);

            -- Experiments with variants.
            CREATE TABLE ab_tests (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              hypothesis text,
              variants json NOT NULL DEFAULT '[]',
              status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'running', 'paused', 'completed')),
              started_at timestamptz,
              ended_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Which variant somebody saw.
            CREATE TABLE ab_test_assignments (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              test_id uuid NOT NULL REFERENCES ab_tests(id) ON DELETE CASCADE,
              user_id uuid REFERENCES users(id) ON DELETE SET NULL,
              visitor_id text,
              variant text NOT NULL,
              assigned_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (test_id, visitor_id)
            );

            -- Goals reached under a variant.
            CREATE TABLE ab_test_conversions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              test_id uuid NOT NULL REFERENCES ab_tests(id) ON DELETE CASCADE,
              assignment_id uuid NOT NULL REFERENCES ab_test_assignments(id) ON DELETE CASCADE,
              goal text NOT NULL,
              value_cents bigint,
              converted_at timestamptz NOT NULL DEFAULT now()
            );

            -- Where revenue comes from.
            CREATE TABLE revenue_streams (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              stream_type text NOT NULL,
              amount_cents bigint NOT NULL DEFAULT 0,
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              period_start date,
              period_end date,
              metadata json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Which plan a single person subscribed to.
            CREATE TABLE subscription_tiers (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              plan_id text NOT NULL REFERENCES plans(id),
              status text NOT NULL DEFAULT 'active' CHECK (status IN ('trialing', 'active', 'past_due', 'canceled')),
              started_at timestamptz NOT NULL DEFAULT now(),
              ends_at timestamptz,
              stripe_subscription_id text UNIQUE,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            """#
    )
}
