extension Migration {
    /// Events, visits, segments and metrics.
    static let telemetry = Migration(
        version: 10, name: "telemetry",
        portable: #"""
            -- Events that applications and their features report.
            CREATE TABLE telemetry_events (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              user_id uuid REFERENCES users(id) ON DELETE SET NULL,
              source text NOT NULL DEFAULT 'app',
              event_name text NOT NULL,
              session_id text,
              properties json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX telemetry_events_created_at_idx ON telemetry_events (created_at DESC, id);
            CREATE INDEX telemetry_events_name_idx ON telemetry_events (event_name, created_at DESC);

            -- Steps of a funnel that somebody reached.
            CREATE TABLE conversion_events (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              user_id uuid REFERENCES users(id) ON DELETE SET NULL,
              funnel text NOT NULL,
              step text NOT NULL,
              properties json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX conversion_events_funnel_idx ON conversion_events (funnel, step, created_at DESC);

            -- Visits of people to the application.
            CREATE TABLE sessions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              started_at timestamptz NOT NULL DEFAULT now(),
              ended_at timestamptz,
              device text,
              ip_address inet,
              user_agent text,
              page_views integer NOT NULL DEFAULT 0
            );
            CREATE INDEX sessions_user_started_idx ON sessions (user_id, started_at DESC);
            CREATE INDEX sessions_started_at_idx ON sessions (started_at DESC, id);

            -- Features computed about a person.
            CREATE TABLE signals (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              signal_key text NOT NULL,
              value numeric(18,6),
              snapshot json NOT NULL DEFAULT '{}',
              computed_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX signals_user_key_idx ON signals (user_id, signal_key, computed_at DESC);

            -- Groups of people by rule.
            CREATE TABLE segments (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              description text,
              rules json NOT NULL DEFAULT '{}',
              is_dynamic boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Who is in a group.
            CREATE TABLE user_segments (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              segment_id uuid NOT NULL REFERENCES segments(id) ON DELETE CASCADE,
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              assigned_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (segment_id, user_id)
            );

            -- Metrics by day.
            CREATE TABLE metrics_daily (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              metric_date date NOT NULL,
              metric_name text NOT NULL,
              value numeric(18,4) NOT NULL,
              dimensions json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX metrics_daily_date_idx ON metrics_daily (metric_date DESC, metric_name);

            -- Metrics as they were measured.
            CREATE TABLE metrics_log (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              source text NOT NULL,
              metric_name text NOT NULL,
              value numeric(18,4) NOT NULL,
              labels json NOT NULL DEFAULT '{}',
              recorded_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX metrics_log_source_idx ON metrics_log (source, recorded_at DESC);

            -- Speed of pages and endpoints.
            CREATE TABLE performance_metrics (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              name text NOT NULL,
              route text,
              value_ms numeric(12,3) NOT NULL,
              user_id uuid REFERENCES users(id) ON DELETE SET NULL,
              metadata json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX performance_metrics_created_at_idx ON performance_metrics (created_at DESC, id);

            -- Figures of the business over a period.
            CREATE TABLE business_metrics (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              metric_name text NOT NULL,
              value numeric(18,4) NOT NULL,
              period_start date NOT NULL,
              period_end date NOT NULL,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Health of hosts and services.
            CREATE TABLE system_metrics (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              host text NOT NULL,
              metric_name text NOT NULL,
              value numeric(18,4) NOT NULL,
              unit text,
              recorded_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX system_metrics_host_idx ON system_metrics (host, metric_name, recorded_at DESC);

            -- Product-market-fit figures by day.
            CREATE TABLE pmf_metrics_snapshots (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              snapshot_date date NOT NULL UNIQUE,
              activation_rate numeric(6,4),
              retention_rate numeric(6,4),
              nps numeric(6,2),
              details json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- First time that somebody reached the value of the product.
            CREATE TABLE user_activations (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              activation_event text NOT NULL,
              activated_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (user_id, activation_event)
            );
            """#
    )
}
