/// A place in a TOML document: `environments.production.url`, `queries[0].name`.
package struct TOMLPath: Sendable, Hashable, CustomStringConvertible {
    package enum Step: Sendable, Hashable {
        case key(String)
        case index(Int)
    }

    package var steps: [Step]

    package init(_ steps: [Step] = []) {
        self.steps = steps
    }

    /// Keys only; no step is split at dots.
    package init(keys: [String]) {
        steps = keys.map(Step.key)
    }

    /// Reads `audit[1].tenant`; keys that need quotes are not read apart.
    package init(parsing text: String) {
        var steps: [Step] = []
        for part in text.split(separator: ".") {
            let key = part.prefix { $0 != "[" }
            if !key.isEmpty { steps.append(.key(String(key))) }
            for index in part.dropFirst(key.count).split(whereSeparator: { $0 == "[" || $0 == "]" }) {
                if let number = Int(index) { steps.append(.index(number)) }
            }
        }
        self.steps = steps
    }

    package func appending(_ key: String) -> TOMLPath { TOMLPath(steps + [.key(key)]) }
    package func appending(index: Int) -> TOMLPath { TOMLPath(steps + [.index(index)]) }

    package var parent: TOMLPath? {
        steps.isEmpty ? nil : TOMLPath(Array(steps.dropLast()))
    }

    /// As written in TOML, keys that are not bare in quotes.
    package var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .key(let key):
                if !text.isEmpty { text += "." }
                text += Self.spelled(key)
            case .index(let index):
                text += "[\(index)]"
            }
        }
        return text
    }

    /// The key as TOML writes it: bare where that is allowed, else a basic string.
    package static func spelled(_ key: String) -> String {
        isBare(key) ? key : quoted(key)
    }

    package static func isBare(_ key: String) -> Bool {
        !key.isEmpty
            && key.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
                default: false
                }
            }
    }

    /// A TOML basic string with its quotes; safe for any text.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// A place in a text file; both numbers start at 1, columns count Unicode scalars.
package struct TextPosition: Sendable, Hashable, Comparable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (left: TextPosition, right: TextPosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
