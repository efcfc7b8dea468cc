import TextTable

/// Sets cells that have their display width already, side by side.
///
/// TextTable itself pads and cuts by Character count, which drops cells with emoji and combining marks; its style here
/// leaves every cell as it is.
enum PaddedTable {
    static func text(of lines: [[String]]) -> String {
        let table = TextTable<[String]> { cells in cells.map { Column(title: "", value: $0, width: 0) } }
        return table.string(for: lines, style: Untouched.self) ?? ""
    }

    private enum Untouched: TextTableStyle {
        static func prepare(_ text: String, for column: Column) -> String { text }
        static func escape(_ text: String) -> String { text }
        static func begin(_ table: inout String, index: Int, columns: [Column]) {}
        static func end(_ table: inout String, index: Int, columns: [Column]) {}
        static func header(_ table: inout String, index: Int, columns: [Column]) {}

        static func row(_ table: inout String, index: Int, columns: [Column]) {
            table += columns.map { $0.string(for: self) }.joined(separator: "  ")
            table += "\n"
        }
    }
}
