import ConsoleCore
import TenantDomain

/// What the trail on screen can be saved as: every entry of its filter, with whole documents.
enum TimelineExports {
    /// How far back a bundle goes whose filter does not say.
    private static let bundleDays = 30

    /// - Parameter now: goes into the file's name, so that no earlier file is in the way.
    static func menu(_ query: AuditQuery, now: Int64) -> MenuOverlay {
        let hasStart = TrailTerms.hasStart(query.filter)
        let stamp = TimeText.iso(now).prefix(19).replacing(":", with: "-")
        func entry(_ key: String, _ title: String, _ format: OutputFormat, _ suffix: String) -> MenuEntry {
            MenuEntry(
                key: key, title: title, detail: "every entry, with before and after",
                effects: [
                    .run(
                        .trail(
                            .export(
                                TrailExportRequest(
                                    filter: query.filter, tenant: query.tenant?.id.text,
                                    file: "audit-\(stamp).\(suffix)",
                                    format: format))))
                ])
        }
        return MenuOverlay(
            title: "Save the trail",
            entries: [
                entry("c", "CSV", .csv, "csv"), entry("n", "NDJSON", .ndjson, "ndjson"),
                entry("j", "JSON", .json, "json"), entry("m", "Markdown", .markdown, "md"),
                MenuEntry(
                    key: "b", title: "Incident bundle",
                    detail: "a folder with hashes: "
                        + (hasStart ? "this filter's entries" : "last \(Self.bundleDays) days of this filter"),
                    effects: [
                        .run(
                            .trail(
                                .bundle(
                                    BundleRequest(
                                        filter: query.filter, tenant: query.tenant?.id.text,
                                        since: hasStart ? nil : "\(Self.bundleDays)d", until: hasStart ? nil : "now"))
                            ))
                    ]),
                MenuEntry(
                    key: "s", title: "SVG picture", detail: "the screen as it is",
                    effects: [.save(SavedFile(stem: "audit", suffix: "svg", file: nil, content: ""))]),
            ])
    }
}
