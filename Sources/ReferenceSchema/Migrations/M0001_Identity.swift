extension Migration {
    /// Who can sign in, and what the sign-in service keeps about them.
    static let identity = Migration(
        version: 1, name: "identity",
        portable: #"""
            -- People and service accounts; mirrors auth.users where Supabase keeps those.
            CREATE TABLE users (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              email text NOT NULL UNIQUE,
              name text,
              phone text UNIQUE,
              status text NOT NULL DEFAULT 'waitlist'
                CHECK (status IN ('invited', 'waitlist', 'active', 'inactive', 'banned', 'archived')),
              role text NOT NULL DEFAULT 'authenticated',
              is_super_user boolean NOT NULL DEFAULT false,
              is_anonymous boolean NOT NULL DEFAULT false,
              encrypted_password text,
              profile json NOT NULL DEFAULT '{}',
              raw_app_meta_data json,
              raw_user_meta_data json,
              confirmed_at timestamptz,
              email_confirmed_at timestamptz,
              phone_confirmed_at timestamptz,
              last_sign_in_at timestamptz,
              banned_until timestamptz,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              deleted_at timestamptz
            );
            CREATE INDEX users_email_lower_idx ON users (lower(email));
            CREATE INDEX users_name_lower_idx ON users (lower(name));
            CREATE INDEX users_name_idx ON users (name, id);
            CREATE INDEX users_created_at_idx ON users (created_at DESC, id);
            CREATE INDEX users_status_idx ON users (status, email);
            CREATE INDEX users_banned_idx ON users (banned_until) WHERE banned_until IS NOT NULL;

            -- What a person shows of themselves.
            CREATE TABLE profiles (
              user_id uuid PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
              name text,
              display_name text,
              company text,
              avatar_url text,
              bio text,
              locale text,
              subscription_status text DEFAULT 'trial',
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              created_source text NOT NULL DEFAULT 'signup_form'
                CHECK (created_source IN ('signup_form', 'invitation', 'admin', 'api', 'import', 'oauth')),
              created_ip inet,
              created_user_agent text
            );
            CREATE INDEX profiles_name_idx ON profiles (name);

            -- Roles on the platform itself, beside those in a workspace.
            CREATE TABLE user_roles (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              role text NOT NULL CHECK (role IN ('admin', 'moderator', 'user')),
              granted_by uuid REFERENCES users(id) ON DELETE SET NULL,
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (user_id, role)
            );

            -- Preferences of a person.
            CREATE TABLE user_settings (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL UNIQUE REFERENCES users(id) ON DELETE CASCADE,
              theme text NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark')),
              language text NOT NULL DEFAULT 'en',
              time_zone text NOT NULL DEFAULT 'UTC',
              preferences json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Other applications that a person declared, from OAuth connections.
            CREATE TABLE user_apps (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              app_name text NOT NULL,
              provider text,
              scopes text_array NOT NULL DEFAULT '[]',
              connected_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (user_id, app_name)
            );

            -- How an account came to be.
            CREATE TABLE user_creation_audit (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL,
              email text NOT NULL,
              created_by uuid,
              source text NOT NULL DEFAULT 'signup_form'
                CHECK (source IN ('signup_form', 'invitation', 'admin', 'api', 'import', 'oauth')),
              ip_address inet,
              user_agent text,
              metadata json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX user_creation_audit_user_idx ON user_creation_audit (user_id);
            CREATE INDEX user_creation_audit_created_at_idx ON user_creation_audit (created_at DESC, id);

            -- Deployments of the sign-in service.
            CREATE TABLE auth_instances (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              uuid_reference uuid,
              raw_base_config text,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- A signed-in device.
            CREATE TABLE auth_sessions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              factor_id uuid,
              aal text CHECK (aal IN ('aal1', 'aal2', 'aal3')),
              not_after timestamptz,
              refreshed_at timestamptz,
              user_agent text,
              ip inet,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX auth_sessions_user_idx ON auth_sessions (user_id, created_at DESC);
            CREATE INDEX auth_sessions_ip_idx ON auth_sessions (ip);

            -- Tokens that renew a session.
            CREATE TABLE auth_refresh_tokens (
              id bigint PRIMARY KEY,
              token text NOT NULL UNIQUE,
              user_id uuid REFERENCES users(id) ON DELETE CASCADE,
              session_id uuid REFERENCES auth_sessions(id) ON DELETE CASCADE,
              parent text,
              revoked boolean NOT NULL DEFAULT false,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Ways a person proves who they are.
            CREATE TABLE auth_identities (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              provider text NOT NULL,
              provider_id text NOT NULL,
              email text,
              identity_data json NOT NULL DEFAULT '{}',
              last_sign_in_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (provider, provider_id)
            );
            CREATE INDEX auth_identities_email_idx ON auth_identities (lower(email));

            -- The sign-in service's own log.
            CREATE TABLE auth_audit_log_entries (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              instance_id uuid REFERENCES auth_instances(id) ON DELETE SET NULL,
              user_id uuid,
              action text,
              payload json,
              ip_address text NOT NULL DEFAULT '',
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX auth_audit_log_entries_created_at_idx ON auth_audit_log_entries (created_at DESC, id);
            CREATE INDEX auth_audit_log_entries_user_idx ON auth_audit_log_entries (user_id, created_at DESC);

            -- Second factors.
            CREATE TABLE auth_mfa_factors (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              friendly_name text,
              factor_type text NOT NULL CHECK (factor_type IN ('totp', 'webauthn', 'phone')),
              status text NOT NULL DEFAULT 'unverified' CHECK (status IN ('unverified', 'verified')),
              secret text,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Attempts to prove a second factor.
            CREATE TABLE auth_mfa_challenges (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              factor_id uuid NOT NULL REFERENCES auth_mfa_factors(id) ON DELETE CASCADE,
              verified_at timestamptz,
              ip_address inet,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Identity providers of companies.
            CREATE TABLE auth_sso_providers (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              resource_id text,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Mail domains that sign in through an identity provider.
            CREATE TABLE auth_sso_domains (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              sso_provider_id uuid NOT NULL REFERENCES auth_sso_providers(id) ON DELETE CASCADE,
              domain text NOT NULL,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE UNIQUE INDEX auth_sso_domains_domain_key ON auth_sso_domains (lower(domain));

            -- SAML metadata of an identity provider.
            CREATE TABLE auth_saml_providers (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              sso_provider_id uuid NOT NULL REFERENCES auth_sso_providers(id) ON DELETE CASCADE,
              entity_id text NOT NULL UNIQUE,
              metadata_xml text NOT NULL,
              metadata_url text,
              attribute_mapping json,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            """#,
        audited: [AuditedTable("users", masked: ["encrypted_password"])]
    )
}
