/// What the console remembers between sessions, per database: how lists were arranged, where one was, what was typed.
/// Never a value of a row: filters that name masked fields are left out.
package struct ViewState: Sendable, Equatable, Codable {
    /// How one resource is listed.
    package struct ListLayout: Sendable, Equatable, Codable {
        /// Names, left to right; empty takes the resource's own.
        package var columns: [String]
        /// Cells, by column name.
        package var widths: [String: Int]
        /// `name` or `-name`.
        package var sort: [String]

        package init(columns: [String] = [], widths: [String: Int] = [:], sort: [String] = []) {
            self.columns = columns
            self.widths = widths
            self.sort = sort
        }
    }

    package struct RecentTenant: Sendable, Equatable, Codable {
        package let id: String
        package let name: String

        package init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    package struct Database: Sendable, Equatable, Codable {
        /// By resource name.
        package var lists: [String: ListLayout] = [:]
        /// The command line of the view that was open last.
        package var lastView: String?
        /// Newest first.
        package var recentTenants: [RecentTenant] = []

        package init() {}
    }

    package static let tenantLimit = 12
    package static let historyLimit = 200
    package static let databaseLimit = 50

    /// By `StoreIdentity.key`.
    package var databases: [String: Database] = [:]
    /// Lines of the `:` prompt, newest last.
    package private(set) var history: [String] = []
    /// Keys of databases, most recently used last.
    package private(set) var order: [String] = []

    package init() {}

    package subscript(key: String) -> Database {
        get { databases[key] ?? Database() }
        set {
            databases[key] = newValue
            order.removeAll { $0 == key }
            order.append(key)
            while order.count > Self.databaseLimit { databases[order.removeFirst()] = nil }
        }
    }

    package mutating func remember(tenant: RecentTenant, in key: String) {
        var database = self[key]
        database.recentTenants.removeAll { $0.id == tenant.id }
        database.recentTenants.insert(tenant, at: 0)
        database.recentTenants = Array(database.recentTenants.prefix(Self.tenantLimit))
        self[key] = database
    }

    /// - Parameter isPrivate: whether the line names a masked field; such lines are not kept.
    package mutating func remember(line: String, isPrivate: Bool) {
        guard !isPrivate, !line.isEmpty, line.utf8.count <= 4096 else { return }
        history.removeAll { $0 == line }
        history.append(line)
        if history.count > Self.historyLimit { history.removeFirst(history.count - Self.historyLimit) }
    }
}
