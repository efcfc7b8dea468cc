import TenantDomain

/// Why no statement can be written for a query. All but a person's wrong cursor or network mean that the query was
/// not made from this catalog.
package enum PlanningError: Error, Sendable, Equatable {
    case unknownRelation(RelationName)
    case unknownColumn(RelationName, String)
    /// A hop was used as a to-one step, but several rows may stand at its end.
    case severalRows(RelationName, through: [String])
    /// A hop or key with no columns, or not as many on one side as on the other.
    case unevenKey(RelationName, [String])
    case tooManyColumns(Int, limit: Int)
    case tooManyValues(Int, limit: Int)
    /// The cursor has not one value for each term of the order.
    case foreignCursor
    /// No comparison or order is defined for the column's type.
    case notComparable(String, ColumnType)
    case invalidNetwork(String)
    /// A name holding NUL.
    case unquotable(String)
}
