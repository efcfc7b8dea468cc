import TenantDomain

/// Hides values of changes that documents of one table hold. Remembers what hides a path: a page has the same few
/// paths in every entry.
struct ChangeMask {
    private let json: JSONMask
    private let policy: MaskPolicy
    private var known: [String: ResourceColumn.Mask] = [:]

    init(_ json: JSONMask, _ policy: MaskPolicy) {
        self.json = json
        self.policy = policy
    }

    mutating func masked(_ change: FieldChange) -> FieldChange {
        FieldChange(
            path: change.path, before: change.before.map { masked($0, at: change.path) },
            after: change.after.map { masked($0, at: change.path) })
    }

    mutating func masked(_ text: String, at path: String) -> String {
        // Nothing tells what a document without keys holds.
        if path.isEmpty { return policy.seesPersonalData ? text : ValueMask.hidden }
        let mask = self.mask(path)
        guard mask == .none else { return text == "null" ? text : ValueMask.masked(text, mask) }
        guard text.utf8.first == 0x7B || text.utf8.first == 0x5B, let inner = json.masked(text.utf8) else {
            return text
        }
        return String(decoding: inner, as: UTF8.self)
    }

    private mutating func mask(_ path: String) -> ResourceColumn.Mask {
        if let mask = known[path] { return mask }
        let mask = json.mask(path: path.split(separator: ".").map(String.init))
        known[path] = mask
        return mask
    }
}
