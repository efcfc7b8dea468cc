import Synchronization
import TenantDomain
import TenantStore
import Testing

@testable import ConsoleCore

/// What no index serves on a large table waits for a yes, and the database is not asked to find out.
struct CostGuardTests {
    /// A few rows that the engine takes for nine million.
    private func service() async throws -> (ListService, SampleDatabase) {
        let sample = try SampleDatabase(
            "ANALYZE; INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('users', NULL, '9000000');")
        return (ListService(session: try await sample.session(.admin)), sample)
    }

    private func isRefused(_ request: ListRequest, _ service: ListService) async throws -> FullScan? {
        do throws(ConsoleError) {
            _ = try await service.list(request)
            return nil
        } catch {
            guard case .fullScan(let scan) = error else { throw error }
            return scan
        }
    }

    @Test func whatAnIndexServesRuns() async throws {
        let (service, sample) = try await service()
        for request in [
            ListRequest(resource: "users"), ListRequest(resource: "users", filter: "email:=jane@acme.io"),
            ListRequest(resource: "users", filter: "id:\(SampleDatabase.jane) name:x"),
            ListRequest(resource: "users", sort: [FieldSort("email", descending: true)]),
            // A small table is read whole without a thought.
            ListRequest(resource: "workspaces", filter: "name:x", sort: [FieldSort("plan")]),
        ] {
            #expect(try await isRefused(request, service) == nil, "\(request.filter)")
        }
        withExtendedLifetime(sample) {}
    }

    @Test func aScanIsRefusedAndSaysWhatBoundsIt() async throws {
        let (service, sample) = try await service()
        let filtered = try #require(
            try await isRefused(ListRequest(resource: "users", filter: "phone:555"), service))
        #expect(filtered.cause == .filter("phone:555"))
        #expect(filtered.rows == 9_000_000)
        let sorted = try #require(
            try await isRefused(ListRequest(resource: "users", sort: [FieldSort("phone")]), service))
        #expect(sorted.cause == .sort("phone"))
        let wording = ErrorWording.wording(for: .fullScan(filtered))
        #expect(wording.message.contains("9,000,000 rows"))
        #expect(filtered.plan?.hasPrefix("SCAN users") == true)
        #expect(wording.message.contains("Its plan: SCAN users"))
        #expect(wording.hint?.contains("--full-scan") == true)
        #expect(ErrorWording.exitCode(for: .fullScan(filtered)) == .refused)
        withExtendedLifetime(sample) {}
    }

    @Test func aYesRunsItAndCountsAndExportsAreGuardedAlike() async throws {
        let (service, sample) = try await service()
        var request = ListRequest(resource: "users", filter: "phone:555")
        let query = try await service.query(request)
        await #expect(throws: ConsoleError.self) { _ = try await service.tally(query) }
        await #expect(throws: ConsoleError.self) { try await service.stream(query) { _ in true } }
        request.allowsFullScan = true
        #expect(try await isRefused(request, service) == nil)
        let allowed = try await service.query(request)
        _ = try await service.tally(allowed)
        let blocks = Mutex(0)
        try await service.stream(allowed) { block in
            blocks.withLock { $0 += block.rowCount }
            return true
        }
        #expect(try await service.list(request).page.rows.rowCount == blocks.withLock { $0 })
        withExtendedLifetime(sample) {}
    }

    @Test func theEnginesWordsAreTheFirstScanAndTheRowsThatPass() {
        func words(_ lines: [String]) -> String? {
            var block = RowBlock(columnCount: 1)
            for line in lines { block.append(.text(line)) }
            return EnginePlan.words(block, .postgres, of: RelationName("users"))
        }
        #expect(
            words([
                "Limit  (cost=0.00..12.00 rows=101 width=8)",
                "  ->  Parallel Seq Scan on users t0  (cost=0.00..90000.00 rows=4200 width=8)",
                "        Filter: (phone ~~ '%555%'::text)",
            ]) == "Parallel Seq Scan on users, about 4,200 rows pass the filter")
        #expect(
            words([
                "Sort  (cost=1.00..2.00 rows=9 width=8)", "  ->  Seq Scan on users  (cost=0.00..1.00 rows=9 width=8)",
            ])
                == "Seq Scan on users")
        #expect(words(["Result  (cost=0.00..0.01 rows=1 width=4)"]) == nil)
    }
}
