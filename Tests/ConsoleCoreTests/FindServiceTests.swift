import ConsoleCore
import Synchronization
import TenantDomain
import TenantStore
import Testing

struct FindServiceTests {
    @Test(arguments: [
        (SampleDatabase.acme, FindText.Kind.uuid), ("1111", .integer), ("aaaa", .uuidStart),
        ("aaaaaaaa-0000", .uuidStart), ("42", .integer), ("jane@acme.example", .email), ("acme.example", .domain),
        ("+49 170 1234567", .phone), ("cus_N4x81Kz0", .external), ("Jane Doe", .words), ("jane", .words),
        ("北京", .words),
    ])
    func textsAreTakenForWhatTheyLookLike(text: String, kind: FindText.Kind) {
        #expect(FindText(text)?.kind == kind)
        #expect(FindText("  ") == nil)
    }

    @Test func exactMatchesComeFirst() async throws {
        let sample = try SampleDatabase()
        let reply = try await FindService(session: sample.session(.admin)).find("acme")
        let first = try #require(reply.matches.first)
        #expect(first.resource == "workspaces" && first.field == "slug" && first.isExact)
        #expect(reply.matches.contains { $0.resource == "workspaces" && $0.label == "Acme Labs" && !$0.isExact })
        #expect(reply.matches.contains { $0.resource == "users" && $0.text == "jane@acme.example" })
    }

    @Test func maskedFieldsAreFoundWholeOnlyAndShownMasked() async throws {
        let sample = try SampleDatabase()
        let service = FindService(session: try await sample.session(.support))
        let whole = try await service.find("JANE@acme.example")
        #expect(whole.matches.map(\.text) == ["j***@acme.example"])
        #expect(whole.matches.map(\.label) == ["J…"])
        let part = try await service.find("jane")
        #expect(!part.matches.contains { $0.resource == "users" })
        #expect(try await service.find("hash-of-jane").matches.isEmpty, "secrets are not looked through")
    }

    @Test func idsStartsAndExternalIds() async throws {
        let sample = try SampleDatabase()
        let service = FindService(session: try await sample.session(.admin))
        let start = try await service.find("aaaaaaaa")
        #expect(start.matches.filter { $0.resource == "users" }.count == 2)
        #expect(try await service.find(SampleDatabase.acme).matches.first?.label == "Acme Industries")
        let stripe = try await service.find("cus_N4x81Kz0")
        #expect(stripe.matches.map(\.resource) == ["subscriptions"])
        #expect(stripe.matches.first?.tenant == "Umbrella")
        let half = try await service.find("cus_N4x81K")
        #expect(half.matches.map(\.resource) == ["subscriptions"] && half.matches.first?.isExact == false)
    }

    @Test func firstResultsAreDeliveredBeforeTheRest() async throws {
        let sample = try SampleDatabase()
        let delivered = Mutex<[Int]>([])
        let reply = try await FindService(session: sample.session(.admin)).find("acme") { early in
            delivered.withLock { $0.append(early.matches.count) }
        }
        let counts = delivered.withLock { $0 }
        #expect(counts.count >= 2)
        #expect(counts == counts.sorted())
        #expect(counts.last == reply.matches.count)
    }
}
