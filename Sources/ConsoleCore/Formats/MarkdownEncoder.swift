import TenantDomain

/// A Markdown table (GitHub's form) in which data stays data: no markup, no HTML, no live links.
struct MarkdownEncoder: RowEncoder {
    private let columns: [OutputColumn]
    private let options: OutputOptions

    init(columns: [OutputColumn], options: OutputOptions) {
        self.columns = columns
        self.options = options
    }

    mutating func begin(into output: inout [UInt8]) {
        append(columns.map { Self.escaped(options.visible($0.title)) }, into: &output)
        append(columns.map { $0.isRightAligned ? "---:" : "---" }, into: &output)
    }

    mutating func encode(_ block: RowBlock, rows: Range<Int>, into output: inout [UInt8]) {
        let count = min(columns.count, block.columnCount)
        for row in rows {
            append(
                (0..<count).map {
                    Self.escaped(CellText.text(block, row: row, column: $0, columns[$0], visible: options.visible))
                },
                into: &output)
        }
    }

    private func append(_ cells: [String], into output: inout [UInt8]) {
        output.append(UInt8(ascii: "|"))
        for cell in cells {
            output.append(UInt8(ascii: " "))
            output.append(contentsOf: cell.utf8)
            output.append(contentsOf: [UInt8(ascii: " "), UInt8(ascii: "|")])
        }
        output.append(UInt8(ascii: "\n"))
    }

    /// What Markdown would link stands in a code span; elsewhere every character with a meaning is escaped.
    static func escaped(_ text: String) -> String {
        if text.utf8.contains(UInt8(ascii: "@")) || text.contains("://") || text.lowercased().contains("www.") {
            return codeSpan(text)
        }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "#", "!", "|", "~", "$":
                result += "\\"
                result.unicodeScalars.append(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A code span with a fence longer than any run of backticks inside; a pipe is escaped even there.
    private static func codeSpan(_ text: String) -> String {
        var (longest, run) = (0, 0)
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        let needsBlanks = text.hasPrefix("`") || text.hasSuffix("`")
        let body = text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
        return fence + (needsBlanks ? " \(body) " : body) + fence
    }
}
