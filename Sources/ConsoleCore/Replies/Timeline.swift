import TenantDomain

/// A page of the audit trail, newest first, merged over the profile's sources.
package struct TimelineReply: Sendable, Equatable {
    package let entries: [TimelineEntry]
    package let filter: String
    package let tenant: TenantMatch?
    /// Sources that were asked.
    package let sources: [String]
    /// Sources that were not, because they lack a field of the filter or the tenant.
    package let leftOut: [String]
    /// Set where no index served the filter, so that not all of the trail was looked at.
    package let bounded: BoundedLook?
    package let tally: RowTally
    package let hasBefore: Bool
    package let hasAfter: Bool
    /// The opaque cursor that resumes after the last entry, nil at the end.
    package let next: String?
    /// The opaque cursor of the first entry: `from` it reads this page again, `before` it the newer one.
    package let here: String?
    /// Words of the filter that nothing here is called by, where no entry was found.
    package let unmatched: [String]
    package let elapsedMicroseconds: Int

    package init(
        entries: [TimelineEntry], filter: String, tenant: TenantMatch?, sources: [String], leftOut: [String] = [],
        bounded: BoundedLook? = nil, tally: RowTally = .unknown, hasBefore: Bool, hasAfter: Bool, next: String?,
        here: String? = nil, unmatched: [String] = [],
        elapsedMicroseconds: Int
    ) {
        self.leftOut = leftOut
        self.bounded = bounded
        self.tally = tally
        self.here = here
        self.unmatched = unmatched
        self.entries = entries
        self.filter = filter
        self.tenant = tenant
        self.sources = sources
        self.hasBefore = hasBefore
        self.hasAfter = hasAfter
        self.next = next
        self.elapsedMicroseconds = elapsedMicroseconds
    }
}

/// One audit entry as a line: who did what to what, and what changed. Masked already.
package struct TimelineEntry: Sendable, Equatable {
    package let source: String
    package let id: Value
    /// Microseconds since 1970; nil where the stored time cannot be read.
    package let time: Int64?
    /// The time as stored, for cursors and copies.
    package let timeText: String
    package let actorID: String?
    package let actor: String?
    /// The actor's role when it happened, where the source records it.
    package let actorRole: String?
    package let action: String
    package let targetTable: String?
    package let targetID: String?
    /// What the target is called, where it could be found.
    package let target: String?
    package let changes: [FieldChange]
    /// Changes beyond those read for the line.
    package let moreChanges: Int
    /// Those among them that say something: not what changes with every write.
    package let moreTelling: Int
    package let address: String?
    package let tenantID: Value?
    package let reason: String?
    /// What happened in the product's own words, where the source tells.
    package let event: String?

    package init(
        source: String, id: Value, time: Int64?, timeText: String, actorID: String?, actor: String?,
        actorRole: String?, action: String, targetTable: String?, targetID: String?, target: String?,
        changes: [FieldChange], moreChanges: Int = 0, moreTelling: Int? = nil, address: String?, tenantID: Value?,
        reason: String?,
        event: String? = nil
    ) {
        self.event = event
        self.source = source
        self.id = id
        self.time = time
        self.timeText = timeText
        self.actorID = actorID
        self.actor = actor
        self.actorRole = actorRole
        self.action = action
        self.targetTable = targetTable
        self.targetID = targetID
        self.target = target
        self.changes = changes
        self.moreChanges = moreChanges
        self.moreTelling = moreTelling ?? moreChanges
        self.address = address
        self.tenantID = tenantID
        self.reason = reason
    }

    /// What was done, in a word: the product's own where there is one.
    package var deed: String { event ?? action.lowercased() }

    /// Whether the action is one that makes a row.
    var isInsert: Bool { ["insert", "inserted", "create", "created", "add", "added"].contains(action.lowercased()) }
}

/// One field before and after; paths into JSON are joined by dots.
package struct FieldChange: Sendable, Equatable {
    package let path: String
    /// Nil where the field was not there.
    package let before: String?
    package let after: String?

    package init(path: String, before: String?, after: String?) {
        self.path = path
        self.before = before
        self.after = after
    }
}

/// One audit entry whole: what changed, the request's facts, and the row as it is now.
package struct AuditEntryReply: Sendable, Equatable {
    package let entry: TimelineEntry
    package let changes: [FieldChange]
    /// Fields that the entry names and that did not change.
    package let unchanged: [Fact]
    package let facts: [Fact]
    /// Raw documents as stored (masked), for the JSON view.
    package let before: String?
    package let after: String?
    /// The target as it is now: fields that differ from the entry's after; nil where the row is gone or unknown.
    package let now: [FieldChange]?
    package let targetResource: String?
    /// The next older and newer entries of the same record.
    package let earlier: TimelineEntry?
    package let later: TimelineEntry?

    package init(
        entry: TimelineEntry, changes: [FieldChange], unchanged: [Fact], facts: [Fact], before: String?,
        after: String?, now: [FieldChange]?, targetResource: String?, earlier: TimelineEntry?, later: TimelineEntry?
    ) {
        self.entry = entry
        self.changes = changes
        self.unchanged = unchanged
        self.facts = facts
        self.before = before
        self.after = after
        self.now = now
        self.targetResource = targetResource
        self.earlier = earlier
        self.later = later
    }
}
