/// A field of a row as somebody wrote it into the text that `edit` opens, before anything is known of its column.
package struct EditedField: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        case text(String)
        case integer(Int64)
        case real(Double)
        case boolean(Bool)
        /// Texts only; anything else in a list makes it an `other`.
        case list([String])
        /// What no column takes, as a message names it: `a table`.
        case other(String)
    }

    package let name: String
    package let content: Content
    package let place: TextPlace
    /// Of a list's elements, in their order.
    package let elements: [TextPlace]

    package init(_ name: String, _ content: Content, at place: TextPlace, elements: [TextPlace] = []) {
        self.name = name
        self.content = content
        self.place = place
        self.elements = elements
    }
}

/// A place in a text that a person wrote; both count from 1, columns in characters.
package struct TextPlace: Sendable, Hashable, Codable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// What is wrong with an edited text, and where.
package struct EditFault: Error, Sendable, Equatable {
    package let place: TextPlace
    package let message: String

    package init(_ place: TextPlace, _ message: String) {
        self.place = place
        self.message = message
    }
}
