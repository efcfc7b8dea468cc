extension Migration {
    /// Agents, embeddings and workflows.
    static let automation = Migration(
        version: 11, name: "automation",
        portable: #"""
            -- Agents that can be asked or run.
            CREATE TABLE ai_agents (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              description text,
              model text NOT NULL,
              system_prompt text,
              tools json NOT NULL DEFAULT '[]',
              is_active boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- What was asked of an agent.
            CREATE TABLE agent_interactions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              agent_id uuid NOT NULL REFERENCES ai_agents(id) ON DELETE CASCADE,
              user_id uuid REFERENCES users(id) ON DELETE SET NULL,
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              input json NOT NULL,
              output json,
              tokens_used bigint NOT NULL DEFAULT 0,
              duration_ms integer,
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX agent_interactions_agent_created_idx ON agent_interactions (agent_id, created_at DESC);

            -- Embeddings for semantic search, by namespace.
            CREATE TABLE ai_embeddings (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              namespace text NOT NULL DEFAULT 'default',
              source_type text NOT NULL,
              source_id text NOT NULL,
              content text NOT NULL,
              embedding vector(1536),
              metadata json NOT NULL DEFAULT '{}',
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (namespace, source_type, source_id)
            );

            -- Health of model deployments.
            CREATE TABLE ai_health_metrics (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              model text NOT NULL,
              metric_name text NOT NULL,
              value numeric(18,4) NOT NULL,
              recorded_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX ai_health_metrics_model_idx ON ai_health_metrics (model, recorded_at DESC);

            -- Findings that a model offers.
            CREATE TABLE ai_insights (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              insight_type text NOT NULL,
              title text NOT NULL,
              body text,
              confidence numeric(5,4),
              status text NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'accepted', 'dismissed')),
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Workflows, whoever starts them.
            CREATE TABLE automation_workflows (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              description text,
              mode text NOT NULL DEFAULT 'manual' CHECK (mode IN ('manual', 'scheduled', 'event', 'autopilot')),
              definition json NOT NULL DEFAULT '{}',
              version integer NOT NULL DEFAULT 1,
              is_active boolean NOT NULL DEFAULT true,
              created_by uuid REFERENCES users(id) ON DELETE SET NULL,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Workflows to start from.
            CREATE TABLE workflow_templates (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              name text NOT NULL UNIQUE,
              category text,
              description text,
              definition json NOT NULL DEFAULT '{}',
              is_public boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Runs of a workflow.
            CREATE TABLE workflow_executions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workflow_id uuid NOT NULL REFERENCES automation_workflows(id) ON DELETE CASCADE,
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              status text NOT NULL DEFAULT 'queued'
                CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
              input json,
              output json,
              error_message text,
              started_at timestamptz NOT NULL DEFAULT now(),
              finished_at timestamptz
            );
            CREATE INDEX workflow_executions_started_at_idx ON workflow_executions (started_at DESC, id);

            -- Steps of a run, in order.
            CREATE TABLE workflow_steps (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              execution_id uuid NOT NULL REFERENCES workflow_executions(id) ON DELETE CASCADE,
              position integer NOT NULL,
              name text NOT NULL,
              status text NOT NULL DEFAULT 'queued'
                CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'skipped')),
              input json,
              output json,
              error_message text,
              started_at timestamptz,
              finished_at timestamptz,
              UNIQUE (execution_id, position)
            );
            """#,
        postgresOnly: [
            #"""
            DO $$ BEGIN
              IF EXISTS (SELECT FROM pg_type WHERE typname = 'vector') THEN
                ALTER TABLE documents ALTER COLUMN embedding TYPE vector(768) USING embedding::vector(768);
                ALTER TABLE crm_interactions ALTER COLUMN embedding TYPE vector(1536) USING embedding::vector(1536);
                ALTER TABLE ai_embeddings ALTER COLUMN embedding TYPE vector(1536) USING embedding::vector(1536);
              END IF;
            END $$
            """#
        ]
    )
}
