import TenantDomain

extension ListReply {
    /// The same list with other rows: a part of a page.
    package func with(rows: RowBlock) -> ListReply {
        ListReply(
            resource: resource, columns: columns, hidden: hidden,
            page: RowPage(
                rows: rows, columnCount: page.columnCount, hasBefore: false, hasAfter: false, windowCap: page.windowCap),
            identityColumns: identityColumns, labelColumn: labelColumn, tenantColumn: tenantColumn, filter: filter,
            sort: sort, tenant: tenant, next: nil, elapsedMicroseconds: 0)
    }
}
