import TenantDomain

/// The condition of a change to many rows: as strict as a write has to be.
struct BulkFilter {
    let session: ConsoleSession

    /// - Throws: `filter` for terms that find text inside values, `looseFilter` for no term at all.
    func predicate(_ text: String, resource: Resource) throws(ConsoleError) -> Predicate {
        let expression: FilterExpression
        let predicate: Predicate
        do {
            expression = try FilterSyntax.parse(text)
            predicate = try session.filterResolver(resource).resolveForWrite(expression)
        } catch {
            throw ConsoleError(error, text: text)
        }
        if expression.terms.isEmpty { throw .change(.looseFilter) }
        return predicate
    }
}
