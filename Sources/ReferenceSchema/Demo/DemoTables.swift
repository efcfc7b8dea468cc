/// Writes every table but the audit trail, from the world as the trail left it.
struct DemoTables {
    let world: DemoWorld
    var random: DemoRandom
    var rows = 0

    init(world: DemoWorld) {
        self.world = world
        random = DemoRandom(seed: world.seed ^ 0x7ab1_e5)
    }

    mutating func write<Sink: DemoSink>(
        to sink: inout Sink, progress: (String, Int) throws -> Void
    ) throws {
        try writePeople(&sink)
        try progress("users", rows)
        try writeWorkspaces(&sink)
        try progress("workspaces", rows)
        try writeBilling(&sink)
        try progress("workspace_subscriptions", rows)
        try writeProjects(&sink)
        try progress("projects", rows)
        try writeChats(&sink)
        try progress("chat_messages", rows)
        try writeWidgets(&sink)
        try progress("widgets", rows)
        try writeTraffic(&sink)
        try progress("widget_events", rows)
        try writeCRM(&sink)
        try progress("crm_deals", rows)
        try writeSecurity(&sink)
        try progress("security_events", rows)
    }

    /// Opens a table, lets `body` write its rows and closes it.
    mutating func table<Sink: DemoSink>(
        _ name: String, _ columns: String, _ sink: inout Sink,
        _ body: (inout DemoTables, inout Sink) throws -> Void
    ) throws {
        try sink.begin(table: name, columns: columns.split(separator: " ").map(String.init))
        try body(&self, &sink)
        try sink.end()
    }

    mutating func put<Sink: DemoSink>(_ values: [DemoValue], _ sink: inout Sink) throws {
        rows += 1
        try sink.row(values)
    }

    mutating func id() -> DemoValue { .text(random.uuid()) }

    /// An instant between two.
    mutating func within(_ from: Int64, _ to: Int64) -> Int64 {
        guard to > from else { return from }
        return from + Int64(random.below(Int(to - from)))
    }

    func tracked(_ kind: Tracked.Kind) -> [Tracked] { world.tracked[kind.rawValue] }
    func range(_ kind: Tracked.Kind, _ tenant: Int) -> Range<Int> { world.tenants[tenant].ranges[kind.rawValue] }
    func person(_ index: Int) -> DemoValue { .text(world.people[index].id) }
    func tenant(_ index: Int) -> DemoValue { .text(world.tenants[index].id) }

    mutating func member(of tenant: Int) -> Int {
        let members = range(.member, tenant)
        return world.tracked[Tracked.Kind.member.rawValue][members.lowerBound + random.skewed(members.count)].person
    }
}
