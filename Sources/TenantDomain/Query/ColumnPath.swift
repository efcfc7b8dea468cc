/// One step along a foreign key, towards the row it names (to-one) or towards the rows naming it (to-many).
package struct Hop: Sendable, Hashable {
    /// Which one of several rows counts: the one with the highest `order`, then the highest `key`.
    package struct Newest: Sendable, Hashable {
        package let order: String?
        /// Identifies a row of the target by itself.
        package let key: String

        package init(order: String?, key: String) {
            self.order = order
            self.key = key
        }
    }

    package let columns: [String]
    package let target: RelationName
    package let targetColumns: [String]
    /// Makes a step towards many rows one towards a single row; nil elsewhere.
    package let newest: Newest?

    package init(columns: [String], target: RelationName, targetColumns: [String], newest: Newest? = nil) {
        self.columns = columns
        self.target = target
        self.targetColumns = targetColumns
        self.newest = newest
    }

    /// Along the key: from the row to the row it names.
    package init(along key: ForeignKey) {
        self.init(columns: key.columns, target: key.target, targetColumns: key.targetColumns)
    }

    /// Against the key: from a row to the rows that name it.
    package init(against reference: IncomingReference, newest: Newest? = nil) {
        self.init(
            columns: reference.key.targetColumns, target: reference.from, targetColumns: reference.key.columns,
            newest: newest)
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
