extension Migration {
    /// The plan that a subscription goes on with when its period ends. And a person's own project is called by the
    /// person's name: the address would stand there for everybody to read.
    static let nextPlan = Migration(
        version: 15, name: "next_plan",
        portable: "ALTER TABLE workspace_subscriptions ADD COLUMN next_plan_type text REFERENCES plans(id);",
        postgresOnly: [LifecycleFunctions.joinWorkspaceByName])
}
