/// What the database does by itself: times, the audit trail, and the way of a person from the sign-in service into a
/// workspace.
enum LifecycleFunctions {
    private static let definer = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"

    static let statements =
        [
            updatedAt, auditChanges, appendOnly, syncUser, joinWorkspace, memberActive, archiveProject,
            makeGlobalWorkspace,
        ]
        + [
            "update_updated_at()", "audit_log_changes()", "audit_logs_append_only()", "sync_auth_user_to_users()",
            "check_and_add_user_to_workspace()", "update_user_status()", "archive_personal_project()",
            "create_default_global_workspace()",
        ].map { "REVOKE ALL ON FUNCTION \($0) FROM PUBLIC, anon, authenticated" }
        + ["SELECT create_default_global_workspace()"]

    private static let updatedAt = """
        CREATE FUNCTION update_updated_at() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          IF NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at THEN NEW.updated_at := now(); END IF;
          RETURN NEW;
        END $$
        """

    /// Arguments of the trigger: the key's columns, the secret columns, the columns left out, how to find the
    /// workspace (SQL over the row as `$1`), how to find the project.
    ///
    /// Who, why and under which lease come from settings local to the transaction, `tenantctl.` and the name of the
    /// column; application roles cannot claim them.
    private static let auditChanges = """
        CREATE FUNCTION audit_log_changes() RETURNS trigger \(definer) AS $$
        DECLARE
          keys text[] := string_to_array(TG_ARGV[0], ',');
          secrets text[] := string_to_array(TG_ARGV[1], ',');
          incidental text[] := string_to_array(TG_ARGV[2], ',');
          old_row jsonb; new_row jsonb; whole jsonb; name text; workspace uuid; project uuid;
          trusted boolean := current_setting('role') NOT IN ('anon', 'authenticated');
        BEGIN
          IF TG_OP <> 'INSERT' THEN old_row := to_jsonb(OLD) - incidental; whole := to_jsonb(OLD); END IF;
          IF TG_OP <> 'DELETE' THEN new_row := to_jsonb(NEW) - incidental; whole := to_jsonb(NEW); END IF;
          IF TG_OP = 'UPDATE' AND old_row = new_row THEN RETURN NULL; END IF;
          EXECUTE 'SELECT (' || TG_ARGV[3] || ')' INTO workspace USING whole;
          EXECUTE 'SELECT (' || TG_ARGV[4] || ')' INTO project USING whole;
          FOREACH name IN ARRAY secrets LOOP
            IF old_row ->> name IS NOT NULL THEN old_row := old_row || jsonb_build_object(name, '[masked]'); END IF;
            IF new_row ->> name IS NOT NULL THEN new_row := new_row || jsonb_build_object(name, '[masked]'); END IF;
          END LOOP;
          INSERT INTO audit_logs (
            workspace_id, project_id, table_name, record_id, action, old_data, new_data, changed_by, actor_email,
            actor_role, event, reason, lease_id, change_id, journal_session, journal_seq, journal_head, ip_address,
            user_agent, created_at)
          SELECT workspace, project, TG_TABLE_NAME,
            (SELECT string_agg(whole ->> key, '/' ORDER BY place) FROM unnest(keys) WITH ORDINALITY AS k(key, place)),
            TG_OP, old_row, new_row,
            coalesce(s ->> 'changed_by', auth.uid()::text)::uuid,
            coalesce(s ->> 'actor_email', s ->> 'operator', auth.email()),
            coalesce(s ->> 'actor_role', auth.role(), session_user), s ->> 'event', s ->> 'reason',
            s ->> 'lease_id', s ->> 'change_id', s ->> 'journal_session', (s ->> 'journal_seq')::bigint,
            s ->> 'journal_head', coalesce(s ->> 'ip_address', host(inet_client_addr())), s ->> 'user_agent',
            clock_timestamp()
          FROM (
            SELECT jsonb_object_agg(field, nullif(current_setting('tenantctl.' || field, true), '')) AS s
            FROM unnest(ARRAY[
              'operator', 'changed_by', 'actor_email', 'actor_role', 'event', 'reason', 'lease_id', 'change_id',
              'journal_session', 'journal_seq', 'journal_head', 'ip_address', 'user_agent']) AS field
            WHERE trusted
          ) AS said;
          RETURN NULL;
        END $$
        """

    private static let appendOnly = """
        CREATE FUNCTION audit_logs_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'audit_logs is append-only';
        END $$
        """

