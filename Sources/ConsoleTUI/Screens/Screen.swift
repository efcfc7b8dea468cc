import ConsoleCore
import TenantDomain
import TerminalCore

/// A full-screen view: a value that actions and loaded replies change and that draws itself into a rectangle.
///
/// The app draws header, breadcrumbs, title line, hints, overlays and toasts around it. A screen never reads by
/// itself: it returns effects.
package protocol Screen: Sendable {
    var id: ScreenID { get set }
    /// Its word in the breadcrumbs.
    var crumb: String { get }
    /// What the title line says at the right: sort, range, counts, elapsed time.
    func note(_ context: AppContext) -> String
    /// Whether rows are being read, so that the app shows a spinner and esc cancels.
    var isLoading: Bool { get }
    /// Whether it looks for changes by itself while it is on view; out of sight nothing is polled.
    var isWatching: Bool { get }
    /// The tenant that the view is about, for the pin and the audit key.
    var tenant: TenantMatch? { get }

    /// First reads, also after a change of session, pin or zone.
    mutating func appear(_ context: AppContext) -> [Effect]
    /// Nil where the action means nothing here.
    mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]?
    mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect]
    mutating func timer(_ timer: TimerID, _ context: AppContext) -> [Effect]
    mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext)
    /// A click, a wheel turn or a drag inside the screen's area.
    mutating func mouse(_ event: MouseEvent, in area: Rect, _ context: AppContext) -> [Effect]

    /// Actions to name on the hint line, most useful first.
    var hints: [Action] { get }
    /// The word for an action where it means something special here.
    func hint(_ action: Action) -> String?
    /// What an action does where it means something special here, for help.
    func meaning(_ action: Action) -> String?
    /// Actions that do something here, for help.
    var supported: Set<Action> { get }
    /// The equivalent command line, for `Y` and the last view.
    func commandLine(_ context: AppContext) -> String?
    /// The filter of the view, nil where there is nothing to filter.
    var filter: FilterableView? { get }
    func selection(_ context: AppContext) -> Selection?
    /// The rows that verbs apply to: the marked ones, else the selected one.
    func marked(_ context: AppContext) -> [Selection]
    func copies(_ context: AppContext) -> [CopyChoice]
    /// The list behind the view, for exports of rows.
    var exportQuery: ListQuery? { get }
    /// Entries of the actions menu besides the general ones.
    func menu(_ context: AppContext) -> [MenuEntry]
    mutating func apply(_ change: ViewChange, _ context: AppContext) -> [Effect]
    /// Whether typed characters are text for the view rather than actions.
    var wantsText: Bool { get }
    /// A key while the view wants text; nil hands it on as an action.
    mutating func type(_ press: KeyPress, _ context: AppContext) -> [Effect]?
    mutating func paste(_ text: String) -> [Effect]
}

/// A change of the view that the app or an overlay asks of the screen on top.
package enum ViewChange: Sendable, Equatable {
    case filter(String)
    case sort([FieldSort])
    case columns([String])
    case width(column: String, Int)
    case watch
    /// Reads a large table row by row, as was agreed for this filter and sort.
    case fullScan(filter: String, sort: [FieldSort])
}

/// What `/` filters.
package struct FilterableView: Sendable, Equatable {
    package enum Language: Sendable, Equatable { case resource(String), audit }
    package let language: Language
    package let text: String

    package init(language: Language, text: String) {
        self.language = language
        self.text = text
    }
}

/// The row that actions apply to.
package struct Selection: Sendable, Equatable {
    package let resource: Resource
    package let identity: RowIdentity
    package let label: String
    /// The tenant of the row, where it is known without a read.
    package let tenant: TenantMatch?

    package init(resource: Resource, identity: RowIdentity, label: String, tenant: TenantMatch?) {
        self.resource = resource
        self.identity = identity
        self.label = label
        self.tenant = tenant
    }
}

/// Something that `y` can copy, with the word for it.
package struct CopyChoice: Sendable, Equatable {
    package let key: String
    package let title: String
    package let text: String

    package init(key: String, title: String, text: String) {
        self.key = key
        self.title = title
        self.text = text
    }
}

/// An entry of a menu: a letter, a title, and what it does, or why it does nothing.
package struct MenuEntry: Sendable {
    package let key: String
    package let title: String
    package let detail: String
    package let disabled: String?
    package let effects: [Effect]

    package init(key: String, title: String, detail: String = "", disabled: String? = nil, effects: [Effect]) {
        self.key = key
        self.title = title
        self.detail = detail
        self.disabled = disabled
        self.effects = effects
    }
}

extension Screen {
    package var tenant: TenantMatch? { nil }
    package var isLoading: Bool { false }
    package var isWatching: Bool { false }
    package var filter: FilterableView? { nil }
    package var exportQuery: ListQuery? { nil }
    package var supported: Set<Action> { Set(hints) }

    package var wantsText: Bool { false }
    package func hint(_ action: Action) -> String? { nil }

    package func note(_ context: AppContext) -> String { "" }
    package mutating func type(_ press: KeyPress, _ context: AppContext) -> [Effect]? { nil }
    package mutating func paste(_ text: String) -> [Effect] { [] }
    package func commandLine(_ context: AppContext) -> String? { nil }
    package func selection(_ context: AppContext) -> Selection? { nil }
    package func marked(_ context: AppContext) -> [Selection] { selection(context).map { [$0] } ?? [] }
    package func copies(_ context: AppContext) -> [CopyChoice] { [] }
    package func menu(_ context: AppContext) -> [MenuEntry] { [] }

    package mutating func timer(_ timer: TimerID, _ context: AppContext) -> [Effect] { [] }
    package func meaning(_ action: Action) -> String? { nil }
    package mutating func mouse(_ event: MouseEvent, in area: Rect, _ context: AppContext) -> [Effect] { [] }
    package mutating func apply(_ change: ViewChange, _ context: AppContext) -> [Effect] { [] }
    package mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect] { [] }
}
