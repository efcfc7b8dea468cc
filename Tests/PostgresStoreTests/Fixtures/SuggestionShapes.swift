import Testing

/// Schemas that differ in everything by which a membership can be told, each with what a suggestion must say of it.
struct SuggestionShape: Sendable, CustomTestStringConvertible {
    let name: String
    let sql: String
    /// Nil where there is none, and none may be suggested.
    var tenant: String?
    var membership: String?
    var user: String?
    var role: String?
    var roles: [String] = []
    var parent: String?
    var project: String?
    var plan: String?
    var audit: String?
    /// Words that the unknown part must contain.
    var unknown: String?

    var testDescription: String { name }

    static let all: [SuggestionShape] = [
        lookupRoles, schemaQualified, integerKeysWithoutKeys, prisma, schemaPerTenant, noUsers, booleans, arrayRoles,
        oauthAccounts, grantsTwoJoinsAway, compositeKeys, usersOfOneTenant, blog, customersOfATenant, teamTree,
        inboxesAndShares,
        profilesOfARealm, trailWithoutAKey,
    ]

    static let trailWithoutAKey = SuggestionShape(
        name: "a trail whose entries nothing tells apart",
        sql: """
            CREATE TABLE companies (id serial PRIMARY KEY, name text NOT NULL, slug text UNIQUE);
            CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE NOT NULL, full_name text);
            CREATE TABLE company_users (id serial PRIMARY KEY, company_id int NOT NULL REFERENCES companies,
                user_id int NOT NULL REFERENCES users, role text NOT NULL, UNIQUE (company_id, user_id));
            CREATE TABLE audit_log (created_at timestamptz NOT NULL, user_id int, company_id int, action text NOT NULL,
                table_name text, record_id text, old_data jsonb, new_data jsonb);
            INSERT INTO companies (name, slug) VALUES ('Acme', 'acme');
            INSERT INTO users (email, full_name) VALUES ('o@acme.example', 'Olga');
            INSERT INTO company_users (company_id, user_id, role) VALUES (1, 1, 'owner');
            """,
        tenant: "companies", membership: "company_users", user: "users", role: "role",
        unknown: "audit_log has no key of one column")

    /// Roles are rows, each tenant's own; invitations beside; plan by key.
    static let lookupRoles = SuggestionShape(
        name: "roles in a lookup table",
        sql: """
            CREATE TABLE plans (id serial PRIMARY KEY, name text NOT NULL, price_cents int NOT NULL);
            CREATE TABLE companies (id serial PRIMARY KEY, name text NOT NULL, slug text UNIQUE, plan_id int REFERENCES plans);
            CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE NOT NULL, full_name text, password_hash text);
            CREATE TABLE roles (id serial PRIMARY KEY, company_id int REFERENCES companies, name text NOT NULL, position int);
            CREATE TABLE company_users (id serial PRIMARY KEY, company_id int NOT NULL REFERENCES companies,
                user_id int NOT NULL REFERENCES users, role_id int REFERENCES roles, created_at timestamptz DEFAULT now(),
                UNIQUE (company_id, user_id));
            CREATE TABLE company_invitations (id serial PRIMARY KEY, company_id int REFERENCES companies, email text NOT NULL,
                role_id int REFERENCES roles, expires_at timestamptz);
            CREATE TABLE projects (id serial PRIMARY KEY, company_id int REFERENCES companies, name text);
            CREATE TABLE tickets (id serial PRIMARY KEY, project_id int REFERENCES projects, author_id int REFERENCES users,
                title text);
            INSERT INTO companies (name, slug) VALUES ('Acme', 'acme');
            INSERT INTO users (email, full_name) VALUES ('o@acme.example', 'Olga');
            INSERT INTO roles (company_id, name) VALUES (1, 'Boss');
            INSERT INTO company_users (company_id, user_id, role_id) VALUES (1, 1, 1);
            """,
        tenant: "companies", membership: "company_users", user: "users", role: "role_id.name", project: "projects",
        plan: "plan_id")

