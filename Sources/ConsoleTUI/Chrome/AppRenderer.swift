import ConsoleCore
import TerminalCore

/// Draws the screen around the view on top: header, breadcrumbs and note, hints, overlays, toast.
struct AppRenderer {
    let context: AppContext
    let isMouseOn: Bool

    func frame(
        screens: inout ScreenStack, overlays: inout [any Overlay], toast: Notice?, progress: String?,
        oldView: FirstView? = nil, latencyMicroseconds: Int?
    ) -> Frame {
        var buffer = CellBuffer(size: context.size, style: context.render[.text], policy: context.policy)
        let modes = TerminalModes(mouse: isMouseOn, title: "tenantctl \(context.session.environment.name)")
        guard Layout.fits(context.size) else {
            let text = "tenantctl needs \(Layout.smallest.width)x\(Layout.smallest.height); "
            Paragraph(text + "this is \(context.size.width)x\(context.size.height)", role: .notice)
                .render(in: buffer.bounds, into: &buffer, context: context.render)
            return Frame(buffer: buffer, cursor: nil, modes: modes)
        }
        let layout = Layout(size: context.size)
        HeaderLine(context: context, latencyMicroseconds: latencyMicroseconds).render(in: layout.header, into: &buffer)
        var cursor: Point?
        if var screen = screens.current {
            if let oldView {
                oldView.render(in: layout.body, into: &buffer, context)
            } else {
                screen.render(in: layout.body, into: &buffer, context)
            }
            screens[screen.id] = screen
            let note = progress ?? oldView?.note(context)
            TitleLine(trail: screens.trail, screen: screen, progress: note, context: context)
                .render(in: layout.title, into: &buffer)
            drawHints(screen: screen, overlay: overlays.last, in: layout.hints, into: &buffer)
        }
        var covered = Rect.zero
        for place in overlays.indices {
            covered = overlays[place].area(screen: layout.screen, body: layout.body, context)
            cursor = overlays[place].render(in: covered, into: &buffer, context)
            buffer.restyle(covered, onGroundOf: context.render[.overlay], insteadOf: context.render[.text])
        }
        if let toast { draw(toast, layout, covered: covered, into: &buffer) }
        return Frame(buffer: buffer, cursor: cursor, modes: modes)
    }

    private func drawHints(screen: any Screen, overlay: (any Overlay)?, in area: Rect, into buffer: inout CellBuffer) {
        guard !area.isEmpty else { return }
        var hints: [HintBar.Hint] = []
        if let overlay {
            hints = overlay.hints
        } else {
            for action in screen.hints {
                if let key = context.keymap.label(for: action) {
                    hints.append(HintBar.Hint(key, screen.hint(action) ?? action.hint))
                }
            }
            if let key = context.keymap.label(for: .help) {
                hints.append(HintBar.Hint(key, "help", isEssential: true))
            }
        }
        HintBar(hints).render(in: area.inset(left: 2), into: &buffer, context: context.render)
    }

    /// On the hint line, or over the last line of the body where there is none; above an overlay that is typed into
    /// down there. A long one takes the lines above as well: a hint that is cut helps nobody.
    private func draw(_ notice: Notice, _ layout: Layout, covered: Rect, into buffer: inout CellBuffer) {
        var area = layout.hints.isEmpty ? layout.body.split(bottom: 1).bottom : layout.hints
        if covered.maxY > area.y { area.y = max(layout.title.y, covered.y - 1) }
        let kind: Toast.Kind =
            switch notice.kind {
            case .info: .notice
            case .done: .done
            case .problem: .failure
            }
        let text = notice.text + (notice.hint.map { "  \($0)" } ?? "")
        buffer.fill(area, style: context.render[.text])
        let toast = Toast(text, kind: kind)
        let height = toast.height(width: area.width, policy: buffer.policy, context: context.render)
        area.height = max(1, min(height, area.maxY - layout.title.y))
        area.y -= area.height - 1
        toast.render(in: area, into: &buffer, context: context.render)
    }
}
