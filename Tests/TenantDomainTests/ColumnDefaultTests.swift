import TenantDomain
import Testing

@Suite struct ColumnDefaultTests {
    @Test(
        arguments: [
            (nil, .null), ("NULL", .null), ("NULL::character varying", .null), ("'free'::text", .constant("free")),
            ("'it''s'", .constant("it's")), ("''::character varying(40)", .constant("")), ("0", .constant("0")),
            ("(-1)", .constant("-1")), ("'-1'::integer", .constant("-1")), ("+1.50", .constant("1.50")),
            (" TRUE ", .constant("true")), ("'{}'::text[]", .constant("{}")),
            ("gen_random_uuid()", .computed("gen_random_uuid()")),
            ("CURRENT_TIMESTAMP", .computed("CURRENT_TIMESTAMP")), ("'a'::text || 'b'", .computed("'a'::text || 'b'")),
            ("nextval('s'::regclass)", .computed("nextval('s'::regclass)")), ("'open", .computed("'open")),
            ("1 + 1", .computed("1 + 1")), ("nan", .computed("nan")),
            ("'now'::text::date || f()", .computed("'now'::text::date || f()")),
        ] as [(String?, ColumnDefault)])
    func isReadFromItsDefinition(definition: String?, value: ColumnDefault) {
        #expect(ColumnDefault(definition) == value)
    }
}
