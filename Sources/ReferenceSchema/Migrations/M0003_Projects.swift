extension Migration {
    /// Projects with their members, connections, chats and artifacts.
    static let projects = Migration(
        version: 3, name: "projects",
        portable: #"""
            -- Client companies and leads of a workspace.
            CREATE TABLE clients (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              email text,
              phone text,
              website text,
              industry text,
              classification text NOT NULL DEFAULT 'lead'
                CHECK (classification IN ('lead', 'prospect', 'active', 'vip', 'churned')),
              status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived', 'deleted')),
              metadata json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX clients_workspace_name_idx ON clients (workspace_id, name);
            CREATE INDEX clients_name_idx ON clients (name, id);
            CREATE INDEX clients_email_lower_idx ON clients (lower(email));

            -- Pieces of work in a workspace, some of them for a client.
            CREATE TABLE projects (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              client_id uuid REFERENCES clients(id) ON DELETE SET NULL,
              name text NOT NULL,
              description text,
              status text NOT NULL DEFAULT 'active'
                CHECK (status IN ('planning', 'active', 'on_hold', 'completed', 'archived')),
              logo_url text,
              color_palette json,
              settings json NOT NULL DEFAULT '{}',
              is_active boolean NOT NULL DEFAULT true,
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              deleted_at timestamptz
            );
            CREATE INDEX projects_workspace_name_idx ON projects (workspace_id, name);
            CREATE INDEX projects_name_idx ON projects (name, id);
            CREATE INDEX projects_created_at_idx ON projects (created_at DESC, id);

            -- Who works on a project, and as what.
            CREATE TABLE project_users (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              project_id uuid NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              role text NOT NULL CHECK (role IN ('owner', 'manager', 'contributor', 'viewer')),
              invited_by uuid REFERENCES users(id) ON DELETE SET NULL,
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (project_id, user_id)
            );

            -- HTTP APIs that a workspace or a project calls.
            CREATE TABLE api_connections (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              project_id uuid REFERENCES projects(id) ON DELETE CASCADE,
              name text NOT NULL,
              description text,
              api_type text NOT NULL,
              endpoint_url text NOT NULL,
              auth_type text NOT NULL CHECK (auth_type IN ('bearer', 'basic', 'api_key', 'none')),
              auth_token text,
              custom_headers json NOT NULL DEFAULT '{}',
              http_method text NOT NULL CHECK (http_method IN ('GET', 'POST', 'PUT', 'DELETE', 'PATCH')),
              request_body_template json NOT NULL DEFAULT '{}',
              response_path text,
              response_schema json NOT NULL DEFAULT '{}',
              credentials json NOT NULL,
              is_active boolean NOT NULL DEFAULT true,
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              CHECK ((workspace_id IS NULL) <> (project_id IS NULL))
            );
            CREATE INDEX api_connections_name_idx ON api_connections (name, id);

            -- OAuth 2 clients of a workspace or a project.
            CREATE TABLE oauth2_connections (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              project_id uuid REFERENCES projects(id) ON DELETE CASCADE,
              provider text NOT NULL,
              provider_config json NOT NULL,
              client_id text NOT NULL,
              client_secret text NOT NULL,
              redirect_uri text NOT NULL,
              scopes text_array NOT NULL,
              additional_params json NOT NULL DEFAULT '{}',
              is_active boolean NOT NULL DEFAULT true,
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              CHECK ((workspace_id IS NULL) <> (project_id IS NULL))
            );

            -- Tokens that an OAuth 2 client holds.
            CREATE TABLE oauth2_tokens (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              connection_id uuid NOT NULL REFERENCES oauth2_connections(id) ON DELETE CASCADE,
              access_token text NOT NULL,
              refresh_token text,
              token_type text NOT NULL,
              expires_at timestamptz,
              scope text,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Conversations about a project.
            CREATE TABLE chat_sessions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              project_id uuid NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
              title text NOT NULL,
              description text,
              settings json NOT NULL DEFAULT '{}',
              is_active boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              updated_at timestamptz NOT NULL DEFAULT now(),
              updated_by uuid REFERENCES users(id) ON DELETE SET NULL
            );
            CREATE INDEX chat_sessions_created_at_idx ON chat_sessions (created_at DESC, id);

            -- What was said in a conversation.
            CREATE TABLE chat_messages (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              chat_id uuid NOT NULL REFERENCES chat_sessions(id) ON DELETE CASCADE,
              content json NOT NULL,
              message_type text NOT NULL CHECK (message_type IN ('user', 'ai', 'system')),
              agent_type text
                CHECK (agent_type IN ('orchestrator', 'requirements', 'architect', 'designer', 'coder', 'quality',
                                      'search', 'scanning', 'data-validation')),
              metadata json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now(),
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX chat_messages_chat_idx ON chat_messages (chat_id, created_at);
            CREATE INDEX chat_messages_created_at_idx ON chat_messages (created_at DESC, id);

            -- Who takes part in a conversation.
            CREATE TABLE chat_participants (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              chat_id uuid NOT NULL REFERENCES chat_sessions(id) ON DELETE CASCADE,
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              joined_at timestamptz NOT NULL DEFAULT now(),
              last_read_at timestamptz DEFAULT now(),
              is_active boolean NOT NULL DEFAULT true,
              UNIQUE (chat_id, user_id)
            );

            -- What a conversation produced.
            CREATE TABLE artifacts (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              project_id uuid NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
              chat_id uuid REFERENCES chat_sessions(id) ON DELETE SET NULL,
              title text NOT NULL,
              description text,
              artifact_type text NOT NULL,
              status text NOT NULL DEFAULT 'pending'
                CHECK (status IN ('pending', 'generating', 'ready', 'failed', 'archived')),
              progress integer NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
              is_public boolean NOT NULL DEFAULT false,
              metadata json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now(),
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX artifacts_title_idx ON artifacts (title, id);
            CREATE INDEX artifacts_created_at_idx ON artifacts (created_at DESC, id);

            -- Files of an artifact; at most one is its main file.
            CREATE TABLE artifact_files (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              artifact_id uuid NOT NULL REFERENCES artifacts(id) ON DELETE CASCADE,
              file_name text NOT NULL,
              file_type text NOT NULL,
              file_size integer NOT NULL CHECK (file_size >= 0),
              file_path text NOT NULL,
              is_main_file boolean NOT NULL DEFAULT false,
              storage_path text NOT NULL,
              metadata json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now(),
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              updated_at timestamptz NOT NULL DEFAULT now(),
              updated_by uuid REFERENCES users(id) ON DELETE SET NULL
            );
            CREATE UNIQUE INDEX artifact_files_main_key ON artifact_files (artifact_id) WHERE is_main_file;

            -- Tokens spent, by workspace, project and conversation.
            CREATE TABLE token_usage (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              project_id uuid REFERENCES projects(id) ON DELETE SET NULL,
              chat_id uuid REFERENCES chat_sessions(id) ON DELETE SET NULL,
              tokens_used bigint NOT NULL CHECK (tokens_used >= 0),
              usage_type text NOT NULL CHECK (usage_type IN ('chat', 'artifact_generation', 'search')),
              created_at timestamptz NOT NULL DEFAULT now(),
              created_by uuid REFERENCES users(id) ON DELETE SET NULL
            );
            CREATE INDEX token_usage_workspace_idx ON token_usage (workspace_id, created_at DESC, tokens_used);
            CREATE INDEX token_usage_created_at_idx ON token_usage (created_at DESC, id);

            -- Counts of a project by day.
            CREATE TABLE project_stats (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              project_id uuid NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
              workspace_id uuid NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
              total_users integer NOT NULL DEFAULT 0,
              total_chats integer NOT NULL DEFAULT 0,
              total_artifacts integer NOT NULL DEFAULT 0,
              total_files integer NOT NULL DEFAULT 0,
              total_tokens_used bigint NOT NULL DEFAULT 0,
              tokens_remaining bigint NOT NULL DEFAULT 0,
              stats_date date NOT NULL DEFAULT today(),
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (project_id, stats_date)
            );

            -- What a project must do.
            CREATE TABLE project_requirements (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              project_id uuid NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
              title text NOT NULL,
              content json NOT NULL,
              version integer NOT NULL DEFAULT 1 CHECK (version > 0),
              status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'review', 'approved', 'archived')),
              created_at timestamptz NOT NULL DEFAULT now(),
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              updated_at timestamptz NOT NULL DEFAULT now(),
              updated_by uuid REFERENCES users(id) ON DELETE SET NULL
            );

            -- How a project is built.
            CREATE TABLE technical_architecture (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              project_id uuid NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
              title text NOT NULL,
              content json NOT NULL,
              version integer NOT NULL DEFAULT 1 CHECK (version > 0),
              status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'review', 'approved', 'archived')),
              apis_used json NOT NULL DEFAULT '[]',
              data_schemas json NOT NULL DEFAULT '[]',
              security_requirements json NOT NULL DEFAULT '[]',
              created_at timestamptz NOT NULL DEFAULT now(),
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              updated_at timestamptz NOT NULL DEFAULT now(),
              updated_by uuid REFERENCES users(id) ON DELETE SET NULL
            );

            -- How a project looks.
            CREATE TABLE ui_design (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              project_id uuid NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
              title text NOT NULL,
              content json NOT NULL,
              version integer NOT NULL DEFAULT 1 CHECK (version > 0),
              status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'review', 'approved', 'archived')),
              color_palette json,
              ui_framework text,
              components json NOT NULL DEFAULT '[]',
              created_at timestamptz NOT NULL DEFAULT now(),
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              updated_at timestamptz NOT NULL DEFAULT now(),
              updated_by uuid REFERENCES users(id) ON DELETE SET NULL
            );

            -- What agents found out for a project.
            CREATE TABLE project_context (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              project_id uuid NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
              context_type text NOT NULL CHECK (context_type IN ('search', 'data', 'quality')),
              title text NOT NULL,
              content json NOT NULL,
              metadata json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now(),
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              updated_at timestamptz NOT NULL DEFAULT now(),
              updated_by uuid REFERENCES users(id) ON DELETE SET NULL
            );

            -- Places for files: workspace-files, project-files and artifact-files.
            CREATE TABLE storage_buckets (
              id text PRIMARY KEY,
              name text NOT NULL UNIQUE,
              is_public boolean NOT NULL DEFAULT false,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Files in a bucket; the first part of the name is the id of what owns it.
            CREATE TABLE storage_objects (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              bucket_id text NOT NULL REFERENCES storage_buckets(id),
              name text NOT NULL,
              owner_id uuid REFERENCES users(id) ON DELETE SET NULL,
              size bigint NOT NULL DEFAULT 0,
              mime_type text,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (bucket_id, name)
            );
            """#,
        audited: [
            AuditedTable("projects"),
            AuditedTable("project_users", workspace: .through("projects", key: "project_id", column: "workspace_id")),
            AuditedTable("api_connections", masked: ["auth_token", "custom_headers", "credentials"]),
            AuditedTable("oauth2_connections", masked: ["client_secret", "additional_params", "provider_config"]),
        ]
    )
}
