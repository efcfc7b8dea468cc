import ConsoleCore
import TenantDomain

/// What `y` offers for rows of a list: one cell, the key, or the rows in each format.
enum RowCopies {
    static func choices(window: RowWindow, columns: [ResourceColumn], rows: [Int], cell: Int) -> [CopyChoice] {
        guard let first = rows.first else { return [] }
        var choices: [CopyChoice] = []
        let stored = columns.filter { $0.path != nil }
        if rows.count == 1 {
            choices.append(CopyChoice(key: "l", title: "label", text: window.label(row: first)))
            if let identity = window.identity(row: first) {
                choices.append(CopyChoice(key: "i", title: "id", text: identity.words.joined(separator: " ")))
            }
        }
        var block = RowBlock(columnCount: window.rows.columnCount)
        for row in rows { block.appendRow(from: window.rows, row: row) }
        let names = rows.count == 1 ? "row" : "\(rows.count) rows"
        for (key, format) in [("t", OutputFormat.tsv), ("c", .csv), ("j", .json), ("m", .markdown)] {
            choices.append(
                CopyChoice(
                    key: key, title: "\(names) as \(format == .markdown ? "Markdown" : format.rawValue.uppercased())",
                    text: RowFormatter.text(block, columns: stored, of: window.reply, format: format)))
        }
        if rows.count == 1 {
            for column in stored {
                guard let place = window.reply.columns.firstIndex(where: { $0.name == column.name }) else { continue }
                let text = window.rows.text(row: first, column: place) ?? ""
                choices.append(CopyChoice(key: "", title: "cell \(column.name)", text: text))
            }
        }
        return choices
    }
}
