/// How a catalog maps to tenancy concepts, as written in a profile file; names are still text, checked and resolved
/// against a catalog by the resource registry.
///
/// A column is written `column`, `foreign_key_column.column` (the value lives in the row that the key names) or
/// `table.column` (the value lives in a table whose foreign key names this one; the newest row counts). Where no mapping is given the concept is absent and its screens are not offered.
///
/// A value like any other, but one that all copies share until one of them is changed: sessions and services are copied
/// all the time, and a profile is some two hundred names.
@dynamicMemberLookup
package struct Profile: Sendable, Equatable {
    private var shared: Shared

    private final class Shared: Sendable {
        let contents: Contents

        init(_ contents: Contents) { self.contents = contents }
    }

    package init(name: String, title: String = "", requires: [String] = []) {
        shared = Shared(Contents(name: name, title: title.isEmpty ? name : title, requires: requires))
    }

    package subscript<Value>(dynamicMember member: WritableKeyPath<Contents, Value>) -> Value {
        get { shared.contents[keyPath: member] }
        set {
            var contents = shared.contents
            contents[keyPath: member] = newValue
            shared = Shared(contents)
        }
    }

    package static func == (left: Profile, right: Profile) -> Bool {
        left.shared === right.shared || left.shared.contents == right.shared.contents
    }
}

extension Profile {
    package struct Contents: Sendable, Equatable {
        package var name: String
        package var title: String
        /// Tables (and `table.column`s) that must all be in a catalog for the profile to be chosen by itself.
        package var requires: [String]
        package var tenant: TenantMapping?
        package var user: UserMapping?
        package var membership: MembershipMapping?
        package var invitation: InvitationMapping?
        package var plan: PlanMapping?
        package var subscription: SubscriptionMapping?
        /// What counts against which limit of a plan.
        package var usage: [UsageMapping] = []
        package var project: ConceptMapping?
        package var projectMembership: MembershipMapping?
        package var widget: WidgetMapping?
        package var crm: CRMMapping?
        package var audit: [AuditMapping] = []
        package var seals: SealMapping?
        package var resources: [ResourceMapping] = []
        /// `table.column`, or `*.column` for every table: never shown, never fetched.
        package var secrets: [String] = []
        /// `table.column` or `*.column`: masked for personas that may not see personal data.
        package var personal: [String] = []
        /// Masks that the heuristics would set and this profile takes away; shown at connect.
        package var unmask: [String] = []
        /// Keys that the database does not declare, and columns made of codes or booleans.
        package var links: [LinkMapping] = []
        package var words: [WordsMapping] = []
        /// Integer columns that hold cents, `table.column`, with the column that names the currency or nil.
        package var cents: [CentsMapping] = []
        package var writing = WritingMapping()
        package var viewAs = ViewAsMapping()
    }
}
