import TenantDomain

/// SQL text with its bound values; values never stand in the text.
package struct Statement: Sendable, Equatable {
    package let sql: String
    package let bindings: [Value]
    /// Columns of the block. The SQL's result may have more: the size columns named by `cuts`, always at the end.
    package let columnCount: Int
    /// The block columns of which only the head was asked for.
    package let cuts: [Int: CellCut]
    /// How to read the same rows without loading a value of many megabytes; nil where the engine cuts by itself.
    package let withoutLargeValues: LargeValueStatement?

    package init(
        sql: String, bindings: [Value] = [], columnCount: Int, cuts: [Int: CellCut] = [:],
        withoutLargeValues: LargeValueStatement? = nil
    ) {
        self.sql = sql
        self.bindings = bindings
        self.columnCount = columnCount
        self.cuts = cuts
        self.withoutLargeValues = withoutLargeValues
    }
}

/// How a store recognises that a cell is the head of a longer value.
///
/// With `characters`, one character more than that was asked for: a cell that has it is shortened by it and marked.
/// With `sizeColumn`, that column of the result holds the whole value's size in bytes; the store folds it into the
/// mark and leaves the column out of the block.
package struct CellCut: Sendable, Equatable {
    package let characters: Int?
    package let sizeColumn: Int?

    package init(characters: Int?, sizeColumn: Int? = nil) {
        self.characters = characters
        self.sizeColumn = sizeColumn
    }
}

/// SQLite reads a value whole before it can cut it. Where a store finds a value beyond its size limit, it runs this
/// statement instead: the same rows and bindings, but every cell that may be long is null, and a column at the end
/// holds the rowid where the value's head is then read from the file piece by piece.
package struct LargeValueStatement: Sendable, Equatable {
    package struct Cell: Sendable, Equatable {
        /// The block column. In the result it is null for a text and an empty blob for a blob where `locator` isn't null.
        package let column: Int
        /// The result column with the rowid, null where the value is short by its type.
        package let locator: Int
        package let schema: String
        package let table: String
        package let name: String
        /// Characters of a text to read.
        package let characters: Int

        package init(column: Int, locator: Int, schema: String, table: String, name: String, characters: Int) {
            self.column = column
            self.locator = locator
            self.schema = schema
            self.table = table
            self.name = name
            self.characters = characters
        }
    }

    package let sql: String
    package let cells: [Cell]

    package init(sql: String, cells: [Cell]) {
        self.sql = sql
        self.cells = cells
    }
}
