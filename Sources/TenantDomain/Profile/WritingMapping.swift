/// What changes need to know of a database beyond what reading does: section `[writing]` of a profile.
package struct WritingMapping: Sendable, Equatable {
    /// Columns that hold a state, with the words for verbs and the ways between states.
    package var states: [StateMapping] = []
    package var context: AuditContextMapping?
    /// The highest role that a persona may grant, by persona.
    package var grants: [String: String] = [:]
    package var subscription: SubscriptionWriting?
    package var invitation: InvitationWriting?
    /// The user column that says until when a ban holds.
    package var bannedUntil: String?
    package var sessions: SessionMapping?
    package var instance: InstanceMapping?
    package var token: TokenMapping?
    package var interaction: InteractionMapping?
    /// The kind of tenant that may be a parent.
    package var parentKind: String?
    /// Tables that only a service role may write: said in the plan.
    package var serviceOnly: [String] = []

    package init() {}

    /// The states of a column, `table.column`.
    package func states(table: String, column: String) -> StateMapping? {
        states.first { $0.column == "\(table).\(column)" }
    }
}

/// The states of one column.
package struct StateMapping: Sendable, Equatable {
    /// `table.column`.
    package var column: String
    /// The column's value for a state that verbs speak of (`suspended`, `active`, `archived`, `removed` …).
    package var words: [String: String]
    /// Values that may follow each value; a value without an entry may be left for any other.
    package var paths: [String: [String]]
    /// Time columns set when a state is entered and emptied when it is left, by value.
    package var stamps: [String: String]

    package init(
        column: String, words: [String: String] = [:], paths: [String: [String]] = [:], stamps: [String: String] = [:]
    ) {
        self.column = column
        self.words = words
        self.paths = paths
        self.stamps = stamps
    }
}

/// Where the database's own audit triggers learn who writes and why.
package struct AuditContextMapping: Sendable, Equatable {
    /// A table whose only row the writer fills at the start of the transaction and deletes before its end.
    package var table: String?
    /// Prefix of settings local to the transaction (`prefix.column`), PostgreSQL only.
    package var settings: String?
    /// A table is audited by trigger where a trigger's name holds this word.
    package var trigger: String
    package var actorName: String?
    package var actorRole: String?
    package var reason: String?
    package var lease: String?
    package var change: String?
    package var event: String?
    package var journalSession: String?
    package var journalNumber: String?
    package var journalHead: String?

    package init(table: String? = nil, settings: String? = nil, trigger: String = "audit") {
        self.table = table
        self.settings = settings
        self.trigger = trigger
    }
}

package struct SubscriptionWriting: Sendable, Equatable {
    /// The column that holds what the plan allows, and the limit it is taken from.
    package var allowance: String?
    package var allowanceLimit: String?
    /// What was bought on top.
    package var additional: String?
    /// The plan that begins with the next period.
    package var nextPlan: String?
    /// Values of the status column that end a subscription.
    package var ended: [String] = []

    package init() {}
}

package struct InvitationWriting: Sendable, Equatable {
    /// The secret of the link, made anew and never shown.
    package var token: String?
    package var invitedBy: String?

    package init(token: String? = nil, invitedBy: String? = nil) {
        self.token = token
        self.invitedBy = invitedBy
    }
}

/// Signed-in sessions of a user.
package struct SessionMapping: Sendable, Equatable {
    package var table: String
    package var user: String

    package init(table: String, user: String) {
        self.table = table
        self.user = user
    }
}

/// Placements of a widget.
package struct InstanceMapping: Sendable, Equatable {
    package var table: String
    package var id: String
    package var widget: String
    package var name: String
    package var status: String?

    package init(table: String, id: String = "id", widget: String, name: String, status: String? = nil) {
        self.table = table
        self.id = id
        self.widget = widget
        self.name = name
        self.status = status
    }
}

/// The secret by which a page loads an instance.
package struct TokenMapping: Sendable, Equatable {
    package var table: String
    package var id: String
    package var instance: String
    package var token: String
    package var rotated: String?

    package init(table: String, id: String = "id", instance: String, token: String, rotated: String? = nil) {
        self.table = table
        self.id = id
        self.instance = instance
        self.token = token
        self.rotated = rotated
    }
}

/// Calls, mails and notes kept with a deal.
package struct InteractionMapping: Sendable, Equatable {
    package var table: String
    package var id: String
    package var tenant: String?
    package var deal: String
    package var kind: String
    package var text: String
    package var time: String?

    package init(
        table: String, id: String = "id", tenant: String? = nil, deal: String, kind: String, text: String,
        time: String? = nil
    ) {
        self.table = table
        self.id = id
        self.tenant = tenant
        self.deal = deal
        self.kind = kind
        self.text = text
        self.time = time
    }
}