    static let schemaQualified = SuggestionShape(
        name: "in a schema of its own, roles as an enum",
        sql: """
            CREATE SCHEMA core; CREATE SCHEMA trail;
            CREATE TYPE core.member_role AS ENUM ('viewer', 'editor', 'owner');
            CREATE TABLE core.people (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text UNIQUE, display_name text,
                last_login_at timestamptz);
            CREATE TABLE core.workspace (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL, subdomain text,
                tier text CHECK (tier IN ('free', 'paid')));
            CREATE TABLE core.workspace_membership (workspace_id uuid REFERENCES core.workspace,
                person_id uuid REFERENCES core.people, role core.member_role, PRIMARY KEY (workspace_id, person_id));
            CREATE TABLE core.page (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), workspace_id uuid REFERENCES core.workspace,
                title text);
            CREATE TABLE trail.audit_events (id bigserial PRIMARY KEY, workspace_id uuid REFERENCES core.workspace,
                actor_id uuid REFERENCES core.people, action text, object_type text, object_id text, before jsonb, after jsonb,
                occurred_at timestamptz DEFAULT now());
            INSERT INTO core.workspace (title) VALUES ('Acme');
            INSERT INTO core.people (email, display_name) VALUES ('o@acme.example', 'Olga');
            INSERT INTO core.workspace_membership SELECT w.id, p.id, 'owner' FROM core.workspace w, core.people p;
            """,
        tenant: "core.workspace", membership: "core.workspace_membership", user: "core.people", role: "role",
        roles: ["owner", "editor", "viewer"], plan: "tier", audit: "trail.audit_events")

    /// As Rails writes it: no foreign keys, roles as numbers.
    static let integerKeysWithoutKeys = SuggestionShape(
        name: "integer keys, no declared keys, roles as codes",
        sql: """
            CREATE TABLE accounts (id serial PRIMARY KEY, name varchar, domain varchar, status int DEFAULT 0, locale int);
            CREATE TABLE users (id serial PRIMARY KEY, email varchar, name varchar, encrypted_password varchar,
                current_sign_in_at timestamp);
            CREATE TABLE account_users (id bigserial PRIMARY KEY, account_id bigint, user_id bigint, role int DEFAULT 0,
                inviter_id bigint, created_at timestamp DEFAULT now());
            CREATE UNIQUE INDEX uniq_account_user ON account_users (account_id, user_id);
            CREATE TABLE inboxes (id serial PRIMARY KEY, account_id int NOT NULL, name varchar);
            CREATE TABLE contacts (id serial PRIMARY KEY, account_id int NOT NULL, name varchar, email varchar);
            CREATE TABLE conversations (id serial PRIMARY KEY, account_id int NOT NULL, inbox_id int, contact_id int, status int);
            CREATE TABLE teams (id bigserial PRIMARY KEY, name varchar, account_id bigint NOT NULL);
            CREATE TABLE team_members (id bigserial PRIMARY KEY, team_id bigint NOT NULL, user_id bigint NOT NULL);
            CREATE TABLE audits (id bigserial PRIMARY KEY, auditable_id bigint, auditable_type varchar, user_id bigint,
                action varchar, audited_changes jsonb, created_at timestamp);
            INSERT INTO accounts (name) VALUES ('Acme');
            INSERT INTO users (email, name) VALUES ('o@acme.example', 'Olga');
            INSERT INTO account_users (account_id, user_id, role) VALUES (1, 1, 1);
            """,
        tenant: "accounts", membership: "account_users", user: "users", role: "role", project: "teams",
        audit: "audits", unknown: "account_users.role")

    static let prisma = SuggestionShape(
        name: "Prisma, camelCase in quotes",
        sql: """
            CREATE TYPE "Role" AS ENUM ('OWNER', 'ADMIN', 'MEMBER');
            CREATE TABLE "User" (id text PRIMARY KEY, email text UNIQUE NOT NULL, name text, "emailVerified" timestamp);
            CREATE TABLE "Account" (id text PRIMARY KEY, "userId" text NOT NULL REFERENCES "User"(id), type text NOT NULL,
                provider text NOT NULL, "providerAccountId" text NOT NULL, access_token text, refresh_token text);
            CREATE TABLE "Session" (id text PRIMARY KEY, "sessionToken" text UNIQUE, "userId" text REFERENCES "User"(id));
            CREATE TABLE "Organization" (id text PRIMARY KEY, name text NOT NULL, slug text UNIQUE, "stripeCustomerId" text,
                "createdAt" timestamp DEFAULT now());
            CREATE TABLE "Membership" ("organizationId" text NOT NULL REFERENCES "Organization"(id),
                "userId" text NOT NULL REFERENCES "User"(id), role "Role" NOT NULL DEFAULT 'MEMBER', accepted boolean,
                PRIMARY KEY ("userId", "organizationId"));
            CREATE TABLE "Project" (id text PRIMARY KEY, name text, "organizationId" text NOT NULL REFERENCES "Organization"(id));
            CREATE TABLE "Survey" (id text PRIMARY KEY, name text, "projectId" text NOT NULL REFERENCES "Project"(id));
            INSERT INTO "Organization" (id, name) VALUES ('o1', 'Acme');
            INSERT INTO "User" (id, email, name) VALUES ('u1', 'o@acme.example', 'Olga');
            INSERT INTO "Membership" ("organizationId", "userId", role) VALUES ('o1', 'u1', 'OWNER');
            """,
        tenant: "Organization", membership: "Membership", user: "User", role: "role",
        roles: ["OWNER", "ADMIN", "MEMBER"], project: "Project")

