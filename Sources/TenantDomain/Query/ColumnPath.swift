/// One step along a foreign key, towards the row it names (to-one) or towards the rows naming it (to-many).
package struct Hop: Sendable, Hashable {
    package let columns: [String]
    package let target: RelationName
    package let targetColumns: [String]

    package init(columns: [String], target: RelationName, targetColumns: [String]) {
        self.columns = columns
        self.target = target
        self.targetColumns = targetColumns
    }

    /// Along the key: from the row to the row it names.
    package init(along key: ForeignKey) {
        self.init(columns: key.columns, target: key.target, targetColumns: key.targetColumns)
    }

    /// Against the key: from a row to the rows that name it.
    package init(against reference: IncomingReference) {
        self.init(
            columns: reference.key.targetColumns, target: reference.from, targetColumns: reference.key.columns)
    }
}

/// A column of the queried relation, or of a row reached from it by to-one hops.
package struct ColumnPath: Sendable, Hashable {
    package let hops: [Hop]
    package let column: String

    package init(hops: [Hop] = [], _ column: String) {
        self.hops = hops
        self.column = column
    }
}
