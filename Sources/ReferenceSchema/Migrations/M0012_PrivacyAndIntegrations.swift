extension Migration {
    /// Consent, marketplace, meetings, designs and reports.
    static let privacyAndIntegrations = Migration(
        version: 12, name: "privacy_and_integrations",
        portable: #"""
            -- Whether somebody agreed to a purpose.
            CREATE TABLE privacy_consents (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              purpose text NOT NULL,
              granted boolean NOT NULL DEFAULT false,
              granted_at timestamptz,
              withdrawn_at timestamptz,
              UNIQUE (user_id, purpose)
            );

            -- People whose data is held, signed up or not.
            CREATE TABLE data_subjects (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid REFERENCES users(id) ON DELETE SET NULL,
              email text NOT NULL,
              full_name text,
              jurisdiction text,
              is_anonymized boolean NOT NULL DEFAULT false,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX data_subjects_email_lower_idx ON data_subjects (lower(email));

            -- Requests to see, move, correct or erase data.
            CREATE TABLE data_subject_requests (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              subject_id uuid NOT NULL REFERENCES data_subjects(id) ON DELETE CASCADE,
              request_type text NOT NULL DEFAULT 'access'
                CHECK (request_type IN ('access', 'portability', 'rectification', 'erasure', 'restriction',
                                        'objection')),
              status text NOT NULL DEFAULT 'received'
                CHECK (status IN ('received', 'verified', 'in_progress', 'completed', 'refused')),
              due_at timestamptz,
              completed_at timestamptz,
              handled_by uuid REFERENCES users(id) ON DELETE SET NULL,
              notes text,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX data_subject_requests_due_idx ON data_subject_requests (status, due_at);

            -- Every answer given about consent, with its proof.
            CREATE TABLE consent_records (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              subject_id uuid NOT NULL REFERENCES data_subjects(id) ON DELETE CASCADE,
              purpose text NOT NULL,
              legal_basis text NOT NULL,
              granted boolean NOT NULL DEFAULT false,
              policy_version text,
              proof json,
              ip_address inet,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Records of processing (GDPR article 30).
            CREATE TABLE data_processing_activities (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              purpose text NOT NULL,
              legal_basis text NOT NULL,
              data_categories json NOT NULL DEFAULT '[]',
              recipients json NOT NULL DEFAULT '[]',
              retention_days integer CHECK (retention_days > 0),
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Reports on compliance over a period.
            CREATE TABLE compliance_reports (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              report_type text NOT NULL,
              period_start date NOT NULL,
              period_end date NOT NULL,
              status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'final')),
              findings json NOT NULL DEFAULT '[]',
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Figures on compliance.
            CREATE TABLE compliance_metrics (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              metric_name text NOT NULL,
              value numeric(18,4) NOT NULL,
              target numeric(18,4),
              measured_at timestamptz NOT NULL DEFAULT now()
            );

            -- How watchful the guardian is for a person.
            CREATE TABLE guardian_preferences (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL UNIQUE REFERENCES users(id) ON DELETE CASCADE,
              trust_level text NOT NULL DEFAULT 'standard' CHECK (trust_level IN ('relaxed', 'standard', 'strict')),
              settings json NOT NULL DEFAULT '{}',
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- What the guardian noticed or blocked.
            CREATE TABLE guardian_events (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              event_type text NOT NULL,
              severity text NOT NULL DEFAULT 'info' CHECK (severity IN ('info', 'warning', 'blocked')),
              details json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX guardian_events_user_created_idx ON guardian_events (user_id, created_at DESC);

            -- Marks of trust that can be shown.
            CREATE TABLE trust_badges (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              name text NOT NULL UNIQUE,
              description text,
              requirements json NOT NULL DEFAULT '{}',
              icon text,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Templates, agents and integrations on offer.
            CREATE TABLE marketplace_items (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              author_id uuid REFERENCES users(id) ON DELETE SET NULL,
              item_type text NOT NULL DEFAULT 'template' CHECK (item_type IN ('template', 'agent', 'integration')),
              name text NOT NULL,
              description text,
              price_cents bigint NOT NULL DEFAULT 0 CHECK (price_cents >= 0),
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'retired')),
              installs integer NOT NULL DEFAULT 0,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Integrations that exist.
            CREATE TABLE integrations (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              key text NOT NULL UNIQUE,
              name text NOT NULL,
              category text,
              auth_type text,
              config_schema json NOT NULL DEFAULT '{}',
              is_active boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- APIs that the platform calls or offers.
            CREATE TABLE api_services (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              name text NOT NULL UNIQUE,
              base_url text,
              status text NOT NULL DEFAULT 'active',
              config json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Calls of an API, counted by day.
            CREATE TABLE api_usage (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              service_id uuid NOT NULL REFERENCES api_services(id) ON DELETE CASCADE,
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              usage_date date NOT NULL,
              requests bigint NOT NULL DEFAULT 0,
              errors bigint NOT NULL DEFAULT 0,
              cost_cents bigint NOT NULL DEFAULT 0,
              UNIQUE (service_id, workspace_id, usage_date)
            );

            -- Single calls of an API.
            CREATE TABLE api_logs (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              service_id uuid REFERENCES api_services(id) ON DELETE SET NULL,
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              user_id uuid REFERENCES users(id) ON DELETE SET NULL,
              method text NOT NULL,
              path text NOT NULL,
              status_code integer,
              duration_ms integer,
              request_id text,
              ip_address inet,
              error_message text,
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX api_logs_created_at_idx ON api_logs (created_at DESC, id);

            -- Agreed times with people.
            CREATE TABLE appointments (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              organizer_id uuid REFERENCES users(id) ON DELETE SET NULL,
              lead_id uuid REFERENCES leads(id) ON DELETE SET NULL,
              title text NOT NULL,
              starts_at timestamptz NOT NULL,
              ends_at timestamptz NOT NULL,
              status text NOT NULL DEFAULT 'scheduled'
                CHECK (status IN ('scheduled', 'confirmed', 'completed', 'cancelled', 'no_show')),
              location text,
              notes text,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              CHECK (ends_at > starts_at)
            );
            CREATE INDEX appointments_starts_at_idx ON appointments (starts_at, id);

            -- Reminders of an appointment.
            CREATE TABLE appointment_reminders (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              appointment_id uuid NOT NULL REFERENCES appointments(id) ON DELETE CASCADE,
              channel text NOT NULL DEFAULT 'email' CHECK (channel IN ('email', 'sms', 'push')),
              remind_at timestamptz NOT NULL,
              sent_at timestamptz
            );
            CREATE INDEX appointment_reminders_due_idx ON appointment_reminders (remind_at) WHERE sent_at IS NULL;

            -- Meetings held.
            CREATE TABLE meetings (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              appointment_id uuid REFERENCES appointments(id) ON DELETE SET NULL,
              title text NOT NULL,
              started_at timestamptz,
              ended_at timestamptz,
              participants json NOT NULL DEFAULT '[]',
              recording_url text,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Notes and transcripts of a meeting.
            CREATE TABLE meeting_notes (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              meeting_id uuid NOT NULL REFERENCES meetings(id) ON DELETE CASCADE,
              author_id uuid REFERENCES users(id) ON DELETE SET NULL,
              content text NOT NULL,
              transcript text,
              action_items json NOT NULL DEFAULT '[]',
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Design work.
            CREATE TABLE design_projects (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              project_id uuid REFERENCES projects(id) ON DELETE SET NULL,
              name text NOT NULL,
              status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'review', 'approved', 'archived')),
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Every version of a design.
            CREATE TABLE design_versions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              design_project_id uuid NOT NULL REFERENCES design_projects(id) ON DELETE CASCADE,
              version integer NOT NULL CHECK (version > 0),
              content json NOT NULL,
              preview_url text,
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (design_project_id, version)
            );

            -- Reports of the orchestrator's cycles.
            CREATE TABLE orchestrator_reports (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              cycle text NOT NULL,
              status text NOT NULL DEFAULT 'succeeded' CHECK (status IN ('succeeded', 'degraded', 'failed')),
              summary text,
              details json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX orchestrator_reports_created_at_idx ON orchestrator_reports (created_at DESC, id);

            -- Health of dependencies.
            CREATE TABLE dependency_reports (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              dependency text NOT NULL,
              version text,
              status text NOT NULL DEFAULT 'healthy' CHECK (status IN ('healthy', 'outdated', 'vulnerable')),
              advisories json NOT NULL DEFAULT '[]',
              checked_at timestamptz NOT NULL DEFAULT now()
            );

            -- Costs expected for a period.
            CREATE TABLE cost_forecasts (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              category text NOT NULL,
              period_start date NOT NULL,
              period_end date NOT NULL,
              expected_cents bigint NOT NULL,
              actual_cents bigint,
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Reports of security audits.
            CREATE TABLE security_audits (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              scope text NOT NULL,
              status text NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'running', 'completed')),
              score integer CHECK (score BETWEEN 0 AND 100),
              findings json NOT NULL DEFAULT '[]',
              started_at timestamptz,
              completed_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now()
            );
            """#
    )
}