    static let schemaPerTenant = SuggestionShape(
        name: "a schema for each tenant",
        sql: """
            CREATE TABLE clients_client (id serial PRIMARY KEY, name text, schema_name text UNIQUE, paid_until date,
                on_trial boolean, created_on date);
            CREATE TABLE clients_domain (id serial PRIMARY KEY, domain text UNIQUE, tenant_id int REFERENCES clients_client,
                is_primary boolean);
            CREATE SCHEMA acme; CREATE SCHEMA contoso;
            CREATE TABLE acme.users (id serial PRIMARY KEY, email text UNIQUE, password text);
            CREATE TABLE acme.invoices (id serial PRIMARY KEY, user_id int REFERENCES acme.users, total numeric);
            CREATE TABLE contoso.users (id serial PRIMARY KEY, email text UNIQUE, password text);
            CREATE TABLE contoso.invoices (id serial PRIMARY KEY, user_id int REFERENCES contoso.users, total numeric);
            """,
        tenant: "clients_client", unknown: "acme, contoso")

    static let noUsers = SuggestionShape(
        name: "tenants without people",
        sql: """
            CREATE TABLE tenants (id uuid PRIMARY KEY, name text NOT NULL, slug text UNIQUE, plan text, status text);
            CREATE TABLE api_keys (id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants, secret_hash text);
            CREATE TABLE metrics (id bigserial PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants, name text, value numeric);
            CREATE TABLE dashboards (id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants, title text);
            CREATE TABLE panels (id uuid PRIMARY KEY, dashboard_id uuid NOT NULL REFERENCES dashboards, title text);
            """,
        tenant: "tenants", plan: "plan", unknown: "people who sign in")

    static let booleans = SuggestionShape(
        name: "roles as booleans, no row-level security",
        sql: """
            CREATE TABLE users (id serial PRIMARY KEY, username text UNIQUE, email text, password_digest text);
            CREATE TABLE organisations (id serial PRIMARY KEY, name text, created_at timestamptz);
            CREATE TABLE organisation_members (id serial PRIMARY KEY, organisation_id int NOT NULL REFERENCES organisations,
                user_id int NOT NULL REFERENCES users, is_admin boolean NOT NULL DEFAULT false,
                is_owner boolean NOT NULL DEFAULT false, UNIQUE (organisation_id, user_id));
            CREATE TABLE documents (id serial PRIMARY KEY, organisation_id int REFERENCES organisations, title text);
            CREATE TABLE document_shares (document_id int REFERENCES documents, user_id int REFERENCES users,
                can_edit boolean, PRIMARY KEY (document_id, user_id));
            INSERT INTO organisations (name) VALUES ('Acme');
            INSERT INTO users (username) VALUES ('olga'), ('adam');
            INSERT INTO organisation_members (organisation_id, user_id, is_admin, is_owner)
                VALUES (1, 1, true, true), (1, 2, false, false);
            """,
        tenant: "organisations", membership: "organisation_members", user: "users", role: "role",
        roles: ["owner", "admin", "member"])

