/// A function or procedure of the database's own, extensions' left out.
package struct DatabaseFunction: Sendable, Equatable {
    package enum Kind: String, Sendable { case function, procedure, aggregate, window }
    package enum Volatility: String, Sendable { case immutable, stable, volatile }

    package let name: RelationName
    package let kind: Kind
    /// `user_id uuid, role text`.
    package let arguments: String
    /// `boolean`, `trigger`; empty for procedures.
    package let result: String
    package let language: String
    package let volatility: Volatility
    /// Whether it runs with its owner's rights in place of the caller's.
    package let isSecurityDefiner: Bool
    /// The search path it sets for itself, nil where it takes the caller's.
    package let searchPath: String?
    package let owner: String
    /// Whether the role that read the catalog may call it.
    package let isCallable: Bool
    package let comment: String?

    package init(
        name: RelationName, kind: Kind = .function, arguments: String = "", result: String = "",
        language: String = "sql", volatility: Volatility = .volatile, isSecurityDefiner: Bool = false,
        searchPath: String? = nil, owner: String = "", isCallable: Bool = true, comment: String? = nil
    ) {
        self.name = name
        self.kind = kind
        self.arguments = arguments
        self.result = result
        self.language = language
        self.volatility = volatility
        self.isSecurityDefiner = isSecurityDefiner
        self.searchPath = searchPath
        self.owner = owner
        self.isCallable = isCallable
        self.comment = comment
    }

    /// A caller's search path decides what the names in it mean while it runs with the owner's rights.
    package var isHijackable: Bool { isSecurityDefiner && searchPath == nil }
}
