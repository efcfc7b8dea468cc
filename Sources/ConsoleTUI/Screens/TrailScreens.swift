import ConsoleCore

/// What a reply about the trail becomes on the screen.
enum TrailScreens {
    static func effects(for reply: TrailReply, _ context: AppContext) -> [Effect] {
        let tables = TrailTables.tables(reply, zone: context.zone)
        let remarks = TrailTables.remarks(reply, zone: context.zone)
        guard !tables.isEmpty || !remarks.isEmpty else { return [] }
        return [.push(TrailAnswerScreen(tables, remarks: remarks))]
    }
}