    static let arrayRoles = SuggestionShape(
        name: "roles as an array, policies ask the membership",
        sql: """
            CREATE TABLE profiles (id uuid PRIMARY KEY, email text UNIQUE, display_name text);
            CREATE TABLE spaces (id uuid PRIMARY KEY, name text NOT NULL, owner_id uuid REFERENCES profiles);
            CREATE TABLE space_access (space_id uuid NOT NULL REFERENCES spaces, profile_id uuid NOT NULL REFERENCES profiles,
                roles text[] NOT NULL DEFAULT '{}', PRIMARY KEY (space_id, profile_id));
            CREATE TABLE boards (id uuid PRIMARY KEY, space_id uuid REFERENCES spaces, name text);
            CREATE TABLE cards (id uuid PRIMARY KEY, board_id uuid REFERENCES boards, title text);
            CREATE FUNCTION me() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid';
            ALTER TABLE boards ENABLE ROW LEVEL SECURITY;
            CREATE POLICY of_space ON boards USING (space_id IN (SELECT a.space_id FROM space_access a WHERE a.profile_id = me()));
            ALTER TABLE spaces ENABLE ROW LEVEL SECURITY;
            CREATE POLICY mine ON spaces USING (id IN (SELECT a.space_id FROM space_access a WHERE a.profile_id = me()));
            """,
        tenant: "spaces", membership: "space_access", user: "profiles", role: "roles")

    static let oauthAccounts = SuggestionShape(
        name: "accounts are sign-ins, organizations the tenants",
        sql: """
            CREATE TABLE users (id serial PRIMARY KEY, name text, email text UNIQUE);
            CREATE TABLE accounts (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users, provider text,
                provider_account_id text, access_token text);
            CREATE TABLE sessions (id serial PRIMARY KEY, user_id int REFERENCES users, expires timestamptz);
            CREATE TABLE organizations (id serial PRIMARY KEY, name text, slug text);
            CREATE TABLE organization_users (organization_id int REFERENCES organizations, user_id int REFERENCES users,
                role text CHECK (role IN ('member', 'admin', 'owner')), PRIMARY KEY (organization_id, user_id));
            CREATE TABLE subscriptions (id serial PRIMARY KEY, organization_id int REFERENCES organizations, plan text,
                status text, current_period_end timestamptz, created_at timestamptz);
            CREATE TABLE links (id serial PRIMARY KEY, organization_id int REFERENCES organizations, url text);
            """,
        tenant: "organizations", membership: "organization_users", user: "users", role: "role",
        roles: ["owner", "admin", "member"], plan: "subscriptions.plan")

    static let grantsTwoJoinsAway = SuggestionShape(
        name: "roles granted two joins away",
        sql: """
            CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE, name text);
            CREATE TABLE businesses (id serial PRIMARY KEY, legal_name text, created_at timestamptz);
            CREATE TABLE staff_memberships (id serial PRIMARY KEY, business_id int NOT NULL REFERENCES businesses,
                user_id int NOT NULL REFERENCES users, UNIQUE (business_id, user_id));
            CREATE TABLE roles (id serial PRIMARY KEY, name text UNIQUE);
            CREATE TABLE membership_roles (id serial PRIMARY KEY, membership_id int NOT NULL REFERENCES staff_memberships,
                role_id int NOT NULL REFERENCES roles);
            CREATE TABLE orders (id serial PRIMARY KEY, business_id int REFERENCES businesses, placed_by int REFERENCES users);
            CREATE TABLE order_lines (id serial PRIMARY KEY, order_id int REFERENCES orders);
            INSERT INTO businesses (legal_name) VALUES ('Acme');
            INSERT INTO users (email, name) VALUES ('o@acme.example', 'Olga');
            INSERT INTO staff_memberships (business_id, user_id) VALUES (1, 1);
            INSERT INTO roles (name) VALUES ('boss');
            INSERT INTO membership_roles (membership_id, role_id) VALUES (1, 1);
            """,
        tenant: "businesses", membership: "staff_memberships", user: "users", role: "membership_roles.role_id.name")

    static let compositeKeys = SuggestionShape(
        name: "keys of two columns",
        sql: """
            CREATE TABLE tenant (tenant_id int PRIMARY KEY, name text NOT NULL);
            CREATE TABLE app_user (tenant_id int REFERENCES tenant, user_id int, email text, name text,
                role text CHECK (role IN ('guest', 'manager')), PRIMARY KEY (tenant_id, user_id));
            CREATE TABLE invoice (tenant_id int REFERENCES tenant, invoice_no int, user_id int, total numeric,
                PRIMARY KEY (tenant_id, invoice_no), FOREIGN KEY (tenant_id, user_id) REFERENCES app_user);
            CREATE TABLE invoice_line (tenant_id int, invoice_no int, line int, PRIMARY KEY (tenant_id, invoice_no, line),
                FOREIGN KEY (tenant_id, invoice_no) REFERENCES invoice);
            """,
        tenant: "tenant", membership: "app_user", user: "app_user", role: "role", roles: ["manager", "guest"])

