-- Organizations are rows of the users table.
CREATE TABLE users (id bigserial PRIMARY KEY, login varchar(39) UNIQUE NOT NULL, type varchar NOT NULL CHECK (type IN ('User', 'Organization')), email varchar, password_hash varchar, name varchar, plan varchar, created_at timestamptz DEFAULT now());
CREATE TABLE organization_members (organization_id bigint NOT NULL REFERENCES users, user_id bigint NOT NULL REFERENCES users, role varchar NOT NULL CHECK (role IN ('owner', 'member', 'billing_manager')), PRIMARY KEY (organization_id, user_id));
CREATE TABLE repositories (id bigserial PRIMARY KEY, owner_id bigint NOT NULL REFERENCES users, name varchar NOT NULL, private boolean DEFAULT false);
CREATE TABLE collaborators (repository_id bigint NOT NULL REFERENCES repositories, user_id bigint NOT NULL REFERENCES users, permission varchar NOT NULL, PRIMARY KEY (repository_id, user_id));
CREATE TABLE issues (id bigserial PRIMARY KEY, repository_id bigint NOT NULL REFERENCES repositories, author_id bigint REFERENCES users, title varchar, state varchar DEFAULT 'open');
CREATE TABLE stars (user_id bigint REFERENCES users, repository_id bigint REFERENCES repositories, PRIMARY KEY (user_id, repository_id));
CREATE TABLE audit_log (id bigserial PRIMARY KEY, actor_id bigint REFERENCES users, org_id bigint REFERENCES users, action varchar, data jsonb, created_at timestamptz DEFAULT now());
CREATE TABLE tokens (id bigserial PRIMARY KEY, user_id bigint REFERENCES users, token_hash varchar);
INSERT INTO users (login, type, email, name) VALUES ('acme', 'Organization', NULL, 'Acme'), ('olga', 'User', 'o@acme.example', 'Olga'); INSERT INTO organization_members VALUES (1, 2, 'owner');
