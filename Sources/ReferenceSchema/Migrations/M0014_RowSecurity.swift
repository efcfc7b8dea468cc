extension Migration {
    /// What only PostgreSQL has: application roles, membership functions, and what triggers do. Policies, grants and
    /// triggers of each table are derived (``RowPolicies``, ``ReferenceTable/postgresTriggers()``).
    static let rowSecurity = Migration(
        version: 14, name: "row_security", portable: "",
        postgresOnly: PostgresRoles.statements + MembershipFunctions.statements + LifecycleFunctions.statements)
}
