/// The plan catalog; features and limits are rows of (plan, key, value).
package struct PlanMapping: Sendable, Equatable {
    package struct Features: Sendable, Equatable {
        package var table: String
        package var plan: String
        package var key: String
        package var enabled: String?
        package var value: String?

        package init(table: String, plan: String, key: String, enabled: String? = nil, value: String? = nil) {
            self.table = table
            self.plan = plan
            self.key = key
            self.enabled = enabled
            self.value = value
        }
    }

    package struct Limits: Sendable, Equatable {
        package var table: String
        package var plan: String
        package var key: String
        package var value: String
        package var enforcement: String?
        package var grace: String?

        package init(
            table: String, plan: String, key: String, value: String, enforcement: String? = nil, grace: String? = nil
        ) {
            self.table = table
            self.plan = plan
            self.key = key
            self.value = value
            self.enforcement = enforcement
            self.grace = grace
        }
    }

    /// nil where plans are only words in the tenant's plan column.
    package var table: String?
    package var id: String
    package var name: String?
    package var rank: String?
    package var price: String?
    package var features: Features?
    package var limits: Limits?

    package init(table: String? = nil, id: String = "id") {
        self.table = table
        self.id = id
    }
}

package struct SubscriptionMapping: Sendable, Equatable {
    package var table: String
    package var id: String
    package var tenant: String
    package var plan: String?
    package var status: String?
    package var periodStart: String?
    package var periodEnd: String?

    package init(
        table: String, id: String = "id", tenant: String, plan: String? = nil, status: String? = nil,
        periodStart: String? = nil, periodEnd: String? = nil
    ) {
        self.table = table
        self.id = id
        self.tenant = tenant
        self.plan = plan
        self.status = status
        self.periodStart = periodStart
        self.periodEnd = periodEnd
    }
}

/// What counts against a limit: rows of a table, or the sum of one of its columns, per tenant.
package struct UsageMapping: Sendable, Equatable {
    package enum Window: String, Sendable { case always, period, month, day }

    /// The limit's key in the plan catalog.
    package var limit: String
    package var title: String
    package var table: String
    /// The column that names the tenant, `column` or `foreign_key_column.column`.
    package var tenant: String
    /// Summed instead of counting rows.
    package var sum: String?
    /// Only rows whose column holds one of these values.
    package var column: String?
    package var values: [String]
    package var created: String?
    package var window: Window

    package init(
        limit: String, title: String, table: String, tenant: String, sum: String? = nil, column: String? = nil,
        values: [String] = [], created: String? = nil, window: Window = .always
    ) {
        self.limit = limit
        self.title = title
        self.table = table
        self.tenant = tenant
        self.sum = sum
        self.column = column
        self.values = values
        self.created = created
        self.window = window
    }
}
