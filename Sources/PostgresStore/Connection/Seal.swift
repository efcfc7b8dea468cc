import CLibPQ
import TenantStore

/// The first query of every transaction: once it has run, `SET TRANSACTION READ WRITE` is refused.
///
/// All it sets is local to the transaction, so that a pooler may give the connection to anybody afterwards.
enum Seal {
    static func statement(_ limits: Link.Limits) -> Statement {
        func milliseconds(_ seconds: Double) -> String { "'\(Int(seconds * 1000))'" }
        let settings = [
            ("statement_timeout", milliseconds(limits.statement)), ("lock_timeout", milliseconds(limits.lock)),
            ("idle_in_transaction_session_timeout", milliseconds(limits.idle)),
            // A role under row-level security gets an error instead of fewer rows.
            ("row_security", limits.acceptsLimitedRows ? "'on'" : "'off'"),
            // One spelling of values whatever the role's or database's own settings.
            ("TimeZone", "'UTC'"), ("DateStyle", "'ISO, YMD'"), ("IntervalStyle", "'postgres'"),
            ("bytea_output", "'hex'"), ("extra_float_digits", "'1'"),
            // The unnamed schema is `public`, whatever else the role looks into first. Nobody's tables come before the
            // server's own, and what another client of a pooler left in `pg_temp` comes last.
            (
                "search_path",
                "concat_ws(', ', 'pg_catalog', 'public', nullif(current_setting('search_path'), ''), 'pg_temp')"
            ),
        ]
        let calls = settings.map { "set_config('\($0.0)', \($0.1), true)" }
        return Statement(
            sql: "SELECT current_setting('transaction_read_only'), \(calls.joined(separator: ", "))",
            columnCount: settings.count + 1)
    }

    static func holds(_ result: OpaquePointer, library: LibPQ) -> Bool {
        library.functions.PQntuples(result) == 1
            && LibPQ.text(library.functions.PQgetvalue(result, 0, 0)) == "on"
    }
}
