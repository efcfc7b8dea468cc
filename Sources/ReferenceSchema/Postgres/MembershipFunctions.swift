/// The functions that policies ask who somebody is. Each runs with its owner's rights and a search path of its own, so
/// that no policy has to select from the table it stands on: the documented ones do, and recurse.
enum MembershipFunctions {
    private static let header = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp"

    /// Functions with their argument types, for grants.
    static let signatures = [
        "global_workspace()", "member_workspaces(text[])", "is_workspace_member(uuid)", "is_workspace_owner(uuid)",
        "shared_users()", "is_super_user()", "visible_projects()", "edited_projects()", "managed_projects()",
    ]

    static let statements =
        [
            // The workspace that everybody belongs to is nobody's to look around in.
            """
            CREATE FUNCTION global_workspace() RETURNS uuid \(header) AS $$
              SELECT id FROM workspaces WHERE settings ->> 'is_global' = 'true' LIMIT 1
            $$
            """,
            """
            CREATE FUNCTION member_workspaces(roles text[] DEFAULT NULL) RETURNS SETOF uuid \(header) AS $$
              SELECT m.workspace_id FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id
              WHERE m.user_id = auth.uid() AND m.status = 'active' AND w.deleted_at IS NULL
                AND w.settings ->> 'is_global' IS DISTINCT FROM 'true' AND (roles IS NULL OR m.role = ANY (roles))
            $$
            """,
            """
            CREATE FUNCTION is_workspace_member(workspace uuid) RETURNS boolean \(header) AS $$
              SELECT workspace IN (SELECT member_workspaces())
            $$
            """,
            """
            CREATE FUNCTION is_workspace_owner(workspace uuid) RETURNS boolean \(header) AS $$
              SELECT workspace IN (SELECT member_workspaces(ARRAY['owner']))
            $$
            """,
            """
            CREATE FUNCTION shared_users() RETURNS SETOF uuid \(header) AS $$
              SELECT user_id FROM workspace_members WHERE workspace_id IN (SELECT member_workspaces())
            $$
            """,
            """
            CREATE FUNCTION is_super_user() RETURNS boolean \(header) AS $$
              SELECT coalesce((SELECT is_super_user AND status = 'active' FROM users WHERE id = auth.uid()), false)
            $$
            """,
            // Collaborators see the projects that they are on, the others all of their workspace.
            """
            CREATE FUNCTION visible_projects() RETURNS SETOF uuid \(header) AS $$
              SELECT id FROM projects WHERE workspace_id IN (SELECT member_workspaces(\(RowPolicies.readers)))
              UNION SELECT p.project_id FROM project_users p JOIN projects q ON q.id = p.project_id
              WHERE p.user_id = auth.uid() AND q.workspace_id IN (SELECT member_workspaces())
              UNION SELECT id FROM projects
              WHERE settings ->> 'is_personal' = 'true' AND settings ->> 'owner_id' = auth.uid()::text
            $$
            """,
            projects("edited_projects", roles: RowPolicies.editors, on: "ARRAY['owner', 'manager', 'contributor']"),
            projects("managed_projects", roles: RowPolicies.admins, on: "ARRAY['owner', 'manager']"),
        ]
        + signatures.flatMap {
            [
                "REVOKE ALL ON FUNCTION \($0) FROM PUBLIC, anon",
                "GRANT EXECUTE ON FUNCTION \($0) TO authenticated, service_role",
            ]
        }

    private static func projects(_ name: String, roles: String, on projectRoles: String) -> String {
        """
        CREATE FUNCTION \(name)() RETURNS SETOF uuid \(header) AS $$
          SELECT id FROM projects WHERE workspace_id IN (SELECT member_workspaces(\(roles)))
          UNION SELECT p.project_id FROM project_users p JOIN projects q ON q.id = p.project_id
          WHERE p.user_id = auth.uid() AND p.role = ANY (\(projectRoles))
            AND q.workspace_id IN (SELECT member_workspaces())
          UNION SELECT id FROM projects
          WHERE settings ->> 'is_personal' = 'true' AND settings ->> 'owner_id' = auth.uid()::text
        $$
        """
    }
}
