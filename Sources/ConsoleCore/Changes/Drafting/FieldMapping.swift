import TenantDomain

/// Where the profile keeps a field that verbs set.
struct FieldMapping: Sendable {
    let field: ChangeField
    let relation: Relation
    let id: String
    let column: String

    var table: String { relation.name.description }

    init(_ field: ChangeField, _ rows: ChangeRows) throws(ConsoleError) {
        let profile = rows.profile
        let found: (table: String?, id: String?, column: String?) =
            switch field {
            case .tenantName: (profile.tenant?.base.table, profile.tenant?.base.id, profile.tenant?.base.name)
            case .tenantStatus: (profile.tenant?.base.table, profile.tenant?.base.id, profile.tenant?.base.status)
            case .tenantParent: (profile.tenant?.base.table, profile.tenant?.base.id, profile.tenant?.parent)
            case .memberRole: (profile.membership?.table, profile.membership?.id, profile.membership?.role)
            case .memberStatus: (profile.membership?.table, profile.membership?.id, profile.membership?.status)
            case .userStatus: (profile.user?.base.table, profile.user?.base.id, profile.user?.base.status)
            case .projectMemberRole:
                (profile.projectMembership?.table, profile.projectMembership?.id, profile.projectMembership?.role)
            case .subscriptionStatus:
                (profile.subscription?.table, profile.subscription?.id, profile.subscription?.status)
            case .widgetStatus: (profile.widget?.base.table, profile.widget?.base.id, profile.widget?.base.status)
            case .instanceStatus:
                (profile.writing.instance?.table, profile.writing.instance?.id, profile.writing.instance?.status)
            case .dealStage: (profile.crm?.deal.table, profile.crm?.deal.id, profile.crm?.deal.stage)
            case .dealOwner: (profile.crm?.deal.table, profile.crm?.deal.id, profile.crm?.deal.owner)
            case .dealAmount: (profile.crm?.deal.table, profile.crm?.deal.id, profile.crm?.deal.amount)
            }
        guard let table = found.table, let id = found.id, let column = found.column,
            let relation = rows.catalog.relation(named: table), relation.column(column) != nil
        else { throw .change(.unmapped(what: field.rawValue)) }
        self.field = field
        self.relation = relation
        self.id = id
        self.column = column
    }

    /// The states of the column.
    func states(_ profile: Profile) -> StateMapping? {
        profile.writing.states(table: relation.name.name, column: column)
            ?? profile.writing.states(table: table, column: column)
    }

    /// The column's value for a word of the verbs; the word itself where the column allows it.
    func value(of word: StateWord, _ profile: Profile) throws(ConsoleError) -> Value {
        if let value = states(profile)?.words[word.rawValue] { return .text(value) }
        let allowed = relation.column(column)?.allowedValues ?? []
        guard allowed.contains(word.rawValue) else {
            throw .change(.unmapped(what: "the state “\(word.rawValue)” of \(table).\(column)"))
        }
        return .text(word.rawValue)
    }
}
