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
