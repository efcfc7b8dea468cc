import TenantDomain

/// What setting a field means, in the words of the domain.
enum FieldWords {
    static func title(_ field: ChangeField) -> String {
        switch field {
        case .tenantName: "Rename"
        case .tenantStatus, .memberStatus, .userStatus, .subscriptionStatus, .widgetStatus, .instanceStatus:
            "Set status"
        case .tenantParent: "Set parent"
        case .memberRole, .projectMemberRole: "Set role"
        case .dealStage: "Move"
        case .dealOwner: "Assign"
        case .dealAmount: "Set amount"
        }
    }

    static func describe(
        _ field: ChangeField, from befores: [Value], to value: Value, mapping: FieldMapping, profile: Profile,
        in draft: inout ChangeDraft
    ) {
        let words = mapping.states(profile)?.words ?? [:]
        func isState(_ word: StateWord) -> Bool { value.text == (words[word.rawValue] ?? word.rawValue) }
        switch field {
        case .memberRole, .projectMemberRole:
            let ranks = RoleRanks(field == .memberRole ? profile.membership : profile.projectMembership, mapping)
            roles(ranks, from: befores, to: value, in: &draft)
            draft.notDone += [
                "no mail is sent", "sessions stay signed in; the application decides when it reads the role",
            ]
        case .memberStatus:
            draft.raise(to: .notable)
            if !isState(.active) { draft.effects.append(ChangeEffect(.loss, "no access to the tenant any more")) }
            draft.notDone += ["no mail is sent", "sessions stay signed in"]
        case .tenantStatus:
            draft.raise(to: isState(.archived) ? .destructive : .notable)
            if isState(.archived) {
                draft.effects.append(ChangeEffect(.loss, "takes no changes but restore", detail: "archived"))
            } else if isState(.suspended) {
                draft.effects.append(ChangeEffect(.loss, "members lose access while it is suspended"))
            }
            draft.notDone += ["the billing provider is not told", "no mail is sent", "sessions stay signed in"]
        case .userStatus:
            draft.raise(to: .notable)
            draft.notDone += ["no mail is sent", "sessions stay signed in"]
        case .subscriptionStatus:
            draft.raise(to: .notable)
            draft.notDone.append("the billing provider is not told")
        case .widgetStatus, .instanceStatus:
            if !isState(.active), !isState(.published) {
                draft.effects.append(ChangeEffect(.loss, "stops serving on every page that embeds it"))
                draft.raise(to: .notable)
            }
            draft.notDone.append("pages that hold it in their cache show it until that ends")
        case .tenantName, .tenantParent: draft.raise(to: field == .tenantParent ? .notable : .routine)
        case .dealStage, .dealOwner, .dealAmount: draft.notDone.append("no mail is sent")
        }
    }

    private static func roles(_ ranks: RoleRanks, from befores: [Value], to value: Value, in draft: inout ChangeDraft) {
        let to = ranks.rank(value.text)
        let raised = befores.count { (ranks.rank($0.text) ?? .max) > (to ?? .max) }
        let lowered = befores.count { (ranks.rank($0.text) ?? .max) < (to ?? .max) }
        if raised > 0 {
            draft.effects.append(
                ChangeEffect(
                    .gain, "may do what \(value.text ?? "") may", detail: raised > 1 ? "\(raised) members" : ""))
        }
        if lowered > 0 {
            draft.effects.append(
                ChangeEffect(
                    .loss, "may do no more than \(value.text ?? "") may",
                    detail: lowered > 1 ? "\(lowered) members" : ""))
        }
        // The two highest roles open everything there is.
        if befores.contains(where: { (ranks.rank($0.text) ?? .max) < 2 }) || (to ?? .max) < 2 || befores.count > 1 {
            draft.raise(to: .notable)
        }
    }
}

/// Roles, highest first.
struct RoleRanks: Sendable {
    let roles: [String]

    init(_ membership: MembershipMapping?, _ mapping: FieldMapping) {
        self.init(membership, mapping.relation)
    }

    init(_ membership: MembershipMapping?, _ relation: Relation) {
        let listed = membership?.roles ?? []
        roles = listed.isEmpty ? membership?.role.flatMap { relation.column($0)?.allowedValues } ?? [] : listed
    }

    func rank(_ role: String?) -> Int? { role.flatMap { roles.firstIndex(of: $0) } }
}