    static let usersOfOneTenant = SuggestionShape(
        name: "everybody belongs to one",
        sql: """
            CREATE TABLE school (id serial PRIMARY KEY, name text, domain text);
            CREATE TABLE "user" (id serial PRIMARY KEY, school_id int NOT NULL REFERENCES school, email text, password text,
                user_role text CHECK (user_role IN ('teacher', 'admin', 'student')), first_name text);
            CREATE TABLE course (id serial PRIMARY KEY, school_id int REFERENCES school, title text);
            CREATE TABLE enrollment (course_id int REFERENCES course, user_id int REFERENCES "user", grade text,
                PRIMARY KEY (course_id, user_id));
            """,
        tenant: "school", membership: "user", user: "user", role: "user_role")

    /// Roles, members and groups of words, and nobody who pays.
    static let blog = SuggestionShape(
        name: "no tenant at all",
        sql: """
            CREATE TABLE users (id text PRIMARY KEY, name text, slug text, email text, password text, status text);
            CREATE TABLE roles (id text PRIMARY KEY, name text);
            CREATE TABLE roles_users (id text PRIMARY KEY, role_id text, user_id text);
            CREATE TABLE permissions (id text PRIMARY KEY, name text, object_type text);
            CREATE TABLE permissions_users (id text PRIMARY KEY, user_id text, permission_id text);
            CREATE TABLE posts (id text PRIMARY KEY, title text, slug text, status text, created_by text);
            CREATE TABLE posts_authors (id text PRIMARY KEY, post_id text REFERENCES posts, author_id text REFERENCES users);
            CREATE TABLE tags (id text PRIMARY KEY, name text, slug text);
            CREATE TABLE posts_tags (id text PRIMARY KEY, post_id text REFERENCES posts, tag_id text REFERENCES tags);
            CREATE TABLE members (id text PRIMARY KEY, email text, name text, status text);
            CREATE TABLE newsletters (id text PRIMARY KEY, name text, slug text);
            CREATE TABLE members_newsletters (id text PRIMARY KEY, member_id text REFERENCES members,
                newsletter_id text REFERENCES newsletters);
            CREATE TABLE actions (id text PRIMARY KEY, resource_id text, resource_type text, actor_id text, event text,
                context text, created_at timestamptz);
            """,
        user: "users", unknown: "No table looks like a tenant")

    /// Customers and groups that belong to the tenant, with people of their own.
    static let customersOfATenant = SuggestionShape(
        name: "customers are the tenant's own",
        sql: """
            CREATE TABLE users (id uuid PRIMARY KEY, email text UNIQUE, name text);
            CREATE TABLE agencies (id uuid PRIMARY KEY, name text, billing_email text);
            CREATE TABLE agency_staff (agency_id uuid REFERENCES agencies, user_id uuid REFERENCES users,
                role text NOT NULL, PRIMARY KEY (agency_id, user_id));
            CREATE TABLE customers (id uuid PRIMARY KEY, agency_id uuid NOT NULL REFERENCES agencies, name text, email text,
                phone text);
            CREATE TABLE customer_users (customer_id uuid REFERENCES customers, user_id uuid REFERENCES users, role text,
                PRIMARY KEY (customer_id, user_id));
            CREATE TABLE accounts (id serial PRIMARY KEY, agency_id uuid NOT NULL REFERENCES agencies, code text, name text,
                debit numeric, credit numeric);
            CREATE TABLE bookings (id uuid PRIMARY KEY, customer_id uuid REFERENCES customers, amount numeric);
            CREATE TABLE payments (id uuid PRIMARY KEY, booking_id uuid REFERENCES bookings, amount numeric);
            """,
        tenant: "agencies", membership: "agency_staff", user: "users", role: "role", project: "customers")

