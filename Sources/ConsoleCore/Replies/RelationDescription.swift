import TenantDomain

/// What a relation is made of and what the database does around it: columns, keys, checks, triggers, policies, rights.
package struct RelationDescription: Sendable, Equatable {
    package struct Section: Sendable, Equatable {
        package let title: String
        /// Three headings.
        package let columns: [String]
        package let rows: [Row]

        package init(title: String, columns: [String], rows: [Row]) {
            self.title = title
            self.columns = columns
            self.rows = rows
        }
    }

    package struct Row: Sendable, Equatable {
        package let name: String
        package let kind: String
        package let text: String
        /// The relation that the row leads to.
        package let target: RelationName?

        package init(_ name: String, _ kind: String, _ text: String = "", target: RelationName? = nil) {
            self.name = name
            self.kind = kind
            self.text = text
            self.target = target
        }

        package var cells: [String] { [name, kind, text] }
    }

    /// The word that describes it again.
    package let word: String
    package let name: RelationName
    package let facts: [Fact]
    /// Empty ones left out.
    package let sections: [Section]

    package init(word: String, name: RelationName, facts: [Fact], sections: [Section]) {
        self.word = word
        self.name = name
        self.facts = facts
        self.sections = sections
    }
}
