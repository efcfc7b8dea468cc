import ConsoleCore
import GRDB
import SQLiteStore
import TenantDomain
import TenantStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A small multi-tenant database in a file of its own, removed with it.
final class SampleDatabase {
    static let acme = "11111111-1111-4111-8111-111111111111"
    static let umbrella = "22222222-2222-4222-8222-222222222222"
    static let jane = "aaaaaaaa-0000-4000-8000-000000000001"
    /// 2026-11-21T06:00:00Z.
    static let now: Int64 = 1_795_240_800_000_000

    let path: String
    private let folder: String

    init(_ more: String = "") throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("console-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        path = folder + "/sample.db"
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: Self.script + more) }
        try queue.close()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func session(_ persona: Persona = .support) async throws -> ConsoleSession {
        let store = try await SQLiteStore.open(path: path)
        let catalog = try await store.readCatalog()
        return ConsoleSession(
            store: store, registry: ResourceBuilder.registry(catalog: catalog, profile: Self.profile),
            environment: EnvironmentLabel(name: "local"), operatorName: "dana@ops", persona: persona,
            now: { Self.now })
    }

    static var profile: Profile {
        var profile = Profile(name: "sample")
        var tenant = TenantMapping(
            base: ConceptMapping(table: "workspaces", name: "name", status: "status", created: "created_at"))
        tenant.slug = "slug"
        tenant.domain = "domain"
        tenant.plan = "plan"
        profile.tenant = tenant
        var user = UserMapping(base: ConceptMapping(table: "users", name: "name"))
        user.email = "email"
        user.phone = "phone"
        profile.user = user
        profile.membership = MembershipMapping(
            table: "workspace_members", container: "workspace_id", user: "user_id", role: "role", status: "status",
            roles: ["owner", "admin", "viewer"])
        var plan = PlanMapping(table: "plans")
        plan.name = "name"
        plan.limits = PlanMapping.Limits(
            table: "plan_limits", plan: "plan_id", key: "limit_type", value: "limit_value",
            enforcement: "enforcement", grace: "grace_amount")
        profile.plan = plan
        profile.subscription = SubscriptionMapping(
            table: "subscriptions", tenant: "workspace_id", periodStart: "period_start", periodEnd: "period_end")
        profile.usage = [
            UsageMapping(
                limit: "members", title: "Members", table: "workspace_members", tenant: "workspace_id",
                column: "status", values: ["active"]),
            UsageMapping(
                limit: "tokens", title: "Tokens", table: "token_usage", tenant: "workspace_id", sum: "tokens",
                created: "created_at", window: .period),
        ]
        var audit = AuditMapping(table: "audit_logs", time: "created_at", action: "action")
        audit.tenant = "workspace_id"
        audit.actor = "changed_by"
        audit.targetTable = "table_name"
        audit.targetID = "record_id"
        audit.before = "old_data"
        audit.after = "new_data"
        audit.address = "ip_address"
        profile.audit = [audit]
        var workspaces = ResourceMapping(name: "workspaces", table: "workspaces")
        workspaces.aliases = ["tenants", "organizations"]
        workspaces.columns = ["name", "plan", "status", "members", "usage", "activity"]
        workspaces.computed = ["members", "usage", "activity"]
        workspaces.label = "name"
        workspaces.sort = ["name"]
        var members = ResourceMapping(name: "members", table: "workspace_members")
        members.fields = ["email": "user_id.email"]
        members.columns = ["user", "email", "role", "status", "workspace"]
        profile.resources = [workspaces, members]
        profile.personal = ["users.email", "users.name", "users.phone"]
        return profile
    }

    private static let script = """
        CREATE TABLE plans (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, rank INTEGER);
        CREATE TABLE plan_limits (
            id INTEGER PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans(id), limit_type TEXT NOT NULL,
            limit_value INTEGER, enforcement TEXT, grace_amount INTEGER);
        CREATE TABLE workspaces (
            id uuid_text PRIMARY KEY NOT NULL, name TEXT NOT NULL, slug TEXT NOT NULL UNIQUE, domain TEXT,
            plan TEXT REFERENCES plans(id), status TEXT NOT NULL CHECK (status IN ('active', 'suspended')),
            settings json_text, created_at timestamptz_text NOT NULL);
        CREATE INDEX workspaces_name ON workspaces(name);
        CREATE TABLE users (
            id uuid_text PRIMARY KEY NOT NULL, name TEXT, email TEXT NOT NULL UNIQUE, phone TEXT,
            password_hash TEXT);
        CREATE TABLE workspace_members (
            id INTEGER PRIMARY KEY, workspace_id uuid_text NOT NULL REFERENCES workspaces(id),
            user_id uuid_text NOT NULL REFERENCES users(id), role TEXT NOT NULL, status TEXT NOT NULL,
            UNIQUE (workspace_id, user_id));
        CREATE INDEX members_user ON workspace_members(user_id);
        CREATE TABLE subscriptions (
            id INTEGER PRIMARY KEY, workspace_id uuid_text NOT NULL REFERENCES workspaces(id),
            period_start timestamptz_text, period_end timestamptz_text, stripe_customer TEXT);
        CREATE TABLE token_usage (
            id INTEGER PRIMARY KEY, workspace_id uuid_text NOT NULL REFERENCES workspaces(id),
            tokens INTEGER NOT NULL, created_at timestamptz_text NOT NULL);
        CREATE INDEX token_usage_workspace ON token_usage(workspace_id, created_at);
        CREATE TABLE audit_logs (
            id INTEGER PRIMARY KEY, workspace_id uuid_text, table_name TEXT NOT NULL, record_id TEXT,
            action TEXT NOT NULL, changed_by uuid_text REFERENCES users(id), old_data json_text, new_data json_text,
            ip_address TEXT, created_at timestamptz_text NOT NULL);
        CREATE INDEX audit_time ON audit_logs(created_at);
        CREATE INDEX audit_workspace ON audit_logs(workspace_id, created_at);
        CREATE TABLE notes (body TEXT, workspace_id uuid_text REFERENCES workspaces(id));
        CREATE VIEW active_workspaces AS SELECT id, name FROM workspaces WHERE status = 'active';

        INSERT INTO plans VALUES ('free', 'Free', 1), ('pro', 'Professional', 2);
        INSERT INTO plan_limits(plan_id, limit_type, limit_value, enforcement, grace_amount) VALUES
            ('free', 'members', 1, 'hard', 0), ('pro', 'members', 50, 'soft', 5), ('pro', 'tokens', 1000, 'hard', 0);
        INSERT INTO workspaces VALUES
            ('\(acme)', 'Acme Industries', 'acme', 'acme.example', 'free', 'active',
             '{"theme":"dark","smtp_password":"hunter2"}', '2024-03-02T00:00:00.000000Z'),
            ('\(umbrella)', 'Umbrella', 'umbrella', NULL, 'pro', 'suspended', NULL, '2024-04-02T00:00:00.000000Z'),
            ('33333333-3333-4333-8333-333333333333', 'Acme Labs', 'acme-labs', NULL, NULL, 'active', NULL,
             '2025-01-01T00:00:00.000000Z');
        INSERT INTO users VALUES
            ('\(jane)', 'Jane Doe', 'jane@acme.example', '+49 170 1234567', 'hash-of-jane'),
            ('aaaaaaaa-0000-4000-8000-000000000002', 'Mallory K.', 'mallory@acme.example', NULL, NULL),
            ('bbbbbbbb-0000-4000-8000-000000000003', NULL, 'svc@acme.example', NULL, NULL);
        INSERT INTO workspace_members(workspace_id, user_id, role, status) VALUES
            ('\(acme)', '\(jane)', 'owner', 'active'),
            ('\(acme)', 'aaaaaaaa-0000-4000-8000-000000000002', 'viewer', 'active'),
            ('\(acme)', 'bbbbbbbb-0000-4000-8000-000000000003', 'viewer', 'removed'),
            ('\(umbrella)', '\(jane)', 'admin', 'active');
        INSERT INTO subscriptions(workspace_id, period_start, period_end, stripe_customer) VALUES
            ('\(umbrella)', '2026-11-10T00:00:00.000000Z', '2026-12-10T00:00:00.000000Z', 'cus_N4x81Kz0');
        INSERT INTO token_usage(workspace_id, tokens, created_at) VALUES
            ('\(umbrella)', 500, '2026-11-09T00:00:00.000000Z'), ('\(umbrella)', 700, '2026-11-11T00:00:00.000000Z'),
            ('\(umbrella)', 11, '2026-11-12T00:00:00.000000Z');
        INSERT INTO audit_logs(workspace_id, table_name, record_id, action, changed_by, old_data, new_data, ip_address,
            created_at) VALUES
            ('\(acme)', 'users', '\(jane)', 'update', '\(jane)',
             '{"email":"old@acme.example","password_hash":"x1","role":"viewer"}',
             '{"email":"jane@acme.example","password_hash":"x2","role":"owner"}', '10.8.0.17',
             '2026-11-20T10:00:00.000000Z'),
            ('\(acme)', 'workspaces', '\(acme)', 'update', NULL, NULL, '{"name":"Acme Industries"}', NULL,
             '2026-11-21T05:58:00.000000Z');
        INSERT INTO notes VALUES ('hello', '\(acme)');

        """
}
