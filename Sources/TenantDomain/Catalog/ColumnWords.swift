/// How a column that the database does not have is made of those it has: an integer code as its word, several booleans
/// as the first that is true. A query reads it as a CASE; nothing can be written to it.
package struct ColumnWords: Sendable, Equatable {
    /// One test, in order: the first that holds gives its word.
    package struct Case: Sendable, Equatable {
        package let column: String
        package let value: Value
        package let word: String

        package init(column: String, value: Value, word: String) {
            self.column = column
            self.value = value
            self.word = word
        }
    }

    package let cases: [Case]
    /// Where no test holds; nil leaves the value empty.
    package let otherwise: String?

    package init(cases: [Case], otherwise: String? = nil) {
        self.cases = cases
        self.otherwise = otherwise
    }
}
