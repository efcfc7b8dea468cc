import TenantDomain

/// Replies that are tables, as columns and rows for a `RowWriter`.
package struct OutputRows: Sendable {
    package let columns: [OutputColumn]
    package let block: RowBlock

    package init(columns: [OutputColumn], block: RowBlock) {
        self.columns = columns
        self.block = block
    }

    package init(_ reply: ListReply) {
        self.init(columns: reply.columns.map(OutputColumn.init), block: reply.page.rows)
    }

    /// One row that holds the whole record, for the data formats.
    package init(_ reply: RecordReply) {
        var block = RowBlock(columnCount: max(1, reply.fields.count))
        for field in reply.fields {
            block.append(field.value)
            if let size = field.fullSize { block.markLastCellCut(fullSize: size) }
        }
        self.init(columns: reply.fields.map { OutputColumn($0.column) }, block: block)
    }

    /// One row a field, for reading a record in a table.
    package init(
        fieldsOf reply: RecordReply, zone: ZoneClock? = nil,
        visible: (String) -> String = PlainText.withoutControls
    ) {
        var block = RowBlock(columnCount: 2)
        let record = OutputRows(reply)
        for (index, field) in reply.fields.enumerated() {
            block.append(.text, field.column.name.utf8)
            if field.value.isNull {
                block.appendNull()
            } else {
                var text = CellText.text(
                    record.block, row: 0, column: index, record.columns[index], zone: zone, visible: visible)
                if let label = field.referenceLabel { text += "  (\(label))" }
                block.append(.text, text.utf8)
            }
        }
        self.init(
            columns: [OutputColumn(name: "field"), OutputColumn(name: "value", isBlankWhenEmpty: true)], block: block)
    }

    package init(_ table: FactTable) {
        var block = RowBlock(columnCount: max(1, table.columns.count))
        for row in table.rows {
            for index in table.columns.indices {
                block.append(.text, (index < row.count ? row[index] : "").utf8)
            }
        }
        self.init(
            columns: table.columns.map {
                OutputColumn(name: $0, type: table.times.contains($0) ? .timestamp : .text, isBlankWhenEmpty: true)
            }, block: block)
    }
}
