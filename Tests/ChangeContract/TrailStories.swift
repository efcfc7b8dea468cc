import ConsoleCore
import TenantDomain
import TenantStore
import Testing

/// A trail over four sources that have nothing in common but the time, each as a sort of their union says: every engine
/// runs these.
package struct TrailStories {
    /// 2026-11-21T06:00:00Z.
    package static let now: Int64 = 1_795_240_800_000_000
    private static let second: Int64 = 1_000_000
    private static let minutes = 20

    /// Tables with a key of numbers and an index, of text, of numbers without an index, and of identifiers; times as text,
    /// as the engine's own type and as seconds.
    package static func tables(_ dialect: SQLDialect) -> [String] {
        let time = dialect == .postgres ? "timestamptz" : "timestamptz_text"
        let key = dialect == .postgres ? "uuid" : "uuid_text"
        return [
            "CREATE TABLE a (id bigint PRIMARY KEY, at \(time) NOT NULL, what text)",
            "CREATE INDEX a_at ON a (at DESC, id)",
            "CREATE TABLE b (id text PRIMARY KEY, at \(time), what text)",
            "CREATE TABLE c (id bigint PRIMARY KEY, at bigint NOT NULL, what text)",
            "CREATE TABLE d (id \(key) PRIMARY KEY, at \(time) NOT NULL, what text)",
            "CREATE INDEX d_at ON d (at DESC, id)",
        ]
    }

    package static var profile: Profile {
        var profile = Profile(name: "trail")
        profile.audit = ["a", "b", "c", "d"].map { AuditMapping(table: $0, time: "at", action: "what") }
        return profile
    }

    /// A row of one of the sources: many have the same time.
    private struct Row {
        let source: Int
        let number: Int
        let time: Int64

        var name: String { ["a", "bb", "c", "d"][source] + id }
        private var id: String {
            switch source {
            case 1: "\(10_000 + number)"
            case 3: "00000000-0000-4000-8000-0000000\(10_000 + number)"
            default: "\(number)"
            }
        }
        var insert: String {
            let time = source == 2 ? "\(time / TrailStories.second)" : "'\(TimeText.iso(time))'"
            let id = source == 1 ? "'b\(id)'" : source == 3 ? "'\(id)'" : id
            return "INSERT INTO \(["a", "b", "c", "d"][source]) VALUES (\(id), \(time), 'x')"
        }

        static func random(_ source: Int, _ number: Int, _ random: inout some RandomNumberGenerator) -> Row {
            let ago = Int64.random(in: 0..<Int64(minutes * 3), using: &random) * 20
            return Row(source: source, number: number, time: now - ago * second)
        }

        static func isBefore(_ left: Row, _ right: Row) -> Bool {
            left.time != right.time
                ? left.time > right.time : (left.source, left.number) < (right.source, right.number)
        }
    }

    private let session: ConsoleSession
    private let execute: (String) async throws -> Void

    /// - Parameter execute: runs a statement on a connection that may write.
    package init(_ session: ConsoleSession, execute: @escaping (String) async throws -> Void) {
        self.session = session
        self.execute = execute
    }

    private static func names(_ reply: TimelineReply) -> [String] {
        reply.entries.map { $0.source.split(separator: ".").last.map(String.init)! + ($0.id.text ?? "") }
    }

    /// Fills the sources anew, some rounds: pages down, up and again are the union, sorted; so they are for the rows that
    /// were there before while others are inserted between any two pages.
    package func run(rounds: Int) async throws {
        var random = SystemRandomNumberGenerator()
        let service = TimelineService(session: session)
        for _ in 0..<rounds {
            var rows: [Row] = []
            for source in 0..<4 {
                try await execute("DELETE FROM \(["a", "b", "c", "d"][source])")
                for number in 0..<Int.random(in: 12..<45, using: &random) {
                    rows.append(Row.random(source, number, &random))
                }
            }
            for row in rows { try await execute(row.insert) }
            let expected = rows.sorted(by: Row.isBefore).map(\.name)
            let whole = try await service.load(AuditQuery(limit: 1000))
            #expect(Self.names(whole) == expected)
            #expect(whole.sources.count == 4)
            let limit = Int.random(in: 3..<17, using: &random)
            let still = try await walk(service, limit) {}
            #expect(still.down == expected)
            #expect(still.up == expected)

            var number = 1000
            let moved = try await walk(service, limit) {
                number += 1
                try await execute(Row.random(Int.random(in: 0..<4, using: &random), number, &random).insert)
            }
            let known = Set(expected)
            #expect(moved.down.filter(known.contains) == expected)
            #expect(moved.up.filter(known.contains) == expected)
            #expect(Set(moved.down).count == moved.down.count)
            #expect(Set(moved.up).count == moved.up.count)
        }
    }

    /// Down to the end and back up, each page from where the one before ended.
    private func walk(
        _ service: TimelineService, _ limit: Int, between: () async throws -> Void
    ) async throws -> (down: [String], up: [String]) {
        var reply = try await service.load(AuditQuery(limit: limit))
        var down = Self.names(reply)
        for _ in 0..<400 {
            guard let next = reply.next else { break }
            try await between()
            reply = try await service.load(AuditQuery(limit: limit, position: .after(next)))
            down += Self.names(reply)
            let again = try await service.load(
                AuditQuery(limit: limit, position: .from(try #require(reply.here))))
            #expect(Self.names(again) == Self.names(reply))
        }
        #expect(reply.next == nil)
        var up = Self.names(reply)
        for _ in 0..<400 {
            guard reply.hasBefore, let here = reply.here else { break }
            try await between()
            reply = try await service.load(AuditQuery(limit: limit, position: .before(here)))
            up = Self.names(reply) + up
        }
        #expect(!reply.hasBefore)
        return (down, up)
    }
}
