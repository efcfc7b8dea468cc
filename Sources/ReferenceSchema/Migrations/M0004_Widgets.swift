extension Migration {
    /// Embeddable widgets and what visitors do with them.
    static let widgets = Migration(
        version: 4, name: "widgets",
        portable: #"""
            -- Things that a workspace embeds into its sites.
            CREATE TABLE widgets (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              user_id uuid NOT NULL REFERENCES users(id),
              name text NOT NULL,
              type text NOT NULL,
              public_key text NOT NULL UNIQUE,
              status text NOT NULL DEFAULT 'active' CHECK (status IN ('draft', 'active', 'paused', 'archived')),
              config json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              deleted_at timestamptz
            );
            CREATE INDEX widgets_workspace_name_idx ON widgets (workspace_id, name);
            CREATE INDEX widgets_workspace_status_idx ON widgets (workspace_id, status);
            CREATE INDEX widgets_name_idx ON widgets (name, id);
            CREATE INDEX widgets_created_at_idx ON widgets (created_at DESC, id);

            -- One placement of a widget.
            CREATE TABLE widget_instances (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              widget_id uuid NOT NULL REFERENCES widgets(id) ON DELETE CASCADE,
              public_id text NOT NULL UNIQUE,
              status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'inactive')),
              config json NOT NULL DEFAULT '{}',
              draft_token uuid,
              claimed_at timestamptz,
              expires_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX widget_instances_created_at_idx ON widget_instances (created_at DESC, id);

            -- Views, clicks and errors of a widget.
            CREATE TABLE widget_events (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              widget_id uuid NOT NULL REFERENCES widgets(id) ON DELETE CASCADE,
              type text NOT NULL,
              meta json NOT NULL DEFAULT '{}',
              ts timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX widget_events_widget_idx ON widget_events (widget_id, ts DESC);
            CREATE INDEX widget_events_ts_idx ON widget_events (ts DESC, id);

            -- What visitors sent through a widget.
            CREATE TABLE widget_submissions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              widget_id uuid NOT NULL REFERENCES widgets(id) ON DELETE CASCADE,
              widget_instance_id text,
              payload json NOT NULL CHECK (length(CAST(payload AS text)) <= 32768),
              payload_hash text,
              ip text,
              ua text,
              ts timestamptz NOT NULL DEFAULT now(),
              ts_second timestamptz
            );
            CREATE INDEX widget_submissions_widget_idx ON widget_submissions (widget_id, ts DESC);
            CREATE INDEX widget_submissions_ts_idx ON widget_submissions (ts DESC, id);
            CREATE INDEX widget_submissions_instance_idx ON widget_submissions (widget_instance_id);
            CREATE UNIQUE INDEX widget_submissions_once_key
              ON widget_submissions (widget_id, payload_hash, ts_second) WHERE payload_hash IS NOT NULL;

            -- Secrets by which a page loads a published instance.
            CREATE TABLE embed_tokens (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              widget_instance_id uuid NOT NULL REFERENCES widget_instances(id) ON DELETE CASCADE,
              public_id text NOT NULL UNIQUE REFERENCES widget_instances(public_id) ON DELETE CASCADE,
              token text NOT NULL UNIQUE,
              expires_at timestamptz NOT NULL,
              created_at timestamptz NOT NULL DEFAULT now(),
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              rotated_at timestamptz
            );
            CREATE INDEX embed_tokens_expires_at_idx ON embed_tokens (expires_at, id);

            -- Built code of a widget, by version.
            CREATE TABLE plugin_artifacts (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              widget_id uuid NOT NULL REFERENCES widgets(id) ON DELETE CASCADE,
              version text NOT NULL,
              content bytes NOT NULL CHECK (length(content) <= 28672),
              bytes integer GENERATED ALWAYS AS (length(content)) STORED,
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (widget_id, version)
            );
            CREATE INDEX plugin_artifacts_created_at_idx ON plugin_artifacts (created_at DESC, id);

            -- Draft widgets taken over by a signed-in person.
            CREATE TABLE widget_claim_audit (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              widget_instance_id uuid REFERENCES widget_instances(id) ON DELETE SET NULL,
              widget_id uuid,
              claimed_by uuid REFERENCES users(id) ON DELETE SET NULL,
              outcome text NOT NULL CHECK (outcome IN ('claimed', 'expired', 'refused')),
              ip_address inet,
              user_agent text,
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX widget_claim_audit_created_at_idx ON widget_claim_audit (created_at DESC, id);

            -- Failures to load a widget on a site.
            CREATE TABLE widget_fetch_errors (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              widget_id uuid REFERENCES widgets(id) ON DELETE CASCADE,
              public_id text,
              status_code integer,
              message text NOT NULL,
              origin text,
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX widget_fetch_errors_created_at_idx ON widget_fetch_errors (created_at DESC, id);

            -- Submissions counted per address and window, to limit their rate.
            CREATE TABLE submission_rate_window (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              widget_id uuid NOT NULL REFERENCES widgets(id) ON DELETE CASCADE,
              ip text NOT NULL,
              window_start timestamptz NOT NULL,
              submissions integer NOT NULL DEFAULT 0 CHECK (submissions >= 0),
              UNIQUE (widget_id, ip, window_start)
            );

            -- When a materialized view was last refreshed.
            CREATE TABLE materialized_view_refresh_log (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              view_name text NOT NULL,
              started_at timestamptz NOT NULL,
              finished_at timestamptz,
              rows_affected bigint,
              error text
            );
            CREATE INDEX materialized_view_refresh_log_view_idx
              ON materialized_view_refresh_log (view_name, started_at DESC);

            -- Measured speed of queries, to compare with later.
            CREATE TABLE performance_baseline_audit (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              query_name text NOT NULL,
              duration_ms numeric(12,3) NOT NULL,
              plan json,
              notes text,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Left by a trial of the migration tooling; kept because it is documented.
            CREATE TABLE test_migration (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              note text,
              created_at timestamptz NOT NULL DEFAULT now()
            );
            """#,
        audited: [
            AuditedTable("widgets"),
            AuditedTable(
                "embed_tokens", masked: ["token"],
                workspace: .subquery(
                    "SELECT w.workspace_id FROM widget_instances AS i JOIN widgets AS w ON w.id = i.widget_id"
                        + " WHERE i.id = $row.widget_instance_id")),
        ]
    )
}
