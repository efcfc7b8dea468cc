import ReferenceSchema
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct DocumentationTests {
    private func page(_ name: String) throws -> String {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        return try String(contentsOf: URL(filePath: root + "/docs/" + name), encoding: .utf8)
    }

    @Test func thePageNamesEveryTableAndAlias() throws {
        let page = try page("reference-schema.md")
        for migration in ReferenceSchema.migrations {
            #expect(page.contains("| \(migration.version) | \(migration.name) |"), "\(migration.name)")
            for audited in migration.audited { #expect(page.contains("`\(audited.table)`")) }
        }
        for table in try ReferenceSchema.catalog().tables { #expect(page.contains("`\(table.name)`"), "\(table.name)") }
        for (alias, table) in ReferenceSchema.documentedAliases {
            #expect(page.contains("| `\(alias)` | `\(table)` |"), "\(alias)")
        }
    }

    @Test func thePageOfStoriesHasTheirFacts() throws {
        let page = try page("demo-stories.md")
        for membership in DemoStories.supportMemberships { #expect(page.contains("| \(membership.workspace) |")) }
        for limit in DemoStories.overLimits { #expect(page.contains("| \(limit.workspace)"), "\(limit.workspace)") }
        for fact in [
            DemoStories.supportEmail, DemoStories.incidentPersonEmail, DemoStories.incidentSignInAddress,
            DemoStories.incidentDeletedWidget, DemoStories.bannedOwnerWorkspace, DemoStories.expiredTrialWorkspace,
        ] {
            #expect(page.contains(fact), "\(fact)")
        }
    }
}