    /// People without an address get one that no mail reaches: `users.email` takes no NULL.
    private static let syncUser = """
        CREATE FUNCTION sync_auth_user_to_users() RETURNS trigger \(definer) AS $$
        BEGIN
          INSERT INTO users (
            id, email, phone, is_anonymous, raw_app_meta_data, raw_user_meta_data, email_confirmed_at,
            phone_confirmed_at, last_sign_in_at, banned_until, name)
          VALUES (
            NEW.id, coalesce(NEW.email, NEW.id || '@no-mail.invalid'), NEW.phone, coalesce(NEW.is_anonymous, false),
            NEW.raw_app_meta_data, NEW.raw_user_meta_data, NEW.email_confirmed_at, NEW.phone_confirmed_at,
            NEW.last_sign_in_at, NEW.banned_until, NEW.raw_user_meta_data ->> 'name')
          ON CONFLICT (id) DO UPDATE SET
            email = excluded.email, phone = excluded.phone, is_anonymous = excluded.is_anonymous,
            raw_app_meta_data = excluded.raw_app_meta_data, raw_user_meta_data = excluded.raw_user_meta_data,
            email_confirmed_at = excluded.email_confirmed_at, phone_confirmed_at = excluded.phone_confirmed_at,
            last_sign_in_at = excluded.last_sign_in_at, banned_until = excluded.banned_until;
          RETURN NULL;
        END $$
        """

    /// Only a confirmed address proves that somebody belongs to its domain.
    private static let joinWorkspace = """
        CREATE FUNCTION check_and_add_user_to_workspace() RETURNS trigger \(definer) AS $$
        DECLARE
          everybody uuid := global_workspace();
        BEGIN
          IF NEW.email_confirmed_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.email_confirmed_at IS NULL) THEN
            INSERT INTO workspace_members (workspace_id, user_id, role, status, accepted_at)
            SELECT w.id, NEW.id, 'project_creator', 'active', now() FROM workspaces w
            WHERE w.company_email_domains @> ARRAY[lower(split_part(NEW.email, '@', 2))] AND w.deleted_at IS NULL
              AND w.settings ->> 'is_global' IS DISTINCT FROM 'true'
            ON CONFLICT DO NOTHING;
          END IF;
          IF TG_OP = 'INSERT' AND everybody IS NOT NULL THEN
            INSERT INTO workspace_members (workspace_id, user_id, role, status, accepted_at)
            VALUES (everybody, NEW.id, 'project_creator', 'active', now()) ON CONFLICT DO NOTHING;
            INSERT INTO projects (workspace_id, name, description, settings, created_by)
            VALUES (
              everybody, NEW.email || '''s personal project', 'Personal project space',
              jsonb_build_object('is_personal', true, 'owner_id', NEW.id), NEW.id);
          END IF;
          RETURN NULL;
        END $$
        """

    /// The same, with a name for the project that gives no address away.
    static let joinWorkspaceByName = joinWorkspace.replacing("CREATE FUNCTION", with: "CREATE OR REPLACE FUNCTION")
        .replacing(
            "NEW.email || '''s personal project'",
            with: "coalesce(nullif(NEW.name, '') || '''s personal project', 'Personal project')")

    /// The workspace of everybody makes nobody active.
    private static let memberActive = """
        CREATE FUNCTION update_user_status() RETURNS trigger \(definer) AS $$
        BEGIN
          IF to_jsonb(NEW) ->> 'workspace_id' IS NOT DISTINCT FROM global_workspace()::text THEN RETURN NULL; END IF;
          UPDATE users SET status = 'active' WHERE id = NEW.user_id AND status IN ('waitlist', 'invited');
          RETURN NULL;
        END $$
        """

    private static let archiveProject = """
        CREATE FUNCTION archive_personal_project() RETURNS trigger \(definer) AS $$
        BEGIN
          UPDATE projects SET is_active = false, status = 'archived', deleted_at = now(),
            settings = settings || jsonb_build_object('archived_reason', 'user_deleted')
          WHERE workspace_id = global_workspace() AND settings ->> 'is_personal' = 'true'
            AND settings ->> 'owner_id' = OLD.id::text;
          RETURN OLD;
        END $$
        """

    private static let makeGlobalWorkspace = """
        CREATE FUNCTION create_default_global_workspace() RETURNS uuid \(definer) AS $$
        DECLARE
          made uuid := global_workspace();
        BEGIN
          IF made IS NOT NULL THEN RETURN made; END IF;
          INSERT INTO workspaces (name, slug, description, company_name, settings)
          VALUES (
            'Global Workspace', 'global', 'Default workspace of all users', 'System',
            '{"is_global": true, "managed_by_super_user": true}')
          RETURNING id INTO made;
          INSERT INTO workspace_subscriptions (
            workspace_id, stripe_customer_id, stripe_subscription_id, plan_type, base_token_limit, status)
          VALUES (made, 'global_workspace', 'global_subscription', 'free', 1000000, 'active');
          RETURN made;
        END $$
        """
}
