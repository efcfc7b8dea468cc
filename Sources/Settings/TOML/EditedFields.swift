import TenantDomain

/// The fields of a row as TOML, with where each of them stands.
package enum EditedFields {
    /// - Throws: the parser's first fault.
    package static func read(_ text: String) throws(EditFault) -> [EditedField] {
        let document: TOMLDocument
        do {
            document = try TOMLDocument(text: text, fileName: "the text")
        } catch {
            var words = "it is no TOML"
            if case .syntax(let syntax) = error.problem { words = syntax }
            throw EditFault(TextPlace(line: error.line ?? 1, column: error.column ?? 1), words)
        }
        let root = TOMLPath()
        return document.keys(of: root).map { name in
            let path = root.appending(name)
            let node = document[path] ?? .table([:])
            var elements: [TextPlace] = []
            if case .array(let items) = node {
                elements = items.indices.map { place(document.position(of: path.appending(index: $0))) }
            }
            return EditedField(name, content(node), at: place(document.position(of: path)), elements: elements)
        }
    }

    private static func content(_ node: TOMLNode) -> EditedField.Content {
        switch node {
        case .string(let text): .text(text)
        case .integer(let number): .integer(Int64(number))
        case .real(let number): .real(number)
        case .boolean(let flag): .boolean(flag)
        case .array: node.strings.map { .list($0) } ?? .other("a list")
        case .time, .table: .other(node.typeName)
        }
    }

    private static func place(_ position: TextPosition?) -> TextPlace {
        TextPlace(line: position?.line ?? 1, column: position?.column ?? 1)
    }
}
