import ReferenceSchema

/// Demo rows as psql's `COPY … FROM stdin`.
struct DemoCopy: DemoSink {
    private(set) var script = "SET session_replication_role = replica;\n"
    private let arrays: Set<String>
    private var isArray: [Bool] = []

    init() throws {
        var arrays: Set<String> = []
        for table in try ReferenceSchema.catalog().tables {
            for column in table.columns {
                switch column.type {
                case .textArray, .vector: arrays.insert("\(table.name).\(column.name)")
                default: break
                }
            }
        }
        self.arrays = arrays
    }

    mutating func begin(table: String, columns: [String]) {
        // The rows that the schema itself brings are among the demo's.
        script += "DELETE FROM \(table);\nCOPY \(table) (\(columns.joined(separator: ", "))) FROM stdin;\n"
        isArray = columns.map { arrays.contains("\(table).\($0)") }
    }

    mutating func row(_ values: [DemoValue]) {
        let cells = zip(values, isArray).map { value, isArray in
            switch value {
            case .null: return "\\N"
            case .integer(let number): return "\(number)"
            case .real(let number): return "\(number)"
            case .text(let bytes):
                let text = String(decoding: bytes, as: UTF8.self)
                return Self.escaped(isArray ? "{" + text.dropFirst().dropLast() + "}" : text)
            case .bytes(let bytes):
                return "\\\\x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            }
        }
        script += cells.joined(separator: "\t") + "\n"
    }

    mutating func end() {
        script += "\\.\n"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\t", with: "\\t").replacing("\n", with: "\\n")
            .replacing("\r", with: "\\r")
    }
}
