/// What a Supabase database has before anybody's tables: three roles and the `auth` schema. Each is made only where it
/// is absent.
enum PostgresRoles {
    /// Statements that make what is missing. Roles belong to the whole cluster, so another database may make one at
    /// the same time.
    static let statements = [
        """
        DO $$
        DECLARE role_name text;
        BEGIN
          FOREACH role_name IN ARRAY ARRAY['anon', 'authenticated', 'service_role'] LOOP
            CONTINUE WHEN EXISTS (SELECT 1 FROM pg_roles WHERE rolname = role_name);
            BEGIN
              EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END;
            IF role_name = 'service_role' THEN
              BEGIN
                ALTER ROLE service_role BYPASSRLS;
              EXCEPTION WHEN insufficient_privilege THEN
                RAISE NOTICE 'service_role does not bypass row-level security: a superuser may ALTER ROLE service_role BYPASSRLS';
              END;
            END IF;
          END LOOP;
        END $$
        """,
        """
        DO $$
        BEGIN
          IF to_regnamespace('auth') IS NULL THEN CREATE SCHEMA auth; END IF;
          IF to_regclass('auth.users') IS NULL THEN
            CREATE TABLE auth.users (
              id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
              email text UNIQUE,
              phone text UNIQUE,
              encrypted_password text,
              raw_app_meta_data jsonb,
              raw_user_meta_data jsonb,
              is_anonymous boolean NOT NULL DEFAULT false,
              confirmed_at timestamptz,
              email_confirmed_at timestamptz,
              phone_confirmed_at timestamptz,
              last_sign_in_at timestamptz,
              banned_until timestamptz,
              created_at timestamptz DEFAULT now(),
              updated_at timestamptz DEFAULT now(),
              deleted_at timestamptz
            );
            COMMENT ON TABLE auth.users IS 'Stands in for the sign-in service''s own table.';
            ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;
          END IF;
          IF to_regprocedure('auth.jwt()') IS NULL THEN
            CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS $f$
              SELECT coalesce(
                nullif(current_setting('request.jwt.claim', true), ''),
                nullif(current_setting('request.jwt.claims', true), ''))::jsonb
            $f$;
          END IF;
          IF to_regprocedure('auth.uid()') IS NULL THEN
            CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $f$
              SELECT coalesce(
                nullif(current_setting('request.jwt.claim.sub', true), ''),
                nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
            $f$;
          END IF;
          IF to_regprocedure('auth.role()') IS NULL THEN
            CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS $f$
              SELECT coalesce(
                nullif(current_setting('request.jwt.claim.role', true), ''),
                nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
            $f$;
          END IF;
          IF to_regprocedure('auth.email()') IS NULL THEN
            CREATE FUNCTION auth.email() RETURNS text LANGUAGE sql STABLE AS $f$
              SELECT coalesce(
                nullif(current_setting('request.jwt.claim.email', true), ''),
                nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')
            $f$;
          END IF;
        END $$
        """,
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role",
        """
        DO $$
        BEGIN
          GRANT USAGE ON SCHEMA auth TO anon, authenticated, service_role;
        EXCEPTION WHEN insufficient_privilege THEN NULL;
        END $$
        """,
    ]
}
