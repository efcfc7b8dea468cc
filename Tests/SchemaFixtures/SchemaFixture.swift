import Foundation

/// A documented schema as SQL for a plain PostgreSQL server: the Supabase parts it counts on, its tables, functions,
/// triggers and policies, and a few rows.
package enum SchemaFixture: String, CaseIterable, Sendable {
    case widgetPlatform = "widget-platform"
    case projectStudio = "project-studio"
    case agencyCRM = "agency-crm"
    case growthPlatform = "growth-platform"

    /// The script for an empty database. Roles are made where the cluster lacks them.
    ///
    /// - Throws: what reading the files beside this one throws.
    package func script() throws -> String {
        try Self.file("supabase") + Self.file(rawValue)
    }

    /// The Supabase parts alone.
    package static func supabase() throws -> String { try file("supabase") }

    private static func file(_ name: String) throws -> String {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        return try String(contentsOf: folder.appendingPathComponent("\(name).sql"), encoding: .utf8) + "\n"
    }
}
