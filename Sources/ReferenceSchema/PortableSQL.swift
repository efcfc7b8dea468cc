/// Where the portable source leaves the common subset.
package struct PortableSQLError: Error, Equatable {
    package let problem: String
    package let statement: String
}

/// Reads the common subset of SQL in which the migrations are written.
package enum PortableSQL {
    package enum Statement: Sendable {
        case table(ReferenceTable)
        case index(ReferenceIndex)
        /// A column of a table that an earlier step made.
        case column(ReferenceColumn, of: String)
        /// `INSERT` and `UPDATE`, the same on both engines.
        case data(String)
    }

    /// The statements of a source, in order.
    package static func parse(_ source: String) throws -> [Statement] {
        var statements: [Statement] = []
        for (text, comment) in split(source) {
            if text.hasPrefix("CREATE TABLE ") {
                statements.append(.table(try table(text, comment: comment)))
            } else if text.hasPrefix("CREATE INDEX ") || text.hasPrefix("CREATE UNIQUE INDEX ") {
                statements.append(.index(try index(text)))
            } else if text.hasPrefix("ALTER TABLE ") {
                statements.append(try addition(text))
            } else if text.hasPrefix("INSERT INTO ") || text.hasPrefix("UPDATE ") {
                statements.append(.data(text))
            } else {
                throw PortableSQLError(problem: "a statement outside the common subset", statement: text)
            }
        }
        return statements
    }

    /// Statements without their semicolon, blanks collapsed, each with the comment before it.
    static func split(_ source: String) -> [(text: String, comment: String)] {
        var result: [(String, String)] = []
        var text: [UInt8] = []
        var comment: [UInt8] = []
        var bytes = Array(source.utf8)[...]
        var quoted = false
        while let byte = bytes.popFirst() {
            if quoted {
                text.append(byte)
                if byte == UInt8(ascii: "'") { quoted = false }
                continue
            }
            switch byte {
            case UInt8(ascii: "'"):
                quoted = true
                text.append(byte)
            case UInt8(ascii: "-") where bytes.first == UInt8(ascii: "-"):
                let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
                comment += (comment.isEmpty ? [] : [UInt8(ascii: " ")]) + line.dropFirst(2)
                bytes = bytes.dropFirst(line.count)
            case UInt8(ascii: ";"):
                result.append((trimmed(text), trimmed(comment)))
                text = []
                comment = []
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"):
                if let last = text.last, last != UInt8(ascii: " ") { text.append(UInt8(ascii: " ")) }
            default: text.append(byte)
            }
        }
        let rest = trimmed(text)
        if !rest.isEmpty { result.append((rest, trimmed(comment))) }
        return result
    }

    private static func trimmed(_ bytes: [UInt8]) -> String {
        let blank = UInt8(ascii: " ")
        let head = bytes.drop { $0 == blank }
        let kept = head.prefix((head.lastIndex { $0 != blank } ?? head.startIndex - 1) - head.startIndex + 1)
        return String(decoding: kept, as: UTF8.self)
    }

    private static func table(_ text: String, comment: String) throws -> ReferenceTable {
        guard let open = text.utf8.firstIndex(of: UInt8(ascii: "(")), text.hasSuffix(")") else {
            throw PortableSQLError(problem: "no column list", statement: text)
        }
        let name = String(text[..<open].split(separator: " ").last ?? "")
        let body = text[text.index(after: open)..<text.index(before: text.endIndex)]
        var columns: [ReferenceColumn] = []
        var constraints: [String] = []
        for item in items(of: body) {
            if ["PRIMARY KEY", "UNIQUE", "CHECK"].contains(where: { item.hasPrefix($0) }) {
                constraints.append(item)
            } else {
                columns.append(try column(item))
            }
        }
        return ReferenceTable(name: name, comment: comment, columns: columns, constraints: constraints)
    }

    private static func addition(_ text: String) throws -> Statement {
        let words = text.split(separator: " ", maxSplits: 5)
        guard words.count == 6, words[3] == "ADD", words[4] == "COLUMN" else {
            throw PortableSQLError(problem: "a change of a table that adds no column", statement: text)
        }
        return .column(try column(String(words[5])), of: String(words[2]))
    }

    private static func column(_ item: String) throws -> ReferenceColumn {
        let words = item.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, let type = ColumnType(portable: String(words[1])) else {
            throw PortableSQLError(problem: "a column type outside the closed list", statement: item)
        }
        let clauses = words.count == 3 ? String(words[2]) : ""
        return ReferenceColumn(
            name: String(words[0]), type: type, clauses: clauses, references: foreignColumn(in: clauses))
    }

    private static func foreignColumn(in clauses: String) -> ForeignColumn? {
        let words = clauses.split(separator: " ")
        guard let keyword = words.firstIndex(of: "REFERENCES"), keyword + 1 < words.count else { return nil }
        let parts = words[keyword + 1].split { $0 == "(" || $0 == ")" }
        return parts.count == 2 ? ForeignColumn(table: String(parts[0]), column: String(parts[1])) : nil
    }

    private static func index(_ text: String) throws -> ReferenceIndex {
        let words = text.split(separator: " ")
        guard let on = words.firstIndex(of: "ON"), on + 2 < words.count, words[on + 2].hasPrefix("(") else {
            throw PortableSQLError(problem: "an index without table and columns", statement: text)
        }
        let first = words[on + 2].dropFirst().prefix { $0 != "," && $0 != ")" && $0 != "(" }
        let isExpression = words[on + 2].dropFirst().contains("(")
        return ReferenceIndex(
            name: String(words[on - 1]), table: String(words[on + 1]),
            leadingColumn: isExpression ? nil : String(first), isPartial: words.contains("WHERE"), sql: text)
    }

    /// The parts of a list between commas that stand in no parentheses or quotes.
    private static func items(of list: Substring) -> [String] {
        var result: [String] = []
        var item: [UInt8] = []
        var depth = 0
        var quoted = false
        for byte in list.utf8 {
            if byte == UInt8(ascii: "'") { quoted.toggle() }
            if !quoted {
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                if byte == UInt8(ascii: ","), depth == 0 {
                    result.append(trimmed(item))
                    item = []
                    continue
                }
            }
            item.append(byte)
        }
        let last = trimmed(item)
        return last.isEmpty ? result : result + [last]
    }

    /// The names in the parentheses of a `PRIMARY KEY (…)` or `UNIQUE (…)`.
    static func columnNames(in constraint: String) -> [String] {
        let inside = constraint.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }
        return inside.split { $0 == "," || $0 == " " }.map(String.init)
    }
}
