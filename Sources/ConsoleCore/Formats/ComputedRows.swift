import TenantDomain

extension OutputRows {
    /// A page with its computed cells filled in: objects and numbers in JSON, what a person reads in the other formats.
    package init(_ reply: ListReply, computed: [ComputedCell], format: OutputFormat) {
        guard reply.columns.contains(where: { $0.path == nil }) else {
            self.init(reply)
            return
        }
        let isJSON = format == .json || format == .ndjson
        var cells: [Int: ComputedCell.Content] = [:]
        let width = reply.columns.count
        for cell in computed { cells[cell.row * width + cell.column] = cell.content }
        let rows = reply.page.rows
        var block = RowBlock(columnCount: width)
        for row in 0..<rows.rowCount {
            for column in 0..<width {
                if reply.columns[column].path == nil {
                    Self.append(cells[row * width + column], isJSON: isJSON, to: &block)
                    continue
                }
                block.append(rows.kind(row: row, column: column), rows.bytes(row: row, column: column))
                if rows.isCut(row: row, column: column) {
                    block.markLastCellCut(fullSize: rows.fullSize(row: row, column: column))
                }
            }
        }
        self.init(
            columns: reply.columns.map { column in
                column.path == nil
                    ? OutputColumn(
                        name: column.name, title: column.title, type: isJSON ? .json : Self.type(of: column.source))
                    : OutputColumn(column)
            }, block: block)
    }

    /// A time is a time also where it was computed, so that tables show it in the reader's zone as they do others.
    private static func type(of source: ResourceColumn.Source) -> ColumnType {
        source == .computed(.lastActivity) ? .timestamp : .text
    }

    private static func append(_ content: ComputedCell.Content?, isJSON: Bool, to block: inout RowBlock) {
        switch content {
        case nil, .activity(nil)?, .highestUsage(nil)?, .count(.unknown)?: block.appendNull()
        case .count(.exactly(let count))?: block.append(integer: Int64(count))
        case .count(let tally)?: append(isJSON ? .string(tally.text) : nil, tally.text, to: &block)
        case .activity(let time?)?:
            let text = TimeText.iso(time)
            append(isJSON ? .string(text) : nil, text, to: &block)
        case .usage(let usage)?: append(isJSON ? ReplyJSON.limit(usage) : nil, usage.text, to: &block)
        case .highestUsage(let usage?)?:
            append(
                isJSON ? ReplyJSON.limit(usage) : nil, "\(usage.title) \(usage.percent.map { "\($0) %" } ?? "")",
                to: &block)
        }
    }

    private static func append(_ node: JSONNode?, _ text: String, to block: inout RowBlock) {
        guard let node else {
            block.append(.text, text.utf8)
            return
        }
        var bytes: [UInt8] = []
        node.append(to: &bytes, indented: false)
        block.append(.text, bytes)
    }
}
