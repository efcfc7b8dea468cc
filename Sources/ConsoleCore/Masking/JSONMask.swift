import TenantDomain

/// Hides values inside JSON text by the keys they stand under, leaving every other byte as it is.
///
/// Works on documents cut short as well: a hidden value that runs to the end of the text is hidden to the end.
package struct JSONMask: Sendable {
    private let policy: MaskPolicy
    /// Masks of the outermost keys: the columns of the row that an audit document holds.
    private let columns: [String: ResourceColumn.Mask]

    /// - Parameter columns: what is known of the document's own keys; other keys, and keys further in, go by name.
    package init(_ policy: MaskPolicy, columns: [String: ResourceColumn.Mask] = [:]) {
        self.policy = policy
        self.columns = columns
    }

    /// What hides the value at a path of keys, `none` where it may be seen. Anything below a hidden key is hidden.
    package func mask(path: [String]) -> ResourceColumn.Mask {
        for (depth, key) in path.enumerated() {
            let mask = self.mask(key: key, depth: depth)
            if mask != .none { return mask }
        }
        return .none
    }

    /// - Parameter depth: 0 for a key of the outermost object.
    func mask(key: String, depth: Int) -> ResourceColumn.Mask {
        if depth == 0, let known = columns[key] { return policy.applied(known) }
        return policy.applied(MaskRules.mask(named: key))
    }

    /// The document with hidden values replaced by their masks as strings; nil where nothing had to be hidden (or the
    /// text is no JSON object or array).
    package func masked(_ bytes: some Collection<UInt8>) -> [UInt8]? {
        var writer = JSONMaskWriter(self)
        var output: [UInt8] = []
        let document = Array(bytes)
        return document.withUnsafeBytes { writer.append($0, to: &output) } ? output : nil
    }
}