    static let teamTree = SuggestionShape(
        name: "teams inside teams",
        sql: """
            CREATE TABLE users (id serial PRIMARY KEY, username text, email text UNIQUE, name text, password text);
            CREATE TABLE "Team" (id serial PRIMARY KEY, name text NOT NULL, slug text, "parentId" int REFERENCES "Team",
                metadata jsonb, "createdAt" timestamp);
            CREATE TYPE "MembershipRole" AS ENUM ('MEMBER', 'OWNER', 'ADMIN');
            CREATE TABLE "Membership" (id serial PRIMARY KEY, "teamId" int NOT NULL REFERENCES "Team",
                "userId" int NOT NULL REFERENCES users, role "MembershipRole" NOT NULL, accepted boolean DEFAULT false,
                UNIQUE ("userId", "teamId"));
            CREATE TABLE "EventType" (id serial PRIMARY KEY, title text, "teamId" int REFERENCES "Team",
                "userId" int REFERENCES users);
            CREATE TABLE "Booking" (id serial PRIMARY KEY, uid text, title text, "userId" int REFERENCES users,
                "eventTypeId" int REFERENCES "EventType");
            CREATE TABLE "Attendee" (id serial PRIMARY KEY, email text, name text, "bookingId" int REFERENCES "Booking");
            CREATE TABLE "Schedule" (id serial PRIMARY KEY, "userId" int REFERENCES users, name text);
            """,
        tenant: "Team", membership: "Membership", user: "users", role: "role", roles: ["OWNER", "ADMIN", "MEMBER"],
        parent: "parentId")

    /// An inbox has people, but they do not work in it; a document is shared with people, who belong to no document.
    static let inboxesAndShares = SuggestionShape(
        name: "teams beside inboxes and shared documents",
        sql: """
            CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE, name text, encrypted_password text);
            CREATE TABLE accounts (id serial PRIMARY KEY, name text NOT NULL, domain text);
            CREATE TABLE account_users (id serial PRIMARY KEY, account_id int REFERENCES accounts, user_id int REFERENCES users,
                role text NOT NULL, UNIQUE (account_id, user_id));
            CREATE TABLE inboxes (id serial PRIMARY KEY, account_id int NOT NULL REFERENCES accounts, name text);
            CREATE TABLE inbox_members (id serial PRIMARY KEY, inbox_id int NOT NULL REFERENCES inboxes,
                user_id int NOT NULL REFERENCES users, UNIQUE (inbox_id, user_id));
            CREATE TABLE documents (id serial PRIMARY KEY, account_id int NOT NULL REFERENCES accounts, title text);
            CREATE TABLE document_shares (id serial PRIMARY KEY, document_id int NOT NULL REFERENCES documents,
                user_id int NOT NULL REFERENCES users, permission text CHECK (permission IN ('view', 'edit')));
            CREATE TABLE teams (id serial PRIMARY KEY, account_id int NOT NULL REFERENCES accounts, name text);
            CREATE TABLE team_members (id serial PRIMARY KEY, team_id int NOT NULL REFERENCES teams,
                user_id int NOT NULL REFERENCES users);
            """,
        tenant: "accounts", membership: "account_users", user: "users", role: "role", project: "teams")

    /// People whose table is called a profile, with codes for roles, each in one tenant.
    static let profilesOfARealm = SuggestionShape(
        name: "user profiles of a realm",
        sql: """
            CREATE TABLE app_realm (id serial PRIMARY KEY, name text, string_id text UNIQUE, plan_type smallint);
            CREATE TABLE app_userprofile (id serial PRIMARY KEY, email text, full_name text, password text,
                realm_id int NOT NULL REFERENCES app_realm, role smallint NOT NULL);
            CREATE TABLE app_stream (id serial PRIMARY KEY, name text, realm_id int REFERENCES app_realm);
            CREATE TABLE app_message (id serial PRIMARY KEY, sender_id int REFERENCES app_userprofile, content text,
                realm_id int REFERENCES app_realm);
            CREATE TABLE app_realmauditlog (id serial PRIMARY KEY, realm_id int REFERENCES app_realm,
                acting_user_id int REFERENCES app_userprofile, event_type smallint, event_time timestamptz);
            """,
        tenant: "app_realm", membership: "app_userprofile", user: "app_userprofile", role: "role",
        audit: "app_realmauditlog", unknown: "What the numbers in app_userprofile.role mean")
}
