import ConsoleCore
import TenantDomain

/// What a state change asks of the world or of the app around it; values, so that tests can look at them.
package enum Effect: Sendable {
    // Carried out by the runner
    case load(LoadSlot, LoadRequest)
    case cancel(LoadSlot)
    case cancelAll(ScreenID)
    case timer(TimerID, milliseconds: Int)
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
}

package enum TimerID: Hashable, Sendable {
    /// Rows on screen are old: dim them, then show a spinner.
    case dim(ScreenID)
    case spinner(ScreenID)
    case toast(Int)
    case watch(ScreenID)
    case preview
    /// Relative times and the clock move on.
    case minute
    /// The end of the patience with a view that is being read.
    case frame
    /// A second of a lease went by; runs only under one.
    case lease
    /// What was revealed is masked again.
    case reveal(ScreenID)
    case confirmQuit
    /// The database is away and is tried again.
    case reconnect
}

/// A line that says what happened and goes away by itself.
package struct Notice: Sendable, Equatable {
    package enum Kind: Sendable { case info, done, problem }
    package let text: String
    package let hint: String?
    package let kind: Kind

    package init(_ text: String, hint: String? = nil, kind: Kind = .info) {
        self.text = text
        self.hint = hint
        self.kind = kind
    }

    package init(_ error: ConsoleError) {
        let wording = ErrorWording.wording(for: error)
        self.init(wording.message, hint: wording.hint, kind: error == .cancelled ? .info : .problem)
    }
}

/// A file to write.
package struct SavedFile: Sendable, Equatable {
    /// What the name is made from where no file is given.
    package let stem: String
    package let suffix: String
    package let file: String?
    package let content: String

    package init(stem: String, suffix: String, file: String?, content: String) {
        self.stem = stem
        self.suffix = suffix
        self.file = file
        self.content = content
    }
}

/// What is kept between sessions.
package enum StateChange: Sendable, Equatable {
    case columns(resource: String, names: [String], widths: [String: Int])
    case sort(resource: String, [FieldSort])
    case lastView(String)
    case recentTenant(TenantMatch)
    /// A private line names a masked field and is not kept.
    case promptLine(String, isPrivate: Bool)
    case theme(String)
    case firstView(FirstView)

    /// Whether it tells what was looked at.
    var isOfView: Bool {
        switch self {
        case .lastView, .recentTenant, .promptLine, .firstView: true
        case .columns, .sort, .theme: false
        }
    }
}
