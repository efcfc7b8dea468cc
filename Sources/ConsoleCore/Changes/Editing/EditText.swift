import TenantDomain

/// A row as TOML: open columns as values, the others as comments that say why they are closed.
struct EditText {
    /// Beyond this TOML's readers may round.
    private static let exactIntegers: Int64 = 1 << 53

    private let draft: EditDraft

    init(_ draft: EditDraft) { self.draft = draft }

    var text: String {
        var lines = [
            "# \(draft.singular) \(Self.comment(draft.label)) (\(draft.table))",
            "#",
            "# What you leave as it is, or take out, stays as it is. \(EditReader.setNull) = [\"column\"] empties columns.",
            "# Decimals, times and very large numbers are texts. Nothing is written before a plan is confirmed.",
            "",
        ]
        for field in draft.fields {
            lines.append("# \(Self.words(field))")
            switch field.standing {
            case .open(.null): lines.append("# \(Self.key(field.column.name)) = \"\"   # holds nothing now")
            case .open(let value): lines.append("\(Self.key(field.column.name)) = \(Self.spelled(value, field.column))")
            case .closed(_, let shown?): lines.append("# \(Self.key(field.column.name)) = \(Self.comment(shown))")
            case .closed(_, nil): break
            }
            lines.append("")
        }
        return lines.joined(separator: "\n")
    }

    // MARK: Comments

    /// `status: text, never empty; one of active, invited`.
    private static func words(_ field: EditDraft.Field) -> String {
        let column = field.column
        var words = "\(comment(column.name)): \(comment(type(column)))"
        if case .closed(let why, _) = field.standing { return "\(words); \(why)" }
        if !column.isNullable { words += ", never empty" }
        if !column.allowedValues.isEmpty {
            words += "; one of " + column.allowedValues.map(comment).joined(separator: ", ")
        }
        return words
    }

    /// The kind of value where it has a plain word, else what the database calls it.
    private static func type(_ column: Column) -> String {
        switch column.type {
        case .other, .enumeration, .array, .vector: column.declaredType.isEmpty ? "any type" : column.declaredType
        default: column.type.rawValue
        }
    }

    /// One line of text that cannot end the comment it stands in.
    private static func comment(_ text: String) -> String {
        let escaped = basic(text)
        return String(escaped.dropFirst().dropLast()).replacing("\\\"", with: "\"")
    }

    // MARK: Values

    private static func key(_ name: String) -> String {
        let isBare =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == 0x5F || byte == 0x2D
            }
        return isBare ? name : basic(name)
    }

    static func spelled(_ value: Value, _ column: Column) -> String {
        switch value {
        case .integer(let number) where column.type == .boolean && (number == 0 || number == 1):
            return number == 1 ? "true" : "false"
        case .integer(let number) where column.type == .integer && number.magnitude <= UInt64(exactIntegers):
            return String(number)
        case .real(let number) where column.type == .real && number.isFinite: return String(number)
        default: return text(value.text ?? "")
        }
    }

    /// Literal where that reads better: paths, patterns and documents keep their backslashes and quotes.
    private static func text(_ text: String) -> String {
        let isPlain = !text.unicodeScalars.contains(where: isHidden)
        if isPlain {
            let wantsLiteral = text.contains("\"") || text.contains("\\")
            return wantsLiteral && !text.contains("'") ? "'\(text)'" : basic(text)
        }
        guard text.unicodeScalars.allSatisfy({ !isHidden($0) || $0 == "\n" }) else { return basic(text) }
        // The first line end after the quotes is TOML's, not the text's.
        if !text.contains("'''"), !text.hasSuffix("'") { return "'''\n\(text)'''" }
        return "\"\"\"\n"
            + text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped($0) }
            .joined(separator: "\n") + "\"\"\""
    }

    private static func basic(_ text: String) -> String { "\"\(escaped(text[...]))\"" }

    private static func escaped(_ text: Substring) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\t": output += "\\t"
            case "\r": output += "\\r"
            default:
                guard isHidden(scalar) else {
                    output.unicodeScalars.append(scalar)
                    continue
                }
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let width = scalar.value > 0xFFFF ? 8 : 4
                output += (width == 8 ? "\\U" : "\\u")
                output += String(repeating: "0", count: max(0, width - digits.count)) + digits
            }
        }
        return output
    }

    /// Control characters, and those that reorder or hide text: an editor would show them as something else.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: false
        }
    }
}
