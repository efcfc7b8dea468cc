package struct CentsMapping: Sendable, Equatable {
    package var column: String
    package var currency: String?

    package init(column: String, currency: String? = nil) {
        self.column = column
        self.currency = currency
    }
}

/// How one table is listed: the words for it, its columns in order, its sort.
package struct ResourceMapping: Sendable, Equatable {
    /// The word on the command line; plural, lower case (`members`).
    package var name: String
    package var table: String
    package var title: String?
    package var singular: String?
    package var aliases: [String]
    /// Field names in order; `field = path` entries define joined fields. Empty takes the table's own columns.
    package var columns: [String]
    /// Joined fields by name (`email = "user_id.email"`).
    package var fields: [String: String]
    /// Computed fields (`members`, `usage`, `activity`), filled in for visible rows only.
    package var computed: [String]
    /// The column that names a row to a person.
    package var label: String?
    /// `column` or `-column`.
    package var sort: [String]

    package init(name: String, table: String) {
        self.name = name
        self.table = table
        aliases = []
        columns = []
        fields = [:]
        computed = []
        sort = []
    }
}
