import ConsoleCore

/// A line that says what happened and goes away by itself.
package struct Notice: Sendable, Equatable {
    package enum Kind: Sendable { case info, done, problem }
    package let text: String
    package let hint: String?
    package let kind: Kind

    /// How long it is shown: long enough to be read.
    package var milliseconds: Int {
        let characters = text.count + (hint?.count ?? 0)
        return max(kind == .problem ? 8000 : 4000, characters * 60)
    }

    package init(_ text: String, hint: String? = nil, kind: Kind = .info) {
        self.text = text
        self.hint = hint
        self.kind = kind
    }

    package init(_ error: ConsoleError) {
        let wording = ErrorWording.wording(for: error)
        self.init(wording.message, hint: wording.hint, kind: error == .cancelled ? .info : .problem)
    }
}
