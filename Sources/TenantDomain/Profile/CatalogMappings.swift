/// A foreign key that the database does not declare, as a profile says it: `column` and `target` are `table.column`.
package struct LinkMapping: Sendable, Equatable {
    package var column: String
    package var target: String

    package init(column: String, target: String) {
        self.column = column
        self.target = target
    }
}

/// A column of words that a profile makes of what a table holds: of one column's codes, or of booleans.
package struct WordsMapping: Sendable, Equatable {
    package var table: String
    /// The name of the column that is made.
    package var name: String
    /// The column that holds codes; nil where booleans make the word.
    package var column: String?
    package var codes: [String]
    /// Boolean columns, the one that counts most first.
    package var flags: [String]
    /// One for each code or flag.
    package var words: [String]
    /// Where no code fits and no flag is set; alone it is a word that every row has.
    package var otherwise: String?

    package init(
        table: String, name: String, column: String? = nil, codes: [String] = [], flags: [String] = [],
        words: [String], otherwise: String? = nil
    ) {
        self.table = table
        self.name = name
        self.column = column
        self.codes = codes
        self.flags = flags
        self.words = words
        self.otherwise = otherwise
    }
}
