import ConsoleCore

/// What a reply about the trail becomes on the screen.
enum TrailScreens {
    static func effects(for reply: TrailReply, _ context: AppContext) -> [Effect] {
        let tables = TrailTables.tables(reply, zone: context.zone)
        let remarks = TrailTables.remarks(reply, zone: context.zone)
        guard let first = tables.first(where: { !$0.rows.isEmpty }) ?? tables.first else { return [] }
        return [.push(FactsScreen(first))] + (remarks.isEmpty ? [] : [.toast(Notice(remarks.joined(separator: " · ")))])
    }
}
