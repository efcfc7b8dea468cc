extension Migration {
    /// Who did something is also asked by the address that entries bear: people without a row among the users are found
    /// by nothing else. In lower case, since addresses are written either way. And what was done under one write lease.
    static let actorsByAddress = Migration(
        version: 16, name: "actors_by_address",
        portable: """
            CREATE INDEX audit_logs_actor_email_idx ON audit_logs (lower(actor_email), created_at DESC, id);
            CREATE INDEX audit_logs_lease_idx ON audit_logs (lease_id, created_at DESC, id) WHERE lease_id IS NOT NULL;
            CREATE INDEX security_events_lower_email_idx ON security_events (lower(email), created_at DESC, id);
            CREATE INDEX failed_login_attempts_lower_email_idx ON failed_login_attempts
              (lower(email), attempted_at DESC, id);
            """)
}
