import ConsoleCore
import TenantDomain
import TerminalCore

/// The view as a file: its rows, or the screen as text or a picture.
extension ConsoleApp {
    func export(_ format: ExportFormat, file: String?) -> [Effect] {
        switch format {
        case .text: return [.save(SavedFile(stem: "view", suffix: "txt", file: file, content: ""))]
        case .svg: return [.save(SavedFile(stem: "view", suffix: "svg", file: file, content: ""))]
        case .csv, .json, .ndjson, .markdown:
            guard let query = screens.current?.exportQuery else {
                return [.toast(Notice("This view is no list; save it as text or svg.", kind: .problem))]
            }
            return [.exportRows(query, format, file: file)]
        }
    }

    /// The filter of the list or trail on top, as a named query.
    func saveFilter(_ name: String) -> [Effect] {
        let filter: String
        let resource: String
        if let trail = screens.current as? TimelineScreen {
            (filter, resource) = (trail.query.filter, NamedQuery.trail)
        } else if let query = screens.current?.exportQuery {
            (filter, resource) = (query.filter, query.resource.name)
        } else {
            return [.toast(Notice("This view has no filter to save.", kind: .problem))]
        }
        if filter.isEmpty { return [.toast(Notice("This view has no filter: / sets one.", kind: .problem))] }
        return [
            .load(
                LoadSlot(screen: .none, purpose: .command),
                .command(.trail(.save(name: name, filter: filter, resource: resource))))
        ]
    }

    /// The screen as it stands, for text and SVG files.
    func picture(_ file: SavedFile) -> SavedFile {
        var copy = self
        copy.overlays = []
        copy.toast = nil
        copy.context.leavesScreen = true
        let buffer = copy.frame().buffer
        let content =
            file.suffix == "svg"
            ? ScreenImage.svg(buffer, title: "tenantctl", colors: context.render.theme.name == "light" ? .light : .dark)
            : buffer.lines().joined(separator: "\n") + "\n"
        return SavedFile(stem: file.stem, suffix: file.suffix, file: file.file, content: content)
    }
}
