import ConsoleCore
import TenantDomain

/// What a state change asks of the world or of the app around it; values, so that tests can look at them.
package enum Effect: Sendable {
    // Carried out by the runner
    case load(LoadSlot, LoadRequest)
    case cancel(LoadSlot)
    case cancelAll(ScreenID)
    case timer(TimerID, milliseconds: Int)
    /// A timer that has fired and not been taken yet counts as stopped too.
    case stopTimer(TimerID)
    case copy(String, what: String)
    /// Text for a file; the runner makes up a name where none is given and says where it went.
    case save(SavedFile)
    case exportRows(ListQuery, ExportFormat, file: String?)
    case remember(StateChange)
    /// Lends the terminal to the person's editor.
    case edit(EditDraft, text: String)
    case useEnvironment(String)
    /// Ends what is still being read from the session that was left, then closes its store.
    case close(ConsoleSession)
    /// Ends what is still being read through the session that was left; its store stays open.
    case leaveReads
    /// Opens the database as a member sees it.
    case openView(ViewRequest)
    /// Opens the same database anew: another profile may fit it now.
    case reopen
    case checkCatalog(CatalogCheck)
    case redraw
    case quit

    // Carried out by the app
    case push(any Screen)
    /// Shows instead of the screen on top, without a place in history.
    case replace(any Screen)
    case run(Command)
    case show(any Overlay)
    case closeOverlay
    case toast(Notice)
    case perform(Action)
    case setFilter(String)
    case change(ViewChange)
    case setSort([FieldSort])
    /// Gives the open plan another reason.
    case setReason(String)
    case setColumns([String])
    case applyWidth(column: String, Int)
    case pin(TenantMatch?)
    case setZone(String?)
    case setTheme(String?)
    case setMouse
    case setLinear
    /// Goes on with the rows alone that row-level security lets through.
    case limitRows
    /// Everything through a member's eyes from here on, nil through one's own; then the command.
    case viewAs(ViewRequest?, then: Command?)
    case openPrompt(String)
    /// Saves the view on top: its rows, or the screen as text or a picture.
    case export(ExportFormat, file: String?)
    /// Keeps the filter of the view on top under a name.
    case saveFilter(String)
}

extension Effect {
    /// A read that the view waits for is under way: its old rows are dimmed before long, then a spinner turns.
    static func startWaiting(_ screen: ScreenID) -> [Effect] {
        [.timer(.dim(screen), milliseconds: 150), .timer(.spinner(screen), milliseconds: 300)]
    }

    /// The answer is there: no frame is drawn for what would have been shown without it.
    static func endWaiting(_ screen: ScreenID) -> [Effect] { [.stopTimer(.dim(screen)), .stopTimer(.spinner(screen))] }
}
