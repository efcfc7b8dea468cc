import ConsoleCore
import TenantDomain
import TerminalCore

/// Asks before a large table is read row by row for the view on top.
struct FullScanOverlay: Overlay {
    private let dialog: ConfirmDialog
    private let view: ViewChange
    private var state = ConfirmState()

    /// - Parameter view: what the view does once a person agrees.
    init(_ scan: FullScan, then view: ViewChange) {
        self.view = view
        let bounds = scan.indexedFields.joined(separator: ", ")
        var consequences: [ConfirmDialog.Consequence] = [
            .init("The database works for it as long as that takes; esc ends it.", mark: "!", role: .notice)
        ]
        if let plan = FullScanWording.plan(scan) { consequences.append(.init(plan)) }
        if !bounds.isEmpty { consequences.append(.init("A term on \(bounds) bounds it.")) }
        dialog = ConfirmDialog(
            title: "No index", question: FullScanWording.question(scan), consequences: consequences,
            verb: "read them all")
    }

    func area(screen: Rect, body: Rect, _ context: AppContext) -> Rect {
        let inside = dialog.preferredSize(width: min(72, body.width - 6), policy: context.policy)
        return body.centred(
            Size(width: min(body.width, inside.width + 4), height: min(body.height, inside.height + 2)))
    }

    mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) -> Point? {
        let inside = OverlayFrame(title: dialog.title).render(
            area.size, in: area, into: &buffer, context: context.render)
        return dialog.render(in: inside.inset(left: 1), into: &buffer, state: &state, context: context.render)
    }

    mutating func handle(_ press: KeyPress, _ context: AppContext) -> OverlayOutcome {
        switch state.handle(press, dialog) {
        case .confirmed: .close([.change(view)])
        case .cancelled: .close([])
        case .edited, .mismatch, .ignored: .nothing
        }
    }

    var hints: [HintBar.Hint] {
        [HintBar.Hint("y", "read them all"), HintBar.Hint("esc", "leave it", isEssential: true)]
    }
}
