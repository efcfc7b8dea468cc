import TenantDomain

/// What can be asked of the audit trail besides a page of it.
package enum TrailCommand: Sendable, Equatable {
    case follow(AuditRequest, bell: Bool)
    case histogram(HistogramRequest)
    case top(TopRequest)
    case history(HistoryRequest)
    case export(TrailExportRequest)
    case bundle(BundleRequest)
    case verify
    /// The statements that seal what is not sealed yet.
    case seal
    case advise
    /// The named queries, shipped and saved.
    case queries
    /// Of the trail, or of the rows of the resource.
    case save(name: String, filter: String, resource: String = NamedQuery.trail)
}

package struct HistogramRequest: Sendable, Equatable {
    package var filter: String
    package var tenant: String?
    /// Buckets at the most.
    package var buckets: Int
    /// Counts apart for each action or source.
    package var split: HistogramSplit?

    package init(filter: String = "", tenant: String? = nil, buckets: Int = 48, split: HistogramSplit? = nil) {
        self.filter = filter
        self.tenant = tenant
        self.buckets = buckets
        self.split = split
    }
}

package enum HistogramSplit: String, Sendable, CaseIterable { case action, source }

/// What entries can be counted by.
package enum TrailFacet: String, Sendable, CaseIterable { case actor, action, table, tenant, ip }

package struct TopRequest: Sendable, Equatable {
    package var facet: TrailFacet
    package var filter: String
    package var tenant: String?
    /// Another filter to compare with: what is over-represented here.
    package var against: String?
    package var limit: Int
    /// Only entries of this time, from the lower bound on and before the upper one, whatever the filter says.
    package var stretch: Range<Int64>?

    package init(
        facet: TrailFacet = .actor, filter: String = "", tenant: String? = nil, against: String? = nil,
        limit: Int = 20, stretch: Range<Int64>? = nil
    ) {
        self.stretch = stretch
        self.facet = facet
        self.filter = filter
        self.tenant = tenant
        self.against = against
        self.limit = limit
    }
}

package struct HistoryRequest: Sendable, Equatable {
    package var resource: String
    package var id: String
    /// The state at this time, as a filter writes times.
    package var at: String?
    /// What differs between the state at `at` and at this time.
    package var diff: String?

    package init(resource: String, id: String, at: String? = nil, diff: String? = nil) {
        self.resource = resource
        self.id = id
        self.at = at
        self.diff = diff
    }
}

package struct TrailExportRequest: Sendable, Equatable {
    package var filter: String
    package var tenant: String?
    package var file: String
    package var format: OutputFormat
    /// Pages by key instead of one statement, so that no snapshot is held.
    package var isChunked: Bool
    /// Whether a file of that name may be replaced.
    package var replaces: Bool

    package init(
        filter: String = "", tenant: String? = nil, file: String, format: OutputFormat = .csv, isChunked: Bool = false,
        replaces: Bool = false
    ) {
        self.filter = filter
        self.tenant = tenant
        self.file = file
        self.format = format
        self.isChunked = isChunked
        self.replaces = replaces
    }
}

package struct BundleRequest: Sendable, Equatable {
    package var filter: String
    package var tenant: String?
    /// Nil where the filter says it.
    package var since: String?
    package var until: String?
    /// The folder to make; a name is made up without.
    package var folder: String?

    package init(
        filter: String = "", tenant: String? = nil, since: String?, until: String?, folder: String? = nil
    ) {
        self.filter = filter
        self.tenant = tenant
        self.since = since
        self.until = until
        self.folder = folder
    }
}
