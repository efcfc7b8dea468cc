import ConsoleCore
import TerminalCore

/// A popup or a line above the screen; the topmost one gets the keys.
package protocol Overlay: Sendable {
    /// Where it draws, given the whole screen and the body between title and hints.
    func area(screen: Rect, body: Rect, _ context: AppContext) -> Rect
    /// Draws and returns where the terminal's cursor belongs.
    mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) -> Point?
    mutating func handle(_ press: KeyPress, _ context: AppContext) -> OverlayOutcome
    mutating func paste(_ text: String, _ context: AppContext) -> OverlayOutcome
    mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for purpose: LoadSlot.Purpose, _ context: AppContext
    ) -> OverlayOutcome
    mutating func timer(_ timer: TimerID, _ context: AppContext) -> OverlayOutcome
    /// What takes back that which it did while open; for whoever closes it from outside.
    func abandoned() -> [Effect]
    /// Keys to name on the hint line while it is open.
    var hints: [HintBar.Hint] { get }
}

/// What a key did to an overlay.
package enum OverlayOutcome: Sendable {
    case stay([Effect])
    /// Closes it, then carries the effects out.
    case close([Effect])
    /// Closes it and hands the key on.
    case pass

    package static var nothing: OverlayOutcome { .stay([]) }
}

extension Overlay {
    package mutating func paste(_ text: String, _ context: AppContext) -> OverlayOutcome { .nothing }
    package mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for purpose: LoadSlot.Purpose, _ context: AppContext
    ) -> OverlayOutcome { .nothing }
    package mutating func timer(_ timer: TimerID, _ context: AppContext) -> OverlayOutcome { .nothing }
    package func abandoned() -> [Effect] { [] }
    package var hints: [HintBar.Hint] { [] }
}
