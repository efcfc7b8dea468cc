extension Migration {
    /// The audit trail and what the security team keeps.
    static let auditAndSecurity = Migration(
        version: 7, name: "audit_and_security",
        portable: #"""
            -- Every change to a sensitive table; rows outlive what they speak of, so no key points away from here.
            CREATE TABLE audit_logs (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid,
              project_id uuid,
              table_name text NOT NULL,
              record_id text NOT NULL,
              action text NOT NULL CHECK (action IN ('INSERT', 'UPDATE', 'DELETE')),
              event text,
              old_data json,
              new_data json,
              changed_by uuid,
              actor_email text,
              actor_role text,
              reason text,
              lease_id text,
              change_id text,
              journal_session text,
              journal_seq bigint,
              journal_head text,
              ip_address text,
              user_agent text,
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX audit_logs_created_at_idx ON audit_logs (created_at DESC, id);
            CREATE INDEX audit_logs_workspace_idx ON audit_logs (workspace_id, created_at DESC, id);
            CREATE INDEX audit_logs_changed_by_idx ON audit_logs (changed_by, created_at DESC, id);
            CREATE INDEX audit_logs_table_idx ON audit_logs (table_name, created_at DESC, id);
            CREATE INDEX audit_logs_record_idx ON audit_logs (record_id, created_at DESC);
            CREATE INDEX audit_logs_action_idx ON audit_logs (action, created_at DESC);
            CREATE INDEX audit_logs_ip_address_idx ON audit_logs (ip_address, created_at DESC);
            CREATE INDEX audit_logs_project_idx ON audit_logs (project_id, created_at DESC)
              WHERE project_id IS NOT NULL;
            CREATE INDEX audit_logs_change_idx ON audit_logs (change_id) WHERE change_id IS NOT NULL;

            -- What looked wrong or matters for security.
            CREATE TABLE security_events (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid,
              user_id uuid,
              event_type text NOT NULL,
              severity text NOT NULL DEFAULT 'info' CHECK (severity IN ('info', 'low', 'medium', 'high', 'critical')),
              description text,
              email text,
              ip_address inet,
              user_agent text,
              metadata json NOT NULL DEFAULT '{}',
              resolved_at timestamptz,
              resolved_by uuid REFERENCES users(id) ON DELETE SET NULL,
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX security_events_created_at_idx ON security_events (created_at DESC, id);
            CREATE INDEX security_events_workspace_idx ON security_events (workspace_id, created_at DESC);
            CREATE INDEX security_events_user_idx ON security_events (user_id, created_at DESC);
            CREATE INDEX security_events_ip_idx ON security_events (ip_address, created_at DESC);
            CREATE INDEX security_events_email_idx ON security_events (email, created_at DESC);

            -- Sign-ins that failed.
            CREATE TABLE failed_login_attempts (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              email text NOT NULL,
              user_id uuid,
              ip_address inet,
              user_agent text,
              reason text NOT NULL DEFAULT 'bad_password'
                CHECK (reason IN ('bad_password', 'unknown_email', 'bad_code', 'banned', 'rate_limited')),
              attempted_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX failed_login_attempts_attempted_at_idx ON failed_login_attempts (attempted_at DESC, id);
            CREATE INDEX failed_login_attempts_email_idx ON failed_login_attempts (email, attempted_at DESC);
            CREATE INDEX failed_login_attempts_ip_idx ON failed_login_attempts (ip_address, attempted_at DESC);

            -- Threats that a detector reported.
            CREATE TABLE threat_detections (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE SET NULL,
              threat_type text NOT NULL,
              severity text NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
              status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'investigating', 'mitigated', 'dismissed')),
              source_ip inet,
              indicators json NOT NULL DEFAULT '{}',
              detected_at timestamptz NOT NULL DEFAULT now(),
              resolved_at timestamptz
            );
            CREATE INDEX threat_detections_detected_at_idx ON threat_detections (detected_at DESC, id);

            -- Rules that the platform holds accounts to.
            CREATE TABLE security_policies (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              policy_type text NOT NULL,
              rules json NOT NULL DEFAULT '{}',
              is_active boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Requests counted per caller, endpoint and window.
            CREATE TABLE rate_limits (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              identifier text NOT NULL,
              endpoint text NOT NULL,
              requests integer NOT NULL DEFAULT 0 CHECK (requests >= 0),
              window_start timestamptz NOT NULL,
              window_seconds integer NOT NULL DEFAULT 60 CHECK (window_seconds > 0),
              blocked_until timestamptz,
              UNIQUE (identifier, endpoint, window_start)
            );

            -- Hash roots that seal stretches of the audit trail.
            CREATE TABLE trust_ledger_roots (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              root_hash text NOT NULL UNIQUE,
              previous_root text,
              entry_count bigint NOT NULL CHECK (entry_count >= 0),
              first_entry_id uuid,
              last_entry_id uuid,
              period_start timestamptz NOT NULL,
              period_end timestamptz NOT NULL,
              algorithm text NOT NULL DEFAULT 'sha256',
              created_at timestamptz NOT NULL DEFAULT now(),
              CHECK (period_end >= period_start)
            );
            CREATE INDEX trust_ledger_roots_period_idx ON trust_ledger_roots (period_end DESC, id);
            """#,
        sqliteOnly: #"""
            CREATE TABLE audit_context (
              id INTEGER PRIMARY KEY CHECK (id = 1),
              changed_by uuid_text,
              actor_email text,
              actor_role text,
              reason text,
              lease_id text,
              change_id text,
              event text,
              journal_session text,
              journal_seq bigint,
              journal_head text,
              ip_address text,
              user_agent text
            );
            CREATE VIEW audit_writer AS
              SELECT workspace_id, project_id, table_name, record_id, action, old_data, new_data FROM audit_logs
              WHERE false;
            """#,
        sqliteTriggers: [
            AuditedTable.writerTrigger,
            """
            CREATE TRIGGER audit_logs_no_update BEFORE UPDATE ON audit_logs
            BEGIN SELECT RAISE(ABORT, 'audit_logs is append-only'); END
            """,
            """
            CREATE TRIGGER audit_logs_no_delete BEFORE DELETE ON audit_logs
            BEGIN SELECT RAISE(ABORT, 'audit_logs is append-only'); END
            """,
            """
            CREATE TRIGGER audit_logs_no_replace BEFORE INSERT ON audit_logs
            WHEN EXISTS (SELECT 1 FROM audit_logs WHERE id = NEW.id OR rowid = NEW.rowid)
            BEGIN SELECT RAISE(ABORT, 'audit_logs is append-only'); END
            """,
        ]
    )
}
