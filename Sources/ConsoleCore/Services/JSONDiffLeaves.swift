/// One scalar of a JSON document with its place; numbers keep their digits as written.
package struct JSONLeaf: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case null, boolean, number, string
        /// `{}` or `[]`, where there is nothing inside to name.
        case empty
        /// Text that is no JSON, or a part nested too deep to be walked.
        case raw

        func spelled(_ text: String) -> String { self == .string ? "\"\(text)\"" : text }
    }

    /// Keys and array positions joined by dots; empty where the document is one scalar.
    package let path: String
    package let kind: Kind
    /// A string's characters without quotes and escapes; everything else as written.
    package let text: String

    package init(path: String, kind: Kind, text: String) {
        self.path = path
        self.kind = kind
        self.text = text
    }

    /// The value as JSON spells it, so that `"1"` and `1` can be told apart.
    var spelled: String { kind.spelled(text) }
}

/// A document taken apart, in the order written.
package struct JSONLeaves: Sendable, Equatable {
    package let leaves: [JSONLeaf]
    /// False where the document ends early, is damaged or has more leaves than are walked: a path that is missing
    /// here may then still be in the whole document.
    package let isComplete: Bool
}

extension JSONLeaves {
    /// Takes the bytes apart and never fails: what cannot be read ends the walk, what was read before it counts.
    init(scanning bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { bytes in
            let spans = JSONLeafSpans(bytes)
            return JSONLeaves(
                leaves: spans.leaves.map {
                    JSONLeaf(path: spans.path($0), kind: $0.kind, text: JSONLeafSpans.text($0, in: bytes))
                },
                isComplete: spans.isComplete)
        }
    }
}
