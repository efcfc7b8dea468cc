import TenantDomain

/// A few rows as text for the clipboard.
package enum RowFormatter {
    package static func text(
        _ block: RowBlock, columns: [ResourceColumn], of reply: ListReply, format: OutputFormat
    ) -> String {
        let places = columns.compactMap { reply.place(of: $0.name) }
        let names = columns.map(\.name)
        let rows = (0..<block.rowCount).map { row in
            zip(columns, places).map { column, place in cell(block.value(row: row, column: place), column) }
        }
        return text(names: names, rows: rows, format: format)
    }

    package static func text(_ record: RecordReply, format: OutputFormat) -> String {
        text(
            names: record.fields.map(\.column.name), rows: [record.fields.map { cell($0.value, $0.column) }],
            format: format)
    }

    private static func cell(_ value: Value, _ column: ResourceColumn) -> Value {
        column.mask == .secret && value != .null ? .text("••••••••") : value
    }

    private static func text(names: [String], rows: [[Value]], format: OutputFormat) -> String {
        switch format {
        case .tsv, .table:
            ([names] + rows.map { $0.map { flat($0.text ?? "") } }).map { $0.joined(separator: "\t") }
                .joined(separator: "\n")
        case .csv:
            ([names] + rows.map { $0.map { $0.text ?? "" } }).map { $0.map(quoted).joined(separator: ",") }
                .joined(separator: "\n")
        case .markdown:
            ([names, names.map { _ in "---" }] + rows.map { $0.map { flat($0.text ?? "").replacing("|", with: "\\|") } })
                .map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
        case .json, .ndjson:
            "["
                + rows.map { row in
                    "{" + zip(names, row).map { "\(json($0)): \(json($1))" }.joined(separator: ", ") + "}"
                }.joined(separator: ",\n") + "]"
        }
    }

    private static func flat(_ text: String) -> String {
        text.replacing("\t", with: " ").replacing("\n", with: " ")
    }

    private static func quoted(_ text: String) -> String {
        text.contains { $0 == "," || $0 == "\"" || $0.isNewline } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }

    private static func json(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .integer(let number): String(number)
        default: json(value.text ?? "")
        }
    }

    private static func json(_ text: String) -> String {
        var output = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\t": output += "\\t"
            case "\r": output += "\\r"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F {
                    let digits = String(scalar.value, radix: 16)
                    output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    output.unicodeScalars.append(scalar)
                }
            }
        }
        return output + "\""
    }
}
