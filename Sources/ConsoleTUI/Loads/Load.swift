import ConsoleCore
import TenantDomain

/// Something to read, as a value: screens ask, the effect runner reads, the answer comes back as a message.
package enum LoadRequest: Sendable, Equatable {
    case list(ListQuery, PageRequest.Position)
    case tally(ListQuery)
    case computed(ListReply)
    case record(RecordRequest)
    case wholeCell(resource: String, identity: RowIdentity, column: String)
    case find(String)
    case timeline(AuditQuery)
    case histogram(AuditQuery, buckets: Int, split: HistogramSplit? = nil)
    case top(TopRequest, tenant: TenantMatch?)
    /// Begins to follow the trail.
    case following(AuditQuery)
    /// What came since, read whole up to a limit.
    case followed(AuditQuery, FollowState, limit: Int)
    case command(Command)
    case tenantNamed(String)
    case values(resource: String, field: String, prefix: String)
    case change
    /// Whether the database answers.
    case ping
    case board(pipeline: String?, tenant: TenantMatch?)
    case plans
    case overLimits
    case tenantOverview(TenantMatch)
    case userOverview(RowIdentity)
    case entry(source: String?, id: String)
    case elevate(minutes: Int?, reason: String)
    case endLease(LeaseEnd)
    case draft(ChangeRequest)
    /// A row as text.
    case editDraft(String, [String])
    case plan(Change)
    case apply(ChangePlan, reason: String?)
    case verbValues(VerbChoice, of: [RowIdentity])
    case lastReceipt
    case reveal(RecordRequest, reason: String)
}

/// What a read came back with.
package enum LoadResult: Sendable {
    case list(ListReply)
    case tally(RowTally)
    /// With the rows that were asked for.
    case computed([ComputedCell], of: ListReply)
    case record(RecordReply)
    case cell(Value)
    case find(FindReply, isLast: Bool)
    case timeline(TimelineReply)
    case histogram(TimelineHistogram)
    case following(FollowState)
    case followed(FollowBatch)
    case reply(Reply)
    case tenant(TenantMatch)
    case values([String])
    case overLimits([OverLimit], tenants: Int)
    case change(Int64?)
    case lease(WriteLease)
    /// A change as it was asked for, its words looked up.
    case draft(Change)
    case editDraft(EditDraft)
    case plan(ChangePlan)
    case changeStep(ChangeStep)
    case receipt(Receipt)
    case verbValues([VerbValue])
    case revealed(RecordReply)
    /// Nil where none ran.
    case leaseEnded(WriteLease?, LeaseEnd)
    case answered
}

/// One place for reads of one purpose: a new read cancels the one before it in the same slot.
package struct LoadSlot: Hashable, Sendable {
    package enum Purpose: Hashable, Sendable {
        case page, ahead, tally, computed, detail, find, histogram, completion, preview, command, watch, export, lease,
            reconnect, change, reveal, editor
        case facet(TrailFacet)
    }

    package let screen: ScreenID
    package let purpose: Purpose

    /// Rows on their way into a file: one export at a time.
    package static let export = LoadSlot(screen: .none, purpose: .export)

    /// The terminal is lent to one editor at a time.
    package static let editor = LoadSlot(screen: .none, purpose: .editor)

    package init(screen: ScreenID, purpose: Purpose) {
        self.screen = screen
        self.purpose = purpose
    }
}

/// Names a screen for as long as it is in history, and a pane within it.
package struct ScreenID: Hashable, Sendable {
    package let number: Int
    /// 0 for the screen itself; views embedded in it count from 1.
    package let pane: Int

    /// Reads that belong to no screen (command line, environment switch).
    package static let none = ScreenID(number: 0)

    package init(number: Int, pane: Int = 0) {
        self.number = number
        self.pane = pane
    }

    package func embedding(_ pane: Int) -> ScreenID { ScreenID(number: number, pane: pane) }
}
