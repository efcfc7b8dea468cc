import TenantDomain

/// Finds the column that names a row to a person.
enum LabelColumn {
    private static let preferred = [
        "name", "title", "display_name", "displayName", "full_name", "fullName", "label", "subject", "email", "slug",
        "file_name", "company_name", "key", "code", "public_key", "public_id", "username", "handle", "domain",
        "event_type", "action", "type",
    ]

    /// The best-known naming column, else nil: the identity stands for the row then.
    static func name(of relation: Relation) -> String? {
        let isText: (Column) -> Bool = { $0.type == .text || $0.type == .enumeration || $0.type == .other }
        for name in preferred {
            if let column = relation.column(name), isText(column) { return column.name }
        }
        return relation.columns.first { column in
            isText(column) && (column.name.hasSuffix("_name") || column.name.hasSuffix("_title"))
        }?.name
    }
}
